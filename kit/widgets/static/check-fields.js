// @ts-check
// Scoring and feedback of answers given in fields. The same as kit/scoring.py and kit/feedback_fields.py: tests/cases/fields.json
// runs against both.
import { isAnswered, shown } from './record.js';
import { fill } from './text.js';

/** @typedef {{ fraction: number | null, summary: string, lines: any[] }} Explained */

const NONE = 'none'; // the id that a claim is given where no card fits it

/** Right ones less wrong ones, over all right ones, never below 0. @param {string[]} chosen @param {string[]} right */
function scoreChoice(chosen, right) {
  const unique = [...new Set(chosen)],
    hits = unique.filter(id => right.includes(id)).length;
  return right.length ? Math.max(0, (2 * hits - unique.length) / right.length) : Number(unique.length === 0);
}
/** Pairs the right way round less pairs the wrong way round, over all pairs, never below 0. @param {string[]} given @param {string[]} right */
function scoreOrder(given, right) {
  const unique = [...new Set(given)].filter(id => right.includes(id)),
    all = (right.length * (right.length - 1)) / 2;
  let rest = 0;
  right.forEach((one, n) => {
    for (const two of right.slice(n + 1)) {
      const [a, b] = [unique.indexOf(one), unique.indexOf(two)];
      if (a >= 0 && b >= 0) rest += a < b ? 1 : -1;
    }
  });
  return all ? Math.max(0, rest / all) : 1;
}
/** The share of the claims that have their card. @param {Record<string, string>} given @param {Record<string, string>} right */
function scoreMatch(given, right) {
  const claims = Object.keys(right);
  return claims.length ? claims.filter(id => given[id] === right[id]).length / claims.length : 1;
}
/** @param {number} number @param {number} right @param {number} [tolerance] */
const isNear = (number, right, tolerance = 0) =>
  Math.abs(number - right) <= tolerance + 1e-9 * Math.max(1, Math.abs(right));
/**
 * A stretch of a time line, both ends included: its credit, and what is wrong with it.
 * @param {[number, number] | null} given @param {[number, number]} accept @param {number} steps @param {number} [slack]
 * @returns {[number, string]}
 */
function scoreInterval(given, accept, steps, slack = 0) {
  if (!given) return [0, 'none'];
  const [start, end] = given,
    [first, last] = accept;
  if (Math.abs(start - first) <= slack && Math.abs(end - last) <= slack) return [1, 'right'];
  const both = Math.max(0, Math.min(end, last) - Math.max(start, first) + 1);
  const share = both ? both / (Math.max(end, last) - Math.min(start, first) + 1) : 0;
  const free = (last - first + 1) / steps,
    credit = free < 1 ? Math.max(0, (share - free) / (1 - free)) : share;
  const isSoon = start < first - slack,
    isAfter = end > last + slack;
  return [credit, isSoon && isAfter ? 'wide' : isSoon ? 'early' : isAfter ? 'late' : 'narrow'];
}
/** The share of the needed cards that were open when the student felt sure. @param {string[]} opened @param {number | undefined} sure @param {string[]} needed */
function scoreEvidence(opened, sure, needed) {
  const seen = opened.slice(0, sure);
  return needed.length ? needed.filter(id => seen.includes(id)).length / needed.length : 1;
}

/** Explains an answered record of one of these kinds. @param {any} question @param {any} record @param {any} words @returns {Explained} */
export const explainFields = (question, record, words) => EXPLAIN[question.kind](question, record.value, words);

/** An answer in one line, in the words that the student saw; '' where there is none. @param {any} question @param {any} record @param {any} words @returns {string} */
export function inWords(question, record, words) {
  if (!isAnswered(record)) return '';
  const { value } = record,
    { kind, options = [] } = question;
  if (kind === 'choice')
    return options
      .filter((/** @type {any} */ o) => value.includes(o.id))
      .map((/** @type {any} */ o) => o.text)
      .join('; ');
  if (kind === 'order')
    return value
      .map((/** @type {string} */ id, /** @type {number} */ n) => `${n + 1}. ${textOf(options, id) ?? id}`)
      .join('; ');
  if (kind === 'match')
    return question.claims
      .filter((/** @type {any} */ c) => value[c.id])
      .map((/** @type {any} */ c) => `${c.text} → ${cardName(question, value[c.id], words)}`)
      .join('; ');
  if (kind === 'date') {
    const [from, to] = [value.from, value.to].map(id => textOf(question.steps, id) ?? words.date.open),
      clue = textOf(question.clues ?? [], value.clue);
    return `${from} – ${to}${clue ? ` (${clue})` : ''}`;
  }
  if (kind === 'ratings')
    return options
      .filter((/** @type {any} */ o) => value[o.id])
      .map((/** @type {any} */ o) => `${optionName(o)}: ${scaleOf(question, words)[value[o.id] - 1]}`)
      .join('; ');
  if (kind === 'evidence') return sureInWords(question, value, words);
  return kind === 'number' ? `${shown(kind, value)} ${question.unit ?? ''}`.trim() : '';
}
/** How something to rate is called. @param {{ headline?: string, text: string }} option @returns {string} */
export const optionName = option => option.headline ?? option.text;
/** How a card is called. @param {any} question @param {string} id @param {any} words @returns {string} */
export function cardName(question, id, words) {
  if (id === NONE) return words.match.none;
  const n = question.cards.findIndex((/** @type {any} */ c) => c.id === id);
  if (n < 0) return id;
  const letter = fill(words.match.card, { letter: letterOf(n) }),
    { title } = question.cards[n];
  return title ? `${letter}: ${title}` : letter;
}
/** A, B, ... @param {number} n */
const letterOf = n => (n < 26 ? String.fromCharCode(65 + n) : String(n + 1));
/** The words for the six steps. @param {any} question @param {any} words @returns {string[]} */
export const scaleOf = (question, words) => question.scale ?? words.ratings.scale;
/** How many cards were opened, and when the student felt sure. @param {any} question @param {any} value @param {any} words */
export function sureInWords(question, value, words) {
  const say = words.evidence,
    { opened = [], sure_after: sure } = value;
  const count = fill(say.count, { n: opened.length, all: question.cards.length });
  return sure === undefined ? count : `${count} ${sure === 0 ? say.sure_none : fill(say.sure_after, { n: sure })}`;
}

/** @param {any} question @param {string[]} chosen @param {any} words */
function ofChoice(question, chosen, words) {
  const right = question.options.filter((/** @type {any} */ o) => o.right).map((/** @type {any} */ o) => o.id);
  const lines = question.options
    .filter((/** @type {any} */ o) => chosen.includes(o.id))
    .map((/** @type {any} */ o) => ({
      outcome: right.includes(o.id) ? 'right' : 'wrong',
      text: o.feedback,
      option: o.id,
    }));
  if (question.many && right.some((/** @type {string} */ id) => !chosen.includes(id)))
    lines.push({ outcome: 'left_out', text: words.check.left_out });
  return result(scoreChoice(chosen, right), lines, words);
}
/** The first pair that the item names and that is turned speaks, else the first wrong place. @param {any} question @param {string[]} given @param {any} words */
function ofOrder(question, given, words) {
  const say = words.order,
    right = question.order,
    fraction = scoreOrder(given, right);
  if (given.length === right.length && given.every((id, n) => id === right[n]))
    return result(1, [{ outcome: 'right', text: own(question, 'right', say) }], words);
  for (const { first, then, feedback } of question.pairs ?? [])
    if (given.includes(first) && given.includes(then) && given.indexOf(first) > given.indexOf(then))
      return result(fraction, [{ outcome: 'wrong', text: feedback, item: then }], words);
  for (const [n, id] of given.slice(0, right.length).entries()) {
    const option = question.options.find((/** @type {any} */ o) => o.id === id);
    if (id !== right[n] && option)
      return result(
        fraction,
        [{ outcome: 'wrong', text: option.feedback || say.wrong_place, item: id, quote: option.text }],
        words,
      );
  }
  return result(fraction, [{ outcome: 'left_out', text: say.too_few }], words);
}
/** @param {any} question @param {Record<string, string>} given @param {any} words */
function ofMatch(question, given, words) {
  const say = words.match,
    right = Object.fromEntries(question.claims.map((/** @type {any} */ c) => [c.id, c.right]));
  const lines = question.claims.map((/** @type {any} */ claim) => {
    const card = given[claim.id],
      about = { item: claim.id, quote: claim.text };
    if (!card) return { outcome: 'left_out', text: say.left, ...about };
    return card === claim.right
      ? { outcome: 'right', text: claim.feedback || say.right, ...about }
      : { outcome: 'wrong', text: claim.wrong?.[card] || say.wrong, ...about };
  });
  return result(scoreMatch(given, right), lines, words);
}
/** @param {any} question @param {number} given @param {any} words */
function ofNumber(question, given, words) {
  const say = words.number,
    right = question.answer;
  if (isNear(given, right, question.tolerance ?? 0))
    return result(1, [{ outcome: 'right', text: own(question, 'right', say) }], words);
  const named = (question.wrong ?? []).find((/** @type {any} */ w) => isNear(given, w.number));
  return result(
    0,
    [{ outcome: 'wrong', text: named ? named.feedback : own(question, given > right ? 'high' : 'low', say) }],
    words,
  );
}
/** The time line and the clue count a half each; without clues the time line is all. @param {any} question @param {any} given @param {any} words */
function ofDate(question, given, words) {
  const say = words.date,
    { accept, steps, clues = [] } = question;
  const place = (/** @type {string} */ id) => steps.findIndex((/** @type {any} */ s) => s.id === id);
  const [start, end] = [place(given.from), place(given.to)];
  const [credit, verdict] = scoreInterval(
    start < 0 || end < 0 ? null : [start, end],
    [place(accept.from), place(accept.to)],
    steps.length,
    accept.slack ?? 0,
  );
  const outcome = verdict === 'right' ? 'right' : verdict === 'none' ? 'left_out' : 'wrong';
  /** @type {any[]} */
  const lines = [{ outcome, text: own(question, verdict, say), item: 'line' }];
  if (!clues.length) return result(credit, lines, words);
  const clue = clues.find((/** @type {any} */ c) => c.id === given.clue);
  lines.push(
    clue
      ? { outcome: clue.right ? 'right' : 'wrong', text: clue.feedback, item: 'clue', quote: clue.text }
      : { outcome: 'left_out', text: say.no_clue, item: 'clue' },
  );
  return result((credit + Number(clue?.right ?? false)) / 2, lines, words);
}
/** @param {any} question @param {any} given @param {any} words @returns {Explained} */
function ofEvidence(question, given, words) {
  const say = words.evidence,
    { needed, cards } = question,
    summary = sureInWords(question, given, words);
  if (!needed?.length) return { fraction: null, summary, lines: [] };
  const { opened = [], sure_after: sure } = given,
    seen = opened.slice(0, sure);
  const left = cards.filter((/** @type {any} */ c) => needed.includes(c.id) && !seen.includes(c.id));
  const lines = [];
  if (sure !== undefined)
    lines.push(
      left.length
        ? { outcome: 'early', text: own(question, 'early', say) }
        : { outcome: 'right', text: own(question, 'right', say) },
    );
  else if (!left.length) lines.push({ outcome: 'unsure', text: own(question, 'unsure', say) });
  for (const card of left)
    lines.push({
      outcome: 'left_out',
      text: card.missed || say.missed,
      item: card.id,
      ...(card.title ? { quote: card.title } : {}),
    });
  return { fraction: scoreEvidence(opened, sure, needed), summary, lines };
}
/** Ratings are opinions: nothing is scored. @param {any} question @param {Record<string, number>} given @param {any} words @returns {Explained} */
function ofRatings({ options }, given, words) {
  const rated = options.filter((/** @type {any} */ o) => given[o.id]);
  const lines = rated
    .filter((/** @type {any} */ o) => o.feedback)
    .map((/** @type {any} */ o) => ({ outcome: 'sample', text: o.feedback, item: o.id, quote: optionName(o) }));
  return { fraction: null, summary: fill(words.ratings.count, { n: rated.length, all: options.length }), lines };
}

/** The kinds that are answered in fields. @type {Record<string, (question: any, value: any, words: any) => Explained>} */
export const EXPLAIN = {
  choice: ofChoice,
  order: ofOrder,
  match: ofMatch,
  number: ofNumber,
  date: ofDate,
  evidence: ofEvidence,
  ratings: ofRatings,
};

/** @param {number} fraction @param {any[]} lines @param {any} words @returns {Explained} */
function result(fraction, lines, words) {
  const say = words.check;
  return { fraction, summary: fraction === 1 ? say.right : fraction > 0 ? say.partly : say.wrong, lines };
}
/** What the item says of the whole answer, or the general words for it. @param {any} question @param {string} name @param {any} say @returns {string} */
const own = (question, name, say) => question.feedback?.[name] || say[name];
/** @param {any[]} parts @param {string} id @returns {string | undefined} */
const textOf = (parts, id) => parts.find(p => p.id === id)?.text;
