// @ts-check
// The text with the machine's marks painted on it: where each mark is on the page, which of them are lit, and which overruled.
import { h } from './dom.js';
import { PaintedText } from './paint.js';
import { Light } from './reader-light.js';
import { levels } from './reader-marks.js';
import { markKey } from './record.js';
import { firstPlaces } from './terms.js';
import { fill } from './text.js';

/** @typedef {import('./reader-marks.js').Mark} Mark */
/** @typedef {import('./reader-marks.js').Part} Part */

export class MarkedPage {
  /**
   * @param {{ view: any, marks: import('./reader-marks.js').ReadingMarks, say: any, short: (mark: Mark) => string,
   *   hands: { point: (mark: Mark, at: HTMLElement) => void, leave: () => void, press: (mark: Mark) => void, focus: (mark: Mark) => void, beside: () => void } }} tools
   *   hands: what to do where a mark is pointed at, pressed, focused; and where the text beside it is pressed
   */
  constructor({ view, marks, say, short, hands }) {
    this.marks = marks;
    this.say = say;
    this.short = short;
    this.hands = hands;
    this.text = view.text;
    this.glossary = view.glossary ?? [];
    this.el = h('div', { class: 'sl-text', 'data-part': 'text', tabIndex: -1, lang: view.language ?? 'en' });
    this.el.addEventListener('click', hands.beside);
    this.lights = new Light();
    /** @type {PaintedText | null} */
    this.painted = null;
    /** @type {Mark[]} what is painted: each place once */
    this.spots = [];
    /** @type {Map<string, HTMLElement[]>} the elements of each painted mark, by markKey */
    this.nodes = new Map();
  }
  /** Paints a stretch of the text. @param {{ start: number, end: number }} part */
  paint(part) {
    this.lights.off();
    this.spots = this.marks.spots(part);
    this.nodes = new Map(this.spots.map(m => [markKey(m), []]));
    const level = levels(this.spots);
    this.el.style.setProperty('--sl-levels', String(Math.max(0, ...level.values())));
    const decorate = (/** @type {HTMLElement} */ node, /** @type {any} */ mark, /** @type {boolean} */ isFirst) => {
      node.dataset.tone = String(this.marks.label(mark.label)?.tone ?? 0);
      node.style.setProperty('--sl-level', String(level.get(markKey(mark))));
      this.nodes.get(markKey(mark))?.push(node);
      this.listen(node, mark);
      if (isFirst) node.prepend(this.begin(mark, node));
    };
    this.painted = new PaintedText(this.el, this.text, [part], {
      labels: this.marks.labels,
      terms: firstPlaces(this.glossary, [part]),
      decorate,
    });
    this.painted.draw(this.spots);
  }
  /** @param {HTMLElement} node @param {Mark} mark */
  listen(node, mark) {
    node.addEventListener('mouseover', e => {
      e.stopPropagation(); // of nested marks the smallest speaks
      this.hands.point(mark, node);
    });
    node.addEventListener('mouseleave', this.hands.leave);
    node.addEventListener('click', e => {
      e.stopPropagation();
      if (document.getSelection()?.isCollapsed !== false) this.hands.press(mark); // who copies words does not ask about them
    });
  }
  /** The letter that a mark begins with is a button: it takes the focus, and marks may nest. @param {Mark} mark @param {HTMLElement} node */
  begin(mark, node) {
    node.removeAttribute('data-letter');
    node.classList.add('sl-first');
    const letter = this.marks.label(mark.label)?.letter ?? '';
    return h(
      'button',
      { type: 'button', class: 'sl-spot', tabIndex: -1, onfocus: () => this.hands.focus(mark) },
      letter,
    );
  }
  /** A mark's pieces on the page: it may be cut by others. @param {Part} m @returns {HTMLElement[]} */
  pieces(m) {
    return this.nodes.get(markKey(m)) ?? [];
  }
  /** The button that a mark begins with. @param {Part} m @returns {HTMLElement | null} */
  spot(m) {
    return /** @type {HTMLElement | null} */ (this.pieces(m)[0]?.firstElementChild ?? null);
  }
  /** Of all marks one is a stop of the Tab key: the current one, else the first. @param {Mark | undefined} current @param {string} describedBy the id of what explains it, empty where nothing does */
  rove(current, describedBy) {
    const [first] = this.spots,
      stop = (current && this.spot(current)) ?? (first && this.spot(first));
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.el.querySelectorAll('.sl-spot'))) {
      button.tabIndex = button === stop ? 0 : -1;
      button.removeAttribute('aria-describedby');
    }
    if (describedBy) stop?.setAttribute('aria-describedby', describedBy);
  }
  /** Shows which marks the student overruled. @param {(mark: Mark) => boolean} isOverruled */
  judge(isOverruled) {
    for (const m of this.spots) {
      const isOut = isOverruled(m),
        label = this.marks.label(m.label)?.name ?? m.label;
      for (const node of this.pieces(m)) node.classList.toggle('sl-overruled', isOut);
      const name = fill(isOut ? this.say.mark_overruled : this.say.mark, { label, quote: this.short(m) });
      this.spot(m)?.setAttribute('aria-label', name);
    }
  }
  /** Lights these stretches, also those that carry no mark. @param {Part[]} places */
  light(places) {
    this.dim();
    for (const place of places) for (const node of this.pieces(place)) node.classList.add('sl-lit');
    if (this.painted)
      this.lights.on(
        this.painted,
        places.filter(p => !this.pieces(p).length),
      );
  }
  dim() {
    this.lights.off();
    for (const node of this.el.querySelectorAll('.sl-lit')) node.classList.remove('sl-lit');
  }
}
