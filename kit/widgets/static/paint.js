// @ts-check
// Paints passages of a text with marks. Every text node knows where it stands, so a place on the page is a place in the text.
// A long text is painted in chunks, and only those chunks whose marks have changed are painted again.
import { h } from './dom.js';
import { firstWhere, Offsets } from './text.js';

const CHUNK = 1200; // UTF-16 units: a paragraph longer than this is painted in pieces

/** @typedef {{ start: number, end: number, label: string, [more: string]: any }} Painted  offsets in code points */
/** @typedef {{ labels: { id: string, letter: string, tone?: number }[], title?: (letter: string) => string, decorate?: (el: HTMLElement, mark: any, isFirst: boolean) => void, terms?: { start: number, end: number, name: string }[] }} Options  terms: words that the glossary explains, in order */
/** @typedef {{ start: number, end: number, el: HTMLElement, sign: string }} Chunk  offsets in UTF-16 units */
/** @typedef {{ start: number, end: number, mark: any }} Placed  offsets in UTF-16 units */

/** @type {WeakMap<Node, number>} where each painted text node begins, in UTF-16 units of the whole text */
const starts = new WeakMap();

/** A text on the page, one element a passage, that can be painted again and again. Markdown's ** is styled and hidden, and still counted. */
export class PaintedText {
  /** @param {HTMLElement} root @param {string} text @param {{ start: number, end: number }[]} passages @param {Options} options */
  constructor(root, text, passages, { labels, title, decorate, terms = [] }) {
    this.root = root;
    this.text = text;
    this.offsets = new Offsets(text);
    this.decorate = decorate;
    this.stars = Array.from(text.matchAll(/\*\*/g), m => m.index);
    this.tones = new Map(labels.map((l, n) => [l.id, l.tone ?? n]));
    this.letters = new Map(labels.map(l => [l.id, l.letter]));
    this.terms = terms.map(t => ({
      start: this.offsets.toUnits(t.start),
      end: this.offsets.toUnits(t.end),
      name: t.name,
    }));
    this.passages = passages;
    this.title = passages.length > 1 && title ? title : null;
    /** @type {Chunk[]} */
    this.chunks = [];
    this.build();
  }
  /** Makes the page anew, with no mark painted yet. */
  build() {
    this.chunks = [];
    this.root.replaceChildren(...this.passages.map((passage, n) => this.passage(passage, n)));
  }
  /** An empty element with its chunks. @param {{ start: number, end: number }} place @param {number} n */
  passage(place, n) {
    const letter = String.fromCharCode(65 + n),
      el = h('div', { class: 'sl-passage' }),
      end = this.offsets.toUnits(place.end);
    if (this.title)
      el.append(h('span', { class: 'sl-letter', contentEditable: 'false', 'aria-label': this.title(letter) }, letter));
    let at = this.offsets.toUnits(place.start);
    while (at < end) {
      const newline = this.text.indexOf('\n', at),
        stop = newline < 0 || newline > end ? end : newline;
      if (stop > at) el.append(this.paragraph(at, stop));
      at = stop + 1;
    }
    return el;
  }
  /** @param {number} start @param {number} end */
  paragraph(start, end) {
    const el = h('p');
    if (end - start <= CHUNK * 1.5) this.chunks.push({ start, end, el, sign: '?' });
    else
      for (let at = start; at < end;) {
        const space = this.text.indexOf(' ', at + CHUNK),
          stop = space < 0 || space >= end ? end : space + 1,
          piece = h('span');
        this.chunks.push({ start: at, end: stop, el: piece, sign: '?' });
        el.append(piece);
        at = stop;
      }
    return el;
  }
  /** Paints these marks; what has not changed stays as it is. @param {Painted[]} marks */
  draw(marks) {
    /** @type {Placed[][]} */
    const here = this.chunks.map(() => []);
    for (const mark of marks) {
      const start = this.offsets.toUnits(mark.start),
        end = this.offsets.toUnits(mark.end);
      for (
        let n = firstWhere(this.chunks.length, i => this.chunks[i].end > start);
        this.chunks[n]?.start < end && n < this.chunks.length;
        n++
      )
        here[n].push({ start, end, mark });
    }
    this.chunks.forEach((chunk, n) => {
      const placed = here[n].sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start); // the longer one outside
      const sign = placed.map(p => `${p.start} ${p.end} ${p.mark.label} ${p.mark.look ?? ''}`).join(';');
      if (sign === chunk.sign) return;
      chunk.sign = sign;
      this.fill(chunk, placed, this.chunks[n - 1]?.end ?? -1);
    });
  }
  /** @param {Chunk} chunk @param {Placed[]} placed the longer one first @param {number} before where the chunk before ends */
  fill({ start, end, el }, placed, before) {
    const cuts = new Set([start, end]);
    for (const p of placed) for (const at of [p.start, p.end]) if (at > start && at < end) cuts.add(at);
    const terms = this.terms.slice(
      firstWhere(this.terms.length, i => this.terms[i].end > start),
      firstWhere(this.terms.length, i => this.terms[i].start >= end),
    );
    for (const t of terms) for (const at of [t.start, t.end]) if (at > start && at < end) cuts.add(at);
    const star = firstWhere(this.stars.length, i => this.stars[i] + 2 > start),
      hidden = new Set();
    for (let i = star; this.stars[i] < end; i++) {
      hidden.add(this.stars[i]);
      for (const at of [this.stars[i], this.stars[i] + 2]) if (at > start && at < end) cuts.add(at);
    }
    const edges = [...cuts].sort((a, b) => a - b),
      begun = new Set(placed.filter(p => p.start < before)),
      nodes = [];
    let isStrong = star % 2 === 1;
    for (let i = 0; i + 1 < edges.length; i++)
      if (hidden.has(edges[i])) isStrong = !isStrong;
      else if (!hidden.has(edges[i] - 1))
        nodes.push(this.piece(edges[i], edges[i + 1], placed, begun, isStrong, terms));
    el.replaceChildren(...nodes);
  }
  /** @param {number} start @param {number} end @param {Placed[]} placed @param {Set<Placed>} begun marks that have their letter already @param {boolean} isStrong @param {{ start: number, end: number, name: string }[]} terms */
  piece(start, end, placed, begun, isStrong, terms) {
    /** @type {Node} */
    let node = document.createTextNode(this.text.slice(start, end));
    starts.set(node, start);
    const term = terms.find(t => t.start <= start && t.end >= end);
    if (term) node = h('span', { class: 'sl-term', 'data-term': term.name, 'data-at': String(term.start) }, node);
    if (isStrong) node = h('strong', {}, node);
    for (let i = placed.length - 1; i >= 0; i--) {
      if (placed[i].start > start || placed[i].end < end) continue;
      const { mark } = placed[i],
        isFirst = !begun.has(placed[i]);
      const el = h(
        'mark',
        {
          'data-mark': `${mark.start}-${mark.end}`,
          'data-label': mark.label,
          'data-tone': String(this.tones.get(mark.label) ?? 0),
          'data-letter': isFirst ? this.letters.get(mark.label) : null,
        },
        node,
      );
      begun.add(placed[i]);
      this.decorate?.(el, mark, isFirst);
      node = el;
    }
    return node;
  }

  /** Where a place of the page stands in the text (UTF-16 units); null outside of it. @param {Node} node @param {number} offset @returns {number | null} */
  placeOf(node, offset) {
    if (!this.root.contains(node)) return null;
    const start = starts.get(node);
    if (start !== undefined) return start + offset;
    const child = node.childNodes[offset];
    return (child && this.from(child)) ?? this.until(child ?? node) ?? this.from(node);
  }
  /** Where the first painted text in or after a node begins. @param {Node} node @returns {number | null} */
  from(node) {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    walker.currentNode = node;
    for (let n = /** @type {Node | null} */ (node); n; n = walker.nextNode())
      if (starts.has(n)) return starts.get(n) ?? 0;
    return null;
  }
  /** Where the last painted text in or before a node ends. @param {Node} node @returns {number | null} */
  until(node) {
    const walker = document.createTreeWalker(this.root, NodeFilter.SHOW_TEXT);
    let last = node;
    while (last.lastChild) last = last.lastChild;
    walker.currentNode = last;
    for (let n = /** @type {Node | null} */ (last); n; n = walker.previousNode()) {
      const start = starts.get(n);
      if (start !== undefined) return start + /** @type {Text} */ (n).data.length;
    }
    return null;
  }
  /** Where a place of the text is on the page. @param {number} at UTF-16 units @returns {[Text, number] | null} */
  pointAt(at) {
    for (let n = firstWhere(this.chunks.length, i => this.chunks[i].end >= at); n < this.chunks.length; n++) {
      if (this.chunks[n].start > at) return null;
      const walker = document.createTreeWalker(this.chunks[n].el, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const start = starts.get(node);
        if (start !== undefined && at >= start && at <= start + /** @type {Text} */ (node).data.length)
          return [/** @type {Text} */ (node), at - start];
      }
    }
    return null;
  }
  /** A stretch of the text as a range of the page. @param {number} start @param {number} end UTF-16 units @returns {Range | null} */
  rangeOf(start, end) {
    const from = this.pointAt(start),
      to = this.pointAt(end);
    if (!from || !to) return null;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }
}
