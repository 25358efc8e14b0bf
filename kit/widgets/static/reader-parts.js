// @ts-check
// A long text comes in parts, cut where paragraphs end; the reader says so and turns them like pages.
import { h } from './dom.js';
import { fill } from './text.js';

const LONGEST = 1500; // words of a part, about

/** @typedef {{ start: number, end: number }} Place */

/**
 * Cuts a text into parts of about equal length. A paragraph that is longer than a part is cut between words.
 * @param {string} text @param {import('./text.js').Offsets} offsets @param {number} [longest] words
 * @returns {Place[]} in code points; one part where the text is short
 */
export function cut(text, offsets, longest = LONGEST) {
  const words = Array.from(text.matchAll(/\S+/g), m => m.index);
  const count = Math.max(1, Math.ceil(words.length / longest));
  const size = words.length / count,
    cuts = [0];
  for (let n = 1; n < count; n++) {
    const wanted = words[Math.round(n * size)],
      reach = words[Math.min(words.length - 1, Math.round((n + 0.4) * size))];
    const after = text.indexOf('\n', wanted) + 1,
      before = text.lastIndexOf('\n', wanted) + 1;
    const at = [after, before]
      .filter(place => place > cuts[cuts.length - 1] && place <= reach)
      .sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0];
    cuts.push(at ?? wanted);
  }
  cuts.push(text.length);
  return cuts.slice(1).map((end, n) => ({ start: offsets.toPoints(cuts[n]), end: offsets.toPoints(end) }));
}

/** Which part holds a place; a mark across two parts counts to the first. @param {Place[]} parts @param {number} start @returns {number} */
export const partAt = (parts, start) =>
  Math.max(
    0,
    parts.findIndex(p => start < p.end),
  );

/** The buttons that turn the parts, and "Part 2 of 7". @param {number} count @param {any} say words.reader @param {(step: number) => void} turn */
export function pager(count, say, turn) {
  const button = (/** @type {number} */ step, /** @type {string} */ name, /** @type {string} */ action) =>
    h('button', { type: 'button', class: 'sl-small', 'data-action': action, onclick: () => turn(step) }, name);
  const back = button(-1, say.part_previous, 'part-previous'),
    on = button(1, say.part_next, 'part-next'),
    where = h('span', { 'data-part': 'where' });
  const el = h(
    'div',
    { class: 'sl-pager', role: 'group', 'aria-label': say.parts, hidden: count < 2 },
    back,
    where,
    on,
  );
  return {
    el,
    /** @param {number} n from 0 */
    draw(n) {
      where.textContent = fill(say.part, { n: n + 1, of: count });
      back.disabled = n === 0;
      on.disabled = n === count - 1;
    },
  };
}
