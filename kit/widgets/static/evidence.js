// @ts-check
// Evidence that is opened one card at a time: which ones, in which order, and when the student felt sure.
import { cardBody } from './cards.js';
import { cardName, sureInWords } from './check-fields.js';
import { h, uid } from './dom.js';
import { shuffled } from './shuffle.js';
import { fill } from './text.js';

/** @param {import('./fields.js').Context} context */
export function evidence({ question, words, get, change, announce, seed }) {
  const say = words.evidence,
    group = uid('cards');
  /** @type {{ id: string, row: HTMLElement, tag: HTMLElement }[]} */
  const cards = question.cards.map((/** @type {any} */ card) => {
    const tag = h('span', { class: 'sl-how' });
    const details = h(
      'details',
      { name: group, ontoggle: () => details.open && open(card) }, // one name: opening one closes the others
      h('summary', {}, h('strong', {}, cardName(question, card.id, words)), ' ', tag),
      ...cardBody(card, words),
    );
    return { id: card.id, row: h('li', { 'data-card': card.id }, details), tag };
  });
  const list = h('ul', { class: 'sl-cards', 'aria-label': say.cards }, ...cards.map(c => c.row));
  const count = h('p', { class: 'sl-said', 'data-part': 'text' });
  const sure = h('button', { type: 'button', 'data-action': 'sure', onclick: () => feel(true) }, say.sure);
  const unsure = h(
    'button',
    { type: 'button', class: 'sl-small', 'data-action': 'unsure', onclick: () => feel(false) },
    say.unsure_again,
  );
  const el = h(
    'div',
    {},
    h('p', { class: 'sl-how' }, say.how),
    list,
    h('div', { class: 'sl-bar' }, count, h('div', { class: 'sl-group' }, sure, unsure)),
  );
  /** @type {number | undefined} */
  let sown;
  /** @returns {{ opened: string[], sure_after?: number }} */
  const value = () => ({ opened: [], ...get().value });

  /** @param {any} card */
  function open(card) {
    const { opened } = value();
    if (opened.includes(card.id)) return;
    change({ ...value(), opened: [...opened, card.id] });
    announce(`${cardName(question, card.id, words)}: ${fill(say.opened, { n: opened.length + 1 })}.`);
  }
  /** @param {boolean} isSure */
  function feel(isSure) {
    const { opened } = value();
    change(isSure ? { opened, sure_after: opened.length } : { opened });
    announce(sureInWords(question, value(), words));
    (isSure ? unsure : sure).focus(); // the pressed button is gone
  }
  return {
    el,
    draw: () => {
      const { opened, sure_after } = value();
      if (question.shuffle && sown !== seed()) list.append(...shuffled(cards, (sown = seed())).map(c => c.row));
      for (const { id, tag } of cards) {
        const n = opened.indexOf(id) + 1;
        tag.textContent = n ? fill(say.opened, { n }) : say.closed;
      }
      count.textContent = sureInWords(question, value(), words);
      sure.hidden = sure_after !== undefined;
      unsure.hidden = sure_after === undefined;
    },
    flush() {},
    dispose() {},
  };
}
