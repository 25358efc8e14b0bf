// @ts-check
// Putting options in order: buttons and a list of places for each, so that neither a mouse nor a drag is needed.
import { h } from './dom.js';
import { shuffled } from './shuffle.js';
import { fill } from './text.js';

/** @param {import('./fields.js').Context} context */
export function order({ question, words, get, change, announce, seed }) {
  const say = words.order,
    { options } = question,
    places = options.map((/** @type {any} */ _, /** @type {number} */ n) => n);
  const rows = new Map(options.map((/** @type {any} */ o) => [o.id, row(o)]));
  const list = h('ol', { class: 'sl-order', 'data-part': 'list', 'aria-label': say.list });
  const hint = h('p', { class: 'sl-how' });
  const keep = h(
    'button',
    { type: 'button', class: 'sl-small', 'data-action': 'keep', onclick: () => change(now()) },
    say.keep,
  );
  const el = h('div', {}, h('p', { class: 'sl-how' }, say.how), list, h('div', { class: 'sl-bar' }, hint, keep));

  /** The options' ids as they stand: as the student put them, else shuffled. @returns {string[]} */
  function now() {
    const known = options.map((/** @type {any} */ o) => o.id),
      value = get().value.filter((/** @type {string} */ id) => rows.has(id));
    return value.length ? [...new Set([...value, ...known])] : shuffled(known, seed());
  }
  /** @param {any} option */
  function row(option) {
    const { id, text } = option;
    /** @param {string} action @param {number} by */
    const button = (action, by) =>
      h(
        'button',
        {
          type: 'button',
          class: 'sl-small',
          'data-action': action,
          'aria-label': fill(say[`${action}_of`], { text }),
          onclick: () => move(option, now().indexOf(id) + by),
        },
        say[action],
      );
    const up = button('up', -1),
      down = button('down', 1);
    const select = h(
      'select',
      {
        'data-action': 'place',
        'aria-label': fill(say.place_of, { text }),
        onchange: () => move(option, Number(select.value)),
      },
      ...places.map((/** @type {number} */ n) => h('option', { value: String(n) }, String(n + 1))),
    );
    const el = h(
      'li',
      { 'data-option': id },
      h(
        'div',
        { class: 'sl-row' },
        h('span', { class: 'sl-words' }, text),
        h('span', { class: 'sl-group' }, select, up, down),
      ),
    );
    return { el, up, down, select };
  }
  /** @param {any} option @param {number} to */
  function move(option, to) {
    const ids = now(),
      from = ids.indexOf(option.id);
    if (to < 0 || to >= ids.length) return;
    ids.splice(to, 0, ...ids.splice(from, 1));
    change(ids);
    announce(fill(say.moved, { text: option.text, n: to + 1, all: ids.length }));
  }
  return {
    el,
    draw: () => {
      const ids = now(),
        focused = /** @type {HTMLElement | null} */ (
          list.contains(document.activeElement) ? document.activeElement : null
        );
      if (ids.some((id, n) => list.children[n]?.dataset.option !== id))
        list.replaceChildren(...ids.map(id => rows.get(id).el));
      ids.forEach((id, n) => {
        const { up, down, select } = rows.get(id);
        select.value = String(n);
        up.setAttribute('aria-disabled', String(n === 0)); // not disabled: the focus must not get lost at the end of the list
        down.setAttribute('aria-disabled', String(n === ids.length - 1));
      });
      if (focused !== document.activeElement) focused?.focus(); // a moved element loses it
      const isMine = get().value.length > 0;
      hint.textContent = isMine ? say.kept : say.untouched;
      keep.hidden = isMine;
    },
    flush() {},
    dispose() {},
  };
}
