// @ts-check
// Ratings: several things, each on six steps that have words. A longer thing has a headline, which names it.
import { optionName, scaleOf } from './check-fields.js';
import { h, uid } from './dom.js';
import { fill } from './text.js';

/** @param {import('./fields.js').Context} context */
export function ratings({ question, words, get, change }) {
  const scale = scaleOf(question, words),
    count = h('p', { class: 'sl-said', 'data-part': 'text' });
  const rows = question.options.map((/** @type {any} */ option) => {
    const name = uid('rating'),
      body = option.headline ? h('p', { class: 'sl-words', id: uid('text') }, option.text) : null;
    const inputs = scale.map((_, n) =>
      h('input', {
        type: 'radio',
        name,
        value: String(n + 1),
        'data-option': option.id,
        'data-step': String(n + 1),
        onchange: () => change({ ...get().value, [option.id]: n + 1 }),
      }),
    );
    const el = h(
      'fieldset',
      { class: body ? 'sl-rating sl-long' : 'sl-rating', 'aria-describedby': body?.id },
      h('legend', { class: 'sl-words' }, optionName(option)),
      body,
      h('div', { class: 'sl-steps' }, ...scale.map((text, n) => h('label', { class: 'sl-step' }, inputs[n], text))),
    );
    return { id: option.id, inputs, el };
  });
  return {
    el: h(
      'div',
      {},
      h('p', { class: 'sl-how' }, words.ratings.how),
      ...rows.map((/** @type {any} */ r) => r.el),
      count,
    ),
    draw: () => {
      const { value } = get();
      for (const { id, inputs } of rows)
        inputs.forEach((/** @type {any} */ input, /** @type {number} */ n) => {
          input.checked = value[id] === n + 1;
        });
      const n = rows.filter((/** @type {any} */ r) => value[r.id]).length;
      count.textContent = fill(words.ratings.count, { n, all: rows.length });
    },
    flush() {},
    dispose() {},
  };
}
