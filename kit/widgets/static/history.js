// @ts-check
// Undo and redo over every change of the marks: kept while the browser tab is open, also when the page is loaded again.
// A step holds only what it added and took away, so that marks which another tab made meanwhile stay.

/** @typedef {import('./record.js').Mark} Mark */
/** @typedef {{ add: Mark[], drop: Mark[] }} Step */
/** @typedef {{ past: Step[], future: Step[] }} Steps */

const LONGEST = 1000; // steps

/** @type {Map<string, Steps>} by sheet and question: a view that is drawn anew goes on where the last one was */
const all = new Map();

/** @param {string} key @returns {Steps} */
function read(key) {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? 'null');
    if (Array.isArray(stored?.past) && Array.isArray(stored?.future)) return stored;
  } catch {
    /* a private window, or somebody else's data */
  }
  return { past: [], future: [] };
}

export class History {
  /** @param {() => string} key  of the sheet and the question: '' before the sheet has an id */
  constructor(key) {
    this.key = key;
    /** @type {Steps} before the sheet has an id */
    this.young = { past: [], future: [] };
  }
  /** @returns {Steps} */
  get steps() {
    const key = this.key();
    if (!key) return this.young;
    let steps = all.get(key);
    if (!steps) {
      steps = this.young.past.length || this.young.future.length ? this.young : read(key);
      all.set(key, steps);
    }
    return steps;
  }
  keep() {
    const key = this.key();
    try {
      if (key) sessionStorage.setItem(key, JSON.stringify(this.steps));
    } catch {
      /* full or forbidden: undo then ends with the page */
    }
  }
  /** Remembers a step that was just taken. @param {Step} step */
  push(step) {
    const { past, future } = this.steps;
    past.push(step);
    if (past.length > LONGEST) past.shift();
    future.length = 0;
    this.keep();
  }
  /** Takes a step back (or forward) and returns what has to be added and dropped for it. @param {boolean} isBack @returns {Step | null} */
  move(isBack) {
    const { past, future } = this.steps,
      step = (isBack ? past : future).pop();
    if (!step) return null;
    (isBack ? future : past).push(step);
    this.keep();
    return isBack ? { add: step.drop, drop: step.add } : step;
  }
  get canUndo() {
    return this.steps.past.length > 0;
  }
  get canRedo() {
    return this.steps.future.length > 0;
  }
}
