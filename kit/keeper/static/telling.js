// @ts-check
// What every view of every question is told: its answer, where that is kept, and what could not be put into it.
import { lost } from './anchors.js';
import { held, isDamaged, recordsIn } from './homes.js';
import { index } from './outputs.js';
import { isAnswered, same } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */
/** @typedef {import('./book.js').Book} Book */

/** @type {WeakMap<HTMLElement, string>} the answer that each view was told last */
const told = new WeakMap();

/** @param {HTMLElement} host @param {string} type @param {any} detail */
const send = (host, type, detail) => host.dispatchEvent(new CustomEvent('second-look:' + type, { detail }));

/** @param {HTMLElement} host @param {Answer} answer */
export const restore = (host, answer) => send(host, 'restore', answer);

/** @param {Book} book */
export function tellAll(book) {
  const { kept, state } = book,
    questions = index(book.cells),
    own = held(book.model),
    when = book.stranger && latest(Object.values(book.drafts.read(book.stranger)).map(d => d.record));
  let isOffered = false;
  for (const { host, q } of book.views()) {
    const answer = kept[q],
      text = answer && JSON.stringify(answer),
      places = questions.get(q) ?? [],
      cells = new Set(places.map(p => p.cell));
    if (text && told.get(host) !== text) restore(host, answer);
    if (text) told.set(host, text);
    send(host, 'status', {
      state: state || (isAnswered(answer) ? 'saved' : 'ready'),
      isTwice: cells.size > 1,
      found: when && !isOffered ? { when } : null, // when, and nothing of what they say: they may be somebody else's
      ...oddities(q, answer, places[0]?.question, [own, ...[...cells].map(held)]),
    });
    isOffered = true;
  }
}
/** When the last of some answers was saved. @param {Answer[]} answers */
const latest = answers =>
  answers
    .map(r => r.saved_at)
    .sort()
    .pop();
/** What could not be put into the answer that the page shows. @param {string} q @param {Answer | undefined} now @param {any} question @param {Record<string, any>[]} tables */
function oddities(q, now, question, tables) {
  const others = question?.article
      ? tables.flatMap(table => recordsIn(table, q)).filter(r => !same(r.article, question.article))
      : [],
    isOlder = (/** @type {Answer} */ r) => r.article?.id === question.article.id && r.kind === now?.kind;
  return {
    lost: now ? Object.fromEntries(others.filter(isOlder).flatMap(r => lost(r, now))) : {},
    isElsewhere: others.some(r => !isOlder(r)),
    isDamaged: tables.some(table => isDamaged(table, q)),
  };
}
