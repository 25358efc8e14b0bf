// @ts-check
// The reader: the machine's marks over an article, each of which explains itself.
import { h, keepKeys, uid } from './dom.js';
import { paint } from './paint.js';
import { Offsets } from './text.js';

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
  host.append(root);

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
            e.stopPropagation();
            show(mark);
          });
          el.addEventListener('click', e => {
            e.stopPropagation();
            show(mark);
          });
          if (!isFirst) return;
          el.tabIndex = 0;
          el.setAttribute('role', 'button');
          el.addEventListener('focus', () => show(mark));
        },
      }),
    );
  }
  /** @param {any} mark */
  function show(mark) {
    const label = known.find((/** @type {any} */ l) => l.id === mark.label),
      kind = words.labels[mark.label]?.kinds?.[mark.kind] ?? mark.kind;
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
      h('p', { class: 'sl-how', 'data-part': 'rule' }, `${say.rule}: ${mark.rule}`),
    );
  }
  function hide() {
    detail.hidden = true;
    for (const el of page.querySelectorAll('.sl-lit')) el.classList.remove('sl-lit');
  }
  draw();
  return { root, dispose: () => root.remove() };
}
