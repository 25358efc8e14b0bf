// @ts-check
// What a person sets for all questions in this browser: whole words, single-letter keys, one sentence at a time, how it is read aloud.

const KEY = 'second_look settings';

/** @typedef {{ words: boolean, letters: boolean, one: boolean, slow: boolean, voice: string }} Settings  voice: its address; empty for the best one */

/** @type {Settings} */
const settings = { words: true, letters: true, one: false, slow: false, voice: '' };
try {
  const stored = JSON.parse(localStorage.getItem(KEY) ?? '{}');
  for (const name of /** @type {(keyof Settings)[]} */ (Object.keys(settings)))
    if (typeof stored?.[name] === typeof settings[name]) Object.assign(settings, { [name]: stored[name] });
} catch {
  /* the defaults */
}

/** @type {Set<() => void>} the views that show the settings */
const watchers = new Set();

/** @template {keyof Settings} N @param {N} name @returns {Settings[N]} */
export const setting = name => settings[name];

/** @template {keyof Settings} N @param {N} name @param {Settings[N]} value */
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
