// @ts-check
// Check, and what follows it: first what is right and wrong, then a hint, then the answer. A second look comes before the answer.
import { answers } from './answers.js';
import { explain } from './check.js';
import { h } from './dom.js';
import { canonical, isAnswered, live } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */

const HELP = { none: 0, checked: 1, hint: 2, shown: 3 };
const HINTS = ['missed', 'left_out']; // what is still to find is a hint
const LOOKS = 2; // so often Check is pressed, or a hint is taken, until the answer is offered

/**
 * @param {{ question: any, words: any, get: () => Answer, set: (fields: Partial<Answer>) => void, flush: () => void, show: (lines: any[] | null) => void }} context
 *   show puts the lines beside the words concerned, where the question has a text
 */
export function feedback({ question, words, get, set, flush, show }) {
  const say = words.check;
  let drawn = '', // what is on the page
    tries = 0; // on this page
  const el = h('div', {
    class: 'sl-feedback',
    'data-part': 'feedback',
    tabIndex: -1,
    role: 'group',
    'aria-label': say.heading,
    hidden: true,
  });
  const checkButton = h(
    'button',
    { type: 'button', class: 'sl-check', 'data-action': 'check', onclick: check },
    question.graded ? words.actions.check_graded : words.actions.check,
  );

  function check() {
    flush(); // what is still being typed
    tries++;
    if (question.graded || !isAnswered(get())) return reveal(HELP.checked);
    const { first, confidence } = get(),
      value = question.kind === 'marks' ? Object.fromEntries(live(get())) : get().value;
    take(HELP.checked, first ? {} : { first: { value, ...(confidence ? { confidence } : {}) } });
  }
  /** Goes on to more help, and keeps that it was taken. @param {number} help @param {Partial<Answer>} [more] */
  function take(help, more = {}) {
    if (help > (get().help ?? 0) || Object.keys(more).length) set({ ...more, help: Math.max(help, get().help ?? 0) });
    reveal(get().help ?? help);
  }
  /** @param {number} help */
  function reveal(help) {
    render(help);
    el.focus({ preventScroll: true });
    el.scrollIntoView({ block: 'nearest' });
  }
  /** @param {number} help */
  function render(help) {
    const { fraction, summary, lines } = explain(question, get(), words),
      hidden = lines.filter((/** @type {any} */ l) => HINTS.includes(l.outcome)),
      open = lines.filter((/** @type {any} */ l) => help >= HELP.hint || !HINTS.includes(l.outcome)),
      missing = help >= HELP.shown ? answers(question, lines, words) : [];
    const shown = missing.length
      ? [...open.filter((/** @type {any} */ l) => !HINTS.includes(l.outcome)), ...missing]
      : open;
    const isDone = question.graded || fraction === null || fraction === 1;
    const buttons = isDone
      ? []
      : [hidden.length && help < HELP.hint && more('hint'), help < HELP.shown && isEnough(help) && more('shown')];
    el.hidden = false;
    el.replaceChildren(
      h('p', { class: 'sl-summary' }, summary),
      shown.length ? h('ul', {}, ...shown.map(lineOf)) : '',
      isDone || help >= HELP.shown ? '' : h('p', { class: 'sl-how' }, say.again_how),
      buttons.some(Boolean) ? h('div', { class: 'sl-group' }, ...buttons) : '',
    );
    show(question.graded ? null : shown);
  }
  /** @param {number} help */
  const isEnough = help => help >= HELP.hint || tries >= LOOKS;
  /** @param {'hint' | 'shown'} step */
  function more(step) {
    return h(
      'button',
      { type: 'button', class: 'sl-small', 'data-action': step, onclick: () => take(HELP[step]) },
      words.actions[step],
    );
  }
  /** @param {any} l */
  function lineOf(l) {
    const option = question.options?.find((/** @type {any} */ o) => o.id === l.option)?.text,
      named = l.quote ?? option,
      about = named && !l.text.includes(named) ? named : null; // said once is enough
    return h(
      'li',
      { 'data-outcome': l.outcome, ...(l.start === undefined ? {} : { 'data-mark': `${l.start}-${l.end}` }) },
      h('span', { class: 'sl-outcome' }, say.outcomes[l.outcome]),
      ' ',
      about ? h('q', {}, about) : null,
      about ? ' ' : '',
      h('span', {}, l.text),
    );
  }
  function clear() {
    if (el.hidden) return;
    el.hidden = true;
    el.replaceChildren();
    show(null);
  }
  return {
    el,
    checkButton,
    /** Shows what the record says was seen, also after the page was loaded again; hides it where the answer has changed since. */
    draw() {
      const { help = 0, value } = get(),
        now = canonical([help, value]);
      if (now === drawn) return;
      drawn = now;
      if (help) render(help);
      else clear();
    },
  };
}
