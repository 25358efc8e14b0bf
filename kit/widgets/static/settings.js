// @ts-check
// What a person sets for all questions in this browser: whole words, single-letter keys.

const KEY = 'second_look settings';

/** @typedef {{ words: boolean, letters: boolean }} Settings */

/** @type {Settings} */
const settings = { words: true, letters: true };
try {
  const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  for (const name of /** @type {(keyof Settings)[]} */ (Object.keys(settings)))
    if (typeof stored?.[name] === 'boolean') settings[name] = stored[name];
} catch {
  /* the defaults */
}

/** @type {Set<() => void>} the views that show the settings */
const watchers = new Set();

/** @param {keyof Settings} name */
export const setting = name => settings[name];

/** @param {keyof Settings} name @param {boolean} value */
export function set(name, value) {
  settings[name] = value;
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    /* then it holds for this page */
  }
  for (const tell of watchers) tell();
}

/** Hears of every change until the returned function is called. @param {() => void} tell */
export function watch(tell) {
  watchers.add(tell);
  return () => void watchers.delete(tell);
}
