// @ts-check
// The questions of a lesson: those of the kit with their practice keys, and those that only the notebooks hold, without any key.
import { isObject } from './files.js';
import { canonical } from './record.js';

/** @typedef {{ name: string, title: string, questions: any[] }} Lesson */
/** @typedef {{ lessons: Lesson[], texts: Record<string, string> }} Known  texts: by the article's sha256 */

const LONGEST = 200_000, // characters of an article
  MOST = 100, // options, labels, cards
  KINDS = ['marks', 'choice', 'order', 'match', 'number', 'text', 'date', 'ratings', 'evidence', 'value'];

/** The lessons of the kit by name, each question with its text. @param {Known} known @returns {Map<string, Lesson>} */
export const ofKit = ({ lessons, texts }) =>
  new Map(
    lessons.map(lesson => [
      lesson.name,
      {
        ...lesson,
        questions: lesson.questions.map(q => (q.article ? { ...q, text: texts[q.article.sha256] } : q)),
      },
    ]),
  );

/**
 * A lesson that the kit does not have, as the notebooks themselves hold it: of each question the form that most of them have.
 * @param {string} name @param {import('./gather.js').Gathered[]} notebooks @returns {Lesson}
 */
export function ofNotebooks(name, notebooks) {
  /** @type {Map<string, Map<string, { question: any, count: number }>>} */
  const forms = new Map();
  const count = (/** @type {any} */ question) => {
    if (!question) return;
    const own = forms.get(question.question) ?? new Map(),
      sign = canonical(question);
    own.set(sign, { question, count: (own.get(sign)?.count ?? 0) + 1 });
    forms.set(question.question, own);
  };
  for (const { asked, records } of notebooks) {
    for (const question of asked.values()) count(keyless(question));
    for (const [id, { kind }] of records)
      if (!asked.has(id) && kind === 'text') count({ question: id, kind, prompt: '' });
  }
  const questions = [...forms.values()].map(
    own => [...own.values()].reduce((a, b) => (b.count > a.count ? b : a)).question,
  );
  return { name, title: name, questions };
}

/** A question out of a file: only what is needed to count its answers, and only in the form that it must have. @param {any} q @returns {any} null where it has not */
export function keyless(q) {
  if (!KINDS.includes(q.kind)) return null;
  const { question, kind } = q,
    base = { question, kind, prompt: text(q.prompt), confidence: q.confidence === true, unit: text(q.unit, 60) };
  if (kind !== 'marks') {
    const lists = ['options', 'claims', 'cards', 'steps', 'clues'].map(name => [name, parts(q[name])]);
    return {
      ...base,
      ...Object.fromEntries(lists.filter(([, list]) => list.length)),
      ...(texts(q.scale).length === 6 ? { scale: texts(q.scale) } : {}),
    };
  }
  if (typeof q.text !== 'string' || q.text.length > LONGEST || !isObject(q.article)) return null;
  const { id, sha256 } = q.article,
    passages = places(q.passages, [...q.text].length),
    labels = parts(q.labels).map((one, n) => ({
      id: one.id,
      name: one.text || one.id,
      codebook: one.codebook,
      tone: n,
    }));
  if (!passages.length || !labels.length || typeof id !== 'string' || typeof sha256 !== 'string') return null;
  return { ...base, article: { id, sha256 }, text: q.text, passages, labels };
}
/** @param {any} data @param {number} most */
const text = (data, most = 3000) => (typeof data === 'string' ? data.slice(0, most) : '');
/** @param {any} data @returns {string[]} */
const texts = data => (Array.isArray(data) ? data.filter(one => typeof one === 'string').slice(0, MOST) : []);
/** Options, cards and the like: an id and what is shown of it. @param {any} data @returns {{ id: string, text: string, title?: string, codebook: boolean }[]} */
const parts = data =>
  (Array.isArray(data) ? data : [])
    .filter(one => isObject(one) && typeof one.id === 'string')
    .slice(0, MOST)
    .map(one => ({
      id: text(one.id, 60),
      text: text(one.text ?? one.name),
      ...(typeof one.title === 'string' ? { title: text(one.title) } : {}),
      codebook: one.codebook === true,
    }));
/** @param {any} data @param {number} length of the text, in code points @returns {{ start: number, end: number }[]} */
const places = (data, length) =>
  (Array.isArray(data) ? data : [])
    .filter(p => isObject(p) && [p.start, p.end].every(Number.isInteger) && 0 <= p.start && p.start < p.end)
    .filter(p => p.end <= length)
    .slice(0, MOST)
    .map(({ start, end }) => ({ start, end }));
