// @ts-check
// The marker: select words with a mouse, a finger or the keyboard alone, then label them. Marks may overlap.
import { h, keepKeys } from './dom.js';
import { paint, placeOf, pointAt } from './paint.js';
import { live, newId } from './record.js';
import { fill, Offsets, snapToSentences, snapToWords, tokens } from './text.js';

/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {{ question: any, words: any, get: () => import('./record.js').Answer, change: (value: any) => void, announce: (text: string) => void }} Context */

/** @type {Highlight | null} one for the page: the words that a label would take now */
const preview = globalThis.Highlight ? new Highlight() : null;
if (preview && globalThis.CSS?.highlights) CSS.highlights.set('second-look-selection', preview);

/** @param {Context} context */
export function marker({ question, words, get, change, announce }) {
  const say = words.marks,
    { text, passages, labels, snap } = question,
    offsets = new Offsets(text),
    spans = tokens(text);
  const sentences = (question.sentences ?? []).map((/** @type {any} */ s) => ({
    start: offsets.toUnits(s.start),
    end: offsets.toUnits(s.end),
  }));
  /** @type {[number, number] | null} the selection in UTF-16 units */
  let selected = null;
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

  const stop = new AbortController();
  document.addEventListener(
    'selectionchange',
    () => {
      if (rangeInside()) showPreview();
    },
    { signal: stop.signal },
  );
  page.addEventListener('focus', () => showPreview());

  /** @returns {[number, number] | null} */
  function rangeInside() {
    const s = page.getRootNode().getSelection?.() ?? document.getSelection();
    if (!s?.anchorNode || !page.contains(s.anchorNode)) return null;
    const a = placeOf(page, s.anchorNode, s.anchorOffset),
      b = s.focusNode ? placeOf(page, s.focusNode, s.focusOffset) : a;
    if (a === null || b === null) return null;
    return a <= b ? [a, b] : [b, a];
  }
  /** The stretch that a label would take, within the passages. @returns {[number, number] | null} */
  function target() {
    selected = rangeInside() ?? selected; // the event that tells of a new selection can come after the key
    if (!selected) return null;
    const found = snap === 'sentence' ? snapToSentences(sentences, ...selected) : snapToWords(spans, ...selected);
    const home =
      found &&
      passages.find((/** @type {any} */ p) => offsets.toUnits(p.start) < found[1] && offsets.toUnits(p.end) > found[0]);
    return found && home
      ? [Math.max(found[0], offsets.toUnits(home.start)), Math.min(found[1], offsets.toUnits(home.end))]
      : null;
  }
  function showPreview() {
    if (!preview) return;
    preview.clear();
    const found = target(),
      from = found && pointAt(page, found[0]),
      to = found && pointAt(page, found[1]);
    if (from && to) {
      const r = new Range();
      r.setStart(...from);
      r.setEnd(...to);
      preview.add(r);
    }
  }

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
    const found = target();
    if (!found) return announce(selected ? say.outside : say.nothing);
    const place = { start: offsets.toPoints(found[0]), end: offsets.toPoints(found[1]) },
      quote = offsets.quote(place),
      marks = contents();
    if (marks.some(m => m.start === place.start && m.end === place.end && m.label === chosen.id))
      return announce(fill(say.already, { quote, label: chosen.name }));
    const kept = snap === 'sentence' ? marks.filter(m => m.start !== place.start || m.end !== place.end) : marks; // a sentence goes into one pile
    if (question.at_most && kept.length >= question.at_most)
      return announce(fill(say.too_many, { n: question.at_most }));
    step([...kept, { ...place, label: chosen.id, quote }]);
    announce(fill(say.marked, { quote, label: chosen.name }));
  }
  function removeHere() {
    const found = target();
    if (!found) return announce(say.nothing);
    const [start, end] = found.map(unit => offsets.toPoints(unit));
    const here = contents()
      .filter(m => m.start < end && m.end > start)
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
      hadFocus = page.contains(document.activeElement),
      range = hadFocus ? rangeInside() : null;
    page.replaceChildren(...paint(text, passages, marks, { labels, title: letter => fill(say.passage, { letter }) }));
    if (range) {
      const from = pointAt(page, range[0]),
        to = pointAt(page, range[1]);
      if (from && to) document.getSelection()?.setBaseAndExtent(...from, ...to);
    }
    showPreview();
    const focused = /** @type {HTMLElement | null} */ (
      list.contains(document.activeElement) ? document.activeElement : null
    )?.dataset.for;
    list.replaceChildren(...(marks.length ? marks.map(row) : [h('li', { class: 'sl-empty' }, say.list_empty)]));
    if (focused) (list.querySelector(`[data-for="${focused}"]`) ?? page).focus(); // after a removal, back to the text
    undoButton.disabled = !past.length;
    redoButton.disabled = !future.length;
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
    dispose: () => {
      stop.abort();
      preview?.clear();
    },
  };
}
/** @param {Mark} a @param {Mark} b */
const equal = (a, b) =>
  a.start === b.start && a.end === b.end && a.label === b.label && a.kind === b.kind && a.reason === b.reason;
