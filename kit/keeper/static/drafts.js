// @ts-check
// Drafts: answers that may not be in the file yet, kept in this browser. The sheet's id is part of the key, so that on a shared
// computer one student's answers are never put into another student's notebook without asking.
import { merge, sound } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {Record<string, { cell: string, record: Answer }>} Draft  by question */

const STEM = 'second_look ';
const MINE = STEM + 'sheets'; // sheets that this very tab began: no need to ask whose they are
const THEIRS = STEM + 'not mine'; // sheets that the student has said to be somebody else's

export class Drafts {
  /** @param {string} site the server's address @param {() => string} path of the notebook there */
  constructor(site, path) {
    this.site = STEM + site;
    this.path = path;
  }
  /** @param {string} sheet @param {string} [path] */
  key(sheet, path = this.path()) {
    return `${this.site}${path} ${sheet}`;
  }
  /** What a draft holds that can be used: a browser's store may hold anything. @param {string} sheet @param {string} [key] @returns {Draft} */
  read(sheet, key = this.key(sheet)) {
    try {
      const found = Object.entries(JSON.parse(localStorage.getItem(key) ?? '{}') ?? {});
      return Object.fromEntries(found.filter(([q, d]) => sound(d?.record) && d.record.question === q));
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
  /** Every key of ours in this browser's store. */
  keys() {
    try {
      return Object.keys(localStorage).filter(k => k.startsWith(STEM) && k !== MINE && k !== THEIRS);
    } catch {
      return [];
    }
  }
  /** Sheets of this notebook's path that have a draft here, without those that the student knows to be somebody else's. @returns {string[]} */
  sheets() {
    const start = this.key('');
    return this.keys()
      .filter(k => k.startsWith(start) && !k.slice(start.length).includes(' '))
      .map(k => k.slice(start.length))
      .filter(sheet => !has(THEIRS, sheet) && Object.keys(this.read(sheet)).length);
  }
  /** Drafts of a sheet under other names of the file: where it lay before, here (its path) or on another server (no path). @param {string} sheet @returns {{ key: string, path?: string }[]} */
  elsewhere(sheet) {
    return this.keys()
      .filter(k => k.endsWith(' ' + sheet) && k !== this.key(sheet))
      .map(key =>
        key.startsWith(this.site) ? { key, path: key.slice(this.site.length, -sheet.length - 1) } : { key },
      );
  }
  /** Takes a draft from under another name of the file. @param {string} sheet @param {{ key: string, path?: string }} from */
  take(sheet, { key, path }) {
    for (const { cell, record } of Object.values(this.read(sheet, key))) this.add(sheet, cell, record);
    if (path === undefined) return; // another server's stays for its own file
    try {
      localStorage.removeItem(key);
    } catch {
      /* then it stays */
    }
  }
  /** The open file has a new name: its drafts follow. @param {string} before */
  moved(before) {
    const start = this.key('', before);
    for (const key of this.keys())
      if (key.startsWith(start) && !key.slice(start.length).includes(' '))
        this.take(key.slice(start.length), { key, path: before });
  }
  /** Forgets sheets of this notebook's path, and what could be undone in them. @param {string[]} sheets */
  forget(sheets) {
    try {
      for (const sheet of sheets.filter(Boolean)) {
        localStorage.removeItem(this.key(sheet));
        for (const key of Object.keys(sessionStorage))
          if (key.startsWith(`${STEM}history ${sheet} `)) sessionStorage.removeItem(key);
        unnote(MINE, sheet);
      }
    } catch {
      /* a private window keeps nothing anyway */
    }
  }
  /** @param {string} sheet */
  claim(sheet) {
    note(MINE, sheet);
  }
  /** @param {string} sheet */
  isMine(sheet) {
    return has(MINE, sheet);
  }
  /** @param {string} sheet */
  disown(sheet) {
    note(THEIRS, sheet);
  }
}
/** Notes a sheet for as long as this tab is open. @param {string} list @param {string} sheet */
function note(list, sheet) {
  try {
    sessionStorage.setItem(list, `${sessionStorage.getItem(list) ?? ''} ${sheet}`);
  } catch {
    /* then it asks again */
  }
}
/** @param {string} list @param {string} sheet */
function unnote(list, sheet) {
  const others = (sessionStorage.getItem(list) ?? '').split(' ').filter(one => one && one !== sheet);
  sessionStorage.setItem(list, others.join(' '));
}
/** @param {string} list @param {string} sheet */
function has(list, sheet) {
  try {
    return (sessionStorage.getItem(list) ?? '').split(' ').includes(sheet);
  } catch {
    return false;
  }
}
