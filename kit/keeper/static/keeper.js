// @ts-check
// The keeper: draws questions from the notebook file, with or without a kernel, and keeps their answers in it. Public JupyterLab API only.
import { Book } from './book.js';
import { mountComparison } from './compare.js';
import { addLeave } from './leave.js';
import { asked, outputsOf, QUESTION } from './outputs.js';
import { mount } from './question.js';
import { mountReading } from './reader.js';
import { blank, same, sound } from './record.js';

const READING = 'application/vnd.second-look.reading.v1+json';
const COMPARISON = 'application/vnd.second-look.comparison.v1+json';
const WIDGET = 'application/vnd.jupyter.widget-view+json';
const RANK = -20; // before the widget's own view (-10)
const NARROW = 700; // pixels
const EVENTS = ['ready', 'answer', 'draft', 'found', 'download'];

/** @typedef {import('@jupyterlab/notebook').NotebookPanel} NotebookPanel */

/** @param {import('@jupyterlab/application').JupyterFrontEnd} app @param {import('@jupyterlab/notebook').INotebookTracker} tracker @param {{ widgets: typeof import('@lumino/widgets'), dialogs: typeof import('@jupyterlab/apputils'), menu: import('@jupyterlab/mainmenu').IMainMenu | null, words: any }} tools */
export function activate(app, tracker, { widgets: { Panel, Widget }, dialogs, menu, words }) {
  const contents = app.serviceManager.contents,
    site = app.serviceManager.serverSettings.baseUrl;
  /** @type {Map<NotebookPanel['context'], Book>} one for each open file */
  const books = new Map();
  /** @type {Map<Element, Keeper>} the renderers on the page, by their element */
  const keepers = new Map();
  /** @type {Set<{ node: HTMLElement, panel: NotebookPanel, question?: string }>} those on the page */
  const comparisons = new Set();

  class Keeper extends Panel {
    /** @param {NotebookPanel} panel */
    constructor(panel) {
      super();
      this.panel = panel;
      this.stills = new Map(); // question -> { widget, view }
      /** @type {Map<HTMLElement, string>} views of widgets that carry an answer to Python and draw nothing */
      this.bridges = new Map();
      this.addClass('second-look-keeper');
      /** @type {any} the widget's own view, once there is one */
      this.live = null;
      this.isLive = false;
      keepers.set(this.node, this);
      for (const type of EVENTS) this.node.addEventListener('second-look:' + type, hear); // here too: the document hears nothing from a detached cell
    }
    /** @param {any} model the output */
    async renderModel(model) {
      this.model = model;
      const book = books.get(this.panel.context);
      if (book?.isPutting && this.stills.size === asked(model).length) return; // the views have it
      for (const { question, answer } of asked(model)) {
        const record = sound(answer) ? answer : blank(question);
        const old = this.stills.get(question.question);
        if (old) {
          if (sound(answer)) old.view?.take(answer);
          continue;
        }
        const widget = new Widget();
        this.stills.set(question.question, { widget, view: draw(widget.node, question, book?.own(record) ?? record) });
        this.addWidget(widget);
        if (this.isLive) widget.hide();
      }
      this.bridge(model);
      setTimeout(() => {
        if (!this.isDisposed && book) {
          this.news(book);
          book.tell();
        }
      });
    }
    /** An output that brings an answer of its own (kit.answer) is news to the file. @param {Book} book */
    news(book) {
      for (const { question, answer } of asked(this.model)) {
        const own = book.own(sound(answer) ? answer : blank(question));
        if (own.revision === 0 || same(book.kept[own.question], own)) continue;
        const { cell } = locate(this.node);
        if (cell && book.put(book.draft(cell, own), cell)) book.file.save();
      }
    }
    /** The widget's view carries answers to Python. Made early it would wait for its widget manager for ever. @param {any} model */
    bridge(model) {
      if (this.isAsked || !model.trusted || !model.data[WIDGET]) return;
      this.isAsked = true;
      this.panel.sessionContext.ready.then(() =>
        setTimeout(() => {
          if (this.isDisposed) return;
          this.live = this.panel.content.rendermime.createRenderer(WIDGET);
          this.live.hide(); // until it is there: without a model it shows "Loading widget"
          this.addWidget(this.live);
          this.live.renderModel(this.model);
        }, 50),
      );
    }
    /** A container (tabs, boxes) shows its own questions once it is alive. */
    goLive() {
      this.isLive = true;
      this.live?.show?.();
      for (const { widget } of this.stills.values()) widget.hide();
    }
    dispose() {
      if (this.isDisposed) return;
      for (const { view } of this.stills.values()) view?.dispose();
      keepers.delete(this.node);
      super.dispose();
    }
  }

  /** A file may hold anything: a question that cannot be drawn says so, and the others go on. @param {HTMLElement} node @param {any} question @param {any} record */
  function draw(node, question, record) {
    try {
      return mount(node, question, record, words);
    } catch (error) {
      console.warn('second-look: a question could not be drawn', error);
      node.textContent = words.line.broken;
    }
  }

  class Reading extends Widget {
    /** @param {any} model */
    async renderModel(model) {
      if (this.view) return;
      this.addClass('second-look-keeper');
      this.view = mountReading(this.node, model.data[READING], words);
    }
  }

  /** A comparison asks nothing: it is told the answer to its question, and is never taken for that question. */
  class Comparison extends Widget {
    /** @param {NotebookPanel} panel */
    constructor(panel) {
      super();
      this.panel = panel;
      this.addClass('second-look-keeper');
    }
    /** @param {any} model */
    async renderModel(model) {
      if (this.view) return;
      const data = model.data[COMPARISON],
        record = sound(data.answer) ? data.answer : blank(data.question);
      this.question = data.question.question;
      this.view = mountComparison(this.node, data, books.get(this.panel.context)?.own(record) ?? record, words);
      comparisons.add(this);
    }
    dispose() {
      comparisons.delete(this);
      super.dispose();
    }
  }

  /** Which file, cell and output an element belongs to. @param {Element} node @returns {{ book?: Book, cell?: any, keeper?: any, area?: any }} */
  function locate(node) {
    const keeper = keepers.get(/** @type {Element} */ (node.closest('.second-look-keeper')));
    if (keeper?.model) {
      const book = books.get(keeper.panel.context),
        cell = book?.cells.find(c => outputsOf(c).includes(keeper.model));
      if (cell) return { book, cell, keeper };
    }
    let found = {};
    tracker.forEach(panel => {
      const w = panel.content.widgets.find(cell => cell.node.contains(node));
      if (w) found = { book: books.get(panel.context), cell: w.model, area: /** @type {any} */ (w).outputArea };
    });
    return found;
  }
  /** @param {Event} event */
  function hear(event) {
    const e = /** @type {CustomEvent} */ (event),
      node = /** @type {HTMLElement} */ (e.target),
      { book, cell, keeper, area } = locate(node);
    if (!book || !cell || e.defaultPrevented) return;
    e.preventDefault(); // says: kept
    const { question, answer } = e.detail;
    if (e.type === 'second-look:found') return book.settle(answer);
    if (e.type === 'second-look:download') return book.download();
    if (e.type === 'second-look:draft') return book.keepTyping(cell, answer);
    if (e.type === 'second-look:answer') return book.keep(cell, answer);
    greet(book, cell, keeper, area, node, e.detail, question, answer);
  }
  /** A live widget says that it is there. @param {Book} book @param {any} cell @param {any} keeper @param {any} area @param {HTMLElement} node @param {any} detail @param {any} question @param {any} answer */
  function greet(book, cell, keeper, area, node, detail, question, answer) {
    const all = book.own(answer);
    if (!same(all, answer)) node.dispatchEvent(new CustomEvent('second-look:restore', { detail: all }));
    if (all.revision > 0 && book.put(all, cell)) book.file.save();
    const isContainer = !keeper || keeper.model.data[QUESTION].container;
    if (!detail.isDrawn) detail.isDrawn = !isContainer;
    if (!isContainer) keeper.bridges.set(node, question.question);
    if (keeper && isContainer) keeper.goLive();
    if (isContainer) {
      // let its output draw the question too, for when there is no kernel
      const output =
        keeper?.model ??
        outputsOf(cell)[area?.widgets.findIndex((/** @type {any} */ w) => w.node.contains(node)) ?? -1];
      if (output && !asked(output).some(i => i.question.question === question.question))
        setTimeout(() => book.list(output, question));
    }
    book.tell();
  }
  /** Every view of every question in a book, and the bridges. Cells outside the window are not in the document. @param {Book} book @returns {{ host: HTMLElement, q: string }[]} */
  function views(book) {
    const selector = '.second-look[data-question]',
      /** @type {Set<HTMLElement>} */
      nodes = new Set(),
      bridges = [];
    for (const keeper of keepers.values())
      if (keeper.panel.context === book.context) {
        for (const n of keeper.node.querySelectorAll(selector)) nodes.add(/** @type {HTMLElement} */ (n));
        for (const [host, q] of keeper.bridges) bridges.push({ host, q });
      }
    tracker.forEach(panel => {
      if (panel.context === book.context)
        for (const n of panel.content.node.querySelectorAll(selector)) nodes.add(/** @type {HTMLElement} */ (n));
    }); // a container's, which no keeper has drawn
    const drawn = [...nodes].map(n => ({
      host: /** @type {HTMLElement} */ (n.parentElement),
      q: n.dataset.question ?? '',
    }));
    const following = [...comparisons]
      .filter(c => c.panel.context === book.context)
      .map(c => ({ host: c.node, q: c.question ?? '' }));
    return [...drawn, ...bridges, ...following];
  }
  /** On a phone the side panels would leave no room for the lesson. @param {NotebookPanel} panel */
  function makeRoom(panel) {
    if (
      window.innerWidth > NARROW ||
      !books.get(panel.context)?.cells.some(c => outputsOf(c).some(o => o.data[QUESTION]))
    )
      return;
    if (!('collapseLeft' in app.shell)) return; // Notebook 7 has another shell, and no side panels
    const shell = /** @type {import('@jupyterlab/application').LabShell} */ (/** @type {unknown} */ (app.shell));
    app.restored.then(() => {
      shell.collapseLeft();
      shell.collapseRight();
      for (const side of /** @type {const} */ (['left', 'right']))
        if (shell.isSideTabBarVisible(side)) shell.toggleSideTabBarVisibility(side);
    });
  }
  /** Where every panel of the right side is switched off, JupyterLab leaves an empty one open. */
  function foldEmptySide() {
    if (!('isEmpty' in app.shell && 'collapseLeft' in app.shell)) return; // Notebook 7
    const shell = /** @type {import('@jupyterlab/application').LabShell} */ (/** @type {unknown} */ (app.shell));
    if (shell.isEmpty('right')) shell.collapseRight();
  }
  app.restored.then(foldEmptySide);
  for (const type of EVENTS) document.addEventListener('second-look:' + type, hear);
  window.addEventListener('online', () => books.forEach(book => book.file.timer && book.file.save()));
  /** @param {NotebookPanel} panel */
  const add = panel => {
    const { context } = panel;
    if (!books.has(context)) {
      books.set(context, new Book(context, { contents, site, words, views }));
      context.disposed.connect(() => books.delete(context));
    }
    context.ready.then(() => makeRoom(panel));
    const { rendermime } = panel.content;
    rendermime.addFactory({ safe: true, mimeTypes: [QUESTION], createRenderer: () => new Keeper(panel) }, RANK);
    rendermime.addFactory({ safe: true, mimeTypes: [READING], createRenderer: () => new Reading() }, RANK);
    rendermime.addFactory({ safe: true, mimeTypes: [COMPARISON], createRenderer: () => new Comparison(panel) }, RANK);
  };
  addLeave(app, tracker, { books, words, dialogs, menu });
  tracker.forEach(add);
  tracker.widgetAdded.connect((_, panel) => add(panel));
}
