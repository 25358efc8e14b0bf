// @ts-check
// Records: one answer each. The rules of merging are those of kit/records.py; tests/cases/merge.json runs against both.
import { fill } from './text.js';

/** @typedef {{ start: number, end: number, label: string, kind?: string, quote: string, reason?: string, confidence?: number }} Mark */
/** @typedef {{ value: any, confidence?: number, revision: number, saved_at: string }} Other */
/**
 * @typedef {{ v: number, exercise: string, question: string, kind: string, article?: { id: string, sha256: string }, value: any,
 *   confidence?: number, seed?: number, first?: { value: any, confidence?: number }, help?: number, sheet: string, revision: number, saved_at: string, others?: Other[] }} Answer
 */

const EMPTY = {
  marks: {},
  choice: [],
  order: [],
  match: {},
  text: '',
  date: {},
  evidence: {},
  ratings: {},
  verdicts: {},
};
const MAPS = ['marks', 'verdicts']; // value: a map from an id to an entry that never changes, or to null where it was removed

/** JSON with sorted keys, so that equal data is equal text. @param {any} data @returns {string} */
export const canonical = data =>
  JSON.stringify(data, (_, v) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(
          Object.keys(v)
            .sort()
            .map(k => [k, v[k]]),
        )
      : v,
  );
/** @param {any} a @param {any} b */
export const same = (a, b) => canonical(a ?? null) === canonical(b ?? null);

/** The record of a question that was not answered yet. @param {any} question @returns {Answer} */
export function blank(question) {
  const { exercise, question: id, kind, article } = question;
  const value = structuredClone(EMPTY[/** @type {keyof typeof EMPTY} */ (kind)] ?? null);
  return {
    v: 1,
    exercise,
    question: id,
    kind,
    ...(article ? { article } : {}),
    value,
    sheet: '',
    revision: 0,
    saved_at: '',
  };
}

/** @param {any} x */
const isObject = x => x !== null && typeof x === 'object' && !Array.isArray(x);
const TIME = /^$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** @param {any} t */
const isTime = t => typeof t === 'string' && TIME.test(t);
/** Whether all but the value of a record has the form it must have. @param {any} r */
const isFramed = r =>
  isObject(r) &&
  r.v === 1 &&
  [r.question, r.kind, r.sheet].every(x => typeof x === 'string') &&
  Number.isInteger(r.revision) &&
  0 <= r.revision &&
  r.revision <= 1e9 &&
  isTime(r.saved_at) &&
  (r.article === undefined || (isObject(r.article) && typeof r.article.sha256 === 'string')) &&
  (r.first === undefined || isObject(r.first)) &&
  (r.others === undefined ||
    (Array.isArray(r.others) &&
      r.others.every((/** @type {any} */ o) => isObject(o) && isTime(o.saved_at) && Number.isInteger(o.revision))));

/** Whether data from a file can be used as a record at all: a file may hold anything. @param {any} r @returns {r is Answer} */
export function sound(r) {
  if (!isFramed(r)) return false;
  const v = r.value;
  if (MAPS.includes(r.kind))
    return (
      isObject(v) &&
      Object.values(v).every(
        m =>
          m === null ||
          (Number.isInteger(m.start) &&
            Number.isInteger(m.end) &&
            0 <= m.start &&
            m.start < m.end &&
            typeof m.label === 'string' &&
            (r.kind === 'marks' ? typeof m.quote === 'string' : typeof m.agree === 'boolean')),
      )
    );
  return Object.hasOwn(FORMS, r.kind) ? FORMS[r.kind](v, r.revision === 0) : true; // a file may name a kind “constructor”
}
/** @param {any} v */
const isText = v => typeof v === 'string';
/** @param {any} v */
const isTexts = v => Array.isArray(v) && v.every(isText);
/** The form that the value of each kind has; a blank one has less. @type {Record<string, (v: any, isBlank: boolean) => boolean>} */
const FORMS = {
  choice: isTexts,
  order: isTexts,
  text: isText,
  match: v => isObject(v) && Object.values(v).every(isText),
  number: v => v === null || Number.isFinite(v),
  date: (v, isBlank) => isObject(v) && (isBlank || [v.from, v.to, v.clue].every(isText)),
  ratings: v => isObject(v) && Object.values(v).every(n => Number.isInteger(n) && n >= 1 && n <= 6),
  evidence: (v, isBlank) =>
    isObject(v) &&
    (isBlank || isTexts(v.opened)) &&
    (v.sure_after === undefined || (Number.isInteger(v.sure_after) && v.sure_after >= 0)),
};

/** Both answer the same question about the very same text. @param {Answer} a @param {Answer} b */
export const sameText = (a, b) => a.question === b.question && a.kind === b.kind && same(a.article, b.article);

/** Merges two versions of one answer; the order of the two does not matter. @param {Answer | null | undefined} a @param {Answer | null | undefined} b @returns {Answer | null} */
export function merge(a, b) {
  if (!a || !b) return a ?? b ?? null;
  if (!sameText(a, b)) return a; // an answer to another text: never mixed
  const [low, high] = order(a, b) <= 0 ? [a, b] : [b, a];
  const { others: _, ...merged } = { ...low, ...high, sheet: high.sheet || low.sheet };
  if (high.help === undefined) delete merged.help; // what was seen of the feedback belongs to one version of the answer
  if (MAPS.includes(high.kind)) return { ...merged, value: union(low.value, high.value) };
  const others = conflicts(low, high);
  return others.length ? { ...merged, others } : merged;
}
/** @param {Answer} a @param {Answer} b */
const order = (a, b) =>
  a.revision - b.revision ||
  compare(a.saved_at, b.saved_at) ||
  compare(canonical({ ...a, others: undefined }), canonical({ ...b, others: undefined }));
/** @param {string} a @param {string} b */
const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
/** @param {Record<string, Mark | null>} low @param {Record<string, Mark | null>} high */
function union(low, high) {
  const all = { ...low, ...high };
  for (const marks of [low, high]) for (const [id, mark] of Object.entries(marks)) if (mark === null) all[id] = null;
  return all;
}
/** The answers that "high" does not follow from: nobody has chosen between it and them. @param {Answer} low @param {Answer} high @returns {Other[]} */
function conflicts(low, high) {
  const isSame = low.revision === high.revision && low.saved_at === high.saved_at && same(low.value, high.value);
  const beside = [...(low.others ?? []), asOther(low)].filter(
    o => isSame || o.saved_at > high.saved_at || o.revision === high.revision,
  );
  const all = [...(high.others ?? []), ...beside].filter(
    o => !same(o.value, high.value) && (!isEmpty(o.value) || o.saved_at > high.saved_at),
  );
  const newest = all.sort(
    (x, y) => compare(y.saved_at, x.saved_at) || y.revision - x.revision || compare(canonical(y), canonical(x)),
  );
  return newest.filter((o, n) => newest.findIndex(first => same(first.value, o.value)) === n).slice(0, 5);
}
/** What is kept of an answer that was made beside another one. @param {Answer} r @returns {Other} */
const asOther = ({ value, confidence, revision, saved_at }) => ({
  value,
  ...(confidence === undefined ? {} : { confidence }),
  revision,
  saved_at,
});
/** @param {any} v */
const isEmpty = v => v === null || v === '' || (typeof v === 'object' && !Object.keys(v).length);
/** An answer with one more that was made beside it. @param {Answer} r @param {Answer} other @returns {Answer} */
export function withOther(r, other) {
  const others = conflicts({ ...other, revision: r.revision }, r);
  return others.length ? { ...r, others } : r;
}

/** The answer with new fields, one revision on. @param {Answer} r @param {Partial<Answer>} fields @returns {Answer} */
export function changed(r, fields) {
  const next = { ...r, ...fields, revision: r.revision + 1, saved_at: new Date().toISOString() };
  if (!next.others?.length) delete next.others; // they stay until the student has chosen
  if ('value' in fields && !('help' in fields)) delete next.help; // feedback on another answer
  if (next.confidence === undefined) delete next.confidence;
  return next;
}
/** The marks (or the verdicts on marks) that were not removed, with their ids, in reading order. @param {Answer} r @returns {[string, Mark][]} */
export const live = r =>
  /** @type {[string, Mark][]} */ (Object.entries(r.value ?? {}).filter(([, m]) => m !== null)).sort(
    ([, a], [, b]) => a.start - b.start || a.end - b.end || compare(a.label, b.label),
  );
/** @typedef {{ start: number, end: number, label: string, agree: boolean, reason?: string }} Verdict */
/** Which mark a verdict is about. @param {{ start: number, end: number, label: string }} m */
export const markKey = m => `${m.start}-${m.end}-${m.label}`;
/** What the student says of the machine's marks, by markKey; where two tabs judged one mark, the later id counts. @param {Answer} r @returns {Map<string, Verdict>} */
export const verdicts = r =>
  new Map(
    live(r)
      .sort(([a], [b]) => compare(a, b))
      .map(([, v]) => [markKey(v), /** @type {Verdict} */ (/** @type {unknown} */ (v))]),
  );
/** @param {Answer | null | undefined} r */
export const isAnswered = r => {
  if (!r || r.revision === 0) return false;
  if (MAPS.includes(r.kind)) return live(r).length > 0;
  if (r.kind === 'date') return Object.values(r.value).some(Boolean);
  if (r.kind === 'evidence') return r.value.opened?.length > 0 || r.value.sure_after !== undefined;
  return typeof r.value === 'string'
    ? r.value.trim() !== ''
    : r.value !== null && r.value !== undefined && (typeof r.value !== 'object' || Object.keys(r.value).length > 0);
};
/** A random id: of a mark, of a sheet. @returns {string} */
export const newId = () => Date.now().toString(36) + crypto.getRandomValues(new Uint32Array(1))[0].toString(36);
/** The answer in one line, the same as kit/records.py gives. @param {Answer} r @param {any} words */
export function line(r, words) {
  const { question } = r;
  if (!isAnswered(r)) return fill(words.line.unanswered, { question });
  if (r.kind === 'marks') return fill(words.line.marks, { question, n: live(r).length });
  if (r.kind === 'verdicts') {
    const said = [...verdicts(r).values()],
      agree = said.filter(v => v.agree).length;
    return fill(words.line.verdicts, { question, agree, disagree: said.length - agree });
  }
  const said = [...shown(r.kind, r.value)]; // code points, as Python counts
  return fill(words.line.value, {
    question,
    value: said.length <= 60 ? said.join('') : said.slice(0, 59).join('') + '…',
  });
}
/** A value in one line, in no language. @param {string} kind @param {any} value @returns {string} */
export function shown(kind, value) {
  if (kind === 'choice' || kind === 'order') return value.join(', ');
  if (kind === 'match' || kind === 'ratings')
    return Object.keys(value)
      .sort()
      .map(name => `${name} = ${value[name]}`)
      .join(', ');
  if (kind === 'date') return `${value.from || '?'} – ${value.to || '?'}${value.clue ? ` (${value.clue})` : ''}`;
  if (kind === 'evidence')
    return `${value.opened.join(', ') || '–'}${value.sure_after === undefined ? '' : ` | ${value.sure_after}`}`;
  return JSON.stringify(value);
}
