// @ts-check
// The anywidget's view. Where the keeper draws the question from the file, this is only a bridge that carries the answer to Python;
// elsewhere it draws the question itself and says that nothing keeps the answers.
import { mountComparison } from './compare.js';
import { mount } from './question.js';
import { mountReading } from './reader.js';
import { merge, same, sound } from './record.js';

const TRIES = [0, 60, 150, 300, 600, 900]; // milliseconds: a view is asked to render before it is on the page

/** @param {{ model: any, el: HTMLElement }} context @param {any} words */
export function render({ model, el }, words) {
  const view = model.get('view');
  if (view.comparison) return follow(model, el, view, words);
  if (view.question === undefined) return mountReading(el, view, words).dispose;
  /** @type {ReturnType<typeof mount> | null} */
  let drawn = null,
    timer = 0;
  /** @param {any} answer */
  const toPython = answer => {
    const all = merge(model.get('record'), answer);
    if (same(all, model.get('record'))) return;
    try {
      model.set('record', all);
      model.save_changes();
    } catch (error) {
      console.warn('second-look: no kernel', error);
    } // the keeper still has the answer
  };
  const fromPython = () => {
    drawn?.take(model.get('record'));
  };
  el.addEventListener('second-look:restore', e => {
    const r = /** @type {CustomEvent} */ (e).detail;
    if (sound(r)) toPython(r);
  });
  el.addEventListener('second-look:answer', e => toPython(/** @type {CustomEvent} */ (e).detail.answer));
  model.on('change:record', fromPython);
  const hello = (n = 0) => {
    const event = new CustomEvent('second-look:ready', {
      bubbles: true,
      cancelable: true,
      detail: { question: view, answer: model.get('record'), isDrawn: false },
    });
    const isKept = !el.dispatchEvent(event);
    if (isKept && event.detail.isDrawn) return; // the keeper's drawing is the one on the page
    if (!isKept && n + 1 < TRIES.length) return void (timer = window.setTimeout(hello, TRIES[n + 1], n + 1));
    drawn = mount(el, view, model.get('record'), words);
    if (isKept)
      el.dispatchEvent(
        new CustomEvent('second-look:ready', {
          bubbles: true,
          cancelable: true,
          detail: { question: view, answer: drawn.get(), isDrawn: true },
        }),
      );
    else drawn.tell({ state: 'alone' });
  };
  timer = window.setTimeout(hello, TRIES[0]);
  return () => {
    clearTimeout(timer);
    model.off('change:record', fromPython);
    drawn?.dispose();
  };
}
/** A comparison follows its question's answer through Python. @param {any} model @param {HTMLElement} el @param {any} view @param {any} words */
function follow(model, el, view, words) {
  const drawn = mountComparison(el, view, model.get('record'), words),
    fromPython = () => drawn.take(model.get('record'));
  model.on('change:record', fromPython);
  return () => {
    model.off('change:record', fromPython);
    drawn.dispose();
  };
}
