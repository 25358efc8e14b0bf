// @ts-check
// The static copy of a question, for places that run no script (an export, GitHub, a print). The same as kit/widgets/still.py:
// its styles are inline, because nothing else travels with an output, and labels differ by letter and line as well as by colour.
import { h } from './dom.js';
import { blank, isAnswered, line, live, sound, verdicts } from './record.js';
import { PARTS, stillFields } from './still-fields.js';
import { fill } from './text.js';
import { named } from './words.js';

/** Ground and line below of each label, in their order. Borders: JupyterLab lets no other line style through. */
const TONES = [
  ['#e1edf9', '2px solid #0b6bcb'],
  ['#e3f0e6', '4px double #1a7f37'],
  ['#f6ebe0', '2px dashed #b35900'],
  ['#f6e5e4', '3px dotted #b3261e'],
  ['#efe8f9', '5px solid #7a3fc9'],
  ['#ebedee', '5px ridge #5f6b76'],
  ['#f6e3ec', '5px dotted #a3195b'],
];
const ROOM = 'line-height:1.9',
  LINES = 'white-space:pre-wrap',
  BARE = 'list-style:none;padding-left:0';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {{ id: string, name: string, letter: string, tone?: number, kinds?: { id: string, name: string }[] }} Label */

/** The copy as HTML, serialised from nodes: nothing from the data can become markup. @param {any} asked @param {any} answer @param {any} words @returns {string} */
export function still(asked, answer, words) {
  const question = named(asked, words),
    record = sound(answer) ? answer : null,
    body = BODIES[question.kind] ?? (question.kind in PARTS ? stillFields : plain);
  const parts = [styled('p', LINES, h('strong', {}, question.prompt)), ...body(question, record, words)];
  if (record?.confidence) {
    const step = words.confidence.steps[record.confidence - 1];
    parts.push(h('p', {}, fill(words.still.sure, { step })));
  }
  for (const text of [
    line(record ?? blank(question), words),
    words.line[question.kind === 'verdicts' ? 'static_reading' : 'static'],
  ])
    parts.push(h('p', {}, h('em', {}, text)));
  return h('div', {}, ...parts).outerHTML;
}

/** How the answer of each kind of question is shown; other kinds show their value as it is. */
/** @type {Record<string, (question: any, record: Answer | null, words: any) => (Node | null)[]>} */
const BODIES = { marks, choice, verdicts: reading };

/** @param {any} question @param {Answer | null} record @param {any} words */
function marks({ text, passages, labels, glossary }, record, words) {
  const made = record ? live(record).map(([, m]) => m) : [],
    parts = [legend(labels, words), ...paragraphs(text, passages, made, labels), ...meanings(words, glossary)];
  if (made.length) parts.push(h('p', {}, words.marks.list), styled('ul', BARE, ...made.map(mark => row(mark, labels))));
  return parts;
}
/** The machine's marks, and those that the student disagrees with. @param {any} question @param {Answer | null} record @param {any} words */
function reading({ text, labels: ids, marks, glossary }, record, words) {
  const tones = Object.keys(words.labels),
    labels = ids.map((/** @type {string} */ id) => ({
      name: id,
      letter: id.slice(0, 1),
      tone: Math.max(0, tones.indexOf(id)),
      ...words.labels[id],
      id,
    })),
    shown = labels.map((/** @type {Label} */ label) => {
      const n = marks.filter((/** @type {any} */ m) => m.label === label.id).length;
      return { ...label, name: `${label.name} (${n})` };
    });
  const points = [...text],
    wrong = record ? [...verdicts(record).values()].filter(v => !v.agree && ids.includes(v.label)) : [];
  wrong.sort((a, b) => a.start - b.start || a.end - b.end);
  const rows = wrong.map(v =>
    h(
      'li',
      {},
      h('s', {}, words.labels[v.label].name),
      `: ${points.slice(v.start, v.end).join('')}`,
      v.reason ? `: ${v.reason}` : '',
    ),
  );
  return [
    legend(shown, words),
    ...paragraphs(text, [{ start: 0, end: points.length }], marks, labels),
    ...meanings(words, glossary),
    ...(rows.length ? [h('p', {}, words.reader.overruled), h('ul', {}, ...rows)] : []),
  ];
}
/** The words of the glossary that stand in the text. @param {any} words @param {import('./terms.js').Word[]} [glossary] @returns {Node[]} */
function meanings(words, glossary = []) {
  const rows = glossary.map(({ forms: [name], means }) => h('li', {}, h('strong', {}, name), `: ${means}`));
  return rows.length ? [h('p', {}, words.aids.words), h('ul', {}, ...rows)] : [];
}
/** @param {any} question @param {Answer | null} record */
function choice({ options }, record) {
  const rows = options.map((/** @type {any} */ o) =>
    h('li', {}, record?.value.includes(o.id) ? h('strong', {}, `☑ ${o.text}`) : `☐ ${o.text}`),
  );
  return [styled('ul', BARE, ...rows)];
}
/** @param {any} _ @param {Answer | null} record */
function plain(_, record) {
  if (!record || !isAnswered(record)) return [];
  return [styled('p', LINES, typeof record.value === 'string' ? record.value : JSON.stringify(record.value))];
}

/** @param {Label[]} labels @param {any} words */
function legend(labels, words) {
  const shown = labels.flatMap((label, n) => [n ? ' · ' : ' ', mark(label.tone ?? n, 0, ...letter(label), label.name)]);
  return styled('p', ROOM, words.still.legend, ...shown);
}
/** @param {import('./record.js').Mark} made @param {Label[]} labels */
function row(made, labels) {
  const [number, label] = labelOf(made, labels),
    kind = made.kind && (label.kinds?.find(k => k.id === made.kind)?.name ?? made.kind);
  return h(
    'li',
    {},
    mark(number, 0, ...letter(label), kind ? `${label.name} (${kind})` : label.name),
    ` “${made.quote}”`,
  );
}
/** One paragraph a passage; Markdown's asterisks are left out, and still counted. @param {string} text @param {any[]} passages @param {any[]} made @param {Label[]} labels */
function paragraphs(text, passages, made, labels) {
  const points = [...text],
    longest = [...made].sort(
      (a, b) => a.start - a.end - (b.start - b.end) || a.start - b.start || (a.label < b.label ? -1 : 1),
    );
  return passages.map((passage, n) => {
    const name = passages.length > 1 ? [h('strong', {}, String.fromCharCode(65 + n)), ' '] : [];
    return styled('p', ROOM, ...name, ...painted(points, passage, longest, labels));
  });
}
/** A stretch of text with its marks, the longer ones outside; each has its letter where it begins. @param {string[]} points @param {{ start: number, end: number }} passage @param {any[]} made @param {Label[]} labels */
function painted(points, { start, end }, made, labels) {
  const inside = made.flatMap(m => [m.start, m.end]).filter(at => start < at && at < end),
    edges = [...new Set([start, end, ...inside])].sort((a, b) => a - b),
    lettered = new Set();
  /** @type {(Node | string)[]} */
  const pieces = [];
  edges.slice(1).forEach((there, n) => {
    const here = edges[n],
      shown = points.slice(here, there).join('').replaceAll('**', '');
    if (!shown) return;
    let inner = lines(shown);
    const around = made.filter(m => m.start <= here && m.end >= there).reverse();
    around.forEach((m, depth) => {
      const [number, label] = labelOf(m, labels),
        mine = mark(number, depth, ...(lettered.has(m) ? [] : letter(label)), ...inner);
      lettered.add(m);
      inner = [mine];
    });
    pieces.push(...inner);
  });
  return pieces;
}
/** @param {string} text @returns {(Node | string)[]} */
const lines = text => text.split('\n').flatMap((piece, n) => (n ? [h('br'), piece] : [piece]));

/** A mark's label with its number; a label that the question does not know names itself. @param {{ label: string }} made @param {Label[]} labels @returns {[number, Label]} */
function labelOf({ label: id }, labels) {
  const n = labels.findIndex(l => l.id === id);
  return n < 0 ? [labels.length, { id, name: id, letter: id.slice(0, 1) }] : [labels[n].tone ?? n, labels[n]];
}
/** @param {Label} label */
const letter = label => [h('sup', {}, label.letter), ' '];

/** Marks words; the line of a mark around other marks lies `depth` lines lower. @param {number} number @param {number} depth @param {...(Node | string)} children */
function mark(number, depth, ...children) {
  const [ground, below] = TONES[number % TONES.length],
    style = `background-color:${ground};color:#111;border-bottom:${below};padding-bottom:${5 * depth}px`;
  return styled('mark', style, ...children);
}
/** An element with its style written out, as Python writes it. @param {string} tag @param {string} style @param {...(Node | string)} children */
function styled(tag, style, ...children) {
  const el = h(tag, {}, ...children);
  el.setAttribute('style', style);
  return el;
}
