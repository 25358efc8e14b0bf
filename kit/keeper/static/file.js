// @ts-check
// The notebook file: written at once, one write at a time, never by two tabs at a time, and never over somebody else's work.

import { holdFocus } from './focus.js';

/** @typedef {import('./book.js').Book} Book */

const LONGEST = 8000; // milliseconds between two tries while the server does not answer
const TYPING = 1000; // milliseconds between two looks whether the student still types
const AFTER_DIALOG = 60000; // milliseconds of quiet after JupyterLab has shown its own error

/** What two versions of a notebook are compared by: code and text, not outputs. @param {any} notebook */
const source = notebook =>
  JSON.stringify(notebook.cells.map((/** @type {any} */ c) => [c.cell_type, [].concat(c.source).join('')]));
/** The same of the notebook that is open. @param {any[]} cells */
const sourceHere = cells => JSON.stringify(cells.map(c => [c.type, c.sharedModel.getSource()]));
const pause = (/** @type {number} */ ms) => new Promise(done => setTimeout(done, ms));

export class NotebookFile {
  /** @param {Book} book @param {import('@jupyterlab/services').Contents.IManager} contents */
  constructor(book, contents) {
    this.book = book;
    this.context = book.context;
    this.contents = contents;
    this.wait = 1000; // milliseconds until the next try
    this.rest = 0; // until when not to try: after a dialog
    this.timer = 0;
    this.code = ''; // the source of the version that this page read or wrote last
    this.isBusy = false;
    this.isAgain = false; // an answer came while a write was under way
    this.context.disposed.connect(() => clearTimeout(this.timer));
  }
  /** The page and the file now hold the same version. */
  settled() {
    this.wait = 1000;
    this.rest = 0;
    this.code = sourceHere(this.book.cells);
    this.book.see(this.book.kept);
  }
  async save() {
    if (Date.now() < this.rest) return this.book.tell('failed');
    clearTimeout(this.timer);
    this.timer = 0;
    this.isAgain = true;
    if (this.isBusy) return;
    this.isBusy = true;
    this.book.tell('saving');
    const write = () => this.write();
    while (this.isAgain && !this.context.isDisposed) {
      this.isAgain = false;
      await (navigator.locks ? navigator.locks.request(`second_look ${this.context.path}`, write) : write());
    }
    this.isBusy = false;
  }
  /** One write. A failure is tried again: soon where the server does not answer (the look comes first and is quiet), after a minute where it refuses with a dialog. */
  async write() {
    const { context, book } = this;
    const shows = { dialog: false }; // whether JupyterLab shows a dialog of its own when the next step fails
    try {
      if (context.model.collaborative) return this.leaveToServer();
      const disk = await this.look();
      if (disk && !disk.writable) return book.tell('readonly');
      if (disk && this.moved(disk)) {
        if (book.isBeingTyped) return this.later(TYPING); // reading it again would take the box away
        if (!(await this.takeIn(shows))) return book.tell('conflict');
      }
      shows.dialog = true;
      await context.save();
    } catch (error) {
      console.warn('second-look: not saved', error);
      const isThere = () =>
        this.look().then(
          () => true,
          () => false,
        );
      const isRefused = shows.dialog && (await isThere()); // else the server does not answer at all
      if (isRefused) this.rest = Date.now() + AFTER_DIALOG;
      this.wait = Math.min(this.wait * 2, LONGEST);
      book.tell(isRefused ? 'failed' : 'waiting');
      this.later(isRefused ? AFTER_DIALOG + 1 : this.wait);
    }
  }
  /** @param {number} wait milliseconds until the next try */
  later(wait) {
    clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.context.isDisposed || this.save(), wait);
  }
  /** A shared document is saved by the server. */
  leaveToServer() {
    setTimeout(() => this.context.isDisposed || this.book.saved(), 3000);
    this.book.tell('shared');
  }
  /** What is on disk, without its content; undefined where there is no file. */
  async look(path = this.context.path) {
    try {
      return await this.contents.get(path, { hash: true, content: false });
    } catch (error) {
      if (/** @type {any} */ (error).response?.status !== 404) throw error;
    }
  }
  /** Waits until nobody is writing the file: a server writes in place, and a reader can meet half of it. */
  async still() {
    for (let tries = 0, last; tries < 20; tries++) {
      await pause(100 + 200 * Math.random());
      const { hash, last_modified } = (await this.look()) ?? {},
        now = hash ?? last_modified;
      if (now === last) return;
      last = now;
    }
  }
  /** Whether the file is no longer the one that we read or wrote. @param {any} disk */
  moved(disk) {
    const now = this.context.contentsModel;
    if (!now) return false;
    if (disk.hash && now.hash) return disk.hash !== now.hash;
    return +new Date(disk.last_modified) - +new Date(now.last_modified) > 500;
  }
  /**
   * Another tab or program wrote the file: takes its version in, and puts our answers into it.
   * False where code was changed here too: which version to keep is the student's choice.
   * @param {{ dialog: boolean }} shows
   */
  async takeIn(shows) {
    const { book, context } = this;
    await this.still();
    const all = { type: /** @type {const} */ ('notebook'), format: /** @type {const} */ ('json'), content: true };
    const { content } = await this.contents.get(context.path, all);
    book.takeIn(content);
    const mine = sourceHere(book.cells),
      { kept } = book;
    if (mine !== source(content) && mine !== this.code) return false;
    shows.dialog = true;
    const putFocusBack = holdFocus(book.views);
    await context.revert();
    putFocusBack();
    this.code = sourceHere(book.cells);
    book.putBack(kept);
    return true;
  }
  /** Drafts that were made while this file had another name, or lay on another server; not those of a file that is still there. */
  async fetchMoved() {
    const { book } = this,
      { sheet, drafts } = book;
    for (const found of sheet ? drafts.elsewhere(sheet) : []) {
      try {
        if (found.path !== undefined && (await this.look(found.path))) continue;
      } catch {
        continue; // it may be there: the server does not say
      }
      drafts.take(sheet, found);
    }
    if (sheet && !this.context.isDisposed) book.adopt(sheet);
  }
}
