// @ts-check
// What a notebook answers: every copy of every record, checked and merged, as kit/grading/answers.py does it. Nothing in it is trusted.
import { isObject } from './files.js';
import { blank, canonical, isAnswered, merge, same, sound } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */
/**
 * @typedef {{ lesson: string, records: Map<string, Answer>, asked: Map<string, any>, sheets: Set<string>, saved: string, damaged: number }} Gathered
 *   lesson: '' where it is of none; records: merged, by question, only of this lesson; asked: the questions that its outputs hold; saved: the time of the last answer; damaged: how many questions have a record that cannot be used
 */

const NAMESPACE = 'second_look',
  MIME = 'application/vnd.second-look.question.v1+json',
  WRITE_HERE = 'YOUR ANSWER HERE', // what an answer cell of a release says
  CALL = /\bkit\.(?:lesson|exercise)\(\s*["']([a-z0-9-]{1,60})["']/,
  ID = /^[a-z0-9][a-z0-9-]{0,59}$/,
  SHEET = /^[a-z0-9]{0,32}$/,
  LARGEST = 500_000, // characters of JSON of one record
  LONGEST_TEXT = 20_000, // characters
  MOST = 5000; // copies of records that are looked at

/** @param {any} x */
const isId = x => typeof x === 'string' && ID.test(x);

/** @param {any} notebook with a list of cells, each an object @returns {Gathered} */
export function gather(notebook) {
  const { copies, asked } = held(notebook),
    damaged = new Set();
  /** @type {Map<string, Answer[]>} the sound and answered records, by lesson and question */
  const found = new Map();
  for (const [text, copy] of copies) {
    if (copy?.revision === 0) continue; // never answered: nothing to say
    if (!isUsable(copy, text)) damaged.add(String(copy?.question).slice(0, 60));
    else found.set(place(copy), [...(found.get(place(copy)) ?? []), copy]);
  }
  const lesson = called(notebook) || mostly([...asked.values(), ...[...found.values()].flat()]);
  const own = [...found.values()].filter(([one]) => one.exercise === lesson),
    records = new Map(own.map(copies => [copies[0].question, merged(copies)]));
  for (const [question, text] of writtenIn(notebook))
    records.set(question, joined(text, question, records.get(question)));
  const all = [...records.values()].filter(isAnswered);
  return {
    lesson,
    records,
    asked: new Map([...asked.values()].filter(q => q.exercise === lesson).map(q => [q.question, q])),
    sheets: new Set(all.map(one => one.sheet).filter(Boolean)),
    saved: all.reduce((last, one) => (one.saved_at > last ? one.saved_at : last), ''),
    damaged: damaged.size,
  };
}
/** @param {Answer} record */
const place = ({ exercise, question }) => `${exercise} ${question}`;

/** Whether a record can be used: the form that answers have, within bounds. @param {any} record @param {string} text the record as JSON @returns {record is Answer} */
const isUsable = (record, text) =>
  text.length <= LARGEST &&
  sound(record) &&
  isId(record.question) &&
  isId(record.exercise) &&
  SHEET.test(record.sheet) &&
  (record.confidence === undefined || (Number.isInteger(record.confidence) && inSteps(record.confidence)));
/** @param {number} step */
const inSteps = step => step >= 1 && step <= 6;

/** Every different copy of a record, by its JSON, and the questions that outputs hold. @param {any} notebook */
function held(notebook) {
  const copies = new Map(),
    asked = new Map();
  const add = (/** @type {any} */ record) => {
    if (isObject(record) && copies.size < MOST) copies.set(canonical(record), record);
  };
  for (const owner of [notebook, ...notebook.cells]) {
    const own = owner.metadata?.[NAMESPACE];
    if (isObject(own)) for (const [name, record] of Object.entries(own)) if (name === record?.question) add(record);
    for (const view of views(owner)) {
      add(view.answer);
      const { question } = view;
      if (isObject(question) && isId(question.question) && isId(question.exercise))
        asked.set(`${question.exercise} ${question.question}`, question);
    }
  }
  return { copies, asked };
}
/** The questions that a cell shows, each with its answer. @param {any} cell @returns {any[]} */
function views(cell) {
  const outputs = Array.isArray(cell.outputs) ? cell.outputs : [];
  return outputs
    .map((/** @type {any} */ output) => output?.data?.[MIME])
    .filter(isObject)
    .flatMap((/** @type {any} */ view) => [view, ...(Array.isArray(view.more) ? view.more.filter(isObject) : [])]);
}
/** What was written into the answer cells of an exercise, by question. @param {any} notebook @returns {[string, string][]} */
function writtenIn({ cells }) {
  return cells
    .filter((/** @type {any} */ c) => c.cell_type === 'markdown' && isId(c.metadata?.nbgrader?.grade_id))
    .filter((/** @type {any} */ c) => c.metadata.nbgrader.solution === true)
    .map((/** @type {any} */ c) => [c.metadata.nbgrader.grade_id, source(c).replace(WRITE_HERE, '').trim()])
    .filter((/** @type {[string, string]} */ [, text]) => text);
}
/** A text of an answer cell with that of the question's own view; both, where they differ. @param {string} text @param {string} question @param {Answer} [record] @returns {Answer} */
function joined(text, question, record) {
  const whole = text.slice(0, LONGEST_TEXT);
  if (!record || record.kind !== 'text' || !isAnswered(record))
    return { ...blank({ exercise: '', question, kind: 'text' }), value: whole, revision: 1 };
  const value = record.value.trim() === whole ? whole : `${whole}\n\n* * *\n\n${record.value.trim()}`;
  return { ...record, value };
}
/** @param {any} cell @returns {string} */
const source = ({ source: lines }) =>
  typeof lines === 'string'
    ? lines
    : Array.isArray(lines)
      ? lines.filter(line => typeof line === 'string').join('')
      : '';

/** The lesson that the notebook itself calls. @param {any} notebook */
function called({ cells }) {
  for (const cell of cells)
    if (cell.cell_type === 'code') {
      const found = CALL.exec(source(cell));
      if (found) return found[1];
    }
  return '';
}
/** The lesson that most of these belong to. @param {any[]} ofLessons */
function mostly(ofLessons) {
  const counts = new Map();
  for (const { exercise } of ofLessons) if (exercise) counts.set(exercise, (counts.get(exercise) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? '';
}
/** One answer of several copies. Those of two sheets were made in two notebooks; mixed they would be nobody's: the last saved counts. @param {Answer[]} all */
function merged(all) {
  const latest = all.reduce((a, b) => (rank(b) > rank(a) ? b : a)),
    [first, ...rest] = all.filter(one => (!one.sheet || one.sheet === latest.sheet) && alike(one, latest));
  return rest.reduce((whole, one) => merge(whole, one) ?? whole, first);
}
/** @param {Answer} record */
const rank = ({ sheet, saved_at: saved }) => `${sheet ? 1 : 0} ${saved} ${sheet}`;
/** @param {Answer} a @param {Answer} b */
const alike = (a, b) => a.kind === b.kind && same(a.article, b.article);
