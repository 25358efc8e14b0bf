// @ts-check
// Help with reading, for every view that shows a text: the glossary, one sentence at a time, and reading aloud.
import { canSpeak, speak } from './aloud.js';
import { h, say as tell } from './dom.js';
import { SentenceWalk } from './sentences.js';
import { set, setting, watch } from './settings.js';
import { terms } from './terms.js';
import { fill } from './text.js';
import { voiceChoice } from './voice.js';

/** @typedef {{ start: number, end: number }} Place  in code points */
/** @typedef {{ sentences?: Place[], glossary?: import('./terms.js').Word[], language?: string }} Shown  a question or a reading */

/**
 * @param {{ view: Shown, words: any, home: HTMLElement, text: HTMLElement, painted: () => import('./paint.js').PaintedText | null, reach?: (place: Place) => void }} context
 *   home: the positioned element around it all; text: what the passages are painted in; reach: brings a place of a long text onto the page
 */
export function readingAids({ view, words, home, text, painted, reach = () => {} }) {
  const say = words.aids,
    language = view.language ?? 'en',
    walk = new SentenceWalk(view.sentences ?? [], painted),
    live = h('p', { class: 'sl-hidden', role: 'status' }),
    announce = (/** @type {string} */ t) => tell(live, t),
    glossary = terms({ glossary: view.glossary ?? [], words, home, text, announce });
  /** @type {(() => void) | null} what stops the voice */
  let silence = null;
  let isReading = false,
    isAsking = false, // the browser is asked for its voices
    isGone = false;

  const one = h('input', { type: 'checkbox', 'data-aid': 'one', onchange: () => set('one', one.checked) });
  const voices = voiceChoice(say, language);
  const settings = h(
    'details',
    { class: 'sl-options', 'data-part': 'help', ontoggle: opened },
    h('summary', {}, say.help),
    h('label', { class: 'sl-step' }, one, say.one),
    voices.el,
  );
  const button = (/** @type {string} */ action, /** @type {string} */ name, /** @type {() => void} */ onclick) =>
    h('button', { type: 'button', class: 'sl-small', 'data-action': action, onclick }, name);
  const back = button('sentence-previous', say.previous, () => go(-1)),
    on = button('sentence-next', say.next, () => go(1)),
    aloud = button('aloud', say.aloud, () => void read()),
    place = h('span', { class: 'sl-how', 'data-part': 'sentence' }),
    problem = h('p', { class: 'sl-warning', 'data-part': 'problem', role: 'status', hidden: true });
  const bar = h(
    'div',
    { role: 'group', class: 'sl-sentences', 'aria-label': say.help, hidden: true },
    back,
    on,
    aloud,
    place,
  );
  const help = walk.all.length ? [settings, problem, bar, live] : [live];

  function opened() {
    draw();
    if (settings.open) void voices.list(); // browsers begin to look for voices when they are asked
  }
  /** Draws which sentence it is, and what can be done. */
  function draw() {
    const isAlone = setting('one');
    one.checked = isAlone;
    voices.draw();
    back.hidden = on.hidden = !isAlone;
    bar.hidden = !settings.open && !isAlone && !isReading;
    aloud.textContent = isReading ? say.stop : say.aloud;
    place.textContent = isAlone || isReading ? fill(say.place, { n: walk.n + 1, of: walk.all.length }) : '';
    walk.paint({ isAlone, isSpoken: isReading });
  }
  /** Brings the current sentence onto the page. */
  function bring() {
    if (walk.current) reach(walk.current);
    draw();
    walk.show(bar.offsetHeight, home.querySelector('.sl-tools')?.clientHeight ?? 0);
  }
  /** @param {number} step */
  function go(step) {
    silence?.();
    if (!walk.move(step)) return announce(step > 0 ? say.last : say.first);
    bring();
    announce(fill(say.said, { n: walk.n + 1, of: walk.all.length, sentence: walk.words }));
  }
  /** A caret in the text, set by hand, says which sentence is meant. */
  function follow() {
    const selected = document.getSelection(),
      page = painted();
    if (isReading || !page || !selected?.isCollapsed || !selected.anchorNode) return;
    const at = page.placeOf(selected.anchorNode, selected.anchorOffset);
    if (at === null || !walk.all.length) return;
    walk.moveTo(page.offsets.toPoints(at));
    draw();
  }

  /** Begins to read, or stops. */
  async function read() {
    if (silence) return silence();
    if (isAsking) return;
    warn('');
    if (!canSpeak()) return warn(say.no_speech);
    isAsking = true;
    const chosen = await voices.chosen();
    isAsking = false;
    if (isGone) return;
    if (!chosen) return warn(fill(say.no_voice, { language: nameOf(language, words.language) }));
    let isFirst = true;
    isReading = true;
    const stop = speak({
      voice: chosen,
      isSlow: setting('slow'),
      next: () => {
        if (!home.isConnected || (!isFirst && (setting('one') || !walk.move(1)))) return null;
        isFirst = false;
        bring();
        return walk.words;
      },
      ended: isBroken => {
        isReading = false;
        silence = null;
        if (isGone) return;
        if (isBroken) warn(say.broken);
        draw();
      },
    });
    if (isReading) silence = stop;
    draw();
  }
  /** @param {string} text */
  function warn(text) {
    problem.hidden = !text;
    tell(problem, text);
  }

  text.addEventListener('click', follow);
  text.addEventListener('keyup', e => /^(Arrow|Home|End|Page)/.test(e.key) && follow());
  const unwatch = watch(draw);
  return {
    /** What stands above the text. @type {HTMLElement[]} */
    help,
    /** The line of words, below the text. @type {HTMLElement} */
    words: glossary.el,
    /** Closes the card of a word. */
    close: glossary.close,
    /** To be called when the text was painted. @param {Place[]} passages what is on the page */
    draw(passages) {
      glossary.draw(passages);
      const isHere = (/** @type {Place} */ s) => passages.some(p => p.start < s.end && p.end > s.start),
        first = walk.all.findIndex(isHere);
      if (walk.current && !isHere(walk.current) && first >= 0) walk.n = first;
      draw();
    },
    dispose() {
      isGone = true;
      silence?.();
      unwatch();
      walk.clear();
      glossary.dispose();
    },
  };
}

/** A language in the words of the page. @param {string} language @param {string} home */
const nameOf = (language, home) => new Intl.DisplayNames([home, 'en'], { type: 'language' }).of(language) ?? language;
