// @ts-check
// Homes: the places of a notebook that hold records, the notebook's metadata and its cells'. They may hold anything: what cannot be
// used is never thrown away, it is kept aside under a name of its own.
import { same, sameText, sound } from './record.js';

/** @typedef {import('./record.js').Answer} Answer */

export const NAMESPACE = 'second_look';
const DAMAGED = '~damaged';

/** All that a home holds, by question; what is no table of records is kept aside. @param {any} home @returns {Record<string, any>} */
export function held(home) {
  const data = home.getMetadata(NAMESPACE);
  if (data === undefined || data === null) return {};
  return typeof data === 'object' && !Array.isArray(data) ? data : { [DAMAGED]: data };
}
/** Where an answer to another text is kept aside. @param {Answer} r */
const aside = r => `${r.question}~${r.article?.sha256?.slice(0, 8) ?? r.kind}`;

/** The sound records of a question in what a home holds, also those that are aside. @param {Record<string, any>} table @param {string} q @returns {Answer[]} */
export const recordsIn = (table, q) =>
  Object.entries(table).flatMap(([name, r]) =>
    (name === q || name.startsWith(q + '~')) && sound(r) && r.question === q ? [r] : [],
  );
/** Whether a home holds something of a question (or of none) that is no record. @param {Record<string, any>} table @param {string} q */
export const isDamaged = (table, q) =>
  Object.entries(table).some(
    ([name, r]) => [DAMAGED, q, q + DAMAGED].includes(name) && r !== null && !(sound(r) && r.question === q),
  );

/** Puts an answer into a home; what stood there and cannot be merged stays aside. True if it was news. @param {any} home @param {Answer} r */
export function put(home, r) {
  const all = held(home),
    q = r.question,
    old = all[q];
  if (same(old, r)) return false;
  const isUsable = sound(old) && old.question === q;
  const kept = !isUsable
    ? old === undefined || old === null
      ? {}
      : { [q + DAMAGED]: old }
    : sameText(old, r)
      ? {}
      : { [aside(old)]: old };
  home.setMetadata(NAMESPACE, { ...all, ...kept, [q]: r });
  return true;
}
/** Puts an answer to another text aside. @param {any} home @param {Answer} r */
export function putAside(home, r) {
  const all = held(home);
  if (same(all[aside(r)], r)) return false;
  home.setMetadata(NAMESPACE, { ...all, [aside(r)]: r });
  return true;
}
