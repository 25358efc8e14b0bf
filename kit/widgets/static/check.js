// @ts-check
// Scoring and feedback in the browser, so that practice needs no kernel. The same as kit/scoring.py and kit/feedback.py:
// tests/cases/check.json runs against both. Answers given in fields (choices, numbers, ...) are in check-fields.js.
import { EXPLAIN, explainFields, inWords } from './check-fields.js';
import { isAnswered, line, live } from './record.js';
import { fill, Offsets, tokens } from './text.js';

const COST = 0.5;

/** @typedef {{ outcome: string, mark: any, key: any, credit: number }} Finding */

/**
 * Scores marks against a key, as CODEBOOK.md says under "Scoring".
 * @param {string} text @param {any[]} marks @param {any[]} key @param {boolean} kinds @param {number} cost
 */
export function scoreMarks(text, marks, key, kinds = false, cost = COST) {
  const offsets = new Offsets(text),
    spans = tokens(text);
  /** @param {any} place @returns {Set<number>} */
  const cover = place => {
    const [start, end] = [offsets.toUnits(place.start), offsets.toUnits(place.end)],
      touched = new Set();
    spans.forEach(([s, e], n) => {
      if (s < end && e > start) touched.add(n);
    });
    return touched;
  };
  const taken = [...marks]
    .sort((a, b) => a.start - b.start || a.end - b.end || (a.label < b.label ? -1 : 1))
    .map(mark => ({ mark, words: cover(mark) }));
  const wanted = key.map(place => ({ place, words: cover(place) }));
  const firm = wanted.filter(w => w.place.status === 'firm');
  const pairs = pair(taken, firm),
    found = new Set(pairs.values());
  /** @type {Finding[]} */
  const findings = taken.map((t, n) => (pairs.has(n) ? ofPair(t, pairs.get(n), kinds) : ofOther(t, wanted)));
  for (const w of firm) if (!found.has(w)) findings.push({ outcome: 'missed', mark: null, key: w.place, credit: 0 });
  const credit = findings.reduce((sum, f) => sum + f.credit, 0);
  const alarms = findings.filter(f => f.outcome === 'trap' || f.outcome === 'false_alarm').length;
  const flood = firm.length ? Math.max(0, findings.filter(f => f.outcome === 'again').length - firm.length) : 0;
  const rest = credit - cost * (alarms + flood);
  const fraction = firm.length ? Math.max(0, rest / firm.length) : Number(alarms === 0);
  return { fraction, findings, firm: firm.length, flood };
}
/** @param {Set<number>} a @param {Set<number>} b */
const shared = (a, b) => {
  let n = 0;
  for (const x of a) if (b.has(x)) n++;
  return n;
};
/** One to one, most shared tokens first. @param {any[]} taken @param {any[]} firm @returns {Map<number, any>} */
function pair(taken, firm) {
  const candidates = taken
    .flatMap((t, index) =>
      firm.map((w, number) => ({
        index,
        number,
        n: shared(t.words, w.words),
        size: t.words.size + w.words.size,
        fits: t.mark.label === w.place.label,
      })),
    )
    .filter(c => c.fits && c.n)
    .sort((a, b) => b.n - a.n || a.size - 2 * a.n - (b.size - 2 * b.n) || a.number - b.number || a.index - b.index);
  const pairs = new Map(),
    used = new Set();
  for (const { index, number } of candidates)
    if (!pairs.has(index) && !used.has(number)) {
      pairs.set(index, firm[number]);
      used.add(number);
    }
  return pairs;
}
/** @param {any} taken @param {any} want @param {boolean} kinds */
function ofPair({ mark, words }, { place, words: wanted }, kinds) {
  const both = shared(words, wanted),
    share = both / (words.size + wanted.size - both);
  const credit = (share >= 0.5 ? 1 : share) / (kinds && place.kind && mark.kind !== place.kind ? 2 : 1);
  return { outcome: share >= 0.5 ? 'hit' : 'part', mark, key: place, credit };
}
/** @param {any} taken @param {any[]} wanted */
function ofOther({ mark, words }, wanted) {
  for (const [status, outcome] of [
    ['firm', 'again'],
    ['borderline', 'borderline'],
    ['trap', 'trap'],
  ]) {
    const touched = wanted.filter(
      w => w.place.status === status && w.place.label === mark.label && shared(words, w.words),
    );
    if (touched.length)
      return {
        outcome,
        mark,
        key: touched.reduce((a, b) => (shared(words, b.words) > shared(words, a.words) ? b : a)).place,
        credit: 0,
      };
  }
  return { outcome: 'false_alarm', mark, key: null, credit: 0 };
}

/**
 * Explains an answer: { fraction, summary, lines: [{ outcome, text, start?, end?, label?, quote?, option?, item? }] }.
 * A graded question has no key: then the summary says only what is saved and what is missing.
 * @param {any} question @param {import('./record.js').Answer} record @param {any} words
 */
export function explain(question, record, words) {
  const say = words.check;
  if (question.graded) return { fraction: null, summary: saved(question, record, words), lines: [] };
  if (question.kind === 'marks') return explainMarks(question, record, words);
  if (!isAnswered(record)) return { fraction: null, summary: say.unanswered, lines: [] };
  if (question.kind in EXPLAIN) return explainFields(question, record, words);
  const lines = question.sample ? [{ outcome: 'sample', text: question.sample }] : [];
  return { fraction: null, summary: lines.length ? words.text.sample : '', lines };
}
/** @param {any} question @param {any} record @param {any} words */
function explainMarks(question, record, words) {
  const say = words.check;
  const score = scoreMarks(
    question.text,
    live(record).map(([, m]) => m),
    question.key,
    question.ask_kind ?? false,
  );
  const flood = score.flood ? [{ outcome: 'flood', text: fill(say.flood, { n: score.flood }) }] : [];
  const lines = [...score.findings.map(f => lineOf(f, question, words)), ...flood, ...leftAlone(question, score)];
  /** @param {...string} outcomes */
  const count = (...outcomes) => score.findings.filter(f => outcomes.includes(f.outcome)).length;
  const summary = score.firm
    ? fill(say.summary_marks, { hits: count('hit', 'part'), firm: score.firm, false: count('trap', 'false_alarm') })
    : score.fraction === 1
      ? say.summary_none
      : say.wrong;
  return { fraction: score.fraction, summary, lines };
}
/** @param {Finding} finding @param {any} question @param {any} words */
function lineOf(finding, question, words) {
  const place = finding.mark ?? finding.key,
    key = finding.key ?? {},
    say = words.check;
  const quote = new Offsets(question.text).quote(place);
  let { outcome } = finding,
    text;
  if (outcome === 'hit' || outcome === 'part') [outcome, text] = ofFound(finding, question, words);
  else if (outcome === 'missed') text = key.missed ?? say.missed;
  else if (outcome === 'trap' || outcome === 'borderline') text = key.feedback;
  else text = fill(say[outcome], { quote });
  const said = {
    outcome,
    text,
    start: place.start,
    end: place.end,
    label: place.label,
    ...(finding.key ? { key: finding.key.id } : {}),
  };
  return outcome === 'missed' ? said : { ...said, quote };
}
/** What to say of a mark that found something: kind first, then its borders, then why it counts. @param {Finding} finding @param {any} question @param {any} words @returns {[string, string]} */
function ofFound({ outcome, mark, key }, question, words) {
  const say = words.check;
  if (question.ask_kind && key.kind && mark.kind !== key.kind) {
    if (!mark.kind) return ['kind', say.missing_kind];
    const shown = words.labels[key.label].kinds[mark.kind] ?? mark.kind;
    return ['kind', key.wrong_kinds?.[mark.kind] ?? fill(say.wrong_kind, { kind: shown })];
  }
  const longer = mark.end - mark.start > key.end - key.start,
    border = longer ? 'wide' : 'narrow';
  if (outcome === 'part') return ['part', key[border] ?? say[border]];
  if (longer && key.wide && hasMoreWords(mark, key, question.text)) return ['hit', key.wide];
  return ['hit', key.feedback];
}
/** @param {any} mark @param {any} key @param {string} text */
function hasMoreWords(mark, key, text) {
  const offsets = new Offsets(text);
  return /[\p{L}\p{N}]/u.test(
    offsets.quote({ start: mark.start, end: Math.max(mark.start, key.start) }) +
      offsets.quote({ start: Math.min(key.end, mark.end), end: mark.end }),
  );
}
/** @param {any} question @param {any} score */
function leftAlone(question, score) {
  /** @param {any} place @param {any} passage */
  const inside = (place, passage) => place.start < passage.end && place.end > passage.start;
  const isTried = score.findings.some((/** @type {Finding} */ f) => f.mark);
  if (score.firm && !isTried) return []; // nothing was tried yet: praise would give the answer away
  return question.passages
    .filter(
      (/** @type {any} */ p) =>
        p.empty &&
        !question.key.some((/** @type {any} */ k) => k.status === 'firm' && inside(k, p)) &&
        !score.findings.some((/** @type {Finding} */ f) => f.mark && inside(f.mark, p)),
    )
    .map((/** @type {any} */ p) => ({ outcome: 'empty', text: p.empty }));
}
/** @param {any} question @param {any} record @param {any} words */
function saved(question, record, words) {
  const say = words.check,
    own = inWords(question, record, words);
  const shown = own ? fill(words.line.value, { question: question.question, value: own }) : line(record, words);
  const said = [fill(say.graded, { line: shown })];
  const asks = question.kind === 'marks' && question.ask_kind;
  const free = (question.labels ?? [])
    .filter((/** @type {any} */ l) => !l.kinds?.length)
    .map((/** @type {any} */ l) => l.id);
  const bare = asks ? live(record).filter(([, m]) => !m.kind && !free.includes(m.label)).length : 0;
  if (bare) said.push(fill(say.no_kinds, { n: bare }));
  if (question.confidence && isAnswered(record) && !record.confidence) said.push(say.no_confidence);
  return said.join(' ');
}
