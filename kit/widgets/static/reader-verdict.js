// @ts-check
// What a student says of the machine's marks: agree, disagree and why, and take it back. Each verdict is an entry of the record.
import { h, uid } from './dom.js';
import { live, markKey, newId, verdicts } from './record.js';
import { fill } from './text.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./record.js').Verdict} Verdict */
/** @typedef {import('./reader-marks.js').Mark} Mark */
/** @typedef {{ start: number, end: number, label: string }} Part */
/** @typedef {{ get: () => Answer, change: (value: any) => void, now: (value: any) => void }} Keeping  the record, a new value of it, and one that is only for this browser's backup */

const LONGEST = 500; // characters of a reason

/**
 * The record's value with a new verdict on a mark; the old ones become null. Without a verdict it is taken back.
 * @param {Answer} record @param {Part} mark @param {{ agree: boolean, reason?: string } | null} verdict @param {string} [id]
 */
export function judged(record, { start, end, label }, verdict, id = newId()) {
  const value = { ...record.value },
    key = markKey({ start, end, label });
  for (const [old, v] of live(record)) if (markKey(v) === key) value[old] = null;
  if (verdict) value[id] = { start, end, label, ...verdict };
  return value;
}

/** Asks about one mark. @param {{ mark: Mark, quote: string, say: any, keeping: Keeping, announce: (text: string) => void }} tools */
export function verdictForm({ mark, quote, say, keeping, announce }) {
  const { get, change, now } = keeping,
    name = uid('verdict'),
    given = () => verdicts(get()).get(markKey(mark));
  let draftId = newId();
  const radio = (/** @type {boolean} */ agree) =>
    h('input', {
      type: 'radio',
      name,
      'data-verdict': agree ? 'agree' : 'disagree',
      onchange: () => give(agree, box.value.trim()),
    });
  const yes = radio(true),
    no = radio(false);
  const box = h('textarea', {
    rows: 2,
    maxLength: LONGEST,
    'data-part': 'your-reason',
    oninput: () => now(judged(get(), mark, verdictOf(false, box.value.trim()), draftId)),
    onblur: flush,
  });
  const save = h(
    'button',
    { type: 'button', class: 'sl-small', 'data-action': 'reason-save', onclick: flush },
    say.reason_save,
  );
  const back = h(
    'button',
    { type: 'button', class: 'sl-small', 'data-action': 'take-back', onclick: takeBack },
    say.take_back,
  );
  const why = h('label', { class: 'sl-why' }, say.reason_ask, box);
  const buttons = h('div', { class: 'sl-group' }, save, back);
  const el = h(
    'fieldset',
    { class: 'sl-verdict', 'data-part': 'verdict' },
    h('legend', {}, say.agree_ask),
    h('div', { class: 'sl-group' }, step(yes, say.agree), step(no, say.disagree)),
    why,
    buttons,
  );
  /** @param {HTMLElement} input @param {string} text */
  function step(input, text) {
    return h('label', { class: 'sl-step' }, input, text);
  }
  /** @param {boolean} agree @param {string} reason @returns {{ agree: boolean, reason?: string }} */
  function verdictOf(agree, reason) {
    return !agree && reason ? { agree, reason } : { agree };
  }
  /** @param {boolean} agree @param {string} reason */
  function give(agree, reason) {
    change(judged(get(), mark, verdictOf(agree, reason), draftId));
    draftId = newId(); // an entry that was made never changes
    announce(fill(agree ? say.agreed : say.disagreed, { quote }));
  }
  function takeBack() {
    change(judged(get(), mark, null));
    box.value = '';
    announce(fill(say.taken_back, { quote }));
    yes.focus();
  }
  /** Keeps a reason that was typed. */
  function flush() {
    const old = given(),
      reason = box.value.trim();
    if (old && !old.agree && reason !== (old.reason ?? '')) give(false, reason);
  }
  return {
    el,
    flush,
    draw() {
      const verdict = given();
      yes.checked = verdict?.agree === true;
      no.checked = verdict?.agree === false;
      why.hidden = save.hidden = verdict?.agree !== false;
      back.hidden = !verdict;
      buttons.hidden = !verdict;
      if (document.activeElement !== box) box.value = verdict?.reason ?? '';
    },
  };
}

/**
 * The marks that the student overruled, as a list.
 * @param {{ marks: import('./reader-marks.js').ReadingMarks, say: any, keeping: Keeping, quote: (mark: Part) => string, show: (mark: Part) => void, announce: (text: string) => void }} tools
 */
export function overruledList({ marks, say, keeping, quote, show, announce }) {
  const heading = h('p', { class: 'sl-summary', tabIndex: -1 });
  const list = h('ul', { class: 'sl-marks', 'data-part': 'list', 'aria-label': say.overruled });
  const el = h('div', { class: 'sl-overruled-list', hidden: true }, heading, list);
  /** @param {Verdict} verdict */
  function row(verdict) {
    const words = quote(verdict);
    const button = (
      /** @type {string} */ action,
      /** @type {string} */ text,
      /** @type {string} */ name,
      /** @type {() => void} */ onclick,
    ) =>
      h(
        'button',
        {
          type: 'button',
          class: 'sl-small',
          'data-action': action,
          'aria-label': fill(name, { quote: words }),
          onclick,
        },
        text,
      );
    return h(
      'li',
      { 'data-mark': `${verdict.start}-${verdict.end}`, 'data-label': verdict.label },
      h(
        'span',
        { class: 'sl-tag sl-overruled', 'data-tone': String(marks.label(verdict.label)?.tone ?? 0) },
        marks.names[verdict.label] ?? verdict.label,
      ),
      h('q', {}, words),
      verdict.reason ? h('span', { class: 'sl-because' }, verdict.reason) : null,
      button('show', say.go, say.go_to, () => show(verdict)),
      button('take-back', say.take_back, say.take_back_of, () => {
        keeping.change(judged(keeping.get(), verdict, null));
        announce(fill(say.taken_back, { quote: words }));
        heading.focus();
      }),
    );
  }
  return {
    el,
    draw() {
      const given = [...verdicts(keeping.get()).values()].filter(v => marks.label(v.label)),
        overruled = given.filter(v => !v.agree).sort((a, b) => a.start - b.start || a.end - b.end);
      el.hidden = !given.length;
      heading.textContent = fill(say.verdicts, {
        agreed: given.length - overruled.length,
        overruled: overruled.length,
      });
      list.hidden = !overruled.length;
      list.replaceChildren(...overruled.map(row));
    },
  };
}
