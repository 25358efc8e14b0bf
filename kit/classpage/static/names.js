// @ts-check
// Whose file it is, from its path alone: what lies in a file could be anybody's. The rules are those of kit/grading/submissions.py.

const MOODLE = /^(.+)_(\d+)_assignsubmission_(?:file|onlinetext)_?$/, // Moodle's folder of a student
  MOODLE_FLAT = /^(.+)_(\d+)_assignsubmission_file_.+$/, // the same in a file's name
  CANVAS = /^([^_]+)_(?:LATE_)?(\d+)_\d+_.+$/; // Canvas's file: lastfirst_12345_67890_name

/** @typedef {{ id: string, name: string }} Person  id: two files with the same one are of one student; name: '' where the path names nobody */

/** @param {string} path with / between folders @param {string} lesson the notebook's own name, such as 03-sources @returns {Person} */
export function person(path, lesson) {
  const folders = path.normalize('NFC').split('/'),
    stem = (folders.pop() ?? '').replace(/\.ipynb$/i, '');
  const moodle = folders.map(folder => MOODLE.exec(folder)).find(Boolean) ?? MOODLE_FLAT.exec(stem);
  if (moodle) return { id: `moodle ${moodle[2]}`, name: shown(moodle[1]) };
  const canvas = CANVAS.exec(stem);
  if (canvas) return { id: `canvas ${canvas[2]}`, name: shown(canvas[1]) };
  const base = lesson.replace(/-invented$/, ''),
    name = shown(without(stem, base) || folders.filter(folder => folder !== base).at(-1) || '');
  return name ? { id: `name ${plain(name).join(' ')}`, name } : { id: `path ${path}`, name: '' };
}
/** What a file's name says besides the lesson's, and besides what browsers and Jupyter add to a copy. @param {string} stem @param {string} base the lesson's name on either route */
function without(stem, base) {
  const copy = /[\s_-]*(?:\(\d+\)|-?\bcopy\d*(?:\s*\(?\d+\)?)?)$/i;
  const bare = stem.replace(copy, '').replace(copy, ''),
    at = base ? bare.toLowerCase().indexOf(base.toLowerCase()) : -1;
  return (at < 0 ? bare : `${bare.slice(0, at)} ${bare.slice(at + base.length)}`).replace(/^[\s_.-]+|[\s_.-]+$/g, '');
}
/** @param {string} name */
const shown = name =>
  name
    .replace(/[_\s]+/g, ' ')
    .trim()
    .slice(0, 100);

/** The words of a name, in order of the alphabet, without case and accents. @param {string} name */
const plain = name => words(name).sort();
/** @param {string} name */
const words = name =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);

/** The forms in which a name may stand in a file's name: Jane Doe, Doe Jane, doejane. @param {string} name */
function forms(name) {
  const own = words(name),
    turned = own.map((_, n) => [...own.slice(n), ...own.slice(0, n)].join(''));
  return new Set([plain(name).join(' '), ...turned]);
}
/** The names of a class list that no file bears. @param {string[]} list @param {string[]} handedIn */
export function missing(list, handedIn) {
  const known = new Set(handedIn.flatMap(name => [...forms(name)]));
  return list.filter(name => ![...forms(name)].some(form => known.has(form)));
}
/** The names of a pasted list: one a line, a comma or a tab between last and first name. @param {string} text */
export const listed = text => [
  ...new Set(
    text
      .split(/\r?\n/)
      .slice(0, 2000)
      .map(line => shown(line.replace(/[,;\t]+/g, ' ')))
      .filter(line => words(line).length),
  ),
];
