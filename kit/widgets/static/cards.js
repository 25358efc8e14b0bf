// @ts-check
// Evidence cards: who published what, and when. Used where claims are matched to them and where they are opened one by one.
import { cardName } from './check-fields.js';
import { h } from './dom.js';

/** What stands on a card below its name. @param {any} card @param {any} words @returns {Node[]} */
export function cardBody(card, words) {
  const origin = originOf(card, words);
  return [
    origin ? h('p', { class: 'sl-origin' }, origin) : null,
    h('p', { class: 'sl-words' }, card.text),
    card.verdict ? h('p', {}, h('strong', {}, words.evidence.verdict), ' ', verdictOf(card)) : null,
  ].filter(Boolean);
}
/** Who published it, when, and where it was found. @param {any} card @param {any} words @returns {string} */
export const originOf = (card, words) =>
  [[card.publisher, card.date, card.address].filter(Boolean).join(', '), card.later ? words.evidence.later : '']
    .filter(Boolean)
    .join('. ');
/** The verdict, and why. @param {any} card @returns {string} */
export const verdictOf = card => [card.verdict, card.why].filter(Boolean).join('. ');
/** All cards, open. @param {any} question @param {any} words */
export const cardList = (question, words) =>
  h(
    'ul',
    { class: 'sl-cards', 'aria-label': words.match.cards },
    ...question.cards.map((/** @type {any} */ card) =>
      h('li', { 'data-card': card.id }, h('strong', {}, cardName(question, card.id, words)), ...cardBody(card, words)),
    ),
  );
