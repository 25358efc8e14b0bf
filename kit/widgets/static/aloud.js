// @ts-check
// Reads sentences aloud with the browser's own voices. Only voices of this computer are used: no text goes over the network.

const WAIT = 1500; // milliseconds: some browsers list their voices only after a while
const SLOW = 0.7; // of the normal speed
const STOPPED = ['canceled', 'interrupted']; // told as errors, and none: another text took the voice

/** @type {(() => void) | null} a page has one voice: who begins to read stops whoever reads */
let silence = null;

const engine = () => /** @type {SpeechSynthesis | undefined} */ (globalThis.speechSynthesis);

/** Whether this browser can read aloud at all. */
export const canSpeak = () => !!engine() && 'SpeechSynthesisUtterance' in globalThis;

/**
 * This computer's own voices of a language, the best first: the one that the system prefers, then those of the reader's own region.
 * @param {SpeechSynthesisVoice[]} voices @param {string} language @param {string} [home] the browser's language
 */
export function localVoices(voices, language, home = navigator.language) {
  const base = (/** @type {string} */ tag) => tag.toLowerCase().replace('_', '-'),
    isOf = (/** @type {SpeechSynthesisVoice} */ v) => base(v.lang).split('-')[0] === base(language).split('-')[0],
    rank = (/** @type {SpeechSynthesisVoice} */ v) => (v.default ? 0 : base(v.lang) === base(home) ? 1 : 2);
  return voices.filter(v => v.localService && isOf(v)).sort((a, b) => rank(a) - rank(b));
}

/** The same, once the browser has listed its voices. @param {string} language @returns {Promise<SpeechSynthesisVoice[]>} */
export async function voicesOf(language) {
  const speech = engine();
  if (!speech) return [];
  if (!speech.getVoices().length)
    await new Promise(done => {
      speech.addEventListener('voiceschanged', () => done(null), { once: true });
      setTimeout(done, WAIT);
    });
  return localVoices(speech.getVoices(), language);
}

/**
 * Reads one sentence after the other. Returns what stops it; then nothing is told any more.
 * @param {{ voice: SpeechSynthesisVoice, isSlow: boolean, next: () => string | null, ended: (isBroken: boolean) => void }} task
 *   next: the next sentence's words, asked for when the one before has ended; null at the end. ended: told once, also where another text is read instead
 */
export function speak({ voice, isSlow, next, ended }) {
  silence?.();
  let isOn = true;
  /** @type {SpeechSynthesisUtterance | null} kept here: some browsers forget an utterance that nobody holds */
  let said = null;
  /** @param {boolean} isBroken */
  function end(isBroken) {
    if (!isOn) return;
    isOn = false;
    if (silence === stop) silence = null;
    if (said) said.onend = said.onerror = null;
    engine()?.cancel();
    ended(isBroken);
  }
  const stop = () => end(false);
  function step() {
    const words = isOn ? next() : null;
    if (words === null) return end(false);
    said = new SpeechSynthesisUtterance(words);
    said.voice = voice;
    said.lang = voice.lang;
    said.rate = isSlow ? SLOW : 1;
    said.onend = step;
    said.onerror = e => end(!STOPPED.includes(e.error));
    engine()?.speak(said);
  }
  silence = stop;
  engine()?.cancel(); // whoever else reads
  step();
  return stop;
}
addEventListener('pagehide', () => silence?.());
