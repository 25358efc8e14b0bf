// @ts-check
// Questions that are answered in form fields: a choice, a short text, and what a student computed (shown only).
import { h, uid } from './dom.js';
import { shuffled } from './shuffle.js';
import { fill } from './text.js';

/** @typedef {import('./marker.js').Context & { seed: () => number, now: (value: any) => void }} Context */

/** One of several, or several of many. @param {Context} context */
export function choice({ question, words, get, change, seed }) {
  const name = uid('choice');
  const inputs = question.options.map((/** @type {any} */ o) =>
    h('input', { type: question.many ? 'checkbox' : 'radio', name, value: o.id, 'data-option': o.id, onchange: take }),
  );
  const rows = question.options.map((/** @type {any} */ o, /** @type {number} */ n) =>
    h('label', { class: 'sl-option' }, inputs[n], h('span', {}, o.text)),
  );
  const el = h(
    'fieldset',
    { class: 'sl-choice' },
    h('legend', {}, question.many ? words.choice.many : words.choice.one),
    ...rows,
  );
  /** @type {number | undefined} the seed that the rows stand in the order of */
  let sown;
  function take() {
    change(inputs.filter((/** @type {any} */ i) => i.checked).map((/** @type {any} */ i) => i.value));
  }
  return {
    el,
    draw: () => {
      if (question.shuffle && sown !== seed()) el.append(...shuffled(rows, (sown = seed()))); // also where the file's seed comes later
      for (const input of inputs) input.checked = get().value.includes(input.value);
    },
    flush() {},
    dispose() {},
  };
}

/** A short text, saved as it is typed. @param {Context} context */
export function writing({ question, words, get, change, now }) {
  const say = words.text,
    [low, high] = question.words ?? [0, 0];
  const box = h('textarea', {
    rows: 4,
    maxLength: 20000,
    'aria-label': say.label,
    'data-part': 'text',
    oninput: typed,
    onblur: flush,
  });
  const counter = h('p', { class: 'sl-how' });
  const starters = (question.starters ?? []).map((/** @type {string} */ s) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-small',
        onclick: () => insert(s),
      },
      s,
    ),
  );
  const el = h(
    'div',
    { class: 'sl-writing' },
    starters.length ? h('p', { class: 'sl-starters' }, say.starters, ' ', ...starters) : null,
    box,
    counter,
  );
  let timer = 0;
  /** Puts a starter in where the cursor is, behind what is selected: nothing that was written goes. @param {string} starter */
  function insert(starter) {
    const at = box.selectionEnd,
      before = /\S$/.test(box.value.slice(0, at)) ? ' ' : '',
      text = `${before}${starter.replace(/\s*…$/, '')} `;
    box.focus();
    box.setSelectionRange(at, at);
    if (!document.execCommand('insertText', false, text)) box.setRangeText(text, at, at, 'end'); // the first can be undone
    typed();
  }
  function count() {
    const n = (box.value.match(/\S+/g) ?? []).length;
    counter.textContent = fill(high ? say.count_of : say.count, { n, low, high });
  }
  function typed() {
    count();
    now(box.value);
    clearTimeout(timer);
    timer = window.setTimeout(flush, 700);
  } // at once into this browser's backup, soon into the file
  function flush() {
    clearTimeout(timer);
    timer = 0;
    if (box.value !== get().value) change(box.value);
  }
  return {
    el,
    flush,
    dispose: flush,
    draw: () => {
      const text = get().value ?? '';
      if (!timer && box.value !== text) box.value = text; // what is being typed stays
      count();
    },
  };
}

/** What a code cell gave to kit.answer. @param {Context} context */
export function value({ words, get }) {
  const el = h('p', { 'data-part': 'text' });
  const shown = (/** @type {any} */ v) => {
    const text = typeof v === 'string' ? v : JSON.stringify(v);
    return text.length > 200 ? text.slice(0, 199) + '…' : text;
  };
  return {
    el,
    flush() {},
    dispose() {},
    draw: () => {
      const r = get();
      el.textContent = r.revision ? fill(words.value.saved, { value: shown(r.value) }) : words.value.empty;
    },
  };
}
