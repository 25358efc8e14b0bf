// @ts-check
// Evidence cards: who published what, and when. Used where claims are matched to them and where they are opened one by one.
import { cardName } from './check-fields.js';
import { h } from './dom.js';

/** What stands on a card below its name. @param {any} card @param {any} words @returns {Node[]} */
export function cardBody(card, words) {
  const origin = [card.publisher, card.date].filter(Boolean).join(', ');
  return [
    origin ? h('p', { class: 'sl-origin' }, origin) : null,
    h('p', { class: 'sl-words' }, card.text),
    card.verdict ? h('p', {}, h('strong', {}, words.evidence.verdict), ' ', card.verdict) : null,
  ].filter(Boolean);
}
/** All cards, open. @param {any} question @param {any} words */
export const cardList = (question, words) =>
  h(
    'ul',
    { class: 'sl-cards', 'aria-label': words.match.cards },
    ...question.cards.map((/** @type {any} */ card) =>
      h('li', { 'data-card': card.id }, h('strong', {}, cardName(question, card.id, words)), ...cardBody(card, words)),
    ),
  );
