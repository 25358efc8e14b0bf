// @ts-check
// Marking with no selection at all: pick a sentence from a list, then its first and last word, then the label.
import { h, uid } from './dom.js';
import { fill, tokens } from './text.js';

/** @typedef {import('./text.js').Place} Place */

const SHOWN = 90; // characters of a sentence in the list

/**
 * @param {{ question: any, words: any, offsets: import('./text.js').Offsets, label: (place: Place, label: any) => void, preview: (place: Place) => void }} context
 * @returns {HTMLElement}
 */
export function picker({ question, words, offsets, label, preview }) {
  const say = words.marks,
    { text, labels, snap } = question,
    sentences = /** @type {Place[]} */ (question.sentences ?? paragraphs(question, offsets)),
    id = uid('pick');
  /** @type {Place[]} the words of the chosen sentence, in code points */
  let parts = [];
  /** @type {[number, number] | null} the first and the last word taken */
  let taken = null;

  const list = h('select', { id, 'data-part': 'sentences', onchange: choose });
  const buttons = h('div', { role: 'group', class: 'sl-words', 'aria-label': say.pick_words });
  const chosen = h('p', { class: 'sl-how', role: 'status' });
  const names = labels.map((/** @type {any} */ l, /** @type {number} */ n) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-label',
        'data-pick': l.id,
        'data-tone': String(l.tone ?? n),
        onclick: () => take(l),
      },
      l.name,
    ),
  );
  const el = h(
    'details',
    { class: 'sl-pick', 'data-part': 'pick', ontoggle: () => el.open && open() },
    h('summary', { onclick: open }, say.pick), // the toggle is told of a little later
    h('p', {}, h('label', { for: id }, say.pick_sentence), list),
    snap === 'sentence' ? null : h('p', { class: 'sl-how' }, say.pick_how),
    buttons,
    chosen,
    h('div', { role: 'group', class: 'sl-group', 'aria-label': say.label_buttons }, ...names),
  );

  function open() {
    if (list.options.length) return; // a long text has many sentences: listed when they are wanted
    list.append(
      h('option', { value: '' }, say.pick_none),
      ...sentences.map((place, n) => {
        const whole = offsets.quote(place).replaceAll('**', '').replace(/\s+/g, ' ');
        return h(
          'option',
          { value: String(n) },
          `${n + 1}. ${whole.length > SHOWN ? whole.slice(0, SHOWN - 1) + '…' : whole}`,
        );
      }),
    );
    tell();
  }
  function choose() {
    const place = list.value === '' ? null : sentences[Number(list.value)];
    parts = [];
    taken = null;
    if (place) {
      const start = offsets.toUnits(place.start),
        sentence = text.slice(start, offsets.toUnits(place.end));
      parts = tokens(sentence).map(([s, e]) => ({
        start: offsets.toPoints(start + s),
        end: offsets.toPoints(start + e),
      }));
      if (snap === 'sentence') taken = [0, parts.length - 1];
    }
    buttons.replaceChildren(...(snap === 'sentence' ? [] : parts.map(word)));
    tell();
  }
  /** @param {Place} place @param {number} n */
  function word(place, n) {
    return h('button', { type: 'button', class: 'sl-word', onclick: () => press(n) }, offsets.quote(place));
  }
  /** The first press takes one word, the second makes it a stretch, the third begins anew. @param {number} n */
  function press(n) {
    taken = taken && taken[0] === taken[1] && taken[0] !== n ? [Math.min(taken[0], n), Math.max(taken[0], n)] : [n, n];
    tell();
  }
  /** @returns {Place | null} */
  function place() {
    if (!taken || !parts.length) return null;
    if (snap === 'sentence') return sentences[Number(list.value)];
    return { start: parts[taken[0]].start, end: parts[taken[1]].end };
  }
  function tell() {
    const now = place();
    [...buttons.children].forEach((b, n) =>
      b.setAttribute('aria-pressed', String(!!taken && n >= taken[0] && n <= taken[1])),
    );
    chosen.textContent = now ? fill(say.pick_taken, { quote: offsets.quote(now) }) : say.pick_nothing;
    if (now) preview(now);
  }
  /** @param {any} chosenLabel */
  function take(chosenLabel) {
    const now = place();
    if (now) label(now, chosenLabel);
    else chosen.textContent = say.pick_nothing;
  }
  return el;
}

/** Where the question names no sentences: its paragraphs. @param {any} question @param {import('./text.js').Offsets} offsets @returns {Place[]} */
function paragraphs({ text, passages }, offsets) {
  return passages.flatMap((/** @type {Place} */ p) => {
    const start = offsets.toUnits(p.start),
      inside = text.slice(start, offsets.toUnits(p.end));
    return Array.from(inside.matchAll(/[^\n]+/g), m => ({
      start: offsets.toPoints(start + m.index),
      end: offsets.toPoints(start + m.index + m[0].length),
    }));
  });
}
