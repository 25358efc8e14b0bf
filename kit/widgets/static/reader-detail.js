// @ts-check
// The detail of one mark: what it is, why it was marked, by which rule and whose work, how often such marks are right; agree or not.
import { putBeside } from './card.js';
import { h, uid } from './dom.js';
import { trust } from './reader-labels.js';
import { keyButton } from './reader-walk.js';
import { fill } from './text.js';

/** @typedef {import('./reader-marks.js').ReadingMarks} ReadingMarks */
/** @typedef {import('./reader-marks.js').Mark} Mark */

/**
 * @param {{ home: HTMLElement, marks: ReadingMarks, reading: any, words: any, quote: (place: { start: number, end: number }) => string,
 * steps: import('./reader-walk.js').Steps, ask: ((mark: Mark) => { el: HTMLElement, draw: () => void, flush: () => void }) | null }} tools
 *   home: what the detail is placed in; ask: the form that asks whether the student agrees
 */
export function detailOf({ home, marks, reading, words, quote, steps, ask }) {
  const say = words.reader,
    reasonId = uid('reason'),
    titleId = uid('detail');
  const el = h('div', {
    class: 'sl-detail',
    'data-part': 'detail',
    role: 'group',
    'aria-labelledby': titleId,
    tabIndex: -1,
    hidden: true,
  });
  /** @type {ReturnType<NonNullable<typeof ask>> | null} */
  let form = null;

  /** @param {Mark} mark @param {Mark[]} chain the marks that overlap here, smallest first */
  function contents(mark, chain) {
    const label = marks.label(mark.label),
      kind = words.labels[mark.label]?.kinds?.[mark.kind ?? ''] ?? mark.kind,
      works = reading.works?.[mark.rule] ?? [],
      parts = marks.parts(mark);
    form = ask?.(mark) ?? null;
    return [
      h(
        'p',
        { id: titleId, class: 'sl-detail-title' },
        h('span', { class: 'sl-tag', 'data-tone': String(label?.tone ?? 0) }, label?.name ?? mark.label),
        h('q', {}, quote(mark)),
      ),
      kind ? h('p', { 'data-part': 'kind' }, h('strong', {}, say.kind), ': ', kind) : null,
      h('p', { id: reasonId, 'data-part': 'reason' }, mark.reason ?? ''),
      parts.length
        ? h(
            'dl',
            { class: 'sl-parts', 'data-part': 'attribution' },
            ...parts.flatMap(p => [h('dt', {}, marks.names[p.label] ?? p.label), h('dd', {}, h('q', {}, quote(p)))]),
          )
        : null,
      h('p', { class: 'sl-how', 'data-part': 'trust' }, trust(mark.label, reading, say).exact),
      h(
        'p',
        { class: 'sl-how', 'data-part': 'rule' },
        `${say.rule}: ${mark.rule}. `,
        works.length ? `${say.works}: ${works.join('; ')}.` : '',
      ),
      form?.el,
      h(
        'div',
        { class: 'sl-group sl-detail-bar' },
        chain.length > 1
          ? keyButton('wider', fill(say.wider, { n: chain.indexOf(mark) + 1, of: chain.length }), 'W', steps.wider)
          : null,
        keyButton('previous', say.previous_short, 'P', () => steps.step(-1)),
        keyButton('next', say.next_short, 'N', () => steps.step(1)),
        keyButton('close', say.close, say.close_key, steps.close),
      ),
    ];
  }
  /** Puts the detail below the mark, or above it where there is no room; never outside of its home. @param {HTMLElement} at */
  function place(at) {
    home.style.minHeight = '';
    const room = home.offsetHeight,
      end = putBeside(home, el, at.getClientRects()[0] ?? at.getBoundingClientRect());
    if (end > room) home.style.minHeight = `${end}px`; // JupyterLab cuts off what leaves its cell
  }
  return {
    el,
    reasonId,
    /** @param {Mark} mark @param {Mark[]} chain @param {HTMLElement} at the mark on the page */
    show(mark, chain, at) {
      const focused = /** @type {HTMLElement | null} */ (
        el.contains(document.activeElement) ? document.activeElement : null
      )?.dataset.action;
      form?.flush();
      el.replaceChildren(...contents(mark, chain).filter(child => child !== null && child !== undefined));
      el.hidden = false;
      el.dataset.mark = `${mark.start}-${mark.end}`;
      el.dataset.label = mark.label;
      form?.draw();
      place(at);
      if (focused)
        /** @type {HTMLElement} */ (el.querySelector(`[data-action="${focused}"]`) ?? el).focus({
          preventScroll: true,
        });
    },
    hide() {
      form?.flush();
      el.hidden = true;
      home.style.minHeight = '';
    },
    /** Draws what the record says now. @param {HTMLElement | undefined} at the mark on the page */
    draw(at) {
      form?.draw();
      if (!el.hidden && at?.isConnected) place(at);
    },
    flush: () => form?.flush(),
  };
}
