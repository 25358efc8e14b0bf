// @ts-check
// A comparison of a student's marks, the key's and the machine's, place by place. The same as kit/comparison.py.
import { scoreMarks } from './check.js';
import { live } from './record.js';
import { fill, Offsets } from './text.js';

export const GROUPS = ['agreed', 'mine', 'theirs', 'arguable'];
const FOUND = ['hit', 'part'];

/** @typedef {{ start: number, end: number, label: string, group: string, mine: string, key: string, machine: string, text: string }} Row */

/** The answer is not shown before a first try: a mark, or Check. @param {any} record */
export const isReady = record => Object.keys(record.value ?? {}).length > 0 || record.first !== undefined;

/**
 * The places that anybody marked, by group and then in reading order.
 * @param {any} question with its key @param {any} record @param {any[]} machine marks with the question's labels @param {any} words
 * @returns {Row[]}
 */
export function compare(question, record, machine, words) {
  const { text, key, ask_kind: asksKind = false } = question,
    offsets = new Offsets(text),
    own = scoreMarks(
      text,
      live(record).map(([, m]) => m),
      key,
    ).findings,
    others = scoreMarks(text, machine, key).findings.filter(f => f.mark);
  const touched = new Map(
    others
      .filter(f => [...FOUND, 'borderline'].includes(f.outcome))
      .reverse()
      .map(f => [f.key, f.mark]),
  );
  const loose = others.filter(f => f.outcome === 'false_alarm' || f.outcome === 'trap');
  /** @type {Row[]} */
  const made = [];
  const joined = new Set();
  for (const { mark, key: place, outcome } of own) {
    if (!mark) made.push(row('theirs', place, null, place, touched.get(place), why(place)));
    else if (outcome === 'again')
      made.push(
        row('agreed', mark, mark, place, touched.get(place), fill(words.check.again, { quote: offsets.quote(mark) })),
      );
    else if (FOUND.includes(outcome))
      made.push(row('agreed', mark, mark, place, touched.get(place), whyFound(mark, place, asksKind, words)));
    else if (outcome === 'borderline') made.push(row('arguable', mark, mark, place, touched.get(place), why(place)));
    else {
      const same = loose.filter(f => overlap(f.mark, mark));
      for (const f of same) joined.add(f);
      made.push(row('mine', mark, mark, null, same[0]?.mark, place ? place.feedback : words.compare.only_mine));
    }
  }
  const seen = new Set(own.filter(f => f.mark && f.key).map(f => f.key));
  for (const place of key)
    if (place.status === 'borderline' && !seen.has(place))
      made.push(row('arguable', place, null, place, touched.get(place), why(place)));
  for (const f of loose)
    if (!joined.has(f)) {
      const reason = fill(words.compare.only_machine, { reason: f.mark.reason ?? '' }).trim();
      made.push(row('theirs', f.mark, null, null, f.mark, f.key ? f.key.feedback : reason));
    }
  made.sort(
    (a, b) =>
      GROUPS.indexOf(a.group) - GROUPS.indexOf(b.group) ||
      a.start - b.start ||
      a.end - b.end ||
      (a.label < b.label ? -1 : a.label > b.label ? 1 : 0),
  );
  return made.map(r => marked(r, asksKind));
}
/** @param {string} group @param {any} at @param {any} mine @param {any} key @param {any} machine @param {string} text @returns {any} */
const row = (group, { start, end, label }, mine, key, machine, text) => ({
  start,
  end,
  label,
  group,
  mine,
  key,
  machine,
  text,
});
/** Puts words for the marks of a row: no mark, its kind where kinds are asked for, yes, or arguable. @param {any} r @param {boolean} asksKind @returns {Row} */
function marked(r, asksKind) {
  const word = (/** @type {any} */ mark) => (mark ? (asksKind && mark.kind) || 'yes' : '');
  const key = r.key?.status === 'borderline' ? 'arguable' : word(r.key);
  return { ...r, mine: word(r.mine), key, machine: word(r.machine) };
}
/** Why a found place counts; where its kind is wrong, that first. @param {any} mark @param {any} place @param {boolean} asksKind @param {any} words @returns {string} */
function whyFound(mark, place, asksKind, words) {
  if (!asksKind || !place.kind || !mark.kind || mark.kind === place.kind) return why(place);
  const kind = words.labels[place.label]?.kinds?.[mark.kind] ?? mark.kind;
  return place.wrong_kinds?.[mark.kind] || fill(words.check.wrong_kind, { kind });
}
/** @param {any} place */
const why = place => place.why || place.feedback;
/** @param {any} a @param {any} b */
const overlap = (a, b) => a.label === b.label && a.start < b.end && a.end > b.start;
