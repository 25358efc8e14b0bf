// @ts-check
// One sentence of a text at a time: which one it is, what it says, and how it stands out on the page.
// Highlights leave the page as it is, so marks, offsets and screen readers do not notice.
import { pageHighlight } from './highlight.js';
import { firstWhere } from './text.js';

/** @typedef {{ start: number, end: number }} Place  in code points */

const GAP = 12; // pixels between a sentence and the bars above and below the text

const dimmed = pageHighlight('second-look-dimmed'),
  spoken = pageHighlight('second-look-spoken');

export class SentenceWalk {
  /** @param {Place[]} sentences @param {() => import('./paint.js').PaintedText | null} painted */
  constructor(sentences, painted) {
    this.all = sentences;
    this.painted = painted;
    /** The current sentence, from 0. */
    this.n = 0;
    /** @type {[Highlight, Range][]} */
    this.ranges = [];
  }
  /** @returns {Place | undefined} */
  get current() {
    return this.all[this.n];
  }
  /** What the current sentence says. @returns {string} */
  get words() {
    const painted = this.painted(),
      quote = painted && this.current ? painted.offsets.quote(this.current) : '';
    return quote.replaceAll('**', '').replace(/\s+/g, ' ').trim();
  }
  /** One sentence on or back; false where there is none. @param {number} step @returns {boolean} */
  move(step) {
    if (!this.all[this.n + step]) return false;
    this.n += step;
    return true;
  }
  /** Makes the sentence at a place the current one; between two it is the later one. @param {number} point in code points */
  moveTo(point) {
    const n = firstWhere(this.all.length, i => this.all[i].end > point);
    this.n = Math.min(n, this.all.length - 1);
  }
  /** The current sentence on the page, as far as it is there. @returns {Range | null} */
  range() {
    const painted = this.painted(),
      first = painted?.chunks[0],
      last = painted?.chunks.at(-1);
    if (!painted || !first || !last || !this.current) return null;
    const start = Math.max(first.start, painted.offsets.toUnits(this.current.start)),
      end = Math.min(last.end, painted.offsets.toUnits(this.current.end));
    return start < end ? painted.rangeOf(start, end) : null;
  }
  /** Shows the current sentence: all others dim, or this one lit, or both, or neither. @param {{ isAlone: boolean, isSpoken: boolean }} how */
  paint({ isAlone, isSpoken }) {
    this.clear();
    const root = this.painted()?.root,
      range = isAlone || isSpoken ? this.range() : null;
    if (!root || !range) return;
    if (isSpoken) this.add(spoken, range);
    if (!isAlone) return;
    root.classList.add('sl-alone');
    const before = new Range(),
      after = new Range();
    before.setStart(root, 0);
    before.setEnd(range.startContainer, range.startOffset);
    after.setStart(range.endContainer, range.endOffset);
    after.setEnd(root, root.childNodes.length);
    this.add(dimmed, before);
    this.add(dimmed, after);
    for (const el of root.querySelectorAll('mark, .sl-term'))
      el.classList.toggle('sl-faint', !range.intersectsNode(el));
  }
  /** @param {Highlight | null} kind @param {Range} range */
  add(kind, range) {
    if (!kind) return;
    kind.add(range);
    this.ranges.push([kind, range]);
  }
  clear() {
    for (const [kind, range] of this.ranges) kind.delete(range);
    this.ranges = [];
    const root = this.painted()?.root;
    root?.classList.remove('sl-alone');
    for (const el of root?.querySelectorAll('.sl-faint') ?? []) el.classList.remove('sl-faint');
  }
  /** Scrolls as little as needed to see the current sentence between two bars that stay in view. @param {number} over @param {number} under their heights in pixels */
  show(over, under) {
    const range = this.range(),
      root = this.painted()?.root;
    if (!range || !root) return;
    for (let box = root.parentElement; box; box = box.parentElement) {
      const isPage = box === document.scrollingElement,
        canScroll = isPage || /auto|scroll/.test(getComputedStyle(box).overflowY);
      if (!canScroll || box.scrollHeight <= box.clientHeight) continue;
      const lines = [...range.getClientRects()].filter(line => line.width > 1),
        top = (isPage ? 0 : box.getBoundingClientRect().top) + over + GAP,
        room = box.clientHeight - over - under - 2 * GAP;
      if (!lines.length) return;
      const above = lines[0].top - top,
        below = lines[lines.length - 1].bottom - top - room;
      if (above < 0) box.scrollTop += above;
      else if (below > 0) box.scrollTop += Math.min(below, above);
    }
  }
}
