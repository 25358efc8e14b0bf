// @ts-check
// A number, typed as people type it. What was understood is said, because 4.500 is not the same everywhere.
import { h, uid } from './dom.js';
import { fill } from './text.js';

const PAUSE = 500; // milliseconds after the last key
const LARGEST = 1e15; // above it a number loses digits

/**
 * Reads what was typed: 4500, 4,500, 4 500, 4.500,5, 0.5, -3. One mark with three digits behind it groups them, unless it is this
 * language's decimal mark; then `other` is what it would mean elsewhere.
 * @param {string} text @param {string} decimal "." or "," @param {string} [unit] may stand before or behind the number
 * @returns {{ value: number, other?: number } | null} null where it is no number
 */
export function readNumber(text, decimal, unit = '') {
  let typed = text.trim().replace(/^[−–]/, '-');
  if (unit && typed.toLowerCase().endsWith(unit.toLowerCase())) typed = typed.slice(0, -unit.length);
  if (unit && typed.toLowerCase().startsWith(unit.toLowerCase())) typed = typed.slice(unit.length);
  typed = typed.trim().replace(/(\d)[\s'’_](?=\d{3}(?!\d))/g, '$1');
  if (!/^[+-]?[\d.,]*\d[\d.,]*$/.test(typed)) return null;
  const marks = typed.match(/[.,]/g) ?? [],
    last = marks.at(-1),
    [whole, rest] = last
      ? [typed.slice(0, typed.lastIndexOf(last)), typed.slice(typed.lastIndexOf(last) + 1)]
      : [typed, ''];
  const isGrouped = /^[+-]?[1-9]\d{0,2}([.,]\d{3})+$/.test(typed) && new Set(marks).size === 1;
  const joined = sane(typed.replace(/[.,]/g, ''));
  if (!last || (isGrouped && (marks.length > 1 || last !== decimal))) return joined === null ? null : { value: joined };
  const isWhole =
    /^[+-]?\d*$/.test(whole) ||
    (/^[+-]?\d{1,3}([.,]\d{3})+$/.test(whole) && new Set(whole.match(/[.,]/g)).size === 1 && !whole.includes(last));
  const value = isWhole ? sane(`${whole.replace(/[.,]/g, '')}.${rest || '0'}`) : null;
  if (value === null) return null;
  return isGrouped && joined !== null ? { value, other: joined } : { value };
}
/** @param {string} digits @returns {number | null} */
function sane(digits) {
  const value = Number(digits);
  return Number.isFinite(value) && Math.abs(value) < LARGEST ? value || 0 : null; // no minus zero
}
/** A number that is read the same everywhere: long ones in groups with a thin space. @param {number} value @param {string} decimal */
function showNumber(value, decimal) {
  const [whole, rest] = String(value).split('.');
  const grouped = whole.replace('-', '').length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, '\u202f') : whole;
  return rest ? `${grouped}${decimal}${rest}` : grouped;
}

/** @param {import('./fields.js').Context} context */
export function number({ question, words, get, change, now }) {
  const say = words.number,
    { decimal } = say,
    { unit } = question;
  const [inputId, howId, saidId] = [uid('number'), uid('how'), uid('said')];
  const input = h('input', {
    type: 'text',
    id: inputId,
    inputMode: 'decimal',
    autocomplete: 'off',
    maxLength: 40,
    'data-part': 'text',
    'aria-describedby': `${howId} ${saidId}`,
    oninput: typed,
    onblur: flush,
  });
  const said = h('p', { class: 'sl-said', id: saidId, role: 'status' });
  const el = h(
    'div',
    {},
    h(
      'p',
      { class: 'sl-field' },
      h('label', { for: inputId }, say.label),
      input,
      unit ? h('span', { class: 'sl-unit' }, unit) : null,
    ),
    h('p', { class: 'sl-how', id: howId }, say.how),
    said,
  );
  let timer = 0,
    isTyped = false;
  /** @param {number} n */
  const shown = n => [showNumber(n, decimal), unit].filter(Boolean).join(' ');
  const read = () => (input.value.trim() ? readNumber(input.value, decimal, unit) : { value: null });

  function typed() {
    isTyped = true;
    const found = read();
    if (found && found.value !== get().value) now(found.value);
    clearTimeout(timer);
    timer = window.setTimeout(flush, PAUSE);
  }
  function flush() {
    clearTimeout(timer);
    if (!isTyped) return;
    isTyped = false;
    const found = read();
    if (found && found.value !== get().value) change(found.value);
    tell();
  }
  function tell() {
    const found = read(),
      { value } = get();
    input.setAttribute('aria-invalid', String(!found));
    if (!found)
      said.textContent = say.unreadable + (value === null ? '' : ' ' + fill(say.still, { number: shown(value) }));
    else if (found.value === null) said.textContent = '';
    else
      said.textContent =
        fill(say.understood, { number: shown(found.value) }) +
        (found.other === undefined ? '' : ' ' + fill(say.other, { number: String(found.other) }));
  }
  return {
    el,
    flush,
    dispose: flush,
    draw: () => {
      if (isTyped) return; // never under the student's hands
      const { value } = get(),
        found = read();
      if (found && found.value !== value) input.value = value === null ? '' : String(value).replace('.', decimal);
      tell();
    },
  };
}
