// @ts-check
// The static copy of a question or a reading, for places that run no script (GitHub, a print, a feedback page).
import { h } from './dom.js';
import { paint } from './paint.js';
import { isAnswered, line, live, sound } from './record.js';

/** The copy as HTML, serialised from nodes: nothing from the data can become markup. @param {any} question @param {any} answer @param {any} words @returns {string} */
export function still(question, answer, words) {
  const record = sound(answer) ? answer : null,
    parts = [h('p', {}, h('strong', {}, question.prompt))];
  if (question.kind === 'marks') {
    const marks = record ? live(record).map(([, m]) => m) : [];
    parts.push(...paint(question.text, question.passages, marks, { labels: question.labels }));
    if (marks.length)
      parts.push(
        h('ul', {}, ...marks.map(m => h('li', {}, `${m.quote} (${[m.label, m.kind].filter(Boolean).join(', ')})`))),
      );
  } else if (question.kind === 'choice') {
    parts.push(
      h(
        'ul',
        {},
        ...question.options.map((/** @type {any} */ o) =>
          h('li', {}, record?.value.includes(o.id) ? h('strong', {}, '✓ ', o.text) : o.text),
        ),
      ),
    );
  } else if (isAnswered(record))
    parts.push(h('p', {}, typeof record?.value === 'string' ? record.value : JSON.stringify(record?.value)));
  parts.push(h('p', {}, h('em', {}, record ? line(record) : '', ' ', words.line.static)));
  return h('div', {}, ...parts).outerHTML;
}
