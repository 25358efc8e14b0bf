// @ts-check
// The reader: the machine's marks over an article, each of which explains itself.
import { h, keepKeys, uid } from './dom.js';
import { paint } from './paint.js';
import { Offsets } from './text.js';

const GAP = 6; // pixels between a mark and its detail
const LINGER = 250; // milliseconds for the way from a mark to its detail

/** Mounts a reading. @param {HTMLElement} host @param {any} reading { article, title, text, labels, marks, precision } @param {any} words */
export function mountReading(host, reading, words) {
  const say = words.reader,
    { text, labels } = reading,
    offsets = new Offsets(text),
    headingId = uid('reading');
  const shown = new Set(labels);
  const known = labels.map((/** @type {string} */ id) => ({
    id,
    name: words.labels[id]?.name ?? id,
    letter: words.labels[id]?.letter ?? id[0],
  }));
  const count = (/** @type {string} */ id) => reading.marks.filter((/** @type {any} */ m) => m.label === id).length;
  const toggles = known.map((/** @type {any} */ l, /** @type {number} */ n) =>
    h(
      'button',
      {
        type: 'button',
        class: 'sl-label',
        'data-label': l.id,
        'data-tone': String(n),
        'aria-pressed': 'true',
        onclick: (/** @type {any} */ e) => toggle(l.id, e.currentTarget),
      },
      h('kbd', {}, l.letter),
      ` ${l.name} `,
      h('span', { class: 'sl-count' }, String(count(l.id))),
    ),
  );
  const page = h('div', { class: 'sl-text', 'data-part': 'text', lang: reading.language ?? 'en' });
  const detail = h('div', { class: 'sl-detail', 'data-part': 'detail', role: 'status', hidden: true });
  const root = h(
    'section',
    { class: 'second-look', 'data-kind': 'reading', 'data-article': reading.article.id, 'aria-labelledby': headingId },
    h(
      'p',
      { class: labels.length ? 'sl-prompt' : 'sl-hidden', id: headingId },
      labels.length ? say.heading : reading.title,
    ), // the text brings its own headline
    labels.length ? h('p', { class: 'sl-how' }, reading.marks.length ? say.how + ' ' + say.doubt : say.none) : null,
    labels.length
      ? h(
          'div',
          { class: 'sl-bar' },
          h('div', { role: 'group', class: 'sl-group', 'aria-label': say.show }, ...toggles),
        )
      : null,
    page,
    detail,
  );
  keepKeys(root);
  root.addEventListener('keydown', (/** @type {KeyboardEvent} */ e) => {
    if (e.key === 'Escape') hide();
  });
  root.addEventListener('click', hide); // beside a mark
  detail.addEventListener('mouseenter', () => clearTimeout(timer));
  detail.addEventListener('mouseleave', hideSoon);
  detail.addEventListener('click', (/** @type {Event} */ e) => e.stopPropagation());
  host.append(root);
  let isPinned = false,
    timer = 0;

  /** @param {string} id @param {HTMLElement} button */
  function toggle(id, button) {
    if (!shown.delete(id)) shown.add(id);
    button.setAttribute('aria-pressed', String(shown.has(id)));
    hide();
    draw();
  }
  function draw() {
    const marks = reading.marks.filter((/** @type {any} */ m) => shown.has(m.label));
    page.replaceChildren(
      ...paint(text, [{ start: 0, end: [...text].length }], marks, {
        labels: known,
        decorate: (el, mark, isFirst) => {
          el.addEventListener('mouseover', e => {
            e.stopPropagation(); // of nested marks the innermost speaks
            if (!isPinned) show(mark, el);
          });
          el.addEventListener('mouseleave', hideSoon);
          el.addEventListener('click', e => {
            e.stopPropagation();
            pin(mark, el);
          });
          if (!isFirst) return;
          el.tabIndex = 0;
          el.setAttribute('role', 'button');
          el.addEventListener('focus', () => pin(mark, el));
        },
      }),
    );
  }
  /** A tapped or focused mark keeps its detail open; one that is only pointed at does not. @param {any} mark @param {HTMLElement} el */
  function pin(mark, el) {
    isPinned = true;
    show(mark, el);
  }
  /** @param {any} mark @param {HTMLElement} el */
  function show(mark, el) {
    clearTimeout(timer);
    const label = known.find((/** @type {any} */ l) => l.id === mark.label),
      kind = words.labels[mark.label]?.kinds?.[mark.kind] ?? mark.kind,
      works = reading.works?.[mark.rule] ?? [];
    for (const el of page.querySelectorAll('mark'))
      el.classList.toggle('sl-lit', el.dataset.mark === `${mark.start}-${mark.end}` && el.dataset.label === mark.label);
    detail.hidden = false;
    detail.dataset.mark = `${mark.start}-${mark.end}`;
    detail.replaceChildren(
      h(
        'p',
        {},
        h('span', { class: 'sl-tag', 'data-tone': String(known.indexOf(label)) }, label?.name ?? mark.label),
        h('q', {}, offsets.quote(mark)),
        kind ? ` ${say.kind}: ${kind}` : '',
      ),
      h('p', { 'data-part': 'reason' }, mark.reason ?? ''),
      h(
        'p',
        { class: 'sl-how', 'data-part': 'rule' },
        `${say.rule}: ${mark.rule}. `,
        works.length ? `${say.works}: ${works.join('; ')}.` : '',
      ),
    );
    place(el);
  }
  /** Puts the detail below the mark, or above it where there is no room. @param {HTMLElement} el */
  function place(el) {
    const home = root.getBoundingClientRect(),
      [line] = el.getClientRects(),
      below = line.bottom - home.top + GAP,
      left = Math.min(line.left - home.left, home.width - detail.offsetWidth - GAP);
    detail.style.left = `${Math.max(GAP, left)}px`;
    detail.style.top = `${below + detail.offsetHeight > home.height ? line.top - home.top - detail.offsetHeight - GAP : below}px`;
  }
  function hideSoon() {
    clearTimeout(timer);
    if (!isPinned) timer = window.setTimeout(hide, LINGER);
  }
  function hide() {
    isPinned = false;
    detail.hidden = true;
    for (const el of page.querySelectorAll('.sl-lit')) el.classList.remove('sl-lit');
  }
  draw();
  return { root, dispose: () => root.remove() };
}
