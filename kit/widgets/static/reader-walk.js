// @ts-check
// From mark to mark: two buttons, and the same by keys.
import { h } from './dom.js';
import { fill } from './text.js';

/** @typedef {{ step: (n: number) => void, edge: (n: number) => void, wider: () => void, open: () => void, close: () => void }} Steps  edge: 0 is the first mark, -1 the last */

/** A button with its key. @param {string} action @param {string} name @param {string} key @param {() => void} onclick */
export const keyButton = (action, name, key, onclick) =>
  h('button', { type: 'button', class: 'sl-small', 'data-action': action, onclick }, name, ' ', h('kbd', {}, key));

/** @param {any} say words.reader @param {Steps} steps */
export function walkBar(say, { step }) {
  const where = h('span', { class: 'sl-how', 'data-part': 'place' });
  const el = h(
    'div',
    { class: 'sl-walk', role: 'group', 'aria-label': say.walk },
    keyButton('previous', say.previous, 'P', () => step(-1)),
    keyButton('next', say.next, 'N', () => step(1)),
    where,
  );
  return {
    el,
    /** @param {number} n from 1; 0 where no mark is chosen @param {number} of */
    draw(n, of) {
      where.textContent = fill(n ? say.place : say.place_all, { n, of });
    },
  };
}

/** Single keys, only while something in here has the focus and nothing is typed. @param {HTMLElement} root @param {Steps} steps */
export function walkByKeys(root, { step, edge, wider, open, close }) {
  root.addEventListener('keydown', e => {
    const target = /** @type {HTMLElement} */ (e.target);
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    if (e.key === 'Escape') return close();
    if (target instanceof HTMLTextAreaElement) return;
    /** @type {Record<string, () => void>} */
    const keys = { n: () => step(1), p: () => step(-1), w: wider };
    if (target.classList.contains('sl-spot'))
      Object.assign(keys, {
        arrowright: keys.n,
        arrowdown: keys.n,
        arrowleft: keys.p,
        arrowup: keys.p,
        home: () => edge(0),
        end: () => edge(-1),
        enter: open,
        ' ': open,
      });
    const act = keys[e.key.toLowerCase()];
    if (!act) return;
    e.preventDefault();
    act();
  });
}
