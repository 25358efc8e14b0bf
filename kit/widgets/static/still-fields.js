// @ts-check
// The static copy of answers that are given in fields; the same as kit/widgets/still_fields.py.
import { originOf, verdictOf } from './cards.js';
import { cardName, inWords, scaleOf, sureInWords } from './check-fields.js';
import { h } from './dom.js';
import { blank } from './record.js';

/** @typedef {(question: any, value: any, words: any, record: any) => (Node | null)[]} Part */

/** @param {(Node | string)[][]} items @param {string} [tag] */
const list = (items, tag = 'ul') => h(tag, {}, ...items.map(item => h('li', {}, ...item)));
/** @param {string} text @param {boolean} isChosen */
const chosen = (text, isChosen) => [isChosen ? h('strong', {}, `☑ ${text}`) : `☐ ${text}`];
/** @param {string} text */
const said = text => h('p', {}, h('strong', {}, text));
/** @param {any} question @param {any} c @param {any} words @returns {(Node | string)[]} */
const card = (question, c, words) => {
  const verdict = c.verdict ? `${words.evidence.verdict} ${verdictOf(c)}` : '';
  return [
    h('strong', {}, cardName(question, c.id, words)),
    ...[originOf(c, words), c.text, verdict].filter(Boolean).flatMap(part => [h('br'), part]),
  ];
};

/** @type {Record<string, Part>} */
export const PARTS = {
  order: ({ options }, value) => {
    const texts = new Map(options.map((/** @type {any} */ o) => [o.id, o.text])),
      given = value.filter((/** @type {string} */ id) => texts.has(id));
    return given.length
      ? [
          list(
            given.map((/** @type {string} */ id) => [texts.get(id)]),
            'ol',
          ),
        ]
      : [list([...texts.values()].sort().map(text => [text]))]; // as they stand in the item they may well be the answer
  },
  match: (question, value, words) => [
    list(
      question.claims.map((/** @type {any} */ c) =>
        value[c.id] ? [c.text, ' → ', h('strong', {}, cardName(question, value[c.id], words))] : [c.text],
      ),
    ),
    list(question.cards.map((/** @type {any} */ c) => card(question, c, words))),
  ],
  number: (question, _, words, record) => {
    const text = inWords(question, record, words);
    return [text ? said(text) : null];
  },
  date: (question, value, words, record) => {
    const { steps, clues = [] } = question,
      notes = steps.filter((/** @type {any} */ s) => s.note);
    return [
      h('p', {}, `${steps[0].text} – ${steps.at(-1).text}`),
      notes.length ? list(notes.map((/** @type {any} */ s) => [h('strong', {}, `${s.text}:`), ` ${s.note}`])) : null,
      said(inWords(question, record, words) || words.date.empty),
      clues.length ? list(clues.map((/** @type {any} */ c) => chosen(c.text, c.id === value.clue))) : null,
    ];
  },
  evidence: (question, value, words) => {
    const known = new Map(question.cards.map((/** @type {any} */ c) => [c.id, c])),
      opened = (value.opened ?? []).filter((/** @type {string} */ id) => known.has(id)),
      closed = [...known.keys()].filter(id => !opened.includes(id));
    return [
      opened.length
        ? list(
            opened.map((/** @type {string} */ id) => card(question, known.get(id), words)),
            'ol',
          )
        : null,
      closed.length ? list(closed.map(id => [cardName(question, id, words)])) : null,
      h('p', {}, sureInWords(question, value, words)),
    ];
  },
  ratings: (question, value, words) => [
    list(
      question.options.map((/** @type {any} */ o) => {
        const given = value[o.id] ? h('strong', {}, scaleOf(question, words)[value[o.id] - 1]) : null;
        if (o.headline) {
          const parts = [h('strong', {}, o.headline), h('br'), o.text];
          return given ? [...parts, h('br'), '→ ', given] : parts;
        }
        return given ? [`${o.text}: `, given] : [o.text];
      }),
    ),
  ],
};

/** What there was to choose from, and what was chosen. @param {any} question @param {any} record @param {any} words @returns {(Node | null)[]} */
export const stillFields = (question, record, words) => {
  const answer = record ?? blank(question);
  return PARTS[question.kind](question, answer.value, words, answer);
};
