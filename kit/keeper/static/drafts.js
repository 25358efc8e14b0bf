// @ts-check
// Drafts: answers that may not be in the file yet, kept in this browser. The sheet's id is part of the key, so that on a shared
// computer one student's answers are never put into another student's notebook without asking.
import { merge } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {Record<string, { cell: string, record: Answer }>} Draft  by question */

const MINE = 'second_look sheets'; // sheets that this very tab began: no need to ask whose they are

export class Drafts {
  /** @param {() => string} prefix  server and path of the notebook */
  constructor(prefix) {
    this.prefix = prefix;
  }
  /** @param {string} sheet */
  key(sheet) {
    return `second_look ${this.prefix()} ${sheet}`;
  }
  /** @param {string} sheet @returns {Draft} */
  read(sheet) {
    try {
      return JSON.parse(localStorage.getItem(this.key(sheet)) ?? '{}') ?? {};
    } catch {
      return {};
    }
  }
  /** @param {string} sheet @param {Draft} draft */
  write(sheet, draft) {
    try {
      if (Object.keys(draft).length) localStorage.setItem(this.key(sheet), JSON.stringify(draft));
      else localStorage.removeItem(this.key(sheet));
    } catch (error) {
      console.warn('second-look: this browser keeps no backup', error);
    } // private windows, a full store
  }
  /** @param {string} sheet @param {string} cell @param {Answer} record */
  add(sheet, cell, record) {
    const draft = this.read(sheet),
      old = draft[record.question]?.record;
    draft[record.question] = { cell, record: /** @type {Answer} */ (merge(record, old)) };
    this.write(sheet, draft);
  }
  /** Sheets of this notebook's path that have a draft here. @returns {string[]} */
  sheets() {
    const start = this.key('');
    try {
      return Object.keys(localStorage)
        .filter(k => k.startsWith(start) && !k.slice(start.length).includes(' '))
        .map(k => k.slice(start.length));
    } catch {
      return [];
    }
  }
  /** @param {string} sheet */
  claim(sheet) {
    try {
      sessionStorage.setItem(MINE, `${sessionStorage.getItem(MINE) ?? ''} ${sheet}`);
    } catch {
      /* then it asks */
    }
  }
  /** @param {string} sheet */
  isMine(sheet) {
    try {
      return (sessionStorage.getItem(MINE) ?? '').split(' ').includes(sheet);
    } catch {
      return false;
    }
  }
}
