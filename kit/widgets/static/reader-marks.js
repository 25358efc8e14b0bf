// @ts-check
// The machine's marks of one reading, as data: which are shown, in which order, which overlap, and which belong together.
import { markKey } from './record.js';

/** @typedef {{ id: string, start: number, end: number, label: string, kind?: string, rule: string, reason: string, group?: string }} Mark  offsets in code points */
/** @typedef {{ start: number, end: number, label: string }} Part  the source, cue or content of an attribution */
/** @typedef {{ id: string, name: string, letter: string, tone: number, kinds: { id: string, name: string, count: number }[] }} Label */

const size = (/** @type {Part} */ m) => m.end - m.start;

export class ReadingMarks {
  /** @param {{ labels: string[], marks: Mark[], groups?: Record<string, Part[]> }} reading @param {any} words */
  constructor({ labels, marks, groups }, words) {
    const known = Object.keys(words.labels);
    this.groups = groups ?? {};
    this.all = [...marks].sort((a, b) => a.start - b.start || b.end - a.end);
    /** @type {Label[]} a label has the same tone in every reading */
    this.labels = labels.map(id => ({
      id,
      name: words.labels[id]?.name ?? id,
      letter: words.labels[id]?.letter ?? id[0],
      tone: Math.max(0, known.indexOf(id)),
      kinds: this.kindsOf(id, words.labels[id]?.kinds ?? {}),
    }));
    this.names = Object.fromEntries(known.map(id => [id, words.labels[id].name]));
    this.shown = new Set(labels);
    /** @type {Mark[]} what is shown, in reading order */
    this.visible = [];
    /** @type {Set<string>} "label/kind" */
    this.hiddenKinds = new Set();
    this.update();
  }
  /** The kinds that this reading has of a label, in the order of words/en.json. @param {string} label @param {Record<string, string>} names */
  kindsOf(label, names) {
    /** @type {Record<string, number>} */
    const counts = {};
    for (const m of this.all) if (m.label === label && m.kind) counts[m.kind] = (counts[m.kind] ?? 0) + 1;
    const ids = [...Object.keys(names), ...Object.keys(counts)];
    return [...new Set(ids)].filter(id => counts[id]).map(id => ({ id, name: names[id] ?? id, count: counts[id] }));
  }
  /** @param {string} id @returns {Label | undefined} */
  label(id) {
    return this.labels.find(l => l.id === id);
  }
  /** Shows or hides a label, or one kind of it. @param {string} label @param {string} [kind] */
  toggle(label, kind) {
    const [set, name] = kind === undefined ? [this.shown, label] : [this.hiddenKinds, `${label}/${kind}`];
    if (!set.delete(name)) set.add(name);
    this.update();
  }
  update() {
    this.visible = this.all.filter(m => this.shown.has(m.label) && !this.hiddenKinds.has(`${m.label}/${m.kind}`));
  }
  /** How many marks of a label there are in the whole text, and how many of them are shown. @param {string} label */
  count(label) {
    const of = (/** @type {Mark[]} */ marks) => marks.filter(m => m.label === label).length;
    return { all: of(this.all), shown: this.shown.has(label) ? of(this.visible) : of(this.all) };
  }
  /** The mark after or before another one, or after a place of the text; undefined at the end. @param {Mark | undefined} from @param {number} step 1 or -1 @param {{ start: number, end: number }} part what is on the page now */
  beside(from, step, part) {
    const at = from ? this.visible.indexOf(from) : -1;
    if (at >= 0) return this.visible[at + step];
    const edge = from?.start ?? (step > 0 ? part.start : part.end);
    return step > 0 ? this.visible.find(m => m.start >= edge) : [...this.visible].reverse().find(m => m.start < edge);
  }
  /** A mark of the reading by its place and label. @param {Part} place @returns {Mark | undefined} */
  at(place) {
    return this.all.find(m => markKey(m) === markKey(place));
  }
  /** A mark and those that overlap it and are at least as large, smallest first. @param {Mark} mark @returns {Mark[]} */
  outwards(mark) {
    const around = this.visible.filter(
      m => m !== mark && m.start < mark.end && m.end > mark.start && size(m) >= size(mark),
    );
    return [mark, ...around.sort((a, b) => size(a) - size(b))];
  }
  /** All parts of a mark's attribution, in reading order; empty where it belongs to none. @param {Mark} mark @returns {Part[]} */
  parts(mark) {
    return mark.group ? (this.groups[mark.group] ?? this.all.filter(m => m.group === mark.group)) : [];
  }
  /** What is painted in a stretch of text: each place once, though several attributions may share it. @param {{ start: number, end: number }} part @returns {Mark[]} */
  spots(part) {
    const here = this.visible.filter(m => m.start < part.end && m.end > part.start);
    return [...new Map(here.reverse().map(m => [markKey(m), m])).values()].reverse();
  }
}

/** How far below the words each mark's line stands, so that no two lines cross: the shorter mark the nearer. @param {Mark[]} spots @returns {Map<string, number>} by markKey, from 0 */
export function levels(spots) {
  const found = new Map(),
    /** @type {Mark[][]} */
    rows = [];
  for (const mark of [...spots].sort((a, b) => size(a) - size(b))) {
    const isFree = (/** @type {Mark[]} */ row) => row.every(m => m.start >= mark.end || m.end <= mark.start);
    let level = rows.findIndex(isFree);
    if (level < 0) level = rows.push([]) - 1;
    rows[level].push(mark);
    found.set(markKey(mark), level);
  }
  return found;
}
