// @ts-check
// Counts the answers of a class that were given in fields, and how sure the class was. Pure functions.
import { cardName, scaleOf } from './check-fields.js';
import { explain } from './check.js';
import { shown } from './record.js';
import { fill } from './text.js';

/** @typedef {import('./tally.js').Given} Given */
/** @typedef {{ text: string, who: number[], isRight: boolean }} Bar  who: places in the list of answers */
/** @typedef {{ heading: string, bars: Bar[] }} Group */

const MOST = 12, // different answers that are shown of those that are typed or put in order
  LONGEST = 300, // characters of one
  SURE = 5; // from this step on ("very sure") a student counts as sure

/** The answers to a question as bars. @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
export const bars = (question, answers, words) =>
  COUNT[/** @type {keyof typeof COUNT} */ (question.kind)]?.(question, answers, words) ?? [];

/** The students for whom this holds. @param {Given[]} answers @param {(value: any) => boolean} holds */
const whose = (answers, holds) => answers.flatMap(({ record }, n) => (holds(record.value) ? [n] : []));

/** @param {any} question @param {Given[]} answers @returns {Group[]} */
const ofChoice = ({ options = [] }, answers) => [
  {
    heading: '',
    bars: options.map((/** @type {any} */ o) => ({
      text: o.text,
      who: whose(answers, value => value.includes(o.id)),
      isRight: !!o.right,
    })),
  },
];
/** Whole answers, the most frequent first; the right one is shown even where nobody gave it. @param {Given[]} answers @param {(value: any) => string} told @param {(value: any) => boolean} isRight @param {string} [right] @returns {Bar[]} */
function whole(answers, told, isRight, right) {
  /** @type {Map<string, Bar>} */
  const found = new Map(right === undefined ? [] : [[right, { text: right, who: [], isRight: true }]]);
  answers.forEach(({ record }, n) => {
    const text = told(record.value).slice(0, LONGEST),
      bar = found.get(text) ?? { text, who: [], isRight: isRight(record.value) };
    bar.who.push(n);
    found.set(text, bar);
  });
  const all = [...found.values()].sort((a, b) => b.who.length - a.who.length || (a.text < b.text ? -1 : 1));
  return all.filter((bar, n) => n < MOST || bar.isRight);
}
/** @param {any[]} parts @param {string} id */
const textOf = (parts, id) => parts?.find(part => part.id === id)?.text ?? id;

/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
function ofOrder({ options = [], order }, answers, words) {
  const told = (/** @type {string[]} */ ids) => ids.map((id, n) => `${n + 1}. ${textOf(options, id)}`).join(' '),
    isRight = (/** @type {string[]} */ ids) => !!order && ids.join() === order.join();
  const places = (order ?? []).map((/** @type {string} */ id, /** @type {number} */ n) => ({
    text: `${n + 1}. ${textOf(options, id)}`,
    who: whose(answers, value => value[n] === id),
    isRight: true,
  }));
  const all = { heading: '', bars: whole(answers, told, isRight, order && told(order)) };
  return places.length ? [all, { heading: words.class_page.places, bars: places }] : [all];
}
/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
function ofMatch({ claims = [], cards = [], none, ...rest }, answers, words) {
  const ids = [...cards.map((/** @type {any} */ card) => card.id), ...(none ? ['none'] : [])];
  return claims.map((/** @type {any} */ claim) => ({
    heading: claim.text,
    bars: ids.map(id => ({
      text: cardName({ ...rest, cards }, id, words),
      who: whose(answers, value => value[claim.id] === id),
      isRight: claim.right === id,
    })),
  }));
}
/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
function ofNumber(question, answers, words) {
  const told = (/** @type {number} */ value) => `${value} ${question.unit ?? ''}`.trim();
  const isRight = (/** @type {number} */ value) =>
    question.answer !== undefined &&
    explain(question, /** @type {any} */ ({ kind: 'number', value, revision: 1 }), words).fraction === 1;
  const right = question.answer === undefined ? undefined : told(question.answer);
  return [{ heading: '', bars: whole(answers, told, isRight, right) }];
}
/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
function ofDate({ steps = [], clues = [], accept }, answers, words) {
  const name = (/** @type {string} */ id) => (id ? textOf(steps, id) : words.date.open),
    told = (/** @type {any} */ { from, to }) => `${name(from)} – ${name(to)}`,
    isRight = (/** @type {any} */ { from, to }) => !!accept && from === accept.from && to === accept.to;
  const line = { heading: '', bars: whole(answers, told, isRight, accept && told(accept)) };
  if (!clues.length) return [line];
  const ofClues = clues.map((/** @type {any} */ clue) => ({
    text: clue.text,
    who: whose(answers, value => value.clue === clue.id),
    isRight: !!clue.right,
  }));
  return [line, { heading: words.date.clue, bars: ofClues }];
}
/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
const ofRatings = (question, answers, words) =>
  (question.options ?? []).map((/** @type {any} */ option) => ({
    heading: option.text,
    bars: scaleOf(question, words).map((text, n) => ({
      text,
      who: whose(answers, value => value[option.id] === n + 1),
      isRight: false,
    })),
  }));
/** @param {any} question @param {Given[]} answers @param {any} words @returns {Group[]} */
function ofEvidence(question, answers, words) {
  const { cards = [], needed = [] } = question,
    say = words.evidence;
  const opened = cards.map((/** @type {any} */ card) => ({
    text: cardName(question, card.id, words),
    who: whose(answers, value => value.opened.includes(card.id)),
    isRight: needed.includes(card.id),
  }));
  const told = (/** @type {any} */ { sure_after: n }) =>
    n === undefined ? words.class_page.never_sure : n === 0 ? say.sure_none : fill(say.sure_after, { n });
  return [
    { heading: words.class_page.opened, bars: opened },
    { heading: words.class_page.sure_when, bars: whole(answers, told, () => false) },
  ];
}
/** @param {any} _ @param {Given[]} answers @returns {Group[]} */
const ofValue = (_, answers) => [
  {
    heading: '',
    bars: whole(
      answers,
      v => shown('value', v),
      () => false,
    ),
  },
];

const COUNT = {
  choice: ofChoice,
  order: ofOrder,
  match: ofMatch,
  number: ofNumber,
  date: ofDate,
  ratings: ofRatings,
  evidence: ofEvidence,
  value: ofValue,
};

/**
 * How sure the class was: at each of the six steps, who had it fully right and who had not. Null where nobody said.
 * @param {any} question with its key @param {Given[]} answers @param {any} words
 */
export function sureness(question, answers, words) {
  const said = answers
    .map(({ record }, who) => ({ who, step: record.confidence ?? 0, isRight: isRight(question, record, words) }))
    .filter(one => one.step);
  if (!said.length || said.every(one => one.isRight === null)) return null;
  const at = (/** @type {number} */ step, /** @type {boolean} */ right) =>
    said.filter(one => one.step === step && one.isRight === right).map(one => one.who);
  const steps = words.confidence.steps.map((/** @type {string} */ text, /** @type {number} */ n) => ({
    text,
    right: at(n + 1, true),
    wrong: at(n + 1, false),
  }));
  return { steps, said: said.length, sureAndWrong: said.filter(one => one.step >= SURE && !one.isRight).length };
}
/** Null where the question has no key. @param {any} question @param {any} record @param {any} words */
function isRight(question, record, words) {
  if (!question.keyed) return null;
  const { fraction } = explain(question, record, words);
  return fraction === null ? null : fraction === 1;
}
