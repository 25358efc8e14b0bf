// @ts-check
// Leaving a shared computer: the file goes to the student's downloads, and what is here of it goes away: the answers in the copy
// on this device, its checkpoints, the drafts of this browser, the kernel that knows them.
import { download } from './dom.js';
import { NAMESPACE } from './homes.js';
import { asked, QUESTION } from './outputs.js';
import { blank, line } from './record.js';
import { still } from './still.js';
import { fill } from './text.js';

/** @typedef {import('@jupyterlab/notebook').NotebookPanel} NotebookPanel */
/** @typedef {import('./book.js').Book} Book */

export const LEAVE = 'second-look:leave';
const RANK = 20; // in the File menu: after what saves and downloads
const SHOWN = [
  QUESTION,
  'application/vnd.second-look.reading.v1+json',
  'application/vnd.second-look.comparison.v1+json',
];
const WRITE_HERE = 'YOUR ANSWER HERE'; // what an answer cell of a release says, as in kit/grading/answers.py

/**
 * Adds the command, and puts it into the File menu.
 * @param {import('@jupyterlab/application').JupyterFrontEnd} app
 * @param {import('@jupyterlab/notebook').INotebookTracker} tracker
 * @param {{ books: Map<any, Book>, words: any, dialogs: typeof import('@jupyterlab/apputils'), menu: import('@jupyterlab/mainmenu').IMainMenu | null }} tools
 */
export function addLeave(app, tracker, { books, words, dialogs, menu }) {
  const say = words.leave,
    contents = app.serviceManager.contents;
  /** @param {string} title @param {string} body */
  const tell = (title, body) =>
    dialogs.showDialog({ title, body, buttons: [dialogs.Dialog.okButton({ label: say.close })] });

  async function leave() {
    const panel = tracker.currentWidget,
      book = panel && books.get(panel.context);
    if (!panel || !book) return;
    const { path } = panel.context,
      name = path.split('/').pop() ?? path;
    let content;
    try {
      await book.file.look(); // quiet where the server does not answer; a save would show JupyterLab's own dialog
      await panel.context.save();
      ({ content } = await contents.get(path, { type: 'notebook', format: 'json', content: true }));
    } catch (error) {
      console.warn('second-look: not saved', error);
      return tell(say.not_saved, say.not_saved_why);
    }
    download(name, content);
    const { button } = await dialogs.showDialog({
      title: say.title,
      body: fill(say.body, { file: name }),
      buttons: [dialogs.Dialog.cancelButton({ label: say.not_yet }), dialogs.Dialog.warnButton({ label: say.clear })],
      defaultButton: 0,
    });
    if (!button.accept) return;
    const sheets = [book.sheet, ...book.drafts.sheets()];
    const isLab = 'mode' in app.shell; // Notebook 7 has one document a page, and goes away with it
    await close(panel, isLab);
    try {
      await contents.save(path, { type: 'notebook', format: 'json', content: emptied(content, words) });
      for (const { id } of await contents.listCheckpoints(path)) await contents.deleteCheckpoint(path, id);
    } catch (error) {
      console.warn('second-look: not cleared', error);
      return tell(say.not_cleared, fill(say.not_cleared_why, { file: name }));
    }
    book.drafts.forget(sheets);
    if (isLab) await app.commands.execute('docmanager:open', { path });
    await tell(say.done, say.done_why);
    if (!isLab) location.reload();
  }

  app.commands.addCommand(LEAVE, {
    label: say.label,
    caption: say.caption,
    isEnabled: () => !!tracker.currentWidget,
    isVisible: () => !!tracker.currentWidget,
    execute: leave,
  });
  menu?.fileMenu.addGroup([{ command: LEAVE }], RANK);
}

/** Ends the kernel and closes the document, so that nothing writes the file any more. @param {NotebookPanel} panel @param {boolean} isLab */
async function close(panel, isLab) {
  await panel.sessionContext.shutdown().catch(error => console.warn('second-look: the kernel stays', error));
  if (isLab) panel.dispose();
}

/**
 * The notebook as if nobody had answered: no records, empty questions, no other outputs (they may tell of the answers).
 * @param {any} notebook as the server gives it; it is not changed @param {any} words @returns {any}
 */
export function emptied(notebook, words) {
  const copy = structuredClone(notebook);
  for (const home of [copy, ...copy.cells]) if (home.metadata) delete home.metadata[NAMESPACE];
  for (const cell of copy.cells) {
    const { grade, solution } = cell.metadata?.nbgrader ?? {};
    if (cell.cell_type === 'markdown' && grade && solution) cell.source = WRITE_HERE;
    if (cell.cell_type !== 'code') continue;
    cell.outputs = (cell.outputs ?? [])
      .filter((/** @type {any} */ output) => SHOWN.some(type => output.data?.[type]))
      .map((/** @type {any} */ output) => unanswered(output, words));
  }
  return copy;
}

/** @param {any} output @param {any} words */
function unanswered(output, words) {
  const { data } = output;
  for (const type of SHOWN)
    if (data[type]?.answer) data[type] = { ...data[type], answer: blank(data[type].question ?? {}) };
  const items = asked(output);
  if (!items.length) return output;
  const [first, ...more] = items.map(({ question }) => ({ question, answer: blank(question) }));
  data[QUESTION] = { ...data[QUESTION], ...first, ...(more.length ? { more } : {}) };
  data['text/html'] = items.map(({ question }) => still(question, blank(question), words)).join('\n');
  data['text/plain'] = items.map(({ question }) => line(blank(question), words)).join('\n');
  return output;
}
