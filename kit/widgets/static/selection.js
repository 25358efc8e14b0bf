// @ts-check
// What is selected in a text: snapped to whole words or sentences, kept while a button has the focus, and shown before it is labelled.
import { placeOf, pointAt } from './paint.js';
import { Offsets, snapToSentences, snapToWords, tokens } from './text.js';

/** @typedef {import('./text.js').Place} Place */

/** @type {Highlight | null} one for the page: the words that a label would take now */
const preview = globalThis.Highlight ? new Highlight() : null;
if (preview && globalThis.CSS?.highlights) CSS.highlights.set('second-look-selection', preview);

export class TextSelection {
  /** @param {HTMLElement} page the painted text @param {{ text: string, passages: Place[], sentences?: Place[], snap?: string }} question */
  constructor(page, { text, passages, sentences, snap }) {
    this.page = page;
    this.offsets = new Offsets(text);
    this.spans = tokens(text);
    this.passages = passages.map(p => this.inUnits(p));
    this.sentences = snap === 'sentence' ? (sentences ?? []).map(s => this.inUnits(s)) : null;
    /** @type {[number, number] | null} in UTF-16 units */
    this.last = null;
    this.stop = new AbortController();
    const show = () => this.show();
    document.addEventListener('selectionchange', () => this.range() && show(), { signal: this.stop.signal });
    page.addEventListener('focus', show);
  }
  /** @param {Place} place */
  inUnits({ start, end }) {
    return { start: this.offsets.toUnits(start), end: this.offsets.toUnits(end) };
  }
  /** What is selected in the text now, in UTF-16 units; null where the selection is elsewhere. @returns {[number, number] | null} */
  range() {
    const s = document.getSelection();
    if (!s?.anchorNode || !this.page.contains(s.anchorNode)) return null;
    const a = placeOf(this.page, s.anchorNode, s.anchorOffset),
      b = s.focusNode ? placeOf(this.page, s.focusNode, s.focusOffset) : a;
    if (a === null || b === null) return null;
    return a <= b ? [a, b] : [b, a];
  }
  /** The stretch that a label would take, within one passage; null where no word is touched. @returns {[number, number] | null} */
  units() {
    this.last = this.range() ?? this.last; // the event that tells of a new selection can come after the key
    if (!this.last) return null;
    const found = this.sentences
      ? snapToSentences(this.sentences, ...this.last)
      : snapToWords(this.spans, ...this.last);
    const home = found && this.passages.find(p => p.start < found[1] && p.end > found[0]);
    return home ? [Math.max(found[0], home.start), Math.min(found[1], home.end)] : null;
  }
  /** The same in code points. @returns {Place | null} */
  place() {
    const found = this.units();
    return found && { start: this.offsets.toPoints(found[0]), end: this.offsets.toPoints(found[1]) };
  }
  show() {
    if (!preview) return;
    preview.clear();
    const found = this.units(),
      from = found && pointAt(this.page, found[0]),
      to = found && pointAt(this.page, found[1]);
    if (!from || !to) return;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    preview.add(range);
  }
  /** Lets the text be painted anew and puts the caret back where it was. @param {() => void} paint */
  keepWhile(paint) {
    const range = this.range(),
      hasFocus = this.page.contains(document.activeElement);
    paint();
    const from = range && pointAt(this.page, range[0]),
      to = range && pointAt(this.page, range[1]);
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
