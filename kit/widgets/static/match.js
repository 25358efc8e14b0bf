// @ts-check
// Matching claims to evidence cards: one list of cards a claim, and the cards beside them or below.
import { cardList } from './cards.js';
import { cardName } from './check-fields.js';
import { h, uid } from './dom.js';

/** @param {import('./fields.js').Context} context */
export function match({ question, words, get, change }) {
  const say = words.match,
    ids = question.cards.map((/** @type {any} */ c) => c.id);
  if (question.none) ids.push('none');
  const selects = question.claims.map((/** @type {any} */ claim) => {
    const [claimId, labelId] = [uid('claim'), uid('label')];
    const select = h(
      'select',
      { 'data-claim': claim.id, 'aria-labelledby': `${labelId} ${claimId}`, onchange: take },
      h('option', { value: '' }, say.choose),
      ...ids.map((/** @type {string} */ id) => h('option', { value: id }, cardName(question, id, words))),
    );
    const row = h(
      'li',
      {},
      h('p', { class: 'sl-words', id: claimId }, claim.text),
      h('p', { class: 'sl-field' }, h('span', { class: 'sl-how', id: labelId }, say.label), select),
    );
    return { claim, select, row };
  });
  function take() {
    const chosen = selects.filter((/** @type {any} */ s) => s.select.value);
    change(Object.fromEntries(chosen.map((/** @type {any} */ s) => [s.claim.id, s.select.value])));
  }
  const el = h(
    'div',
    {},
    h('p', { class: 'sl-how' }, say.how),
    h(
      'div',
      { class: 'sl-match' },
      h('ul', { 'aria-label': say.claims }, ...selects.map((/** @type {any} */ s) => s.row)),
      cardList(question, words),
    ),
  );
  return {
    el,
    draw: () => {
      for (const { claim, select } of selects) {
        const card = get().value[claim.id] ?? '';
        select.value = card === '' || ids.includes(card) ? card : '';
        select.classList.toggle('sl-wanting', !select.value);
      }
    },
    flush() {},
    dispose() {},
  };
}
