// @ts-check
// The marker: choose words with a mouse, a finger, the keyboard alone or from a list, then label them. Marks may overlap.
import { readingAids } from './aids.js';
import { card } from './card.js';
import { h, keepKeys } from './dom.js';
import { History } from './history.js';
import { marksList } from './list.js';
import { PaintedText } from './paint.js';
import { picker } from './pick.js';
import { live, newId } from './record.js';
import { TextSelection } from './selection.js';
import { set as setSetting, setting, watch } from './settings.js';
import { firstPlaces } from './terms.js';
import { fill } from './text.js';

const LONG = 40; // chunks: a text with more lays out only what is in view

/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {import('./text.js').Place} Place */
/** @typedef {{ question: any, words: any, get: () => import('./record.js').Answer, change: (value: any) => void, announce: (text: string) => void, spoken: HTMLElement }} Context  spoken is where announcements are seen */

/** @param {Context} context */
export function marker({ question, words, get, change, announce, spoken }) {
  const say = words.marks,
    { text, passages, labels, snap, at_most: most } = question,
    history = new History(() => get().sheet && `second_look history ${get().sheet} ${question.question}`);
  /** @type {any[] | null} what Check said of the marks */
  let findings = null;

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
  const painted = new PaintedText(page, text, passages, {
    labels,
    terms: firstPlaces(question.glossary ?? [], passages),
    title: letter => fill(say.passage, { letter }),
    decorate: (el, mark) => {
      if (mark.look) el.dataset.look = mark.look;
    },
  });
  const { offsets } = painted;
  page.classList.toggle('sl-long', painted.chunks.length > LONG);
  const selection = new TextSelection(painted, question, () => setting('words'));
  const list = marksList(question, words, { change: alter, remove, go });
  const buttons = labels.map((/** @type {any} */ l, /** @type {number} */ n) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-label',
        'data-label': l.id,
        'data-tone': String(l.tone ?? n),
        onclick: () => label(selection.place(), l),
        onmousedown: keepSelection,
      },
      h('kbd', {}, l.letter),
      ' ',
      l.name,
    ),
  );
  const undoButton = button('undo', () => move(true)),
    redoButton = button('redo', () => move(false)),
    limit = h('p', { class: 'sl-how', 'data-part': 'limit', hidden: !most });
  const isTouch = matchMedia('(pointer: coarse)').matches,
    how = say[(snap === 'sentence' ? 'how_sentence' : 'how') + (isTouch ? '_touch' : '')];
  const el = h('div', { class: 'sl-marker' });
  const aids = readingAids({ view: question, words, home: el, text: page, painted: () => painted });
  el.append(
    ...(question.invented ? [h('p', { class: 'sl-how' }, say.invented)] : []),
    h('p', { class: 'sl-how' }, how),
    ...aids.help,
    page,
    aids.words,
    h(
      'div',
      { class: 'sl-bar sl-tools' },
      h('div', { role: 'group', class: 'sl-group', 'aria-label': say.label_buttons }, ...buttons),
      h('div', { class: 'sl-group sl-history' }, undoButton, redoButton),
      spoken,
    ),
    limit,
    h(
      'div',
      { class: 'sl-extras' },
      picker({ question, words, offsets, label, preview: place => selection.take(place) }),
      options(),
    ),
    h('p', { class: 'sl-heading' }, say.list),
    list.el,
  );
  const note = card(el);

  /** @param {string} action @param {() => void} act */
  function button(action, act) {
    return h(
      'button',
      { type: 'button', 'data-action': action, onclick: act, onmousedown: keepSelection },
      words.actions[action],
    );
  }
  /** @param {Event} e */
  function keepSelection(e) {
    e.preventDefault(); // a pressed button must not take the caret out of the text
  }
  /** What holds for every question in this browser. */
  function options() {
    const box = (/** @type {'words' | 'letters'} */ name) =>
      h('input', {
        type: 'checkbox',
        'data-setting': name,
        onchange: (/** @type {any} */ e) => setSetting(name, e.target.checked),
      });
    const inputs = snap === 'sentence' ? { letters: box('letters') } : { words: box('words'), letters: box('letters') };
    return h(
      'details',
      { class: 'sl-options', 'data-part': 'options' },
      h('summary', {}, say.options),
      ...Object.entries(inputs).map(([name, input]) => h('label', { class: 'sl-step' }, input, say[`option_${name}`])),
    );
  }
  function showSettings() {
    for (const input of el.querySelectorAll('[data-setting]')) input.checked = setting(input.dataset.setting);
    el.classList.toggle('sl-no-letters', !setting('letters'));
  }
  const contents = () => live(get());
  const nameOf = (/** @type {string} */ id) => labels.find((/** @type {any} */ l) => l.id === id)?.name ?? id;

  // The box takes a caret and a selection, and never an edit.
  for (const type of ['beforeinput', 'paste', 'drop', 'cut', 'dragstart'])
    page.addEventListener(type, (/** @type {Event} */ e) => e.preventDefault());
  page.addEventListener('input', () => repair()); // what a browser would not let us cancel (some input methods)

  page.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    const key = e.key.toLowerCase(),
      isCommand = e.ctrlKey || e.metaKey;
    /** @type {(() => void) | null} */
    let act = null;
    if (isCommand && key === 'z') act = () => move(!e.shiftKey);
    else if (isCommand && key === 'y') act = () => move(false);
    else if (isCommand || e.altKey) return;
    else if (key === 'backspace' || key === 'delete') act = removeHere;
    else if (key === 'enter') act = () => {};
    else if (setting('letters')) {
      const chosen = labels.find((/** @type {any} */ l) => l.letter === key);
      if (chosen) act = () => label(selection.place(), chosen);
    }
    if (act) {
      e.preventDefault();
      act();
    }
  });

  /** @param {Place | null} place @param {any} chosen */
  function label(place, chosen) {
    if (!place) return announce(selection.last ? say.outside : say.nothing);
    const quote = offsets.quote(place),
      marks = contents();
    if (marks.some(([, m]) => m.start === place.start && m.end === place.end && m.label === chosen.id))
      return announce(fill(say.already, { quote, label: chosen.name }));
    const drop = marks.filter(([, m]) => snap === 'sentence' && m.start === place.start && m.end === place.end); // a sentence goes into one pile
    if (most && marks.length - drop.length >= most) return announce(fill(say.too_many, { n: most }));
    step([{ ...place, label: chosen.id, quote }], drop);
    announce(fill(say.marked, { quote, label: chosen.name }));
  }
  /** The smallest mark at the caret, or at what is selected. @returns {[string, Mark] | undefined} */
  function markHere() {
    const place = selection.last && selection.place();
    if (!place) return undefined;
    return contents()
      .filter(([, m]) => m.start < place.end && m.end > place.start)
      .sort(([, a], [, b]) => a.end - a.start - (b.end - b.start))[0];
  }
  function removeHere() {
    const here = markHere();
    if (here) remove(here[0]);
    else announce(say.nothing);
  }
  /** @param {string} id */
  function remove(id) {
    const mark = get().value[id];
    if (!mark) return;
    step([], [[id, mark]]);
    announce(fill(say.removed, { quote: mark.quote }));
  }
  /** Another label, kind, reason or confidence. @param {string} id @param {Partial<Mark>} fields */
  function alter(id, fields) {
    const mark = get().value[id];
    if (!mark) return;
    const next = { ...mark, ...fields };
    for (const name of /** @type {(keyof Mark)[]} */ (Object.keys(next)))
      if (next[name] === undefined) delete next[name];
    step([next], [[id, mark]]);
    const kind = labels
      .find((/** @type {any} */ l) => l.id === next.label)
      ?.kinds?.find((/** @type {any} */ k) => k.id === next.kind)?.name;
    const changed = 'reason' in fields ? 'reason' : 'label' in fields ? 'label' : 'kind' in fields ? 'kind' : 'sure';
    announce(
      fill(say[`changed_${changed}`], {
        quote: mark.quote,
        label: nameOf(next.label),
        kind: kind ?? say.kind_none,
        sure: words.confidence.steps[(next.confidence ?? 0) - 1] ?? say.sure_none,
      }),
    );
  }
  /** Takes one step: marks never change once made, so a changed mark is a removed one and a new one. @param {Mark[]} add @param {[string, Mark][]} drop */
  function step(add, drop) {
    aids.close();
    history.push({ add, drop: drop.map(([, m]) => m) });
    put(add, drop);
  }
  /** @param {Mark[]} add @param {[string, Mark][]} drop */
  function put(add, drop) {
    const value = { ...get().value };
    for (const [id] of drop) value[id] = null;
    for (const mark of add) value[newId()] = mark;
    change(value);
  }
  /** Undo, or redo. @param {boolean} isBack */
  function move(isBack) {
    const next = history.move(isBack);
    if (!next) return;
    const left = contents(),
      drop = next.drop.flatMap(mark => {
        const n = left.findIndex(([, m]) => equal(m, mark));
        return n < 0 ? [] : left.splice(n, 1);
      });
    put(next.add, drop);
    const quote = (next.add[0] ?? next.drop[0]).quote;
    announce(fill(isBack ? say.undone : say.redone, { quote }));
  }
  /** Shows where a mark of the list stands in the text. @param {Mark} mark */
  function go(mark) {
    selection.take(mark);
    const spot = painted.pointAt(offsets.toUnits(mark.start) + 1)?.[0].parentElement;
    spot?.scrollIntoView({ block: 'nearest' });
    if (spot) tellOf(mark, spot);
  }

  /** What Check said of a mark, beside its words. @param {Mark} mark @param {Element} spot */
  function tellOf(mark, spot) {
    const found = findings?.find(
      f => f.start === mark.start && f.end === mark.end && (f.label ?? mark.label) === mark.label,
    );
    if (!found) return note.hide();
    note.show(
      spot,
      h(
        'p',
        { 'data-outcome': found.outcome },
        h('span', { class: 'sl-outcome' }, words.check.outcomes[found.outcome]),
        ' ',
        found.text,
      ),
    );
  }
  /** The smallest mark under a pointer or the caret explains itself. @param {EventTarget | null} target */
  function explainAt(target) {
    const spot = /** @type {HTMLElement | null} */ (/** @type {Element | null} */ (target)?.closest?.('mark'));
    if (!spot || !findings) return note.hideSoon();
    const [start, end] = (spot.dataset.mark ?? '').split('-').map(Number);
    tellOf(/** @type {Mark} */ ({ start, end, label: spot.dataset.label ?? '' }), spot);
  }
  page.addEventListener('mouseover', (/** @type {Event} */ e) => explainAt(e.target));
  page.addEventListener('mouseleave', () => note.hideSoon());
  const stop = new AbortController();
  document.addEventListener(
    'selectionchange',
    () => {
      const range = selection.range();
      if (!range) return;
      const here = markHere();
      list.light(range[0] === range[1] && here ? here[1] : null);
      explainAt(document.getSelection()?.anchorNode?.parentElement ?? null);
    },
    { signal: stop.signal },
  );
  const unwatch = watch(showSettings);
  showSettings();

  function repair() {
    selection.forget();
    painted.build();
    draw();
  }
  function draw() {
    const marks = contents(),
      outcomes = new Map(),
      shown = findings?.filter(f => f.outcome === 'shown') ?? [];
    for (const [id, m] of marks) {
      const found = findings?.find(
        f => f.outcome !== 'shown' && f.start === m.start && f.end === m.end && (f.label ?? m.label) === m.label,
      );
      if (found) outcomes.set(id, found.outcome);
    }
    const all = [
      ...marks.map(([id, m]) => (outcomes.has(id) ? { ...m, look: outcomes.get(id) } : m)),
      ...shown
        .filter(f => f.start !== undefined)
        .map(f => ({ start: f.start, end: f.end, label: f.label, look: 'shown' })),
    ];
    selection.keepWhile(() => painted.draw(all));
    const lost = list.draw(marks, outcomes);
    undoButton.disabled = !history.canUndo;
    redoButton.disabled = !history.canRedo;
    aids.draw(passages);
    if (most) {
      const isFull = marks.length >= most;
      limit.textContent = fill(isFull ? say.limit_full : say.limit, { n: most, made: marks.length });
      for (const b of buttons) b.toggleAttribute('data-full', isFull);
    }
    if (lost && !list.focus(lost)) (undoButton.disabled ? page : undoButton).focus(); // after a removal
  }
  keepKeys(page);
  return {
    el,
    draw,
    /** Shows Check's findings at the words concerned; null takes them away. @param {any[] | null} lines */
    explain(lines) {
      findings = lines;
      note.hide();
      draw();
    },
    flush() {},
    dispose: () => {
      stop.abort();
      unwatch();
      aids.dispose();
      list.dispose();
      selection.dispose();
    },
  };
}
/** @param {Mark} a @param {Mark} b */
const equal = (a, b) =>
  /** @type {(keyof Mark)[]} */ (['start', 'end', 'label', 'kind', 'reason', 'confidence']).every(
    name => a[name] === b[name],
  );
