// @ts-check
// Counts the marks of a class: how many marked each word, what most marked by mistake, what most missed. Pure functions.
import { scoreMarks } from './check.js';
import { isAnswered, live, same } from './record.js';
import { Offsets, tokens } from './text.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {{ name: string, record: Answer }} Given  one student's answer to one question */
/** @typedef {{ start: number, end: number, who: number[], labels: [string, number][] }} Run  neighbouring words that the same students marked; offsets are code points, who are places in the list of answers */
/** @typedef {{ start: number, end: number, label: string, quote: string, who: number[], feedback?: string }} Found */

/**
 * The answers to a question that count, and how many do not: `elsewhere` are about another version of the text.
 * @param {any} question @param {Iterable<{ name: string, record: Answer | undefined }>} all
 */
export function given(question, all) {
  /** @type {Given[]} */
  const answers = [];
  let elsewhere = 0,
    misfits = 0;
  for (const { name, record } of all) {
    if (!record || record.kind !== question.kind || !isAnswered(record)) continue;
    if (question.article && !same(record.article, question.article)) {
      elsewhere++;
      continue;
    }
    const fits = FITTING[/** @type {keyof typeof FITTING} */ (question.kind)]?.(question, record) ?? record;
    if (fits !== record) misfits++;
    if (isAnswered(fits)) answers.push({ name, record: fits });
  }
  return { answers, elsewhere, misfits };
}
/** An answer with only those options that the question has. @param {any} question @param {Answer} record @returns {Answer} */
function known({ options = [] }, record) {
  const ids = options.map((/** @type {any} */ o) => o.id),
    value = record.value.filter((/** @type {string} */ id) => ids.includes(id));
  return value.length === record.value.length ? record : { ...record, value };
}
/** An answer with only those marks that the question's text really holds; the same object where all do. @param {any} question @param {Answer} record @returns {Answer} */
function fitting({ text, passages, labels }, record) {
  const offsets = new Offsets(text),
    all = live(record),
    names = labels.map((/** @type {any} */ label) => label.id);
  const sound = all.filter(
    ([, mark]) =>
      names.includes(mark.label) &&
      passages.some((/** @type {any} */ p) => mark.start < p.end && mark.end > p.start) &&
      offsets.quote(mark) === mark.quote,
  );
  return sound.length === all.length ? record : { ...record, value: Object.fromEntries(sound) };
}

const FITTING = { marks: fitting, choice: known, order: known };

/** How many of a class marked each word, as runs in reading order. @param {any} question @param {Given[]} answers @param {string} [label] only this label's marks @returns {Run[]} */
export function heat(question, answers, label) {
  const words = wordsOf(question);
  /** @type {Map<string, Set<number>>[]} of each word: who marked it, by label */
  const marked = words.map(() => new Map());
  answers.forEach(({ record }, who) => {
    for (const [, mark] of live(record))
      if (!label || mark.label === label)
        for (const n of covered(words, mark)) {
          const own = marked[n].get(mark.label) ?? new Set();
          marked[n].set(mark.label, own.add(who));
        }
  });
  /** @type {(Run & { sign: string, last: number })[]} */
  const runs = [];
  marked.forEach((labels, n) => {
    if (!labels.size) return;
    const sorted = [...labels].sort(([a], [b]) => (a < b ? -1 : 1)),
      sign = `${words[n].passage} ${sorted.map(([name, who]) => `${name}:${[...who]}`).join(' ')}`,
      before = runs.at(-1);
    if (before?.sign === sign && before.last === n - 1) Object.assign(before, { end: words[n].end, last: n });
    else {
      const who = [...new Set(sorted.flatMap(([, own]) => [...own]))].sort((a, b) => a - b);
      const counts = sorted.map(([name, own]) => /** @type {[string, number]} */ ([name, own.size]));
      runs.push({ start: words[n].start, end: words[n].end, who, labels: counts, sign, last: n });
    }
  });
  return runs.map(({ start, end, who, labels }) => ({ start, end, who, labels }));
}
/** The words of the passages, in code points. @param {any} question */
function wordsOf({ text, passages }) {
  const offsets = new Offsets(text),
    all = tokens(text).map(([start, end]) => ({ start: offsets.toPoints(start), end: offsets.toPoints(end) }));
  return passages.flatMap((/** @type {any} */ p, /** @type {number} */ passage) =>
    all.filter(w => w.start < p.end && w.end > p.start).map(w => ({ ...w, passage })),
  );
}
/** @param {{ start: number, end: number }[]} words @param {{ start: number, end: number }} mark */
const covered = (words, mark) => words.flatMap((w, n) => (w.start < mark.end && w.end > mark.start ? [n] : []));

/**
 * What a class marked by mistake, missed, and marked where readers differ; what most did comes first.
 * @param {any} question a marks question with its key @param {Given[]} answers
 */
export function findings(question, answers) {
  const words = wordsOf(question),
    offsets = new Offsets(question.text);
  /** @type {Record<'mistakes' | 'missed' | 'arguable', Map<string, Found>>} */
  const found = { mistakes: new Map(), missed: new Map(), arguable: new Map() };
  answers.forEach(({ record }, who) => {
    const marks = live(record).map(([, mark]) => mark);
    for (const { outcome, mark, key } of scoreMarks(question.text, marks, question.key).findings) {
      const group = GROUPS[/** @type {keyof typeof GROUPS} */ (outcome)];
      if (!group) continue;
      const at = key ?? mark,
        // Without a key two marks are the same mistake where they cover the same words: a comma more changes nothing.
        id = key ? key.id : `${at.label} ${covered(words, at).join(' ')}`;
      const known = found[group].get(id);
      if (!known)
        found[group].set(id, {
          ...{ start: at.start, end: at.end, label: at.label, quote: offsets.quote(at), who: [who] },
          ...(key?.feedback ? { feedback: key.feedback } : {}),
        });
      else if (known.who.at(-1) !== who) known.who.push(who);
    }
  });
  const most = (/** @type {Map<string, Found>} */ group) =>
    [...group.values()].sort((a, b) => b.who.length - a.who.length || a.start - b.start || a.end - b.end);
  return { mistakes: most(found.mistakes), missed: most(found.missed), arguable: most(found.arguable) };
}
const GROUPS = /** @type {const} */ ({
  trap: 'mistakes',
  false_alarm: 'mistakes',
  missed: 'missed',
  borderline: 'arguable',
});
