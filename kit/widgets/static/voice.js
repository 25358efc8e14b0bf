// @ts-check
// The choice of a voice and of its speed, kept for all questions in this browser.
import { voicesOf } from './aloud.js';
import { h, uid } from './dom.js';
import { set, setting } from './settings.js';

/** How fast, and by which of this computer's voices. @param {any} say words.aids @param {string} language */
export function voiceChoice(say, language) {
  const name = uid('speed'),
    /** @type {SpeechSynthesisVoice[]} */
    known = [];
  const radio = (/** @type {boolean} */ isSlow) =>
    h('input', { type: 'radio', name, 'data-aid': isSlow ? 'slow' : 'normal', onchange: () => set('slow', isSlow) });
  const normal = radio(false),
    slow = radio(true);
  const select = h('select', {
    'data-aid': 'voice',
    onchange: () => set('voice', select.value),
    onkeydown: (/** @type {KeyboardEvent} */ e) =>
      e.key.length === 1 && !e.ctrlKey && !e.metaKey && e.stopPropagation(), // letters choose a voice, and no mark
  });
  const row = h('label', { class: 'sl-field', hidden: true }, say.voice, select);
  const el = h(
    'fieldset',
    {},
    h('legend', {}, say.speed),
    h(
      'div',
      { class: 'sl-steps' },
      h('label', { class: 'sl-step' }, normal, say.normal),
      h('label', { class: 'sl-step' }, slow, say.slow),
    ),
    row,
    h('p', { class: 'sl-how' }, say.local),
  );
  const best = () => known.find(v => v.voiceURI === setting('voice')) ?? known[0];
  /** Asks the browser for its voices, and offers them where there is a choice. */
  async function list() {
    known.splice(0, known.length, ...(await voicesOf(language)));
    select.replaceChildren(...known.map(v => h('option', { value: v.voiceURI }, v.name)));
    row.hidden = known.length < 2;
    draw();
  }
  function draw() {
    normal.checked = !setting('slow');
    slow.checked = setting('slow');
    select.value = best()?.voiceURI ?? '';
  }
  return {
    el,
    list,
    draw,
    /** @returns {Promise<SpeechSynthesisVoice | undefined>} none where this computer has no voice for the language */
    async chosen() {
      await list();
      return best();
    },
  };
}
