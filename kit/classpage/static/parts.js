// @ts-check
// The tables of the class page: who handed in, what was marked by mistake and missed, bars of answers.
import { h } from './dom.js';
import { fill } from './text.js';

/** @typedef {import('./tally.js').Given} Given */
/** @typedef {import('./tally.js').Found} Found */

/** A table that is wider than the window is a stop of the Tab key, so that the arrow keys can move it; the others are none. */
const watch = new ResizeObserver(entries => {
  for (const { target } of entries)
    if (target.scrollWidth > target.clientWidth) target.setAttribute('tabindex', '0');
    else target.removeAttribute('tabindex');
});

/** @param {string} caption @param {string[]} heads @param {(Node | string)[][]} rows the first of each row is its heading @param {string} [part] */
export function table(caption, heads, rows, part) {
  const el = h(
    'div',
    { class: 'scroll', role: 'group', 'aria-label': caption },
    h(
      'table',
      { 'data-part': part },
      h('caption', {}, caption),
      h('thead', {}, h('tr', {}, ...heads.map(head => h('th', { scope: 'col' }, head)))),
      h(
        'tbody',
        {},
        ...rows.map(([first, ...rest]) =>
          h('tr', {}, h('th', { scope: 'row' }, first), ...rest.map(cell => h('td', {}, cell))),
        ),
      ),
    ),
  );
  watch.observe(el);
  return el;
}
/** @param {number} n @param {number} all */
const share = (n, all) => (all ? Math.round((n / all) * 100) : 0);

/** A count with its bar. @param {number} n @param {number} all */
function counted(n, all) {
  const bar = h('span', { class: 'bar', 'aria-hidden': 'true' }, h('span', { style: `width: ${share(n, all)}%` }));
  return h('span', { class: 'count' }, h('span', {}, String(n)), bar);
}
/** @param {number[]} who @param {Given[]} answers */
const namesOf = (who, answers) => who.map(n => answers[n].name).join(', ');

/** Words of a text that the class marked or left, with how many did. @param {string} caption @param {Found[]} found @param {any} question @param {Given[]} answers @param {any} words @param {boolean} withNames @param {string} part */
export function foundTable(caption, found, question, answers, words, withNames, part) {
  const say = words.class_page,
    most = 12,
    label = (/** @type {Found} */ one) =>
      question.labels.find((/** @type {any} */ l) => l.id === one.label)?.name ?? one.label;
  const heads = [say.words, say.students, ...(question.labels.length > 1 ? [say.label] : []), say.why];
  if (withNames) heads.push(say.who);
  const rows = found
    .slice(0, most)
    .map(one => [
      h('q', {}, one.quote),
      counted(one.who.length, answers.length),
      ...(question.labels.length > 1 ? [label(one)] : []),
      one.feedback ?? (part === 'mistakes' ? say.not_in_key : ''),
      ...(withNames ? [namesOf(one.who, answers)] : []),
    ]);
  const more = found.length - rows.length;
  return h(
    'div',
    {},
    table(caption, heads, rows, part),
    more > 0 && h('p', { class: 'quiet' }, fill(say.more_places, { n: more })),
  );
}
/** Bars of answers. @param {string} caption @param {import('./tally-fields.js').Bar[]} bars @param {Given[]} answers @param {any} words @param {boolean} withNames */
export function barTable(caption, bars, answers, words, withNames) {
  const say = words.class_page;
  const rows = bars.map(({ text, who, isRight }) => [
    h('span', {}, text, ' ', isRight && h('strong', { class: 'right' }, say.right)),
    counted(who.length, answers.length),
    ...(withNames ? [namesOf(who, answers)] : []),
  ]);
  return table(caption, [say.answer, say.students, ...(withNames ? [say.who] : [])], rows, 'bars');
}
/** How sure the class was, and how often rightly. @param {ReturnType<import('./tally-fields.js').sureness>} sure @param {Given[]} answers @param {any} words @param {boolean} withNames */
export function sureTable(sure, answers, words, withNames) {
  if (!sure) return null;
  const say = words.class_page;
  const rows = sure.steps.map((/** @type {any} */ { text, right, wrong }) => [
    text,
    counted(right.length, sure.said),
    counted(wrong.length, sure.said),
    ...(withNames ? [namesOf(wrong, answers)] : []),
  ]);
  const heads = [say.how_sure, say.fully_right, say.not_right, ...(withNames ? [say.who_wrong] : [])];
  return h(
    'div',
    {},
    h('p', { 'data-part': 'sure' }, fill(say.sure_and_wrong, { n: sure.sureAndWrong, all: sure.said })),
    table(say.sureness, heads, rows, 'sureness'),
  );
}
/** Written answers, to read aloud; in the order of the alphabet, so that their order names nobody. @param {Given[]} answers @param {any} words @param {boolean} withNames */
export function textList(answers, words, withNames) {
  const sorted = [...answers].sort((a, b) => a.record.value.localeCompare(b.record.value));
  return h(
    'ul',
    { class: 'texts', 'data-part': 'texts', 'aria-label': words.class_page.texts },
    ...sorted.map(({ name, record }) =>
      h('li', {}, withNames && h('strong', {}, `${name}: `), h('span', { class: 'written' }, record.value.trim())),
    ),
  );
}
