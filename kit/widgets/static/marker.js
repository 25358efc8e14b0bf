// @ts-check
// The marker: select words with a mouse, a finger or the keyboard alone, then label them. Marks may overlap.
import { h, keepKeys } from './dom.js';
import { paint } from './paint.js';
import { live, newId } from './record.js';
import { TextSelection } from './selection.js';
import { fill, Offsets } from './text.js';

/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {{ question: any, words: any, get: () => import('./record.js').Answer, change: (value: any) => void, announce: (text: string) => void }} Context */

/** @param {Context} context */
export function marker({ question, words, get, change, announce }) {
  const say = words.marks,
    { text, passages, labels, snap } = question,
    offsets = new Offsets(text);
  /** @type {Mark[][]} */
  const past = [];
  /** @type {Mark[][]} */
  const future = [];

  const page = h('div', {
    class: 'sl-text',
    'data-part': 'text',
    contentEditable: 'true',
    role: 'textbox',
    'aria-multiline': 'true',
    'aria-readonly': 'true',
    'aria-label': say.text,
    inputMode: 'none',
    spellcheck: false,
    lang: question.language ?? 'en',
  });
  const list = h('ul', { class: 'sl-marks', 'data-part': 'list', 'aria-label': say.list });
  const buttons = labels.map((/** @type {any} */ l, /** @type {number} */ n) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-label',
        'data-label': l.id,
        'data-tone': String(n),
        onclick: () => label(l),
        onmousedown: keepSelection,
      },
      h('kbd', {}, l.letter),
      ' ',
      l.name,
    ),
  );
  const undoButton = h(
    'button',
    { type: 'button', 'data-action': 'undo', onclick: undo, onmousedown: keepSelection },
    words.actions.undo,
  );
  const redoButton = h(
    'button',
    { type: 'button', 'data-action': 'redo', onclick: redo, onmousedown: keepSelection },
    words.actions.redo,
  );
  const bar = h(
    'div',
    { class: 'sl-bar' },
    h('div', { role: 'group', class: 'sl-group', 'aria-label': say.label_buttons }, ...buttons),
    h('div', { class: 'sl-group sl-history' }, undoButton, redoButton),
  );
  const how = h(
    'p',
    { class: 'sl-how' },
    snap === 'sentence' ? say.how_sentence : say.how,
    question.at_most ? ' ' + fill(say.limit, { n: question.at_most }) : '',
  );
  const el = h('div', { class: 'sl-marker' }, how, page, bar, list);

  /** @param {Event} e */
  function keepSelection(e) {
    e.preventDefault();
  } // a pressed button must not take the caret out of the text
  const contents = () => live(get()).map(([, m]) => m);
  const nameOf = (/** @type {string} */ id) => labels.find((/** @type {any} */ l) => l.id === id)?.name ?? id;

  // The box takes a caret and a selection, and never an edit.
  for (const type of ['beforeinput', 'paste', 'drop', 'cut', 'dragstart'])
    page.addEventListener(type, (/** @type {Event} */ e) => e.preventDefault());
  page.addEventListener('input', () => draw()); // what a browser would not let us cancel (some input methods)

  const selection = new TextSelection(page, question);

  page.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    const key = e.key.toLowerCase();
    if ((e.ctrlKey || e.metaKey) && key === 'z') {
      e.preventDefault();
      return e.shiftKey ? redo() : undo();
    }
    if ((e.ctrlKey || e.metaKey) && key === 'y') {
      e.preventDefault();
      return redo();
    }
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const chosen = labels.find((/** @type {any} */ l) => l.letter === key);
    if (chosen) {
      e.preventDefault();
      label(chosen);
    } else if (key === 'backspace' || key === 'delete') {
      e.preventDefault();
      removeHere();
    } else if (key === 'enter') e.preventDefault();
  });

  /** @param {any} chosen */
  function label(chosen) {
    const place = selection.place();
    if (!place) return announce(selection.last ? say.outside : say.nothing);
    const quote = offsets.quote(place),
      marks = contents();
    if (marks.some(m => m.start === place.start && m.end === place.end && m.label === chosen.id))
      return announce(fill(say.already, { quote, label: chosen.name }));
    const kept = snap === 'sentence' ? marks.filter(m => m.start !== place.start || m.end !== place.end) : marks; // a sentence goes into one pile
    if (question.at_most && kept.length >= question.at_most)
      return announce(fill(say.too_many, { n: question.at_most }));
    step([...kept, { ...place, label: chosen.id, quote }]);
    announce(fill(say.marked, { quote, label: chosen.name }));
  }
  /** Removes the smallest mark at the caret. */
  function removeHere() {
    const place = selection.place();
    if (!place) return announce(say.nothing);
    const here = contents()
      .filter(m => m.start < place.end && m.end > place.start)
      .sort((a, b) => a.end - a.start - (b.end - b.start));
    if (here.length) remove(here[0]);
  }
  /** @param {Mark} mark */
  function remove(mark) {
    step(contents().filter(m => m !== mark));
    announce(fill(say.removed, { quote: mark.quote }));
  }
  /** @param {Mark} mark @param {string} kind */
  function setKind(mark, kind) {
    const { kind: _, ...bare } = mark;
    step(contents().map(m => (m === mark ? (kind ? { ...bare, kind } : bare) : m)));
  }
  /** Takes one step: marks never change once made, so a changed mark is a removed one and a new one. @param {Mark[]} next */
  function step(next) {
    past.push(contents());
    future.length = 0;
    goTo(next);
  }
  /** @param {Mark[]} next */
  function goTo(next) {
    const value = { ...get().value },
      missing = [...next];
    for (const [id, mark] of live(get())) {
      const n = missing.findIndex(m => equal(m, mark));
      if (n < 0) value[id] = null;
      else missing.splice(n, 1);
    }
    for (const mark of missing) value[newId()] = mark;
    change(value);
  }
  function undo() {
    const to = past.pop();
    if (to) {
      future.push(contents());
      goTo(to);
      announce(say.undone);
    }
  }
  function redo() {
    const to = future.pop();
    if (to) {
      past.push(contents());
      goTo(to);
      announce(say.redone);
    }
  }

  function draw() {
    const marks = contents(),
      title = (/** @type {string} */ letter) => fill(say.passage, { letter });
    selection.keepWhile(() => page.replaceChildren(...paint(text, passages, marks, { labels, title })));
    const focused = /** @type {HTMLElement | null} */ (
      list.contains(document.activeElement) ? document.activeElement : null
    )?.dataset.for;
    list.replaceChildren(...(marks.length ? marks.map(row) : [h('li', { class: 'sl-empty' }, say.list_empty)]));
    undoButton.disabled = !past.length;
    redoButton.disabled = !future.length;
    if (focused) (list.querySelector(`[data-for="${focused}"]`) ?? undoButton).focus(); // after a removal
  }
  /** @param {Mark} m */
  function row(m) {
    const place = `${m.start}-${m.end}-${m.label}`,
      tone = labels.findIndex((/** @type {any} */ l) => l.id === m.label);
    const kinds = labels[tone]?.kinds;
    const choose =
      kinds &&
      h(
        'select',
        {
          class: m.kind ? '' : 'sl-wanting',
          'data-for': place + '-kind',
          'aria-label': fill(say.kind_of, { quote: m.quote }),
          onchange: (/** @type {any} */ e) => setKind(m, e.target.value),
        },
        h('option', { value: '' }, say.kind_none),
        ...kinds.map((/** @type {any} */ k) => h('option', { value: k.id, selected: k.id === m.kind }, k.name)),
      );
    return h(
      'li',
      { 'data-mark': `${m.start}-${m.end}`, 'data-label': m.label },
      h('span', { class: 'sl-tag', 'data-tone': String(tone) }, nameOf(m.label)),
      h('q', {}, m.quote),
      choose,
      h(
        'button',
        {
          type: 'button',
          class: 'sl-small',
          'data-action': 'remove',
          'data-for': place,
          'aria-label': fill(say.remove, { quote: m.quote }),
          onclick: () => remove(m),
        },
        words.actions.remove,
      ),
    );
  }
  keepKeys(page);
  return {
    el,
    draw,
    flush() {},
    dispose: () => selection.dispose(),
  };
}
/** @param {Mark} a @param {Mark} b */
const equal = (a, b) =>
  a.start === b.start && a.end === b.end && a.label === b.label && a.kind === b.kind && a.reason === b.reason;
