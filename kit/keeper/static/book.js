// @ts-check
// A book: the answers in one open notebook. It puts every answer into the notebook and merges; it never lets two copies race.
import { carried } from './anchors.js';
import { download } from './dom.js';
import { Drafts } from './drafts.js';
import { NotebookFile } from './file.js';
import { held, NAMESPACE, put, putAside, recordsIn } from './homes.js';
import { array, index, rewrite } from './outputs.js';
import { blank, merge, newId, same, sameText, sound, withOther } from './record.js';
import { restore, tellAll } from './telling.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./outputs.js').Place} Place */

const PAUSE = 1500; // milliseconds without a key until nobody types any more
const TYPING = 5000; // milliseconds until what is being typed is put into the file, also while it goes on

/** Calls back when the page has painted; soon where it does not paint (a hidden tab). @param {() => void} callback */
function afterFrame(callback) {
  let isDone = false;
  const once = () => {
    if (!isDone) callback();
    isDone = true;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 150);
}

export class Book {
  /** @param {import('@jupyterlab/notebook').NotebookPanel['context']} context @param {{ contents: import('@jupyterlab/services').Contents.IManager, site: string, words: any, views: (book: Book) => { host: HTMLElement, q: string }[] }} tools */
  constructor(context, { contents, site, words, views }) {
    this.context = context;
    this.words = words;
    this.views = () => views(this);
    this.drafts = new Drafts(site, () => context.path);
    this.file = new NotebookFile(this, contents);
    this.state = '';
    this.minted = ''; // the id of a new sheet, before its first answer is in the notebook
    this.isPutting = false;
    /** @type {Map<string, { cell: any, record: Answer }>} answers that are on the page and in the drafts, and come into the notebook after the frame */
    this.waiting = new Map();
    this.typedAt = 0;
    /** @type {Map<string, number>} questions that are being typed into */
    this.typing = new Map();
    /** @type {Record<string, Answer>} the last version of each answer that this page knows to be elsewhere too: in the file, in another tab */
    this.seen = {};
    /** @type {Set<string>} when this page made an answer: another tab may write it first, from the drafts that they share */
    this.madeAt = new Set();
    context.fileChanged.connect(() => {
      this.file.rest = 0; // it could be read: writing may work again
      this.recall(); // also after a revert
    });
    context.saveState.connect((_, s) => {
      if (s === 'started') this.freshen();
      if (s === 'completed') this.saved();
    });
    let { path } = context;
    context.pathChanged.connect(() => {
      this.drafts.moved(path);
      path = context.path;
    });
    const stop = new AbortController();
    addEventListener('storage', e => this.overhear(e), { signal: stop.signal });
    context.disposed.connect(() => stop.abort());
    context.ready.then(() => {
      this.file.settled();
      this.model.cells.changed.connect(() => setTimeout(() => context.isDisposed || this.tell()));
      this.model.metadataChanged.connect((_, change) => {
        if (change.key === NAMESPACE && !this.isPutting) {
          this.recall();
          this.tell();
        }
      }); // another person's, in a shared document
      this.recall();
      this.tell();
      this.file.fetchMoved();
    });
  }
  get model() {
    return this.context.model;
  }
  get cells() {
    return this.context.isDisposed ? [] : array(this.model?.cells);
  }
  /** The notebook's answers, by question; without those that are aside. @returns {Record<string, Answer>} */
  get kept() {
    return Object.fromEntries(Object.entries(held(this.model)).filter(([q, r]) => sound(r) && r.question === q));
  }
  /** The id of this answer sheet: minted with the first answer. */
  get sheet() {
    return Object.values(this.kept).find(r => r.sheet)?.sheet ?? this.minted;
  }

  // Drafts: what may not be in the file yet
  /** Keeps an answer: in the drafts at once, in the notebook and the file when the page has painted it. @param {any} cell @param {Answer} r */
  keep(cell, r) {
    clearTimeout(this.typing.get(r.question));
    this.typing.delete(r.question);
    if (!this.waiting.size) afterFrame(() => this.context.isDisposed || (this.settleWaiting(), this.file.save()));
    this.waiting.set(r.question, { cell, record: this.draft(cell, r) });
  }
  /** Keeps what is being typed: in the drafts at once, in the file now and then. @param {any} cell @param {Answer} r */
  keepTyping(cell, r) {
    this.typedAt = Date.now();
    this.draft(cell, r);
    if (this.typing.has(r.question)) return;
    const later = () => this.keep(cell, this.drafts.read(this.sheet)[r.question]?.record ?? r);
    this.typing.set(
      r.question,
      window.setTimeout(() => this.context.isDisposed || later(), TYPING),
    );
  }
  /** Whether the student is writing just now. */
  get isBeingTyped() {
    return Date.now() - this.typedAt < PAUSE;
  }
  /** @param {any} cell @param {Answer} r */
  draft(cell, r) {
    const stamped = this.stamp(r);
    this.madeAt.add(stamped.saved_at);
    this.drafts.add(stamped.sheet, cell.id, stamped);
    return stamped;
  }
  /** Gives an answer the id of this sheet. @param {Answer} r @returns {Answer} */
  stamp(r) {
    if (r.sheet) return r;
    if (!this.sheet) {
      this.minted = newId();
      this.drafts.claim(this.minted);
    }
    return { ...r, sheet: this.sheet };
  }
  /** Puts what waits into the notebook. */
  settleWaiting() {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { cell, record } of waiting) this.put(record, cell);
  }
  /** Puts drafts back where the file does not have them; asks first where it cannot know whose they are. */
  recall() {
    const { sheet } = this;
    if (sheet) return this.adopt(sheet);
    const waiting = this.drafts.sheets(),
      mine = waiting.find(s => this.drafts.isMine(s));
    if (mine) return this.adopt(mine);
    this.stranger = waiting[0];
  }
  /** @param {string} sheet */
  adopt(sheet) {
    let isNews = false;
    for (const [q, { cell, record }] of Object.entries(this.drafts.read(sheet))) {
      if (this.typing.has(q) || this.waiting.has(q)) continue; // it comes by itself
      const home = this.cells.find(c => c.id === cell);
      isNews = this.put(record, home) || isNews;
    }
    if (isNews) this.file.save();
  }
  /** The student's word on a draft that was found. @param {boolean} isTheirs */
  settle(isTheirs) {
    const sheet = this.stranger;
    if (!sheet) return;
    this.stranger = undefined;
    if (isTheirs) {
      this.drafts.claim(sheet);
      this.minted = sheet;
      this.adopt(sheet);
    } else this.drafts.disown(sheet); // it stays for whoever made it
    this.recall();
    this.tell();
  }
  /** Another tab of this browser has a new answer: the views show it, so that the next answer here follows from it. @param {StorageEvent} event */
  overhear(event) {
    const start = this.drafts.key(''),
      sheet = event.key?.startsWith(start) ? event.key.slice(start.length) : '';
    if (!event.newValue || !sheet || sheet !== (this.sheet || sheet)) return;
    this.minted = sheet; // the other tab may have begun it just now
    for (const { record } of Object.values(this.drafts.read(this.sheet))) {
      const q = record.question;
      this.see({ [q]: record });
      for (const view of this.views()) if (view.q === q) restore(view.host, record);
    }
  }
  /** Forgets the drafts that the file now has. */
  saved() {
    if (this.file.isAgain) return; // an answer came meanwhile: the next save is for it
    const { sheet, kept } = this;
    if (sheet) {
      const draft = this.drafts.read(sheet);
      for (const [q, { record }] of Object.entries(draft))
        if (kept[q] && same(merge(kept[q], record), kept[q])) delete draft[q];
      this.drafts.write(sheet, draft);
    }
    this.file.settled();
    this.tell(this.model.collaborative ? 'shared' : 'saved');
  }

  // Answers: one for each question, in its cells' metadata (Python reads that) and in the notebook's (survives merged or deleted cells)
  /** All that this notebook holds of one answer, merged; marks of an earlier version of the text are carried over. @param {Answer} r @param {Place[]} [places] where it is asked @returns {Answer} */
  own(r, places = index(this.cells).get(r.question) ?? []) {
    const copies = [
        ...[this.model, ...this.cells].flatMap(home => recordsIn(held(home), r.question)),
        ...places.map(p => p.answer).filter(sound),
      ],
      question = places.find(p => same(p.question.article, r.article))?.question;
    const own = copies.map(copy => (sameText(copy, r) ? copy : question && carried(copy, question)));
    return own.reduce((a, b) => merge(a, b), r);
  }
  /** Puts an answer everywhere it belongs; true if it was news to the notebook. @param {Answer} r @param {any} [cell] @returns {boolean} */
  put(r, cell) {
    const places = index(this.cells).get(r.question) ?? [],
      homes = new Set([
        this.model,
        ...(cell ? [cell] : []),
        ...this.cells.filter(c => held(c)[r.question]),
        ...places.map(p => p.cell),
      ]),
      isHere = !places.length || places.some(p => sameText(blank(p.question), r));
    this.isPutting = true;
    try {
      if (isHere) {
        const all = this.stamp(this.own(r, places));
        return [...homes].map(home => put(home, all)).includes(true);
      }
      const isNews = [...homes].map(home => putAside(home, r)).includes(true), // it is about another text
        moved = carried(r, places[0].question);
      return (moved ? this.put(moved, cell) : false) || isNews;
    } finally {
      this.isPutting = false;
    }
  }
  /** Before the file is written: the outputs get the answers. Never in a shared document: two people replacing one output leave two. */
  freshen() {
    this.settleWaiting();
    if (this.model.collaborative) return;
    const { kept } = this,
      places = [...index(this.cells).values()].flat();
    this.isPutting = true;
    try {
      for (const output of new Set(places.map(p => p.output)))
        rewrite(output, question => own(kept, question), this.words);
    } finally {
      this.isPutting = false;
    }
  }
  /** Lets a container's output list a question, so that it is drawn with no kernel. @param {any} output @param {any} question */
  list(output, question) {
    const { kept } = this;
    if (!this.model.collaborative) rewrite(output, asked => own(kept, asked) ?? blank(asked), this.words, question);
  }

  /** Puts in the answers that another version of this notebook holds; what was changed there and here is the student's choice. @param {any} notebook */
  takeIn(notebook) {
    const theirs = { getMetadata: () => notebook.metadata?.[NAMESPACE] };
    for (const [q, r] of Object.entries(held(theirs))) {
      if (!sound(r) || r.question !== q || !index(this.cells).has(q)) continue;
      const mine = this.kept[q],
        isBeside = mine && r.kind !== 'marks' && sameText(r, mine) && this.isNews(mine) && this.isForeign(r);
      this.put(r);
      if (isBeside) this.put(withOther(withOther(this.kept[q], r), mine));
    }
  }
  /** Notes answers that are elsewhere too. @param {Record<string, Answer>} kept */
  see(kept) {
    for (const [q, r] of Object.entries(kept)) this.seen[q] = /** @type {Answer} */ (merge(r, this.seen[q]));
  }
  /** Whether an answer was made elsewhere, and nobody here has seen it. @param {Answer} r */
  isForeign(r) {
    return !this.madeAt.has(r.saved_at) && this.isNews(r);
  }
  /** @param {Answer} r */
  isNews(r) {
    const old = this.seen[r.question];
    return !old || ((r.revision > old.revision || r.saved_at > old.saved_at) && !same(r.value, old.value));
  }
  /** Puts our answers back after the notebook was read again. @param {Record<string, Answer>} kept */
  putBack(kept) {
    for (const r of Object.values(kept)) this.put(r);
  }
  /** Hands out every answer as one file. */
  download() {
    this.settleWaiting();
    const answers = held(this.model),
      file = this.context.path.split('/').pop() ?? '';
    for (const { record } of Object.values(this.drafts.read(this.sheet)))
      answers[record.question] = merge(answers[record.question], record);
    download(`${file.replace(/\.ipynb$/, '')}-answers.json`, { v: 1, file, answers });
  }

  /** Tells every view of every question its answer, and where that is kept. @param {string} [state] */
  tell(state = this.state) {
    this.state = state;
    tellAll(this);
  }
}
/** The answer that is kept to a question about this very text. @param {Record<string, Answer>} kept @param {any} question */
function own(kept, question) {
  const r = kept[question.question];
  return r && sameText(r, blank(question)) ? r : undefined;
}
