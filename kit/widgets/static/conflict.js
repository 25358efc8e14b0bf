// @ts-check
// An answer that was changed in two places: both are shown, and the student chooses.
import { h } from './dom.js';
import { canonical, withOther } from './record.js';
import { fill } from './text.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./record.js').Other} Other */

/**
 * Shows the first of the answers that were made beside this one, for as long as there is one.
 * @param {{ question: any, words: any, get: () => Answer, choose: (fields: Partial<Answer>) => void, announce: (text: string) => void }} context
 */
export function conflict({ question, words, get, choose, announce }) {
  const say = words.conflict,
    el = h('div', { class: 'sl-warning', 'data-part': 'conflict', role: 'alert', hidden: true });
  let shown = '';
  function draw() {
    const answer = get(),
      other = answer.others?.[0],
      now = canonical([other, answer.value, answer.confidence]);
    el.hidden = !other;
    if (!other || now === shown) return;
    shown = now;
    el.replaceChildren(
      h('p', {}, say.ask),
      h('p', {}, h('strong', {}, say.mine), ' ', ...readable(question, answer, words)),
      h(
        'p',
        {},
        h('strong', {}, fill(say.other, { when: new Date(other.saved_at).toLocaleString() })),
        ' ',
        ...readable(question, other, words),
      ),
      h(
        'div',
        { class: 'sl-bar' },
        button('keep-mine', say.keep, () => take(answer, say.kept)),
        button('take-other', say.take, () => take(other, say.taken)),
      ),
    );
  }
  /** @param {string} action @param {string} text @param {() => void} onclick */
  const button = (action, text, onclick) => h('button', { type: 'button', 'data-action': action, onclick }, text);
  /** @param {Answer | Other} chosen @param {string} said */
  function take({ value, confidence }, said) {
    choose({ value, confidence, others: get().others?.slice(1) });
    announce(said);
    const root = el.closest('.second-look'); // the buttons are gone: the keyboard goes on at the answer
    if (el.hidden) root?.querySelector('textarea, input, select, [contenteditable], [data-action]')?.focus();
  }
  return { el, draw };
}

/** What a student was typing, when another page's answer came. @param {Answer} typed @param {Answer} other @returns {Answer} */
export const besideTyping = (typed, other) =>
  withOther({ ...typed, revision: Math.max(typed.revision, other.revision) }, other);

/** An answer in words: options by their text and not by their ids. @param {any} question @param {Answer | Other} answer @param {any} words @returns {(Node | string)[]} */
function readable(question, { value, confidence }, words) {
  const names = namesOf(question);
  const inWords = (/** @type {any} */ v) => (typeof v === 'string' ? (names.get(v) ?? v) : v === null ? '' : String(v));
  /** @param {any} v @returns {string} */
  const shown = v => {
    if (Array.isArray(v)) return v.map(shown).join(question.kind === 'order' ? ' → ' : '; ');
    if (v && typeof v === 'object')
      return Object.entries(v)
        .map(([name, inner]) => `${inWords(name)}: ${shown(inner)}`)
        .join('; ');
    return inWords(v);
  };
  const text = shown(value),
    step = words.confidence.steps[(confidence ?? 0) - 1];
  return [text.trim() ? h('q', { class: 'sl-value' }, text) : words.conflict.empty, step ? ` (${step})` : ''];
}
/** What the ids of a question's parts say on the page. @param {any} question @returns {Map<string, string>} */
function namesOf(question) {
  const names = new Map();
  for (const parts of Object.values(question))
    for (const part of Array.isArray(parts) ? parts : [])
      if (typeof part?.id === 'string') names.set(part.id, part.text ?? part.title ?? part.name ?? part.id);
  return names;
}
