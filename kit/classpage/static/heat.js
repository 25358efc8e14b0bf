// @ts-check
// The heat map: an article in which each word shows how many of the class marked it, by a number, a line and a background.
import { h, uid } from './dom.js';
import { PaintedText } from './paint.js';
import { heat } from './tally.js';
import { fill, Offsets } from './text.js';

/** @typedef {import('./tally.js').Run} Run */
/** @typedef {import('./tally.js').Given} Given */

const LEVELS = 5; // each a fifth of those who answered

/** Which fifth a count is in, from 1. @param {number} count @param {number} all */
export const level = (count, all) => Math.min(LEVELS, Math.max(1, Math.ceil((count / all) * LEVELS)));

/**
 * @param {any} question @param {Given[]} answers @param {any} words
 * @param {boolean} withNames say who marked a word
 * @returns {HTMLElement}
 */
export function heatMap(question, answers, words, withNames) {
  const say = words.class_page,
    offsets = new Offsets(question.text),
    names = new Map(question.labels.map((/** @type {any} */ label) => [label.id, label.name])),
    text = h('div', { class: 'heat', 'data-part': 'text', lang: question.language }),
    detail = h('p', { class: 'detail', 'data-part': 'detail', 'aria-live': 'polite' }, say.heat_how);
  /** @type {Run[]} */
  let runs = [];

  /** What is said of a run. @param {Run} run */
  function told(run) {
    const labels = run.labels.map(([label, n]) => `${names.get(label) ?? label}: ${n}`).join(', '),
      said = fill(say.heat_of, { quote: offsets.quote(run), n: run.who.length, all: answers.length, labels });
    return withNames ? `${said} ${run.who.map(n => answers[n].name).join(', ')}` : said;
  }
  const painted = new PaintedText(text, question.text, question.passages, {
    labels: Array.from({ length: LEVELS }, (_, n) => ({ id: `level-${n + 1}`, letter: '' })),
    title: letter => fill(words.marks.passage, { letter }),
    decorate(el, { run }, isFirst) {
      el.dataset.level = String(level(run.who.length, answers.length));
      el.dataset.run = String(runs.indexOf(run));
      if (!isFirst) return;
      el.dataset.count = String(run.who.length);
      el.setAttribute('role', 'button');
      el.tabIndex = run === runs[0] ? 0 : -1; // one stop of the Tab key; the arrow keys go on
    },
  });
  /** @param {string} [label] */
  function draw(label) {
    runs = heat(question, answers, label);
    painted.build(); // who marked a run is not seen from its place: paint all anew
    painted.draw(runs.map(run => ({ ...run, label: `level-${level(run.who.length, answers.length)}`, run })));
    detail.textContent = runs.length ? say.heat_how : say.heat_none;
  }
  /** @param {Event} e */
  const show = e => {
    const at = e.target instanceof Element ? e.target.closest('mark') : null;
    if (at) detail.textContent = told(runs[Number(/** @type {HTMLElement} */ (at).dataset.run)]);
  };
  for (const event of ['pointerover', 'focusin', 'click']) text.addEventListener(event, show);
  text.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => step(text, e));
  draw();
  return h(
    'div',
    { class: 'map' },
    question.labels.length > 1 && labelChoice(question, words, draw),
    legend(answers.length, words),
    text,
    detail,
  );
}
/** The arrow keys go from run to run. @param {HTMLElement} text @param {KeyboardEvent} e */
function step(text, e) {
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
  if (!by) return;
  const all = /** @type {HTMLElement[]} */ ([...text.querySelectorAll('mark[role]')]),
    now = all.indexOf(/** @type {HTMLElement} */ (document.activeElement)),
    next = all[now + by];
  e.preventDefault();
  if (!next) return;
  all[now].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}
/** @param {any} question @param {any} words @param {(label?: string) => void} draw */
function labelChoice({ labels }, words, draw) {
  const id = uid('label'),
    choice = h(
      'select',
      { id, 'data-part': 'label', onchange: () => draw(choice.value || undefined) },
      h('option', { value: '' }, words.class_page.all_labels),
      ...labels.map((/** @type {any} */ label) => h('option', { value: label.id }, label.name)),
    );
  return h('p', { class: 'line' }, h('label', { for: id }, words.class_page.label), choice);
}
/** What each look means in this class. @param {number} all @param {any} words */
function legend(all, words) {
  const say = words.class_page,
    steps = Array.from({ length: LEVELS }, (_, n) => n + 1)
      .map(n => ({ n, counts: Array.from({ length: all }, (_, i) => i + 1).filter(count => level(count, all) === n) }))
      .filter(({ counts }) => counts.length);
  return h(
    'ul',
    { class: 'legend', 'aria-label': say.legend },
    ...steps.map(({ n, counts }) => {
      const [first, last] = [counts[0], counts[counts.length - 1]];
      return h(
        'li',
        {},
        h('mark', { 'data-level': String(n) }, first === last ? String(first) : `${first}–${last}`),
        n === steps[0].n ? ` ${fill(say.legend_of, { n: all })}` : null,
      );
    }),
  );
}
