// @ts-check
// Text and offsets. Files and Python count code points; the browser counts UTF-16 units. They meet here, and only here.

const TOKEN = /[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu; // the same tokens as kit/marks.py

/** @typedef {{ start: number, end: number }} Place  code points in records and keys, end exclusive */

/** Converts offsets of one text, both ways. */
export class Offsets {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    /** @type {Uint32Array | null} the UTF-16 index of each code point; null where both counts agree */
    this.units = null;
    if (/[\ud800-\udbff]/.test(text)) {
      const starts = [];
      let at = 0;
      for (const character of text) {
        starts.push(at);
        at += character.length;
      }
      starts.push(at);
      this.units = Uint32Array.from(starts);
    }
  }
  /** @param {number} point */
  toUnits(point) {
    return this.units ? this.units[Math.min(point, this.units.length - 1)] : Math.min(point, this.text.length);
  }
  /** @param {number} unit a place inside a character counts as its start */
  toPoints(unit) {
    if (!this.units) return unit;
    let low = 0,
      high = this.units.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.units[middle] <= unit) low = middle;
      else high = middle - 1;
    }
    return low;
  }
  /** @param {Place} place @returns {string} */
  quote(place) {
    return this.text.slice(this.toUnits(place.start), this.toUnits(place.end));
  }
}

/** The tokens of a text, in UTF-16 units. @param {string} text @returns {[number, number][]} */
export const tokens = text => Array.from(text.matchAll(TOKEN), m => [m.index, m.index + m[0].length]);

/**
 * Grows or trims a selection to whole tokens; a bare caret takes the token that it touches.
 * @param {[number, number][]} spans @param {number} start @param {number} end
 * @returns {[number, number] | null} null where no word is touched
 */
export function snapToWords(spans, start, end) {
  const caret = start === end;
  const touched = spans.filter(([s, e]) => (caret ? s <= start && e >= start : s < end && e > start));
  return touched.length ? [touched[0][0], (caret ? touched[0] : touched[touched.length - 1])[1]] : null;
}

/**
 * The sentences that a selection or a caret touches, as one stretch.
 * @param {Place[]} sentences @param {number} start @param {number} end
 * @returns {[number, number] | null}
 */
export function snapToSentences(sentences, start, end) {
  const touched = sentences.filter(s =>
    start === end ? s.start <= start && s.end >= start : s.start < end && s.end > start,
  );
  return touched.length ? [touched[0].start, (start === end ? touched[0] : touched[touched.length - 1]).end] : null;
}

/** Fills a template of words.json: "{n} marks". @param {string} template @param {Record<string, string | number>} values */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
