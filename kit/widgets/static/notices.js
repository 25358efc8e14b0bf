// @ts-check
// What the student should know of this answer's copies: found in this browser, asked twice, damaged, about another text.
import { h } from './dom.js';
import { canonical } from './record.js';
import { fill } from './text.js';

/** @typedef {{ found?: { when: string } | null, isTwice?: boolean, isDamaged?: boolean, isElsewhere?: boolean, lost?: Record<string, import('./record.js').Mark> }} News */

/**
 * @param {any} words
 * @param {{ claim: (isMine: boolean) => void, drop: (ids: string[]) => void }} on  the student's word on a draft that was found, and on marks that were lost
 */
export function notices(words, { claim, drop }) {
  const say = words.status,
    /** @type {Map<string, string>} */
    shown = new Map(),
    el = h('div', { class: 'sl-notices' });
  /** Shows a notice, or takes it away; the same again changes nothing. @param {string} part @param {any} about @param {() => (Node | string)[]} make */
  function show(part, about, make) {
    const now = about ? canonical(about) : '';
    if (now === (shown.get(part) ?? '')) return;
    shown.set(part, now);
    el.querySelector(`[data-part="${part}"]`)?.remove();
    if (about) el.append(h('div', { class: 'sl-warning', 'data-part': part, role: 'status' }, ...make()));
  }
  /** @param {string} action @param {string} text @param {() => void} onclick */
  const button = (action, text, onclick) => h('button', { type: 'button', 'data-action': action, onclick }, text);
  const offer = (/** @type {string} */ when) => [
    h('p', {}, fill(say.found, { when: new Date(when).toLocaleString() })),
    button('found-take', say.found_take, () => claim(true)),
    ' ',
    button('found-drop', say.found_drop, () => claim(false)),
  ];
  const missing = (/** @type {Record<string, import('./record.js').Mark>} */ lost) => [
    h('p', {}, say.lost),
    h('ul', {}, ...Object.values(lost).map(m => h('li', {}, h('q', {}, m.quote)))),
    button('lost-drop', say.lost_drop, () => drop(Object.keys(lost))),
  ];
  return {
    el,
    /** @param {News} news */
    tell(news) {
      const { found, isTwice, isDamaged, isElsewhere, lost } = news;
      if (found !== undefined) show('found', found, () => offer(found?.when ?? ''));
      if (isTwice !== undefined) show('warning', isTwice, () => [say.twice]);
      if (isDamaged !== undefined) show('damaged', isDamaged, () => [say.damaged]);
      if (isElsewhere !== undefined) show('elsewhere', isElsewhere, () => [say.elsewhere]);
      if (lost !== undefined) show('lost', Object.keys(lost).length ? lost : null, () => missing(lost));
    },
  };
}
