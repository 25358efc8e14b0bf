// @ts-check
// Who handed in: one row a student and lesson, and what is odd about it. Only counts and times; nothing here judges an answer.
import { gather } from './gather.js';
import { person } from './names.js';
import { isAnswered } from './record.js';

/** @typedef {import('./files.js').Opened} Opened */
/** @typedef {{ note: string, values?: Record<string, string | number> }} Note  an entry of words.class_page.notes, and what fills it */
/** @typedef {{ id: string, name: string, path: string, changed: number, gathered: import('./gather.js').Gathered, notes: Note[] }} Row */

/** One notebook as a row; null where it cannot be used at all. @param {Opened} opened @returns {Row} */
export function row({ path, changed, whose, notebook }) {
  const gathered = gather(notebook),
    { id, name } = person(whose ?? path, gathered.lesson),
    notes = [];
  if (!name) notes.push({ note: 'nobody' });
  if (!gathered.lesson) notes.push({ note: 'no_lesson' });
  if (gathered.damaged) notes.push({ note: 'damaged', values: { n: gathered.damaged } });
  if (gathered.sheets.size > 1) notes.push({ note: 'mixed', values: { n: gathered.sheets.size } });
  return { id, name, path, changed, gathered, notes };
}

/** The rows that count, by name: of several files of one student and lesson the newest. @param {Row[]} rows @returns {Row[]} */
export function newest(rows) {
  const groups = grouped(rows, ({ id, gathered }) => `${gathered.lesson} ${id}`);
  return [...groups.values()]
    .map(group => {
      const [first, ...older] = [...group].sort(byAge);
      if (!older.length) return first;
      const values = { n: group.length, path: file(first.path), others: older.map(one => file(one.path)).join(', ') };
      return { ...first, notes: [...first.notes, { note: 'several', values }] };
    })
    .sort((a, b) => a.name.localeCompare(b.name) || a.path.localeCompare(b.path));
}
/** The last answer counts first, for a download makes every file new. @param {Row} a @param {Row} b */
const byAge = (a, b) =>
  b.gathered.saved.localeCompare(a.gathered.saved) || b.changed - a.changed || a.path.localeCompare(b.path);
/** @param {string} path */
const file = path => path.split('/').at(-1) ?? path;

/** Adds a note to rows of different students whose answers began in one notebook. @param {Row[]} rows @returns {Row[]} */
export function withTwins(rows) {
  /** @type {Map<string, Row[]>} */
  const bySheet = new Map();
  for (const one of rows)
    for (const sheet of one.gathered.sheets) bySheet.set(sheet, [...(bySheet.get(sheet) ?? []), one]);
  return rows.map(one => {
    const twins = [...one.gathered.sheets]
      .flatMap(sheet => bySheet.get(sheet) ?? [])
      .filter(other => other.id !== one.id);
    if (!twins.length) return one;
    const names = [...new Set(twins.map(other => other.name || file(other.path)))].join(', ');
    return { ...one, notes: [...one.notes, { note: 'twin', values: { names } }] };
  });
}

/** How many of these questions a row answers. @param {Row} row @param {any[]} questions */
export const answered = ({ gathered }, questions) =>
  questions.filter(q => isAnswered(gathered.records.get(q.question))).length;

/** @template T @param {Iterable<T>} items @param {(item: T) => string} key @returns {Map<string, T[]>} */
export function grouped(items, key) {
  /** @type {Map<string, T[]>} */
  const groups = new Map();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}
