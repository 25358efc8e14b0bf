// @ts-check
// The reader: the machine's marks over an article, each of which explains itself and may be overruled.
import { readingAids } from './aids.js';
import { h, keepKeys, uid } from './dom.js';
import { detailOf } from './reader-detail.js';
import { labelBar } from './reader-labels.js';
import { ReadingMarks } from './reader-marks.js';
import { MarkedPage } from './reader-page.js';
import { cut, pager, partAt } from './reader-parts.js';
import { inWords, strip } from './reader-strip.js';
import { overruledList, verdictForm } from './reader-verdict.js';
import { walkBar, walkByKeys } from './reader-walk.js';
import { markKey, verdicts } from './record.js';
import { fill, Offsets } from './text.js';

/** @typedef {import('./reader-marks.js').Mark} Mark */
/** @typedef {import('./reader-verdict.js').Keeping} Keeping */

const LINGER = 250; // milliseconds for the way from a mark to its detail
const QUOTED = 60; // characters of a quotation in a name that is read aloud

/** The body of a question of kind "verdicts". @param {import('./fields.js').Context} context */
export const reader = ({ question, words, get, change, now, announce }) =>
  reading(question, words, { get, change, now }, announce);

/** Mounts an article that is only shown. @param {HTMLElement} host @param {any} article { article, title, text, labels, marks, precision } @param {any} words */
export function mountReading(host, article, words) {
  const headingId = uid('reading'),
    isMarked = article.labels.length > 0; // as notebooks of an earlier version hold it
  const named = (/** @type {string[]} */ ids) => ids.map(id => words.labels[id]?.name ?? id).join(', ');
  const body = reading(article, words, null, () => {});
  const root = h(
    'section',
    { class: 'second-look', 'data-kind': 'reading', 'data-article': article.article.id, 'aria-labelledby': headingId },
    h(
      'p',
      { class: isMarked ? 'sl-prompt' : 'sl-hidden', id: headingId },
      isMarked ? fill(words.reader.heading, { labels: named(article.labels) }) : article.title, // the text brings its own headline
    ),
    body.el,
  );
  keepKeys(root);
  host.append(root);
  body.draw();
  return {
    root,
    dispose: () => {
      body.dispose();
      root.remove();
    },
  };
}

/** @param {any} view the article with its marks @param {any} words @param {Keeping | null} keeping null where nothing is answered @param {(text: string) => void} announce */
function reading(view, words, keeping, announce) {
  const say = words.reader,
    offsets = new Offsets(view.text),
    marks = new ReadingMarks(view, words),
    parts = cut(view.text, offsets),
    isMarked = marks.all.length > 0;
  const quote = (/** @type {{ start: number, end: number }} */ place) => offsets.quote(place);
  const short = (/** @type {Mark} */ m) => {
    const text = quote(m);
    return text.length > QUOTED ? `${text.slice(0, QUOTED - 1)}…` : text;
  };
  const steps = { step, edge, wider, open, close };
  let part = 0,
    isPinned = false,
    isQuiet = false, // the focus comes back to a mark whose detail was closed
    timer = 0;
  /** @type {Mark | undefined} the mark that keys start from */
  let current;
  /** @type {Mark | undefined} the smallest mark where the student pointed: the way outwards begins here */
  let anchor;

  const el = h('div', { class: 'sl-reader' });
  const hands = { point, leave: hideSoon, press, focus, beside: close };
  const page = new MarkedPage({ view, marks, say, short, hands }),
    bar = labelBar(marks, view, say, changed),
    walk = walkBar(say, steps),
    pagers = [0, 1].map(() => pager(parts.length, say, turn)),
    map = strip({ marks, length: offsets.toPoints(view.text.length), say, quote: short, go: enter }),
    mapWords = inWords(marks, view.text, offsets, parts, say),
    ask = keeping && ((/** @type {Mark} */ mark) => verdictForm({ mark, quote: short(mark), say, keeping, announce })),
    detail = detailOf({ home: el, marks, reading: view, words, quote, steps, ask }),
    aids = readingAids({ view, words, home: el, text: page.el, painted: () => page.painted, reach }),
    list = keeping && overruledList({ marks, say, keeping, quote, show: showAgain, announce });
  const how = [say.how, say.how_strip, keeping ? say.doubt_answer : say.doubt].join(' ');
  el.append(
    ...[
      view.labels.length && h('p', { class: 'sl-how' }, isMarked ? how : say.none),
      isMarked && bar.el,
      isMarked && walk.el,
      ...aids.help,
      pagers[0].el,
      h('div', { class: 'sl-sheet' }, isMarked && map.el, page.el),
      aids.words,
      detail.el,
      pagers[1].el,
      isMarked && mapWords.el,
      list?.el,
    ].filter(child => child instanceof Node),
  );

  // What is on the page
  /** Other labels or kinds are shown. */
  function changed() {
    close();
    repaint();
  }
  function repaint() {
    page.paint(parts[part]);
    const title = parts.length > 1 ? fill(say.part, { n: part + 1, of: parts.length }) : view.title;
    page.el.setAttribute('role', 'group');
    page.el.setAttribute('aria-label', title);
    for (const p of pagers) p.draw(part);
    aids.draw([parts[part]]);
    if (!isMarked) return;
    bar.draw();
    mapWords.draw();
    refresh();
  }
  /** Draws where the student is, and what they said. */
  function refresh() {
    const said = keeping ? verdicts(keeping.get()) : new Map(),
      isOverruled = (/** @type {Mark} */ m) => said.get(markKey(m))?.agree === false;
    page.judge(isOverruled);
    page.rove(current, current && !detail.el.hidden ? detail.reasonId : '');
    map.draw(current, parts.length > 1 ? parts[part] : null, isOverruled);
    walk.draw(current ? marks.visible.indexOf(current) + 1 : 0, marks.visible.length);
    list?.draw();
    detail.draw(current && page.pieces(current)[0]);
  }
  /** Brings a place of a long text onto the page. @param {{ start: number }} place */
  function reach({ start }) {
    const n = partAt(parts, start);
    if (n === part) return;
    close();
    part = n;
    current = undefined;
    repaint();
  }
  /** @param {number} n */
  function turn(n) {
    close();
    part = Math.max(0, Math.min(parts.length - 1, part + n));
    current = undefined;
    repaint();
    page.el.focus({ preventScroll: true });
    pagers[0].el.scrollIntoView({ block: 'nearest' });
  }

  // One mark and its detail
  /** @param {Mark} mark @param {HTMLElement} at */
  function show(mark, at) {
    clearTimeout(timer);
    page.light([mark, ...marks.parts(mark)]);
    detail.show(mark, marks.outwards(anchor ?? mark), at);
  }
  /** @param {Mark} mark @param {HTMLElement} at */
  function point(mark, at) {
    if (isPinned) return;
    anchor = mark;
    show(mark, at);
  }
  /** @param {Mark} mark */
  function focus(mark) {
    const isSame = current && markKey(current) === markKey(mark); // one of several attributions may stand here
    if (isQuiet || (isSame && isPinned)) return;
    pin(isSame && current ? current : mark);
    if (page.spot(mark)?.matches(':focus-visible')) reveal(mark); // by keyboard: under a finger nothing may move before it is lifted
  }
  /** @param {Mark} mark */
  function press(mark) {
    pin(mark);
    page.spot(mark)?.focus({ preventScroll: true });
    reveal(mark);
  }
  /** Scrolls as little as needed to see a mark and its detail. @param {Mark} mark */
  function reveal(mark) {
    detail.el.scrollIntoView({ block: 'nearest' });
    page.pieces(mark)[0]?.scrollIntoView({ block: 'nearest' });
  }
  /** A tapped or focused mark keeps its detail open; one that is only pointed at does not. @param {Mark} mark @param {Mark} [from] */
  function pin(mark, from = mark) {
    const [at] = page.pieces(mark);
    if (!at) return;
    isPinned = true;
    current = mark;
    anchor = from;
    show(mark, at);
    refresh();
  }
  /** Brings a mark onto the page and opens its detail. @param {Mark} mark @param {boolean} isEntered whether the focus goes there, too @param {Mark} [from] */
  function enter(mark, isEntered, from = mark) {
    const n = page.pieces(mark).length ? part : partAt(parts, mark.start);
    if (n !== part) {
      part = n;
      repaint();
      announce(fill(say.part, { n: part + 1, of: parts.length }));
    }
    pin(mark, from);
    if (isEntered) page.spot(mark)?.focus({ preventScroll: true });
    reveal(mark);
  }
  /** Whether the focus is on a button that goes on and on: it stays there. */
  function isOnButton() {
    return walk.el.contains(document.activeElement) || detail.el.contains(document.activeElement);
  }
  /** @param {number} n 1 or -1 */
  function step(n) {
    const mark = marks.beside(current, n, parts[part]);
    if (mark) enter(mark, !isOnButton());
    else announce(n > 0 ? say.last : say.first);
  }
  /** @param {number} n */
  function edge(n) {
    const mark = marks.visible.at(n);
    if (mark) enter(mark, true);
  }
  /** To the next larger mark that overlaps; after the largest comes the smallest. */
  function wider() {
    const chain = anchor ? marks.outwards(anchor) : [];
    if (!current || chain.length < 2) return announce(say.widest);
    enter(chain[(chain.indexOf(current) + 1) % chain.length], !isOnButton(), anchor);
  }
  function open() {
    if (current) pin(current, anchor);
    detail.el.focus({ preventScroll: true });
  }
  /** @param {{ start: number, end: number, label: string }} place of a mark in the list */
  function showAgain(place) {
    const mark = marks.at(place);
    if (!mark) return announce(say.gone);
    if (marks.visible.includes(mark)) return enter(mark, true);
    announce(say.hidden);
  }
  function hideSoon() {
    clearTimeout(timer);
    if (!isPinned) timer = window.setTimeout(close, LINGER);
  }
  function close() {
    clearTimeout(timer);
    if (detail.el.hidden) return;
    const isInside = detail.el.contains(document.activeElement);
    isPinned = false;
    isQuiet = true;
    if (isInside && current) page.spot(current)?.focus({ preventScroll: true });
    isQuiet = false;
    detail.hide();
    page.dim();
  }

  const stop = new AbortController();
  // After the click, not with it: without the card the page may be shorter, and what was clicked would move away.
  const outside = (/** @type {Event} */ e) => el.contains(/** @type {Node} */ (e.target)) || setTimeout(close);
  document.addEventListener('click', outside, { signal: stop.signal, capture: true });
  detail.el.addEventListener('mouseenter', () => clearTimeout(timer));
  detail.el.addEventListener('mouseleave', hideSoon);
  detail.el.addEventListener('focusin', () => (isPinned = true));
  walkByKeys(el, steps);

  let isPainted = false;
  return {
    el,
    draw() {
      if (!isPainted) repaint();
      else if (isMarked) refresh();
      isPainted = true;
    },
    flush: detail.flush,
    dispose() {
      detail.flush();
      clearTimeout(timer);
      stop.abort();
      aids.dispose();
      page.dim();
    },
  };
}
