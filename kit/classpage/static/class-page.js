// @ts-check
// The class page: takes notebooks, and shows who handed in and what the class found hard. Nothing leaves it, and nothing is kept.
import { h, uid } from './dom.js';
import { dropped, open, sources } from './files.js';
import { ofKit, ofNotebooks } from './questions.js';
import { newest, row, withTwins } from './register.js';
import { lessonView } from './lesson-view.js';
import { registerView } from './register-view.js';
import { fill } from './text.js';

/** @typedef {import('./register.js').Row} Row */
/** @typedef {import('./questions.js').Lesson} Lesson */

/** Draws the page. @param {HTMLElement} root @param {import('./questions.js').Known} known @param {any} words */
export function start(root, known, words) {
  const say = words.class_page,
    lessons = ofKit(known);
  /** @type {Map<string, Row>} by path: a file that is dropped again takes its own place */
  let rows = new Map();
  /** @type {Map<string, import('./files.js').Opened>} by path */
  let broken = new Map();
  let lesson = '',
    withNames = false,
    round = 0; // files that are still read when all is forgotten belong to an earlier round
  const progress = h('p', { role: 'status', 'data-part': 'progress' }),
    results = h('div', { 'data-part': 'results' }),
    register = registerView(words),
    files = input({ accept: '.ipynb,.zip' }),
    folder = input({ webkitdirectory: true });
  const zone = h(
    'section',
    { class: 'zone', 'aria-label': say.drop, 'data-part': 'zone' },
    h('p', { class: 'big' }, say.drop),
    h(
      'p',
      {},
      button(say.choose, 'files', () => files.click()),
      button(say.choose_folder, 'folder', () => folder.click()),
    ),
    h('p', { class: 'quiet' }, say.drop_how),
    files,
    folder,
  );

  /** @param {Record<string, any>} fields */
  function input(fields) {
    const el = h('input', { type: 'file', multiple: true, hidden: true, tabIndex: -1, ...fields });
    el.addEventListener('change', () => {
      take([...el.files]);
      el.value = ''; // the same files may be chosen again
    });
    return el;
  }
  /** Reads files one after the other, so that a large class needs little memory. @param {(File | import('./files.js').Source)[]} dropped @param {string[]} [closed] */
  async function take(dropped, closed = []) {
    const own = round;
    let n = 0;
    for (const path of closed) broken.set(path, { path, changed: 0, problem: 'closed' });
    for await (const source of sources(dropped)) {
      const opened = 'read' in source ? await open(source) : source;
      if (own !== round) return;
      rows.delete(opened.path);
      broken.delete(opened.path);
      try {
        if (opened.problem) broken.set(opened.path, opened);
        else rows.set(opened.path, row(opened));
      } catch {
        broken.set(opened.path, { path: opened.path, changed: opened.changed, problem: 'strange' });
      }
      progress.textContent = fill(say.reading, { n: ++n, path: opened.path });
      if (n % 5 === 0) await new Promise(done => setTimeout(done)); // lets the page show it
    }
    draw();
    const values = { n: rows.size + broken.size, broken: broken.size };
    progress.textContent = broken.size ? fill(say.read_some, values) : fill(say.read, values);
  }
  /** The lesson of this name, as the kit has it or as the notebooks hold it. @param {string} name */
  const lessonOf = name =>
    lessons.get(name) ??
    ofNotebooks(
      name,
      [...rows.values()].map(r => r.gathered).filter(g => g.lesson === name),
    );

  function draw() {
    const counting = withTwins(newest([...rows.values()])),
      counts = new Map();
    for (const { gathered } of counting)
      if (gathered.lesson) counts.set(gathered.lesson, (counts.get(gathered.lesson) ?? 0) + 1);
    if (!counts.has(lesson)) lesson = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
    const known = new Map([...counts.keys()].map(name => [name, lessonOf(name)]));
    register.draw(counting, [...broken.values()], known, lesson);
    const view = lesson
      ? lessonView(
          /** @type {Lesson} */ (known.get(lesson)),
          counting.filter(r => r.gathered.lesson === lesson),
          words,
          withNames,
        )
      : null;
    results.replaceChildren(...(counts.size ? [choices(known, counts)] : []), ...(view ? [view] : []));
    results.hidden = !counts.size;
    register.el.hidden = !counting.length && !broken.size;
    forget.hidden = register.el.hidden;
  }
  /** Which lesson is looked at, and whether names are shown. @param {Map<string, Lesson>} known @param {Map<string, number>} counts */
  function choices(known, counts) {
    const id = uid('lesson'),
      box = uid('names');
    const choice = h(
      'select',
      { id, 'data-part': 'lesson', onchange: () => again(() => (lesson = choice.value), '[data-part="lesson"]') },
      ...[...known]
        .sort()
        .map(([name, { title }]) =>
          h(
            'option',
            { value: name, selected: name === lesson },
            fill(say.lesson_of, { title, name, n: counts.get(name) ?? 0 }),
          ),
        ),
    );
    const shown = h('input', {
      ...{ id: box, type: 'checkbox', checked: withNames, 'data-part': 'names', autocomplete: 'off' },
      onchange: () => again(() => (withNames = shown.checked), '[data-part="names"]'),
    });
    return h(
      'div',
      { class: 'choices' },
      h('p', { class: 'line' }, h('label', { for: id }, say.lesson), choice),
      h('p', { class: 'line' }, shown, h('label', { for: box }, say.show_names)),
      h('p', { class: 'quiet' }, say.show_names_how),
    );
  }
  /** Draws anew after a change, and leaves the focus where it was. @param {() => void} change @param {string} at */
  function again(change, at) {
    change();
    draw();
    /** @type {HTMLElement | null} */ (results.querySelector(at))?.focus();
  }
  const forget = button(say.forget, 'forget', () => {
    round++;
    rows = new Map();
    broken = new Map();
    withNames = false;
    register.forget();
    draw();
    progress.textContent = say.forgotten;
    /** @type {HTMLElement | null} */ (zone.querySelector('button'))?.focus();
  });

  for (const name of ['dragenter', 'dragover', 'dragleave', 'drop'])
    document.addEventListener(name, e => {
      e.preventDefault(); // else the browser would leave the page for a file that misses the zone
      zone.classList.toggle('over', name === 'dragenter' || name === 'dragover');
    });
  document.addEventListener('drop', async e => {
    if (!e.dataTransfer) return;
    const { files, closed } = await dropped(e.dataTransfer);
    await take(files, closed);
  });
  root.replaceChildren(
    h(
      'header',
      {},
      h('h1', {}, say.title),
      h('p', {}, say.intro),
      h('p', { class: 'private' }, h('strong', {}, say.private)),
    ),
    zone,
    h('div', { class: 'line' }, progress, forget),
    register.el,
    results,
  );
  draw();
}
/** @param {string} text @param {string} action @param {() => void} onclick */
const button = (text, action, onclick) => h('button', { type: 'button', 'data-action': action, onclick }, text);
