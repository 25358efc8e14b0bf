// @ts-check
// The running list of marks as text, in step with the coloured text. Each mark can be changed and removed here.
import { h, uid } from './dom.js';
import { fill } from './text.js';

/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {{ el: HTMLElement, id: string, mark: Mark, update: (id: string, mark: Mark, outcome?: string) => void }} Row */
/** @typedef {{ change: (id: string, fields: Partial<Mark>) => void, remove: (id: string) => void, go: (mark: Mark) => void }} Actions */

const LONG = 30; // marks: a longer list scrolls by itself
const BATCH = 40; // rows made at once: a page with hundreds of marks shows its text first
const PAUSE = 700; // milliseconds without a key until a reason is kept

/** @param {{ labels: any[] }} question @param {any} words @param {Actions} actions */
export function marksList({ labels }, words, { change, remove, go }) {
  const say = words.marks,
    el = h('ul', { class: 'sl-marks', 'data-part': 'list', 'aria-label': say.list });
  /** @type {Map<string, Row>} by place and label */
  let rows = new Map();
  let timer = 0,
    reach = BATCH; // so many rows may be there after the next draw
  const empty = h('li', { class: 'sl-empty' }, say.list_empty);

  /** @param {string} key @returns {Row} */
  function makeRow(key) {
    const tag = h('span', { class: 'sl-tag' }),
      quote = h('button', {
        type: 'button',
        class: 'sl-quote',
        'data-for': key + '-quote',
        onclick: () => go(row.mark),
      }),
      outcome = h('span', { class: 'sl-outcome', hidden: true }),
      why = h('span', { class: 'sl-why' }),
      kind = h('span'),
      editor = h('div', { class: 'sl-editor' }),
      details = h(
        'details',
        { class: 'sl-change', ontoggle: () => fillEditor() },
        h('summary', { 'data-for': key + '-change' }, say.change),
        editor,
      ),
      removeButton = h(
        'button',
        {
          type: 'button',
          class: 'sl-small',
          'data-action': 'remove',
          'data-for': key,
          onclick: () => remove(row.id),
        },
        words.actions.remove,
      );
    /** @type {Row} */
    const row = {
      el: h('li', {}, tag, quote, kind, outcome, removeButton, why, details),
      id: '',
      mark: /** @type {any} */ (null),
      update(id, mark, found) {
        const isNew = row.id !== id;
        row.id = id;
        row.mark = mark;
        if (isNew) show();
        outcome.hidden = !found;
        row.el.dataset.outcome = found ?? '';
        outcome.textContent = found ? words.check.outcomes[found] : '';
      },
    };
    function show() {
      const { mark } = row,
        tone = labels.findIndex(l => l.id === mark.label),
        name = labels[tone]?.name ?? mark.label;
      row.el.dataset.mark = `${mark.start}-${mark.end}`;
      row.el.dataset.label = mark.label;
      tag.dataset.tone = String(labels[tone]?.tone ?? tone);
      tag.textContent = name;
      quote.replaceChildren(h('q', {}, mark.quote));
      quote.setAttribute('aria-label', fill(say.go, { quote: mark.quote, label: name }));
      removeButton.setAttribute('aria-label', fill(say.remove, { quote: mark.quote }));
      details.firstChild.setAttribute('aria-label', fill(say.change_of, { quote: mark.quote }));
      if (labels[tone]?.kinds && !kind.contains(document.activeElement))
        kind.replaceChildren(kinds(key, row, labels[tone].kinds));
      const sure = mark.confidence && words.confidence.steps[mark.confidence - 1];
      why.textContent = [mark.reason, sure].filter(Boolean).join(' · ');
      fillEditor();
    }
    function fillEditor() {
      if (!details.open || editor.contains(document.activeElement)) return; // made when it is opened; not under the writer's hands
      editor.replaceChildren(...[relabel(key, row), reason(key, row), sureness(key, row)].filter(Boolean));
    }
    return row;
  }
  /** @param {string} key @param {Row} row @param {any[]} kinds */
  function kinds(key, row, kinds) {
    return h(
      'select',
      {
        class: row.mark.kind ? '' : 'sl-wanting',
        'data-for': key + '-kind',
        'aria-label': fill(say.kind_of, { quote: row.mark.quote }),
        onchange: (/** @type {any} */ e) => {
          e.target.classList.toggle('sl-wanting', !e.target.value);
          change(row.id, { kind: e.target.value || undefined });
        },
      },
      h('option', { value: '' }, say.kind_none),
      ...kinds.map(k => h('option', { value: k.id, selected: k.id === row.mark.kind }, k.name)),
    );
  }
  /** A control with its name above it. @param {string} name @param {any} control */
  function field(name, control) {
    control.id = uid('mark');
    return h('p', {}, h('label', { for: control.id }, name), control);
  }
  /** @param {string} part @param {(value: string) => void} onchange @param {{ value: string, name: string, selected: boolean }[]} options */
  const choice = (part, onchange, options) =>
    h(
      'select',
      { 'data-for': part, onchange: (/** @type {any} */ e) => onchange(e.target.value) },
      ...options.map(({ value, name, selected }) => h('option', { value, selected }, name)),
    );
  /** @param {string} key @param {Row} row */
  function relabel(key, row) {
    if (labels.length < 2) return null;
    const options = labels.map(l => ({ value: l.id, name: l.name, selected: l.id === row.mark.label }));
    return field(
      say.relabel,
      choice(key + '-label', label => change(row.id, { label, kind: undefined }), options),
    );
  }
  /** @param {string} key @param {Row} row */
  function reason(key, row) {
    let timer = 0;
    const box = h('input', {
      type: 'text',
      maxLength: 300,
      value: row.mark.reason ?? '',
      'data-for': key + '-reason',
      oninput: () => {
        clearTimeout(timer);
        timer = window.setTimeout(keep, PAUSE);
      },
      onchange: keep,
    });
    function keep() {
      clearTimeout(timer);
      const text = box.value.trim();
      if (text !== (row.mark.reason ?? '')) change(row.id, { reason: text || undefined });
    }
    return field(say.reason, box);
  }
  /** @param {string} key @param {Row} row */
  function sureness(key, row) {
    const steps = [say.sure_none, ...words.confidence.steps],
      options = steps.map((name, n) => ({ value: String(n), name, selected: n === (row.mark.confidence ?? 0) }));
    return field(
      say.sure,
      choice(key + '-sure', step => change(row.id, { confidence: Number(step) || undefined }), options),
    );
  }
  /**
   * Shows these marks; rows of marks that stay are kept as they are.
   * @param {[string, Mark][]} marks @param {Map<string, string>} outcomes by mark id
   */
  function draw(marks, outcomes) {
    const focused = /** @type {HTMLElement | null} */ (
        el.contains(document.activeElement) ? document.activeElement : null
      )?.dataset.for,
      /** @type {typeof rows} */
      next = new Map();
    clearTimeout(timer);
    for (const [id, mark] of marks) {
      let key = `${mark.start}-${mark.end}-${mark.label}`;
      while (next.has(key)) key += '+'; // the same mark twice, from two tabs
      const old = rows.get(key);
      if (!old && next.size >= reach) break; // the rest follows once these are on the page
      const row = old ?? makeRow(key);
      row.update(id, mark, outcomes.get(id));
      next.set(key, row);
    }
    rows = next;
    if (rows.size < marks.length)
      timer = window.setTimeout(() => {
        reach = rows.size + BATCH;
        draw(marks, outcomes);
      });
    reach = Math.max(BATCH, rows.size + 1);
    el.classList.toggle('sl-long', marks.length > LONG);
    const wanted = marks.length ? [...rows.values()].map(r => r.el) : [empty];
    wanted.forEach((row, n) => {
      if (el.children[n] !== row) el.insertBefore(row, el.children[n] ?? null);
    });
    while (el.children.length > wanted.length) el.lastElementChild?.remove();
    return focused && !el.contains(document.activeElement) ? focused : null;
  }
  return {
    el,
    draw,
    /** Puts the focus on the row's part that had it; false where it is gone. @param {string} part */
    focus(part) {
      const found = /** @type {HTMLElement | null} */ (el.querySelector(`[data-for="${part}"]`));
      found?.focus();
      return !!found;
    },
    dispose: () => clearTimeout(timer),
    /** Shows which marks the caret stands in. @param {Mark | null} mark */
    light(mark) {
      for (const row of rows.values()) row.el.classList.toggle('sl-here', row.mark === mark);
    },
  };
}
