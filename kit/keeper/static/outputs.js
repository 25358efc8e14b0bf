// @ts-check
// What the outputs of a notebook hold of our questions, and how an output is rewritten: its answer, static copy and line.
import { line, same } from './record.js';
import { still } from './still.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {{ cell: any, output: any, question: any, answer: any }} Place  one question in one output */

export const QUESTION = 'application/vnd.second-look.question.v1+json';

/** JupyterLab's lists as arrays. @param {any} l @returns {any[]} */
export const array = l => Array.from({ length: l?.length ?? 0 }, (_, i) => l.get(i));
/** @param {any} cell @returns {any[]} */
export const outputsOf = cell => array(cell?.outputs);
/** The questions of one output: one, or those of a container. @param {any} output @returns {{ question: any, answer: any }[]} */
export function asked(output) {
  const data = output?.data?.[QUESTION];
  return data?.question
    ? [data, ...(Array.isArray(data.more) ? data.more : [])].filter(
        item => typeof item?.question?.question === 'string',
      )
    : [];
}
/** Every question in every output, in one walk. @param {any[]} cells @returns {Map<string, Place[]>} by question */
export function index(cells) {
  /** @type {Map<string, Place[]>} */
  const found = new Map();
  for (const cell of cells)
    for (const output of outputsOf(cell))
      for (const { question, answer } of asked(output)) {
        const places = found.get(question.question) ?? [];
        places.push({ cell, output, question, answer });
        found.set(question.question, places);
      }
  return found;
}
/**
 * Rewrites an output with the answers that are kept now. An output is large (the text, three times): this is for when the file is written.
 * @param {any} output @param {(question: any) => Answer | undefined} kept @param {any} words
 * @param {any} [question] of a container that does not list it yet
 */
export function rewrite(output, kept, words, question) {
  const old = asked(output),
    items = [...old, ...(question ? [{ question, answer: null }] : [])].map(item => ({
      ...item,
      answer: kept(item.question) ?? item.answer,
    }));
  if (items.length === old.length && items.every((item, n) => same(item.answer, old[n].answer))) return;
  const [first, ...more] = items,
    container = output.data[QUESTION]?.container || question ? { container: true } : {};
  output.setData({
    data: {
      ...output.data,
      [QUESTION]: { ...first, ...container, ...(more.length ? { more } : {}) },
      'text/html': items.map(i => copy(i, words)).join('\n'),
      'text/plain': items.map(i => (i.answer ? line(i.answer, words) : '')).join('\n'),
    },
    metadata: output.metadata,
  });
}
/** @param {{ question: any, answer: any }} item @param {any} words */
function copy({ question, answer }, words) {
  try {
    return still(question, answer, words);
  } catch (error) {
    console.warn('second-look: a question could not be copied', error);
    return ''; // a damaged question must not stop the file from being written
  }
}
