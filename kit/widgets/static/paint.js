// @ts-check
// Paints passages of a text with marks. Every text node knows where it stands, so a place on the page is a place in the text.
import { h } from './dom.js';
import { Offsets } from './text.js';

/** @type {WeakMap<Node, number>} where each painted text node begins, in UTF-16 units of the whole text */
const starts = new WeakMap();

/**
 * Returns one element a passage. Markdown's ** is styled and hidden, and still counted.
 * @param {string} text @param {{ start: number, end: number }[]} passages
 * @param {{ start: number, end: number, label: string, [more: string]: any }[]} marks  offsets in code points
 * @param {{ labels: { id: string, letter: string }[], title?: (letter: string) => string, decorate?: (el: HTMLElement, mark: any, isFirst: boolean) => void }} options
 * @returns {HTMLElement[]}
 */
export function paint(text, passages, marks, { labels, title, decorate }) {
  const offsets = new Offsets(text);
  const placed = marks
    .map(mark => ({ mark, start: offsets.toUnits(mark.start), end: offsets.toUnits(mark.end), isFirst: true }))
    .sort((a, b) => b.end - b.start - (a.end - a.start) || a.start - b.start); // the longer one outside
  const stars = Array.from(text.matchAll(/\*\*/g), m => m.index);
  const tones = new Map(labels.map((l, n) => [l.id, n]));
  const letters = new Map(labels.map(l => [l.id, l.letter]));

  /** @param {number} start @param {number} end @returns {Node} */
  const piece = (start, end) => {
    /** @type {Node} */
    let node = document.createTextNode(text.slice(start, end));
    starts.set(node, start);
    if (stars.filter(s => s < start).length % 2) node = h('strong', {}, node);
    for (const item of placed.filter(p => p.start <= start && p.end >= end).reverse()) {
      const { mark } = item;
      const el = h(
        'mark',
        {
          'data-mark': `${mark.start}-${mark.end}`,
          'data-label': mark.label,
          'data-tone': String(tones.get(mark.label) ?? 0),
          'data-letter': item.isFirst ? letters.get(mark.label) : null,
        },
        node,
      );
      decorate?.(el, mark, item.isFirst);
      item.isFirst = false;
      node = el;
    }
    return node;
  };
  /** @param {number} start @param {number} end */
  const paragraph = (start, end) => {
    const cuts = new Set([start, end]);
    for (const p of placed) for (const at of [p.start, p.end]) if (at > start && at < end) cuts.add(at);
    for (const s of stars) for (const at of [s, s + 2]) if (at > start && at < end) cuts.add(at);
    const edges = [...cuts].sort((a, b) => a - b),
      el = h('p');
    for (let i = 0; i + 1 < edges.length; i++) if (!stars.includes(edges[i])) el.append(piece(edges[i], edges[i + 1]));
    return el;
  };
  return passages.map((passage, n) => {
    const end = offsets.toUnits(passage.end),
      el = h('div', { class: 'sl-passage' });
    if (passages.length > 1 && title)
      el.append(
        h(
          'span',
          { class: 'sl-letter', contentEditable: 'false', 'aria-label': title(String.fromCharCode(65 + n)) },
          String.fromCharCode(65 + n),
        ),
      );
    let at = offsets.toUnits(passage.start);
    while (at < end) {
      const newline = text.indexOf('\n', at),
        stop = newline < 0 || newline > end ? end : newline;
      if (stop > at) el.append(paragraph(at, stop));
      at = stop + 1;
    }
    return el;
  });
}

/** All painted text nodes below an element, in order. @param {Node} root @returns {Text[]} */
function textNodes(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT),
    found = [];
  for (let n = walker.nextNode(); n; n = walker.nextNode()) if (starts.has(n)) found.push(/** @type {Text} */ (n));
  return found;
}

/** Where a place of the page stands in the text (UTF-16 units); null outside of it. @param {Node} root @param {Node} node @param {number} offset @returns {number | null} */
export function placeOf(root, node, offset) {
  if (!root.contains(node)) return null;
  const start = starts.get(node);
  if (start !== undefined) return start + offset;
  const range = document.createRange();
  range.setStart(node, offset);
  let before = null;
  for (const text of textNodes(root)) {
    // the first painted text at or after the point, else the end of the last before it
    if (range.comparePoint(text, 0) >= 0) return starts.get(text) ?? null;
    before = text;
  }
  return before ? (starts.get(before) ?? 0) + before.data.length : null;
}

/** Where a place of the text is on the page. @param {Node} root @param {number} at @returns {[Text, number] | null} */
export function pointAt(root, at) {
  for (const text of textNodes(root)) {
    const start = starts.get(text) ?? 0;
    if (at >= start && at <= start + text.data.length) return [text, at - start];
  }
  return null;
}
