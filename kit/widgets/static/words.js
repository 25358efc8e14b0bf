// @ts-check
// The words that people see, in the language of JupyterLab: one file a language in words/. The same rules as kit/words.py.

const ENGLISH = 'en',
  FORMS = ['zero', 'one', 'two', 'few', 'many', 'other', 'language'];

/** The languages whose files may serve a tag, the best first: "pt_BR" is served by "pt", too. @param {string} tag @returns {string[]} */
export function candidates(tag) {
  const whole = tag.replace(/[.@].*/, '').replaceAll('_', '-');
  const known = [whole, whole.split('-')[0], ENGLISH];
  return [...new Set(known.filter(name => /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/i.test(name)))];
}

/** Loads the words of the first language that has a file, with the English ones wherever it has none. @param {URL} folder words/ @param {string} tag */
export async function load(folder, tag) {
  const files = await Promise.all(candidates(tag).map(name => read(new URL(`${name}.json`, folder))));
  const english = files.at(-1);
  if (!english)
    throw new Error(`Second Look cannot read its words (${folder}en.json): reload the page, or install it again.`);
  return merge(english, files.find(Boolean));
}
/** @param {URL} url @returns {Promise<any>} null where there is no such file */
async function read(url) {
  try {
    const answer = await fetch(url);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null; // no network, or no JSON: the next language stands in
  }
}

/** The words of another language, with the English ones wherever it has none. Plural forms note their language. @param {any} english @param {any} other */
export const merge = (english, other) => ({
  ...merged(noted(english, ENGLISH), noted(other, other.language)),
  language: other.language,
});

/** Names the codebook's labels in the language of the page; a label of the lesson's own keeps its name. @param {any} question @param {any} words */
export const named = (question, words) =>
  question.labels
    ? { ...question, labels: question.labels.map((/** @type {any} */ label) => labelIn(label, words.labels[label.id])) }
    : question;
/** @param {any} label @param {{ name: string, letter: string, kinds?: Record<string, string> } | undefined} known */
function labelIn(label, known) {
  if (!label.codebook || !known) return label;
  const kinds = label.kinds?.map((/** @type {any} */ kind) => ({ ...kind, name: known.kinds?.[kind.id] ?? kind.name }));
  return { ...label, name: known.name, letter: known.letter, ...(kinds ? { kinds } : {}) };
}

/** Whether an entry is plural forms (and no group of entries). @param {any} entry */
export const isPlural = entry =>
  isGroup(entry) && 'other' in entry && Object.keys(entry).every(name => FORMS.includes(name));
/** @param {any} entry */
const isGroup = entry => !!entry && typeof entry === 'object' && !Array.isArray(entry);

/** @param {any} entry @param {string} language @returns {any} */
function noted(entry, language) {
  if (isPlural(entry)) return { ...entry, language };
  return isGroup(entry)
    ? Object.fromEntries(Object.entries(entry).map(([name, inner]) => [name, noted(inner, language)]))
    : entry;
}
/** Takes the other entry where it has the shape of the English one; a group of entries goes one by one. @param {any} english @param {any} other @returns {any} */
function merged(english, other) {
  if (isGroup(english) && !isPlural(english)) {
    const own = isGroup(other) ? other : {};
    return Object.fromEntries(Object.entries(english).map(([name, entry]) => [name, merged(entry, own[name])]));
  }
  if (Array.isArray(english)) return Array.isArray(other) && other.length === english.length ? other : english;
  return other && (typeof other === 'string' || isPlural(other)) ? other : english;
}
