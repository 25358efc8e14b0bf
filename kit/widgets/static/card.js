// @ts-check
// A small card beside some words of a text: below them, or above where there is no room.
import { h } from './dom.js';

const GAP = 6; // pixels between the words and the card
const LINGER = 250; // milliseconds for the way from the words to the card

/** @param {HTMLElement} home the element that the card stands in; it is positioned */
export function card(home) {
  const el = h('div', { class: 'sl-detail', 'data-part': 'note', role: 'status', hidden: true });
  let timer = 0;
  el.addEventListener('mouseenter', () => clearTimeout(timer));
  el.addEventListener('mouseleave', () => hideSoon());
  home.addEventListener('keydown', e => {
    if (e.key === 'Escape') hide();
  });
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
    hide,
    hideSoon,
    /** @param {Element} words @param {...(Node | string)} children */
    show(words, ...children) {
      clearTimeout(timer);
      el.hidden = false;
      el.replaceChildren(...children);
      const frame = home.getBoundingClientRect(),
        lines = [...words.getClientRects()],
        first = lines[0] ?? words.getBoundingClientRect(),
        below = (lines.at(-1) ?? first).bottom - frame.top + GAP,
        left = Math.min(first.left - frame.left, frame.width - el.offsetWidth - GAP);
      el.style.left = `${Math.max(GAP, left)}px`;
      el.style.top = `${below + el.offsetHeight > frame.height ? first.top - frame.top - el.offsetHeight - GAP : below}px`;
    },
  };
}
