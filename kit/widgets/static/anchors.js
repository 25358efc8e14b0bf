// @ts-check
// Anchors: where the marks of an earlier version of a text stand in its version now. The quote decides, then the old position.
// The twin of kit/anchors.py, which says why; tests/cases/anchors.json runs against both.
import { live, same } from './record.js';
import { Offsets } from './text.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {import('./text.js').Place} Place */

const SEEN = '’‘‛ʼ“”„‟‐‑‒–—−\u00a0\u2009\u202f\n\t\r';
const PLAIN = '\'\'\'\'""""------      ';
const FOLDED = new Map(Array.from(SEEN, (character, n) => [character, PLAIN[n]]));
/** Without what editors change and readers do not see; one character for one. @param {string} text */
const folded = text => text.replace(new RegExp(`[${SEEN}]`, 'g'), c => FOLDED.get(c) ?? c);

/**
 * An answer about an earlier version of a question's text, as an answer about its text now; marks that are not found are left out.
 * Null where it is no such answer: of another kind, about another article, or about this very version.
 * @param {Answer} old @param {any} question @returns {Answer | null}
 */
export function carried(old, question) {
  const now = question.article;
  if (old.kind !== 'marks' || !old.article || !now || old.article.id !== now.id || same(old.article, now)) return null;
  const move = (/** @type {any} */ value) => anchored(value, question.text, question.passages);
  return {
    ...old,
    article: now,
    value: move(old.value),
    ...(old.first ? { first: { ...old.first, value: move(old.first.value) } } : {}),
  };
}
/** The marks of an earlier answer that the answer now neither has nor has removed, with their ids. @param {Answer} old @param {Answer} now */
export const lost = (old, now) => live(old).filter(([id]) => !(id in now.value));

/**
 * A value of kind marks for another text, under the same ids; what is not found is left out.
 * @param {Record<string, Mark | null>} value @param {string} text @param {Place[]} passages where marks may lie
 * @returns {Record<string, Mark | null>}
 */
export function anchored(value, text, passages) {
  const search = new Search(text, passages),
    places = new Map(Object.entries(value).map(([id, mark]) => [id, mark ? search.places(mark.quote) : []]));
  /** @type {[number, number][]} the old place of each mark that stands only once, and how far it moved */
  const shifts = Object.entries(value).flatMap(([id, mark]) => {
    const found = places.get(id) ?? [];
    return mark && found.length === 1 ? [[mark.start, found[0] - mark.start]] : [];
  });
  shifts.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Record<string, Mark | null>} */
  const made = {};
  for (const [id, mark] of Object.entries(value)) {
    if (mark === null) made[id] = null;
    else if (places.get(id)?.length) {
      const near = nearest(shifts, mark.start, pair => pair[0]) ?? [0, 0];
      const start = /** @type {number} */ (nearest(places.get(id) ?? [], mark.start + near[1], place => place)),
        end = start + [...mark.quote].length;
      made[id] = { ...mark, start, end, quote: search.offsets.quote({ start, end }) };
    }
  }
  return made;
}
/** The first of the nearest. @template T @param {T[]} items in order @param {number} to @param {(item: T) => number} place @returns {T | undefined} */
function nearest(items, to, place) {
  /** @type {T | undefined} */
  let best;
  for (const item of items)
    if (best === undefined || Math.abs(place(item) - to) < Math.abs(place(best) - to)) best = item;
  return best;
}

class Search {
  /** @param {string} text @param {Place[]} passages */
  constructor(text, passages) {
    this.offsets = new Offsets(text);
    this.texts = [text, folded(text)];
    this.passages = passages.map(p => [this.offsets.toUnits(p.start), this.offsets.toUnits(p.end)]);
  }
  /** Where a quote stands (code points): letter for letter, else folded; as whole words, else within words. @param {string} quote @returns {number[]} */
  places(quote) {
    for (const [n, wanted] of [quote, folded(quote)].entries()) {
      const text = this.texts[n],
        found = this.passages.flatMap(([start, end]) => starts(wanted, text, start, end)),
        whole = found.filter(at => isWhole(text, at, at + wanted.length));
      if (found.length) return (whole.length ? whole : found).map(at => this.offsets.toPoints(at));
    }
    return [];
  }
}
/** @param {string} quote @param {string} text @param {number} start @param {number} end */
function starts(quote, text, start, end) {
  const found = [];
  for (let at = quote ? text.indexOf(quote, start) : -1; at >= 0 && at + quote.length <= end;)
    at = (found.push(at), text.indexOf(quote, at + 1));
  return found;
}
/** @param {string} text @param {number} start @param {number} end */
const isWhole = (text, start, end) => !isInside(text, start) && !isInside(text, end);
const LETTER = /^[\p{L}\p{N}]/u;
/** Whether a place stands between two letters or digits. @param {string} text @param {number} at */
const isInside = (text, at) =>
  LETTER.test(text.slice(at, at + 2)) && LETTER.test([...text.slice(Math.max(0, at - 2), at)].pop() ?? '');
