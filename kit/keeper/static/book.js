// @ts-check
// A book: the answers in one open notebook. It puts every answer into the notebook and merges; it never lets two copies race.
import { Drafts } from './drafts.js';
import { NotebookFile } from './file.js';
import { isAnswered, line, merge, newId, same, sameText, sound } from './record.js';
import { still } from './still.js';

/** @typedef {import('./record.js').Answer} Answer */

export const NAMESPACE = 'second_look';
export const QUESTION = 'application/vnd.second-look.question.v1+json';

/** JupyterLab's lists as arrays. @param {any} l @returns {any[]} */
const array = l => Array.from({ length: l?.length ?? 0 }, (_, i) => l.get(i));
/** @param {any} cell @returns {any[]} */
export const outputsOf = cell => array(cell?.outputs);
/** The questions of one output: one, or those of a container. @param {any} output @returns {{ question: any, answer: any }[]} */
export function asked(output) {
  const data = output?.data?.[QUESTION];
  return data?.question
    ? [data, ...(Array.isArray(data.more) ? data.more : [])].filter(item => item?.question?.question)
    : [];
}
/** Where an answer to another text is kept aside. @param {Answer} r */
const aside = r => `${r.question}~${r.article?.sha256?.slice(0, 8) ?? r.kind}`;

export class Book {
  /** @param {import('@jupyterlab/notebook').NotebookPanel['context']} context @param {{ contents: import('@jupyterlab/services').Contents.IManager, site: string, words: any, views: (book: Book) => { host: HTMLElement, q: string }[] }} tools */
  constructor(context, { contents, site, words, views }) {
    this.context = context;
    this.words = words;
    this.views = () => views(this);
    this.drafts = new Drafts(() => `${site}${context.path}`);
    this.file = new NotebookFile(this, contents);
    this.state = '';
    this.minted = ''; // the id of a new sheet, before its first answer is in the notebook
    context.fileChanged.connect(() => {
      this.file.rest = 0; // it could be read: writing may work again
      this.recall(); // also after a revert
    });
    context.saveState.connect((_, s) => {
      if (s === 'completed') this.saved();
    });
    context.ready.then(() => {
      this.file.settled();
      this.model.cells.changed.connect(() => setTimeout(() => context.isDisposed || this.tell()));
      this.model.metadataChanged.connect((_, change) => {
        if (change.key === NAMESPACE) {
          this.recall();
          this.tell();
        }
      }); // also another person's, in a shared document
      this.recall();
      this.tell();
    });
  }
  get model() {
    return this.context.model;
  }
  get cells() {
    return this.context.isDisposed ? [] : array(this.model?.cells);
  }
  /** The cells that ask a question. @param {string} q */
  asking(q) {
    return this.cells.filter(c => outputsOf(c).some(o => asked(o).some(i => i.question.question === q)));
  }
  /** @returns {Record<string, Answer>} */
  get kept() {
    return this.model.getMetadata(NAMESPACE) ?? {};
  }
  /** The id of this answer sheet: minted with the first answer. */
  get sheet() {
    return Object.values(this.kept).find(r => r?.sheet)?.sheet ?? this.minted;
  }

  // Drafts: what may not be in the file yet
  /** @param {any} cell @param {Answer} r */
  draft(cell, r) {
    const stamped = this.stamp(r);
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
      if (!sound(record)) continue;
      const isForHere = this.asking(q).every(c =>
        outputsOf(c).every(o => asked(o).every(i => i.question.question !== q || sameText(fresh(i.question), record))),
      );
      if (isForHere)
        isNews =
          this.put(
            record,
            this.cells.find(c => c.id === cell),
          ) || isNews; // a draft for another text stays where it is
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
    } else this.drafts.write(sheet, {});
    this.recall();
    this.tell();
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
  /** All that this notebook holds of one answer, merged. @param {Answer} r @returns {Answer} */
  own(r) {
    const q = r.question,
      copies = [
        this.kept[q],
        this.kept[aside(r)],
        ...this.cells.flatMap(c => [
          c.getMetadata(NAMESPACE)?.[q],
          c.getMetadata(NAMESPACE)?.[aside(r)],
          ...outputsOf(c).flatMap(o =>
            asked(o)
              .filter(i => i.question.question === q)
              .map(i => i.answer),
          ),
        ]),
      ];
    return copies.filter(sound).reduce((a, b) => /** @type {Answer} */ (merge(a, b)), r);
  }
  /** Puts an answer everywhere it belongs; true if it was news to the notebook. @param {Answer} r @param {any} [cell] */
  put(r, cell) {
    const q = r.question,
      all = this.stamp(this.own(r));
    const homes = new Set([
      this.model,
      ...(cell ? [cell] : []),
      ...this.cells.filter(c => c.getMetadata(NAMESPACE)?.[q]),
      ...this.asking(q),
    ]);
    let isNews = false;
    for (const home of homes) {
      const meta = home.getMetadata(NAMESPACE) ?? {},
        old = meta[q];
      if (same(old, all)) continue;
      home.setMetadata(NAMESPACE, {
        ...meta,
        ...(sound(old) && !sameText(old, all) ? { [aside(old)]: old } : {}),
        [q]: all,
      });
      isNews = true;
    }
    for (const c of this.asking(q))
      for (const o of outputsOf(c))
        if (asked(o).some(i => i.question.question === q && !same(i.answer, all))) this.draw(o, all);
    return isNews;
  }
  /** Rewrites an output: answer, static copy and line. Never in a shared document: two people replacing one output leave two. @param {any} output @param {Answer} r @param {any} [question] of a container that does not list it yet */
  draw(output, r, question) {
    if (this.model.collaborative) return;
    const items = asked(output).map(i => (i.question.question === r.question ? { ...i, answer: r } : i));
    if (question) items.push({ question, answer: r });
    const [first, ...more] = items,
      container = output.data[QUESTION]?.container || question ? { container: true } : {};
    output.setData({
      data: {
        ...output.data,
        [QUESTION]: { ...first, ...container, ...(more.length ? { more } : {}) },
        'text/html': items.map(i => still(i.question, i.answer, this.words)).join('\n'),
        'text/plain': items.map(i => line(i.answer, this.words)).join('\n'),
      },
      metadata: output.metadata,
    });
  }

  /** Puts in the answers that another version of this notebook holds. @param {any} notebook */
  takeIn(notebook) {
    for (const r of Object.values(notebook.metadata[NAMESPACE] ?? {}))
      if (sound(r) && this.asking(r.question).length) this.put(r);
  }
  /** Puts our answers back after the notebook was read again. @param {Record<string, Answer>} kept */
  putBack(kept) {
    for (const r of Object.values(kept)) if (sound(r)) this.put(r);
  }

  /** Tells every view of every question its answer, and where that is kept. @param {string} [state] */
  tell(state = this.state) {
    this.state = state;
    const { kept } = this,
      when =
        this.stranger &&
        Object.values(this.drafts.read(this.stranger))
          .map(d => d.record.saved_at)
          .sort()
          .pop();
    /** @param {HTMLElement} host @param {string} type @param {any} detail */
    const send = (host, type, detail) => host.dispatchEvent(new CustomEvent('second-look:' + type, { detail }));
    let isOffered = false;
    for (const { host, q } of this.views()) {
      if (sound(kept[q])) send(host, 'restore', kept[q]);
      send(host, 'status', {
        state: state || (isAnswered(kept[q]) ? 'saved' : 'ready'),
        isTwice: this.asking(q).length > 1,
        found: when && !isOffered ? { when } : null,
      });
      isOffered = true;
    }
  }
}
/** @param {any} question @returns {Answer} */
const fresh = question =>
  /** @type {any} */ ({ question: question.question, kind: question.kind, article: question.article });
