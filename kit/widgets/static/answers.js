// @ts-check
// The answer itself, for a student who has looked twice: what the feedback says is missing or not quite right, each with its reason.
import { cardName, inWords } from './check-fields.js';
import { fill, Offsets } from './text.js';

/** @typedef {{ outcome: 'shown', text: string, start?: number, end?: number, label?: string, quote?: string, option?: string }} Shown */

/** @param {any} question a practice question, with its key @param {any[]} lines as explain gives them @param {any} words @returns {Shown[]} */
export function answers(question, lines, words) {
  const found = FIND[/** @type {keyof typeof FIND} */ (question.kind)]?.(question, lines, words) ?? [];
  return found.map((/** @type {any} */ line) => ({ outcome: 'shown', ...line }));
}

/** How each kind finds its answer. Texts and ratings have none. */
const FIND = { marks, choice, order: whole, match, number: whole, date: whole };

/** @param {any} question @param {any[]} lines */
function marks({ text, key }, lines) {
  const offsets = new Offsets(text),
    hits = lines.filter(l => l.outcome === 'hit').map(l => l.key);
  return key
    .filter((/** @type {any} */ k) => k.status === 'firm' && !hits.includes(k.id))
    .map((/** @type {any} */ k) => ({
      text: k.feedback,
      start: k.start,
      end: k.end,
      label: k.label,
      quote: offsets.quote(k),
    }));
}
/** @param {any} question @param {any[]} lines */
function choice({ options }, lines) {
  const right = lines.filter(l => l.outcome === 'right').map(l => l.option);
  return options
    .filter((/** @type {any} */ o) => o.right && !right.includes(o.id))
    .map((/** @type {any} */ o) => ({ text: o.feedback, option: o.id }));
}
/** @param {any} question @param {any[]} lines @param {any} words */
function match(question, lines, words) {
  const right = lines.filter(l => l.outcome === 'right').map(l => l.item);
  return question.claims
    .filter((/** @type {any} */ c) => !right.includes(c.id))
    .map((/** @type {any} */ c) => ({
      quote: c.text,
      text: `${cardName(question, c.right, words)}. ${c.feedback ?? ''}`.trim(),
    }));
}
/** The whole answer in words. @param {any} question @param {any[]} _ @param {any} words */
function whole(question, _, words) {
  const { kind, order, answer, accept, clues = [] } = question;
  const clue = clues.find((/** @type {any} */ c) => c.right)?.id ?? '';
  const value = kind === 'order' ? order : kind === 'number' ? answer : { from: accept.from, to: accept.to, clue };
  return [{ text: fill(words.check.answer, { answer: inWords(question, { kind, value, revision: 1 }, words) }) }];
}
