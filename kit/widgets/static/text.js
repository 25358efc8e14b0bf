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

/** The index of the first item for which a test holds that holds for all later ones too; the length where there is none. @param {number} length @param {(n: number) => boolean} holds */
export function firstWhere(length, holds) {
  let low = 0,
    high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/**
 * The places that a stretch touches, as one stretch; a bare caret touches the place that it stands in or at.
 * @param {[number, number][]} places in order, not overlapping @param {number} start @param {number} end
 * @returns {[number, number] | null} null where it touches none
 */
export function touched(places, start, end) {
  const isCaret = start === end,
    first = firstWhere(places.length, n => (isCaret ? places[n][1] >= start : places[n][1] > start)),
    after = firstWhere(places.length, n => (isCaret ? places[n][0] > start : places[n][0] >= end));
  if (first >= after) return null;
  return [places[first][0], places[isCaret ? first : after - 1][1]];
}

/** @typedef {string | { language?: string, other: string, [form: string]: string | undefined }} Template  a text, or one for each plural form of its {n} */

/** Fills a template of the words: "{n} marks". Of plural forms the one that fits n is taken. @param {Template} template @param {Record<string, string | number>} values */
export function fill(template, values) {
  const text = typeof template === 'string' ? template : (template[form(template, values.n)] ?? template.other);
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}
/** @param {{ language?: string }} forms @param {string | number} n */
const form = ({ language = 'en' }, n) => new Intl.PluralRules([language, 'en']).select(Number(n));
