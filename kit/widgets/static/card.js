// @ts-check
// A small card beside some words of a text: below them, or above where there is no room.
import { h } from './dom.js';

const GAP = 6; // pixels between the words and the card
const LINGER = 250; // milliseconds for the way from the words to the card

/**
 * Puts a card below some words, or above them where there is no room; never outside of its home at the left, the right or the top.
 * @param {HTMLElement} home @param {HTMLElement} el the card @param {DOMRect} first the words' first line @param {DOMRect} [last] their last line
 * @returns {number} where the card ends, in pixels from the home's top
 */
export function putBeside(home, el, first, last = first) {
  const box = home.getBoundingClientRect(),
    below = last.bottom - box.top + GAP,
    above = first.top - box.top - el.offsetHeight - GAP,
    top = below + el.offsetHeight > box.height && above >= 0 ? above : below;
  el.style.left = `${Math.max(GAP, Math.min(first.left - box.left, box.width - el.offsetWidth - GAP))}px`;
  el.style.top = `${top}px`;
  return top + el.offsetHeight + GAP;
}

/**
 * @param {HTMLElement} home the element that the card stands in; it is positioned
 * @param {{ part?: string, stays?: boolean }} [how] part: its name on the page; stays: it does not go with the mouse, and others announce it
 */
export function card(home, { part = 'note', stays = false } = {}) {
  const el = h('div', { class: 'sl-detail', 'data-part': part, role: stays ? null : 'status', hidden: true });
  let timer = 0;
  if (!stays) {
    el.addEventListener('mouseenter', () => clearTimeout(timer));
    el.addEventListener('mouseleave', () => hideSoon());
  }
  home.addEventListener('keydown', e => e.key === 'Escape' && hide(), true); // a text keeps its keys
  home.append(el);
  function hide() {
    clearTimeout(timer);
    el.hidden = true;
  }
  function hideSoon() {
    clearTimeout(timer);
    timer = window.setTimeout(hide, LINGER);
  }
  return {
    el,
    hide,
    hideSoon,
    /** @param {Element} words @param {...(Node | string)} children */
    show(words, ...children) {
      clearTimeout(timer);
      el.hidden = false;
      el.replaceChildren(...children);
      const lines = words.getClientRects();
      putBeside(home, el, lines[0] ?? words.getBoundingClientRect(), lines[lines.length - 1]);
    },
  };
}
