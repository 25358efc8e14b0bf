// @ts-check
// A question on the page: prompt, what is to be answered, how sure, Check, feedback, and where the answer is kept.
// It runs in two hosts: the keeper draws it from the notebook file, and an anywidget draws it where there is no keeper.
import { besideTyping, conflict } from './conflict.js';
import { date } from './date.js';
import { download, h, keepKeys, say, uid } from './dom.js';
import { evidence } from './evidence.js';
import { feedback } from './feedback.js';
import { choice, value, writing } from './fields.js';
import { marker } from './marker.js';
import { match } from './match.js';
import { notices } from './notices.js';
import { number } from './number.js';
import { order } from './order.js';
import { ratings } from './rating.js';
import { reader } from './reader.js';
import { blank, canonical, changed, isAnswered, merge, same, sound } from './record.js';
import { named } from './words.js';

/** @typedef {{ el: HTMLElement, draw: () => void, flush: () => void, dispose: () => void, explain?: (lines: any[] | null) => void }} Body  what differs from kind to kind */

/** @type {Record<string, (context: any) => Body>} */
const BODIES = {
  marks: marker,
  choice,
  order,
  match,
  number,
  text: writing,
  date,
  evidence,
  ratings,
  value,
  verdicts: reader,
};
const IN_TROUBLE = ['alone', 'waiting', 'failed', 'readonly', 'conflict'];

/**
 * Mounts a question into an element. Fires "second-look:answer" on it with { question, answer } whenever the student changes something;
 * preventDefault() says that somebody keeps it. Hears "second-look:restore" (a record) and "second-look:status".
 * @param {HTMLElement} host @param {any} question @param {any} record @param {any} words
 */
export function mount(host, question, record, words) {
  let answer =
    sound(record) && record.question === question.question && same(record.article, question.article)
      ? record
      : blank(question);
  let seed = answer.seed ?? crypto.getRandomValues(new Uint32Array(1))[0];
  const promptId = uid('prompt');
  const status = h('p', { class: 'sl-status', 'data-part': 'status', role: 'status' });
  const spoken = h('p', { class: 'sl-spoken', role: 'status' });
  const saveButton = h(
    'button',
    { type: 'button', class: 'sl-link', 'data-action': 'download', hidden: true, onclick: save },
    words.actions.download,
  );
  const make = BODIES[question.kind];
  if (!make) throw new Error(`second-look: no view for questions of kind ${question.kind}`);
  const body = make({
    question: named(question, words),
    words,
    get: () => answer,
    change: (/** @type {any} */ v) => set({ value: v }),
    now: (/** @type {any} */ v) => set({ value: v }, true),
    announce: (/** @type {string} */ t) => say(spoken, t),
    spoken,
    seed: () => seed,
  });
  const panel = feedback({
    question,
    words,
    get: () => answer,
    set,
    flush: () => body.flush(),
    show: lines => body.explain?.(lines),
  });
  const sure = question.confidence ? confidence() : null;
  const clash = conflict({
    question,
    words,
    get: () => answer,
    choose: fields => set(fields),
    announce: t => say(spoken, t),
  });
  const news = notices(words, {
    claim: isMine => fire('found', isMine),
    drop: ids => set({ value: { ...answer.value, ...Object.fromEntries(ids.map(id => [id, null])) } }),
  });
  const isReading = question.kind === 'verdicts', // a text to read: calm until the student says something
    hasCheck = !isReading && (question.graded || question.kind !== 'value');
  const root = h(
    'section',
    {
      class: 'second-look',
      'data-question': question.question,
      'data-kind': question.kind,
      'data-exercise': question.exercise,
      'aria-labelledby': promptId,
      lang: words.language,
    },
    h(
      'p',
      { class: 'sl-prompt', id: promptId, lang: isReading ? words.language : (question.language ?? 'en') },
      question.prompt,
    ),
    question.help ? h('p', { class: 'sl-help', lang: question.language ?? 'en' }, question.help) : null,
    news.el,
    body.el,
    sure?.el,
    body.el.contains(spoken) ? null : spoken,
    hasCheck ? h('div', { class: 'sl-bar' }, panel.checkButton) : null,
    clash.el,
    panel.el,
    h('div', { class: 'sl-foot' }, status, saveButton),
  );
  keepKeys(root);
  host.append(root);

  /** @type {import('./record.js').Answer | null} what is being typed: in this browser's backup, and soon in the answer */
  let typed = null;
  const typedAt = new Set(); // when: it comes back from the file now and then
  /** @param {Partial<import('./record.js').Answer>} fields @param {boolean} [isDraft] only for this browser's backup: the file follows soon */
  function set(fields, isDraft = false) {
    const next = changed(typed ?? answer, question.shuffle ? { seed, ...fields } : fields);
    if (isDraft) {
      typed = next;
      typedAt.add(next.saved_at);
      return void fire('draft', next);
    }
    typed = null;
    typedAt.clear();
    answer = next;
    draw();
    if (!fire('answer')) tell({ state: 'alone' });
  }
  /** @param {string} type @param {any} [what] @returns {boolean} whether somebody keeps it */
  function fire(type, what = answer) {
    return !root.dispatchEvent(
      new CustomEvent('second-look:' + type, { bubbles: true, cancelable: true, detail: { question, answer: what } }),
    );
  }
  function draw() {
    body.draw();
    sure?.draw();
    panel.draw();
    clash.draw();
    saveButton.hidden = !isAnswered(answer) && !IN_TROUBLE.includes(status.dataset.state ?? '');
  }
  /** Takes another version of this answer in; returns whether anything was new. @param {any} other @returns {boolean} */
  function take(other) {
    if (!sound(other)) return false;
    const all = merge(answer, other);
    if (!all || same(all, answer)) return false;
    const isNews = canonical(all.value) !== canonical(answer.value) || all.confidence !== answer.confidence;
    if (typed && same(typed.value, all.value)) typed = null;
    else if (typed && isNews && !typedAt.has(other.saved_at)) typed = besideTyping(typed, all);
    answer = all;
    if (all.seed !== undefined) seed = all.seed;
    draw();
    return true;
  }
  function confidence() {
    const name = uid('sure'),
      steps = words.confidence.steps;
    const inputs = steps.map((/** @type {string} */ _, /** @type {number} */ n) =>
      h('input', {
        type: 'radio',
        name,
        value: String(n + 1),
        'data-confidence': String(n + 1),
        onchange: () => set({ confidence: n + 1 }),
      }),
    );
    const el = h(
      'fieldset',
      { class: 'sl-sure' },
      h('legend', {}, question.confidence_counts ? words.confidence.ask_counts : words.confidence.ask),
      ...steps.map((/** @type {string} */ s, /** @type {number} */ n) =>
        h('label', { class: 'sl-step' }, inputs[n], s),
      ),
    );
    return {
      el,
      draw: () =>
        inputs.forEach((/** @type {any} */ input, /** @type {number} */ n) => {
          input.checked = answer.confidence === n + 1;
        }),
    };
  }
  /** Says where the answer is kept, and what else there is to know. @param {{ state?: string } & import('./notices.js').News} told */
  function tell(told) {
    const { state } = told;
    if (state !== undefined) {
      const isNothing = isReading && !answer.revision,
        text = isAnswered(answer) || state !== 'saved' ? (words.status[state] ?? '') : words.status.ready;
      if (isNothing) return void (status.textContent = '');
      if (status.textContent !== text) status.textContent = text;
      status.dataset.state = state;
      saveButton.hidden = !isAnswered(answer) && !IN_TROUBLE.includes(state);
    }
    news.tell(isReading ? { ...told, isTwice: false } : told);
  }
  /** Hands out the answers: the whole notebook's where somebody keeps them, else this one. */
  function save() {
    body.flush();
    if (!fire('download')) download(`${question.exercise}-${question.question}.json`, answer);
  }
  const stop = new AbortController();
  host.addEventListener('second-look:restore', e => take(/** @type {CustomEvent} */ (e).detail), {
    signal: stop.signal,
  });
  host.addEventListener('second-look:status', e => tell(/** @type {CustomEvent} */ (e).detail), {
    signal: stop.signal,
  });
  addEventListener('pagehide', () => body.flush(), { signal: stop.signal });
  document.addEventListener('visibilitychange', () => document.hidden && body.flush(), { signal: stop.signal });
  draw();
  return {
    root,
    take,
    tell,
    get: () => answer,
    dispose: () => {
      stop.abort();
      body.dispose();
      root.remove();
    },
  };
}
