// @ts-check
// The view of a comparison: mine, the key's and the machine's marks side by side. It asks nothing; it follows the answer to its question.
import { compare, GROUPS, isReady } from './comparison.js';
import { h, keepKeys, uid } from './dom.js';
import { merge, same, sameText, sound } from './record.js';
import { fill, Offsets } from './text.js';

const COLUMNS = ['words', 'mine', 'key', 'machine', 'text'];

/**
 * Mounts a comparison. It hears "second-look:restore" (a record) on its host, as questions do.
 * @param {HTMLElement} host @param {{ question: any, machine: any[] | null }} data @param {any} record the answer to start with @param {any} words
 */
export function mountComparison(host, { question, machine }, record, words) {
  const say = words.compare,
    offsets = new Offsets(question.text),
    headingId = uid('compare'),
    heads = [say.words, say.you, say.key, say.machine, say.why];
  let answer = record;
  const counts = h('p', { 'data-part': 'text' }),
    tables = h('div', { class: 'sl-tables', 'data-part': 'list' });
  const root = h(
    'section',
    {
      class: 'second-look',
      'data-compare': question.question,
      'data-kind': 'comparison',
      'aria-labelledby': headingId,
    },
    h('p', { class: 'sl-prompt', id: headingId }, say.heading),
    h('p', { class: 'sl-help' }, question.prompt),
    counts,
    tables,
    question.key ? h('p', { class: 'sl-how' }, machine ? say.doubt : say.no_machine) : null,
  );
  keepKeys(root);
  host.append(root);

  function draw() {
    if (!question.key || !isReady(answer)) {
      counts.textContent = question.key ? say.wait : say.graded;
      return tables.replaceChildren();
    }
    const rows = compare(question, answer, machine ?? [], words),
      of = (/** @type {string} */ group) => rows.filter(r => r.group === group);
    counts.textContent = fill(say.counts, Object.fromEntries(GROUPS.map(g => [g, of(g).length])));
    tables.replaceChildren(...GROUPS.filter(g => of(g).length).map(g => table(say.groups[g], of(g))));
  }
  /** A table, also where a narrow page shows it as a list: hence the roles. @param {string} title @param {import('./comparison.js').Row[]} rows */
  function table(title, rows) {
    return h(
      'table',
      { class: 'sl-compare', role: 'table' },
      h('caption', {}, title),
      h(
        'thead',
        { role: 'rowgroup' },
        h('tr', { role: 'row' }, ...heads.map(head => h('th', { role: 'columnheader', scope: 'col' }, head))),
      ),
      h('tbody', { role: 'rowgroup' }, ...rows.map(line)),
    );
  }
  /** @param {import('./comparison.js').Row} row */
  function line(row) {
    const n = question.labels.findIndex((/** @type {any} */ l) => l.id === row.label),
      label = question.labels.length > 1 ? (question.labels[n]?.name ?? row.label) : null;
    const quote = [
      label ? h('span', { class: 'sl-tag', 'data-tone': String(question.labels[n]?.tone ?? 0) }, label) : null,
      h('q', {}, offsets.quote(row).replaceAll('**', '')),
    ];
    const cells = [
      quote,
      ...['mine', 'key', 'machine'].map(who => [marked(row.label, row[/** @type {'mine'} */ (who)])]),
      [row.text],
    ];
    return h(
      'tr',
      { role: 'row', 'data-group': row.group, 'data-mark': `${row.start}-${row.end}`, 'data-label': row.label },
      ...cells.map((cell, i) => h('td', { role: 'cell', 'data-head': heads[i], 'data-who': COLUMNS[i] }, ...cell)),
    );
  }
  /** @param {string} label @param {string} mark "", a kind, "yes" or "arguable" @returns {string} */
  function marked(label, mark) {
    return mark ? (say[mark] ?? words.labels[label]?.kinds?.[mark] ?? mark) : say.no;
  }
  /** Takes another version of the answer in. @param {any} other */
  function take(other) {
    if (!sound(other) || !sameText(answer, other)) return;
    const all = merge(answer, other);
    if (!all || same(all, answer)) return;
    answer = all;
    draw();
  }
  const stop = new AbortController();
  host.addEventListener('second-look:restore', e => take(/** @type {CustomEvent} */ (e).detail), {
    signal: stop.signal,
  });
  draw();
  return {
    root,
    take,
    dispose: () => {
      stop.abort();
      root.remove();
    },
  };
}
