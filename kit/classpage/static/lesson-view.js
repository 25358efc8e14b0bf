// @ts-check
// What a class did in one lesson, question by question. No names unless they are asked for, and never a total of a student.
import { h } from './dom.js';
import { heatMap } from './heat.js';
import { barTable, foundTable, sureTable, textList } from './parts.js';
import { bars, sureness } from './tally-fields.js';
import { findings, given } from './tally.js';
import { fill } from './text.js';
import { named } from './words.js';

/** @typedef {import('./tally.js').Given} Given */

/** @param {import('./questions.js').Lesson} lesson @param {import('./register.js').Row[]} rows of this lesson @param {any} words @param {boolean} withNames */
export function lessonView(lesson, rows, words, withNames) {
  const say = words.class_page;
  return h(
    'section',
    { 'data-lesson': lesson.name },
    h('h2', {}, lesson.title),
    lesson.questions.some(q => q.keyed) ? null : h('p', { class: 'quiet' }, say.no_key),
    h(
      'nav',
      { 'aria-label': say.questions },
      ...lesson.questions.map((q, n) => h('a', { href: `#question-${n + 1}` }, String(n + 1))),
    ),
    ...lesson.questions.map((q, n) => {
      const all = rows.map(row => ({ name: row.name || row.path, record: row.gathered.records.get(q.question) }));
      return questionView(named(q, words), n + 1, all, words, withNames);
    }),
  );
}
/** @param {any} question @param {number} n from 1 @param {{ name: string, record: any }[]} all @param {any} words @param {boolean} withNames */
function questionView(question, n, all, words, withNames) {
  const say = words.class_page,
    { answers, elsewhere, misfits } = given(question, all);
  return h(
    'section',
    { 'data-question': question.question, 'data-kind': question.kind, id: `question-${n}`, class: 'question' },
    h('h3', {}, fill(say.question, { n })),
    h('p', { class: 'prompt' }, question.prompt || question.question),
    h('p', { class: 'quiet', 'data-part': 'answered' }, fill(say.answered_by, { n: answers.length, all: all.length })),
    elsewhere > 0 && h('p', { class: 'note', 'data-part': 'elsewhere' }, fill(say.elsewhere, { n: elsewhere })),
    misfits > 0 && h('p', { class: 'note', 'data-part': 'misfits' }, fill(say.misfits, { n: misfits })),
    ...(answers.length ? body(question, answers, words, withNames) : []),
  );
}
/** @param {any} question @param {Given[]} answers @param {any} words @param {boolean} withNames @returns {(Node | null)[]} */
function body(question, answers, words, withNames) {
  const sure = question.confidence ? sureTable(sureness(question, answers, words), answers, words, withNames) : null;
  if (question.kind === 'marks') return [...marks(question, answers, words, withNames), sure];
  if (question.kind === 'text') return [textList(answers, words, withNames)];
  const groups = bars(question, answers, words);
  return [
    ...groups.map(one => barTable(one.heading || words.class_page.given, one.bars, answers, words, withNames)),
    sure,
  ];
}
/** @param {any} question @param {Given[]} answers @param {any} words @param {boolean} withNames */
function marks(question, answers, words, withNames) {
  const say = words.class_page,
    map = heatMap(question, answers, words, withNames);
  if (!question.key) return [map];
  const found = findings(question, answers),
    captions = { mistakes: say.mistakes, missed: say.missed, arguable: say.arguable };
  return [
    map,
    ...Object.entries(captions).map(([part, caption]) => {
      const rows = found[/** @type {keyof typeof captions} */ (part)];
      if (rows.length) return foundTable(caption, rows, question, answers, words, withNames, part);
      return part === 'arguable' ? null : h('p', { 'data-part': part }, `${caption}: ${say.nothing}`);
    }),
  ];
}
