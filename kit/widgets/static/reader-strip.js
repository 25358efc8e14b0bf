// @ts-check
// The strip beside the text: one lane a label, a tick for each mark, so that lanes can be compared (hedges next to claims).
import { h } from './dom.js';
import { partAt } from './reader-parts.js';
import { fill } from './text.js';

/** @typedef {import('./reader-marks.js').ReadingMarks} ReadingMarks */
/** @typedef {import('./reader-marks.js').Mark} Mark */
/** @typedef {import('./reader-marks.js').Label} Label */

const FEW = 12; // paragraphs that the text alternative names one by one

/**
 * @param {{ marks: ReadingMarks, length: number, say: any, quote: (mark: Mark) => string, go: (mark: Mark, isEntered: boolean) => void }} tools
 *   length: of the text, in code points; go: brings a mark onto the page, and enters it (moves the focus there) or not
 */
export function strip({ marks, length, say, quote, go }) {
  const here = h('div', { class: 'sl-here', 'aria-hidden': 'true', hidden: true });
  const lanes = marks.labels.map(label => lane(label));
  const el = h(
    'div',
    { class: 'sl-strip', role: 'group', 'aria-label': say.strip, 'data-part': 'strip' },
    ...lanes.map(l => l.el),
    here,
  );
  /** @param {Mark} m @returns {HTMLElement} */
  const tickOf = m => {
    const tick = h('span', { class: 'sl-tick' });
    tick.style.setProperty('--sl-from', `${(100 * m.start) / length}%`);
    tick.style.setProperty('--sl-size', `${(100 * (m.end - m.start)) / length}%`);
    return tick;
  };

  /** @param {Label} label */
  function lane(label) {
    const of = () => marks.visible.filter(m => m.label === label.id);
    const slider = h('input', {
      type: 'range',
      min: '1',
      step: '1',
      'aria-label': fill(say.lane, { label: label.name }),
      oninput: () => move(Number(slider.value)),
      onkeydown: (/** @type {KeyboardEvent} */ e) => {
        const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[e.key];
        const mark = of()[slider.valueAsNumber - 1];
        if (step) move(slider.valueAsNumber + step);
        else if (e.key === 'Enter' && mark) go(mark, true);
        else return;
        e.preventDefault(); // a slider that stands upright would count upwards
      },
    });
    const ticks = h('div', { class: 'sl-ticks', 'aria-hidden': 'true' });
    /** @type {Map<Mark, HTMLElement>} */
    let drawn = new Map();
    const node = h(
      'div',
      { class: 'sl-lane', 'data-label': label.id, 'data-tone': String(label.tone), onclick: press, title: label.name },
      h('span', { class: 'sl-lane-letter', 'aria-hidden': 'true' }, label.letter),
      h('div', { class: 'sl-track' }, ticks, slider),
    );
    /** @param {number} n from 1 */
    function move(n) {
      const mark = of()[n - 1];
      if (mark) go(mark, false);
    }
    /** Goes to the mark nearest to the finger. @param {MouseEvent} e */
    function press(e) {
      const box = ticks.getBoundingClientRect(),
        isUpright = box.height > box.width;
      const at = length * (isUpright ? (e.clientY - box.top) / box.height : (e.clientX - box.left) / box.width);
      const far = (/** @type {Mark} */ m) => Math.max(m.start - at, at - m.end, 0);
      const [nearest] = of().sort((a, b) => far(a) - far(b) || a.end - a.start - (b.end - b.start));
      if (nearest && e.detail) go(nearest, true);
    }
    return {
      el: node,
      /** @param {Mark | undefined} current @param {(mark: Mark) => boolean} isOverruled */
      draw(current, isOverruled) {
        const found = of(),
          n = current ? found.indexOf(current) : -1;
        node.hidden = !marks.shown.has(label.id);
        slider.disabled = !found.length;
        slider.max = String(Math.max(1, found.length));
        if (n >= 0) slider.value = String(n + 1);
        const mark = found[slider.valueAsNumber - 1];
        const text = mark
          ? fill(say.lane_value, { n: slider.value, of: found.length, quote: quote(mark) })
          : say.lane_none;
        slider.setAttribute('aria-valuetext', text);
        if (found.length !== drawn.size || found.some(m => !drawn.has(m))) {
          drawn = new Map(found.map(m => [m, tickOf(m)]));
          ticks.replaceChildren(...drawn.values());
        }
        for (const [m, tick] of drawn) {
          tick.classList.toggle('sl-lit', m === current);
          tick.classList.toggle('sl-overruled', isOverruled(m));
        }
      },
    };
  }
  return {
    el,
    /** @param {Mark | undefined} current @param {{ start: number, end: number } | null} part what is on the page; null where that is all @param {(mark: Mark) => boolean} isOverruled */
    draw(current, part, isOverruled) {
      for (const l of lanes) l.draw(current, isOverruled);
      here.hidden = !part;
      if (!part) return;
      here.style.setProperty('--sl-first', String(part.start / length));
      here.style.setProperty('--sl-share', String((part.end - part.start) / length));
    },
  };
}

/**
 * The strip in words: how often each label falls in each paragraph, or in each part of a long text.
 * @param {ReadingMarks} marks @param {string} text @param {import('./text.js').Offsets} offsets @param {{ start: number, end: number }[]} parts @param {any} say
 */
export function inWords(marks, text, offsets, parts, say) {
  const paragraphs = Array.from(text.matchAll(/[^\n]*\S[^\n]*/g), m => ({
    start: offsets.toPoints(m.index),
    end: offsets.toPoints(m.index + m[0].length),
  }));
  const byPart = parts.length > 1 || paragraphs.length > FEW,
    places = byPart ? parts : paragraphs;
  const list = h('ul', {});
  const el = h('details', { class: 'sl-words', 'data-part': 'map' }, h('summary', {}, say.map), list);
  return {
    el,
    draw() {
      const rows = marks.labels
        .filter(l => marks.shown.has(l.id))
        .map(label => {
          const counts = places.map(() => 0);
          for (const m of marks.visible) if (m.label === label.id) counts[partAt(places, m.start)]++;
          const said = counts.map((n, at) => fill(byPart ? say.map_part : say.map_paragraph, { n, at: at + 1 }));
          return h('li', {}, h('strong', {}, label.name), ': ', said.join('; '), '.');
        });
      list.replaceChildren(...rows);
    },
  };
}
