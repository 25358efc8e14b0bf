// @ts-check
// What is shown: a button for each label, with its count and how often it is right, and a filter by kind.
import { h } from './dom.js';
import { fill } from './text.js';

/** @typedef {import('./reader-marks.js').ReadingMarks} ReadingMarks */

/**
 * How often the machine's marks with a label are right: in short, and exactly.
 * @param {string} label @param {any} reading with precision and measured_on @param {any} say words.reader
 */
export function trust(label, reading, say) {
  const share = reading.precision?.[label];
  if (typeof share !== 'number') return { short: say.right_unknown, exact: say.right_unknown_exact };
  const texts = reading.measured_on?.[label] ?? say.right_texts;
  return {
    short: fill(say.right, { n: Math.round(share * 10) }),
    exact: fill(say.right_exact, { n: Math.round(share * 100), texts }),
  };
}

/** @param {ReadingMarks} marks @param {any} reading @param {any} say words.reader @param {() => void} changed */
export function labelBar(marks, reading, say, changed) {
  const counts = marks.labels.map(() => h('span', { class: 'sl-count' }));
  const toggles = marks.labels.map((label, n) => {
    const { short, exact } = trust(label.id, reading, say);
    return h(
      'button',
      {
        type: 'button',
        class: 'sl-label',
        'data-label': label.id,
        'data-tone': String(label.tone),
        title: exact,
        onclick: () => {
          marks.toggle(label.id);
          changed();
        },
      },
      h(
        'span',
        { class: 'sl-line' },
        h('kbd', {}, label.letter),
        ' ',
        h('span', { class: 'sl-name' }, label.name),
        ' ',
        counts[n],
      ),
      h('span', { class: 'sl-trust' }, short),
    );
  });
  const kinds = kindFilter(marks, say, changed);
  const el = h(
    'div',
    { class: 'sl-what' },
    h('div', { role: 'group', class: 'sl-labels', 'aria-label': say.show }, ...toggles),
    kinds.el,
  );
  return {
    el,
    draw() {
      marks.labels.forEach((label, n) => {
        const { all, shown } = marks.count(label.id);
        counts[n].textContent = shown === all ? String(all) : fill(say.count_of, { n: shown, all });
        toggles[n].setAttribute('aria-pressed', String(marks.shown.has(label.id)));
      });
      kinds.draw();
    },
  };
}

/** Checkboxes for the kinds, folded away; nothing where no label has two kinds. @param {ReadingMarks} marks @param {any} say @param {() => void} changed */
function kindFilter(marks, say, changed) {
  const groups = marks.labels.filter(l => l.kinds.length > 1);
  const note = h('span', { class: 'sl-count' });
  const sets = groups.map(label =>
    h(
      'fieldset',
      { 'data-label': label.id },
      h('legend', {}, label.name),
      ...label.kinds.map(kind =>
        h(
          'label',
          { class: 'sl-step' },
          h('input', {
            type: 'checkbox',
            checked: true,
            'data-kind': kind.id,
            onchange: () => {
              marks.toggle(label.id, kind.id);
              changed();
            },
          }),
          `${kind.name} (${kind.count})`,
        ),
      ),
    ),
  );
  const el = h(
    'details',
    { class: 'sl-kinds', 'data-part': 'kinds', hidden: !groups.length },
    h('summary', {}, say.kinds, ' ', note),
    ...sets,
  );
  return {
    el,
    draw() {
      note.textContent = marks.hiddenKinds.size ? say.kinds_hidden : '';
      groups.forEach((label, n) => (sets[n].hidden = !marks.shown.has(label.id)));
    },
  };
}
