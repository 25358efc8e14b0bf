// @ts-check
// From what a teacher drops to notebooks as data. A file that cannot be read becomes a line that says why; the rest goes on.
import { entries, ZipError } from './zip.js';

/** @typedef {{ path: string, size: number, changed: number, whose?: string, read: () => Promise<Uint8Array> }} Source  changed: milliseconds; whose: the path below a folder that was chosen, for that one is of the whole class */
/** @typedef {{ path: string, changed: number, whose?: string, notebook?: any, problem?: string, sizes?: Record<string, number> }} Opened  problem: an entry of words.class_page.problems */

export const LARGEST = 20_000_000; // bytes of a notebook, as kit/grading/reader.py has it: the answers take a few kilobytes
const LARGEST_ZIP = 2_000_000_000, // bytes; only its list is read at once
  DEEPEST = 100, // levels of JSON; notebooks need about ten
  IGNORED = /(^|\/)(__MACOSX|\.ipynb_checkpoints|\.[^/]*)(\/|$)/;

/** The notebooks among files, unpacked from zips one by one. @param {Iterable<File | Source>} files @returns {AsyncGenerator<Source | Opened>} */
export async function* sources(files) {
  for (const file of files) {
    const one = file instanceof File ? ofFile(file) : file;
    if (IGNORED.test(one.path)) continue;
    if (/\.ipynb$/i.test(one.path)) yield one;
    else if (/\.zip$/i.test(one.path) && file instanceof File) yield* unpacked(file, one);
    else yield { path: one.path, changed: one.changed, problem: 'no_notebook' };
  }
}
/** @param {string} path */
const below = path => path.split('/').slice(1).join('/');
/** @param {File} file @returns {Source} */
const ofFile = file => ({
  path: file.webkitRelativePath || file.name,
  size: file.size,
  changed: file.lastModified,
  whose: below(file.webkitRelativePath) || file.name,
  read: async () => new Uint8Array(await file.arrayBuffer()),
});
/** @param {File} file @param {Source} zip @returns {AsyncGenerator<Source | Opened>} */
async function* unpacked(file, { path, size, changed }) {
  try {
    if (size > LARGEST_ZIP) throw new ZipError('zip_many');
    for (const one of await entries(file)) if (/\.ipynb$/i.test(one.path) && !IGNORED.test(one.path)) yield one;
  } catch (error) {
    yield { path, changed, problem: reason(error, 'no_zip') };
  }
}
/** @param {unknown} error @param {string} otherwise */
const reason = (error, otherwise) => (error instanceof ZipError ? error.message : otherwise);

/** Reads one notebook. @param {Source} source @returns {Promise<Opened>} */
export async function open({ path, size, changed, whose, read }) {
  const told = (/** @type {string} */ problem) => ({ path, changed, problem });
  if (size > LARGEST)
    return { ...told('too_large'), sizes: { size: Math.ceil(size / 1e6), most: Math.round(LARGEST / 1e6) } };
  try {
    const bytes = await read();
    const text = decoded(bytes);
    if (!text.trim()) return told('empty');
    const notebook = JSON.parse(text);
    if (isDeep(notebook)) return told('too_deep');
    if (!isObject(notebook) || !Array.isArray(notebook.cells))
      return told(isObject(notebook) && 'worksheets' in notebook ? 'old' : 'no_cells');
    return { path, changed, whose, notebook: { ...notebook, cells: notebook.cells.filter(isObject) } };
  } catch (error) {
    return told(reason(error, error instanceof SyntaxError ? 'no_json' : 'unread'));
  }
}
/** Whether data is an object, and no list. @param {any} data */
export const isObject = data => data !== null && typeof data === 'object' && !Array.isArray(data);

/** What editors and mail programs make of a notebook's UTF-8. @param {Uint8Array} bytes */
function decoded(bytes) {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    return new TextDecoder(first === 0xff ? 'utf-16le' : 'utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
/** Level by level, so that depth itself cannot break the walk. @param {any} data */
function isDeep(data) {
  let level = [data];
  for (let n = 0; n < DEEPEST && level.length; n++) {
    const next = [];
    for (const node of level)
      if (node !== null && typeof node === 'object') for (const child of Object.values(node)) next.push(child);
    level = next;
  }
  return level.length > 0;
}

/** The files of a drop, those in folders too; `closed` are folders that the browser would not open. @param {DataTransfer} data @returns {Promise<{ files: (File | Source)[], closed: string[] }>} */
export async function dropped(data) {
  /** @type {(File | Source)[]} */
  const files = [];
  const closed = [];
  const items = [...data.items].map(item => ({ file: item.getAsFile(), entry: item.webkitGetAsEntry() })); // now: later they are gone
  for (const { file, entry } of items)
    if (entry?.isDirectory)
      try {
        files.push(...(await inFolder(/** @type {FileSystemDirectoryEntry} */ (entry))));
      } catch {
        closed.push(entry.name);
      }
    else if (file) files.push(file);
  return { files, closed };
}
/** @param {FileSystemDirectoryEntry} folder @returns {Promise<Source[]>} */
async function inFolder(folder) {
  const reader = folder.createReader(),
    found = [];
  for (;;) {
    /** @type {FileSystemEntry[]} */
    const some = await new Promise((done, fail) => reader.readEntries(done, fail));
    if (!some.length) return found;
    for (const one of some)
      if (one.isDirectory) found.push(...(await inFolder(/** @type {FileSystemDirectoryEntry} */ (one))));
      else {
        /** @type {File} */
        const file = await new Promise((done, fail) => /** @type {FileSystemFileEntry} */ (one).file(done, fail));
        const full = one.fullPath.replace(/^\//, '');
        found.push({ ...ofFile(file), path: full, whose: below(full) });
      }
  }
}
