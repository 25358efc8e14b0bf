// @ts-check
// Lights stretches of a text that may carry no mark: the parts of an attribution whose labels are not shown.
import { pageHighlight } from './highlight.js';

/** @type {Highlight | null} one for the page */
const lit = pageHighlight('second-look-attribution');

export class Light {
  constructor() {
    /** @type {Range[]} */
    this.ranges = [];
  }
  /** Lights these places, and nothing else of this text. @param {import('./paint.js').PaintedText} painted @param {{ start: number, end: number }[]} places in code points */
  on(painted, places) {
    this.off();
    for (const { start, end } of places) {
      const range = painted.rangeOf(painted.offsets.toUnits(start), painted.offsets.toUnits(end));
      if (!lit || !range) continue; // it stands in another part of the text
      this.ranges.push(range);
      lit.add(range);
    }
  }
  off() {
    for (const range of this.ranges) lit?.delete(range);
    this.ranges = [];
  }
}
