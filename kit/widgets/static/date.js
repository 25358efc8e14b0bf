// @ts-check
// Placing an undated text on a time line: the first and the last time that is possible, and the clue that settles it.
import { h, uid } from './dom.js';
import { fill } from './text.js';

/** @param {import('./fields.js').Context} context */
export function date({ question, words, get, change, announce }) {
  const say = words.date,
    { steps, clues = [] } = question,
    clueName = uid('clue');
  const place = (/** @type {string} */ id) => steps.findIndex((/** @type {any} */ s) => s.id === id);
  /** @param {'from' | 'to'} end */
  const chooser = end =>
    h(
      'select',
      { id: uid(end), 'data-end': end, onchange: () => choose(end) },
      h('option', { value: '' }, say.choose),
      ...steps.map((/** @type {any} */ s) => h('option', { value: s.id }, s.text)),
    );
  const selects = { from: chooser('from'), to: chooser('to') };
  const cells = steps.map(() => h('span', {}));
  const span = h('p', { class: 'sl-said', 'data-part': 'text' });
  const radios = clues.map((/** @type {any} */ c) =>
    h('input', {
      type: 'radio',
      name: clueName,
      value: c.id,
      'data-option': c.id,
      onchange: () => change({ ...value(), clue: c.id }),
    }),
  );
  const notes = steps.filter((/** @type {any} */ s) => s.note);
  const el = h(
    'div',
    {},
    h('p', { class: 'sl-how' }, say.how),
    h(
      'div',
      { class: 'sl-line', 'aria-hidden': 'true' }, // the sentence below says the same
      h('div', { class: 'sl-cells' }, ...cells),
      h('div', { class: 'sl-ends' }, h('span', {}, steps[0].text), h('span', {}, steps.at(-1).text)),
    ),
    notes.length
      ? h(
          'ul',
          { class: 'sl-notes', 'aria-label': say.line },
          ...notes.map((/** @type {any} */ s) => h('li', {}, h('strong', {}, `${s.text}:`), ' ', s.note)),
        )
      : null,
    h(
      'div',
      { class: 'sl-group' },
      h('span', { class: 'sl-field' }, h('label', { for: selects.from.id }, say.from), selects.from),
      h('span', { class: 'sl-field' }, h('label', { for: selects.to.id }, say.to), selects.to),
    ),
    span,
    clues.length
      ? h(
          'fieldset',
          { class: 'sl-choice' },
          h('legend', {}, question.ask_clue ?? say.clue),
          ...clues.map((/** @type {any} */ c, /** @type {number} */ n) =>
            h('label', { class: 'sl-option' }, radios[n], h('span', {}, c.text)),
          ),
        )
      : null,
  );
  /** @returns {{ from: string, to: string, clue: string }} */
  const value = () => ({ from: '', to: '', clue: '', ...get().value });

  /** Takes one end; the other one moves along where it would lie on the wrong side. @param {'from' | 'to'} end */
  function choose(end) {
    const next = { ...value(), [end]: selects[end].value };
    const isTurned = next.from && next.to && place(next.from) > place(next.to);
    if (isTurned) next[end === 'from' ? 'to' : 'from'] = next[end];
    change(next);
    const text = steps[place(next[end])]?.text;
    if (isTurned) announce(end === 'from' ? fill(say.moved_to, { to: text }) : fill(say.moved_from, { from: text }));
    else announce(sentence());
  }
  function sentence() {
    const [from, to] = [place(value().from), place(value().to)];
    if (from < 0 || to < 0) return from < 0 && to < 0 ? say.empty : say.half;
    return fill(say.span, { from: steps[from].text, to: steps[to].text, n: to - from + 1, all: steps.length });
  }
  return {
    el,
    draw: () => {
      const { from, to, clue } = value(),
        [start, end] = [place(from), place(to)];
      selects.from.value = start < 0 ? '' : from;
      selects.to.value = end < 0 ? '' : to;
      cells.forEach((/** @type {HTMLElement} */ cell, /** @type {number} */ n) => {
        const isEnd = n === start || n === end;
        cell.className = [
          steps[n].note ? 'sl-noted' : '',
          isEnd || (start >= 0 && end >= 0 && n > start && n < end) ? 'sl-in' : '',
        ].join(' ');
      });
      span.textContent = sentence();
      for (const radio of radios) radio.checked = radio.value === clue;
    },
    flush() {},
    dispose() {},
  };
}
