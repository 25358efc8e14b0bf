// @ts-check
// "Who handed in": the table, the files that could not be read, and, with a class list, who is missing. The only part that names students unasked.
import { h, uid } from './dom.js';
import { listed, missing } from './names.js';
import { table } from './parts.js';
import { answered } from './register.js';
import { fill } from './text.js';

/** @typedef {import('./register.js').Row} Row */

/** @param {any} words */
export function registerView(words) {
  const say = words.class_page,
    id = uid('list'),
    list = h('textarea', {
      id,
      rows: 6,
      spellcheck: false,
      autocomplete: 'off',
      oninput: () => compare(),
      'data-part': 'list',
    }),
    body = h('div', {}),
    lacking = h('p', { 'aria-live': 'polite', 'data-part': 'missing' });
  /** @type {Row[]} of the lesson that is looked at */
  let here = [];
  const el = h(
    'details',
    { open: true, class: 'register', hidden: true },
    h('summary', {}, h('h2', {}, say.handed_in)),
    body,
    h('details', {}, h('summary', {}, say.list), h('label', { for: id }, say.list_how), list),
    lacking,
  );
  function compare() {
    const wanted = listed(list.value),
      gone = missing(
        wanted,
        here.map(one => one.name),
      );
    lacking.textContent = !wanted.length
      ? ''
      : gone.length
        ? fill(say.missing, { n: gone.length, all: wanted.length, names: gone.join(', ') })
        : fill(say.all_there, { n: wanted.length });
  }
  /** @param {Row} row @param {Map<string, import('./questions.js').Lesson>} lessons @param {string} lesson */
  function told(row, lessons, lesson) {
    const notes = [...row.notes];
    if (row.gathered.lesson && row.gathered.lesson !== lesson) notes.unshift({ note: 'other_lesson' });
    const own = lessons.get(row.gathered.lesson),
      all = own?.questions ?? [];
    return [
      row.name || h('span', { class: 'path' }, row.path),
      own ? own.title : '–',
      own ? fill(say.answered, { n: answered(row, all), all: all.length }) : '–',
      time(row.gathered.saved, words.language),
      list_(notes.map(({ note, values }) => fill(say.notes[note], values ?? {}))),
    ];
  }
  return {
    el,
    /** @param {Row[]} rows @param {import('./files.js').Opened[]} broken @param {Map<string, import('./questions.js').Lesson>} lessons @param {string} lesson the one that is looked at */
    draw(rows, broken, lessons, lesson) {
      here = rows.filter(row => row.gathered.lesson === lesson);
      const heads = [say.name, say.lesson, say.answers, say.saved, say.notes_head];
      const first = [...here, ...rows.filter(row => row.gathered.lesson !== lesson)];
      body.replaceChildren(
        table(
          fill(say.handed_in_of, { n: rows.length }),
          heads,
          first.map(row => told(row, lessons, lesson)),
          'handed-in',
        ),
        ...(broken.length ? [problems(broken, words)] : []),
      );
      compare();
    },
    forget() {
      list.value = '';
    },
  };
}
/** The files that could not be read, and why. @param {import('./files.js').Opened[]} broken @param {any} words */
function problems(broken, words) {
  const say = words.class_page;
  const rows = broken.map(({ path, problem, sizes }) => [
    h('span', { class: 'path' }, path),
    fill(say.problems[problem ?? 'unread'], sizes ?? {}),
  ]);
  return table(fill(say.unread, { n: rows.length }), [say.file, say.notes_head], rows, 'unread');
}
/** @param {string[]} lines */
const list_ = lines => (lines.length === 1 ? lines[0] : h('ul', {}, ...lines.map(line => h('li', {}, line))));

/** A record's time in the language and the zone of this device. @param {string} saved @param {string} language */
function time(saved, language) {
  const at = new Date(saved);
  if (!saved || Number.isNaN(at.getTime())) return '–';
  return new Intl.DateTimeFormat([language, 'en'], {
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(at);
}
