// @ts-check
// Questions that are answered in form fields: a choice, a short text, and what a student computed (shown only).
import { h, uid } from './dom.js';
import { fill } from './text.js';

/** @typedef {import('./marker.js').Context & { seed: () => number, now: (value: any) => void }} Context */

/** Shuffles a copy, the same way for the same seed (mulberry32). @template T @param {T[]} items @param {number} seed @returns {T[]} */
export function shuffled(items, seed) {
  let state = seed >>> 0;
  const random = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const out = [...items];
  for (let i = out.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [out[i], out[j]] = [out[j], out[i]];
  }
  return out;
}

/** One of several, or several of many. @param {Context} context */
export function choice({ question, words, get, change, seed }) {
  const name = uid('choice'),
    options = question.shuffle ? shuffled(question.options, seed()) : question.options;
  const inputs = options.map((/** @type {any} */ o) =>
    h('input', { type: question.many ? 'checkbox' : 'radio', name, value: o.id, 'data-option': o.id, onchange: take }),
  );
  const el = h(
    'fieldset',
    { class: 'sl-choice' },
    h('legend', {}, question.many ? words.choice.many : words.choice.one),
    ...options.map((/** @type {any} */ o, /** @type {number} */ n) =>
      h('label', { class: 'sl-option' }, inputs[n], h('span', {}, o.text)),
    ),
  );
  function take() {
    change(inputs.filter((/** @type {any} */ i) => i.checked).map((/** @type {any} */ i) => i.value));
  }
  return {
    el,
    draw: () => {
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
    oninput: () => {
      count();
      later();
    },
    onblur: flush,
  });
  const counter = h('p', { class: 'sl-how' });
  const starters = (question.starters ?? []).map((/** @type {string} */ s) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-small',
        onclick: () => {
          box.value = (box.value.trimEnd() + ' ' + s + ' ').trimStart();
          box.focus();
          count();
          later();
        },
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
  function count() {
    const n = (box.value.match(/\S+/g) ?? []).length;
    counter.textContent = fill(high ? say.count_of : say.count, { n, low, high });
  }
  function later() {
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
