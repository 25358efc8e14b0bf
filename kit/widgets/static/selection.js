// @ts-check
// What is selected in a text: snapped to whole words or sentences, kept while a button has the focus, and shown before it is labelled.
import { pageHighlight } from './highlight.js';
import { touched, tokens } from './text.js';

/** @typedef {import('./text.js').Place} Place */
/** @typedef {[number, number]} Stretch  in UTF-16 units */

/** @type {Highlight | null} one for the page: the words that a label would take now */
const preview = pageHighlight('second-look-selection');

export class TextSelection {
  /**
   * @param {import('./paint.js').PaintedText} painted
   * @param {{ passages: Place[], sentences?: Place[], snap?: string }} question
   * @param {() => boolean} isWhole whether half a word counts as the whole word
   */
  constructor(painted, { passages, sentences, snap }, isWhole) {
    this.painted = painted;
    this.isWhole = isWhole;
    this.offsets = painted.offsets;
    this.words = tokens(painted.text);
    this.passages = this.inUnits(passages);
    this.sentences = snap === 'sentence' ? this.inUnits(sentences ?? []) : null;
    /** @type {Stretch | null} */
    this.last = null;
    this.stop = new AbortController();
    const { signal } = this.stop;
    document.addEventListener('selectionchange', () => this.range() && this.show(), { signal });
    painted.root.addEventListener('focus', () => this.show());
  }
  /** @param {Place[]} places @returns {Stretch[]} */
  inUnits(places) {
    return places.map(({ start, end }) => [this.offsets.toUnits(start), this.offsets.toUnits(end)]);
  }
  /** What is selected in the text now; null where the selection is elsewhere. @returns {Stretch | null} */
  range() {
    const s = document.getSelection(),
      { painted } = this;
    if (!s?.anchorNode || !painted.root.contains(s.anchorNode)) return null;
    const a = painted.placeOf(s.anchorNode, s.anchorOffset),
      b = s.isCollapsed || !s.focusNode ? a : painted.placeOf(s.focusNode, s.focusOffset);
    if (a === null || b === null) return null;
    return a <= b ? [a, b] : [b, a];
  }
  /** The stretch that a label would take, within one passage; null where no word is touched. @returns {Stretch | null} */
  units() {
    this.last = this.range() ?? this.last; // the event that tells of a new selection can come after the key
    if (!this.last) return null;
    const whole = touched(this.sentences ?? this.words, ...this.last),
      isExact = !this.sentences && !this.isWhole() && this.last[0] < this.last[1],
      found = whole && isExact ? this.trimmed(this.last) : whole,
      home = found && this.passages.find(([s, e]) => s < found[1] && e > found[0]);
    return found && home ? [Math.max(found[0], home[0]), Math.min(found[1], home[1])] : null;
  }
  /** @param {Stretch} stretch @returns {Stretch} */
  trimmed([start, end]) {
    const words = this.painted.text.slice(start, end);
    return [end - words.trimStart().length, start + words.trimEnd().length];
  }
  /** The same in code points. @returns {Place | null} */
  place() {
    const found = this.units();
    return found && { start: this.offsets.toPoints(found[0]), end: this.offsets.toPoints(found[1]) };
  }
  /** Selects a place of the text, as if by hand. @param {Place} place */
  take({ start, end }) {
    this.last = [this.offsets.toUnits(start), this.offsets.toUnits(end)];
    if (this.range()) document.getSelection()?.removeAllRanges();
    this.show();
  }
  show() {
    if (!preview) return;
    preview.clear();
    const found = this.units(),
      range = found && this.painted.rangeOf(...found);
    if (range) preview.add(range);
  }
  /** Lets the text be painted anew and puts the caret back where it was. @param {() => void} paint */
  keepWhile(paint) {
    const range = this.range(),
      hasFocus = this.painted.root.contains(document.activeElement);
    paint();
    const from = range && this.painted.pointAt(range[0]),
      to = range && this.painted.pointAt(range[1]);
    if (hasFocus && from && to) document.getSelection()?.setBaseAndExtent(...from, ...to);
    else this.forget();
    this.show();
  }
  /** Forgets what was selected: a browser would leave the caret at the start of what was painted anew. */
  forget() {
    if (this.range()) document.getSelection()?.removeAllRanges();
    this.last = null;
  }
  dispose() {
    this.stop.abort();
    preview?.clear();
  }
}
