// @ts-check
// The glossary of a text: its words are underlined with dots where they first stand, and a press opens a card with the meaning.
// A line below the text has a button for each, so that every word can be reached without a mouse.
import { card } from './card.js';
import { h } from './dom.js';
import { fill } from './text.js';

/** @typedef {{ start: number, end: number }} Place  in code points */
/** @typedef {{ forms: string[], means: string, places: Place[] }} Word */

const MANY = 10; // words: more of them wait behind a summary

/** Each word's first place in each passage, in order. @param {Word[]} glossary @param {Place[]} passages @returns {(Place & { name: string })[]} */
export const firstPlaces = (glossary, passages) =>
  passages
    .flatMap(passage =>
      glossary.flatMap(({ forms: [name], places }) => {
        const first = places.find(p => p.start >= passage.start && p.end <= passage.end);
        return first ? [{ ...first, name }] : [];
      }),
    )
    .sort((a, b) => a.start - b.start);

/**
 * @param {{ glossary: Word[], words: any, home: HTMLElement, text: HTMLElement, announce: (text: string) => void }} context
 *   home: what the card stands in, positioned; text: what the passages are painted in
 */
export function terms({ glossary, words, home, text, announce }) {
  const say = words.aids,
    meanings = new Map(glossary.map(word => [word.forms[0], word.means])),
    el = h('div', { class: 'sl-terms', 'data-part': 'terms', hidden: true }),
    meaning = card(home, { part: 'meaning', stays: true });
  let shown = '',
    /** @type {string[]} the names of the words on the page */
    listed = [];

  /** @param {string} name @param {Element} at */
  function open(name, at) {
    shown = name;
    const means = h('p', {}, h('strong', {}, name), `: ${meanings.get(name)}`);
    meaning.show(at, means);
    mark();
  }
  function close() {
    if (!shown) return;
    shown = '';
    meaning.hide();
    mark();
  }
  /** Says at its button which word is open. */
  function mark() {
    for (const button of el.querySelectorAll('button'))
      button.setAttribute('aria-expanded', String(button.dataset.word === shown));
  }
  /** Opens a word from its button, where the word stands; the focus stays. @param {string} name */
  function toggle(name) {
    if (shown === name) return close();
    const at = text.querySelector(`.sl-term[data-term="${CSS.escape(name)}"]`);
    if (!at) return;
    at.scrollIntoView({ block: 'nearest' });
    open(name, at);
    announce(fill(say.meaning, { word: name, means: meanings.get(name) ?? '' }));
  }
  /** A press that selects nothing, on a word that no mark covers. @param {Event} e */
  function press(e) {
    const at = /** @type {Element} */ (e.target).closest('.sl-term'),
      isCovered = /** @type {Element} */ (e.target).closest('mark'),
      isSelecting = document.getSelection()?.isCollapsed === false;
    if (at instanceof HTMLElement && !isCovered && !isSelecting) open(at.dataset.term ?? '', at);
    else close();
  }
  /** @param {string[]} names */
  function list(names) {
    const button = (/** @type {string} */ name) =>
      h('button', { type: 'button', class: 'sl-term-button', 'data-word': name, onclick: () => toggle(name) }, name);
    const isLong = names.length > MANY,
      line = h('div', { class: 'sl-term-line' }, isLong ? null : h('span', {}, say.words), ...names.map(button)),
      means = names.map(name => h('li', {}, h('strong', {}, name), `: ${meanings.get(name)}`));
    el.replaceChildren(
      isLong ? h('details', {}, h('summary', {}, fill(say.words_many, { n: names.length })), line) : line,
      h('div', { class: 'sl-paper' }, h('p', {}, say.words), h('ul', {}, ...means)),
    );
    el.hidden = !names.length;
    mark();
  }
  const stop = new AbortController();
  text.addEventListener('click', press);
  home.addEventListener('keydown', e => e.key === 'Escape' && close(), true); // a text keeps its keys
  document.addEventListener(
    'pointerdown',
    e => {
      const at = /** @type {Node} */ (e.target);
      if (!el.contains(at) && !meaning.el.contains(at)) close(); // a click on a word opens it after this
    },
    { signal: stop.signal },
  );
  return {
    el,
    close,
    /** The words of what is on the page now. @param {Place[]} passages */
    draw(passages) {
      const names = [...new Set(firstPlaces(glossary, passages).map(place => place.name))];
      if (names.join('\n') !== listed.join('\n')) list(names);
      listed = names;
    },
    dispose: () => stop.abort(),
  };
}
