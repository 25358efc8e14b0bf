// @ts-check
// Reading the file again draws every cell anew. Who was writing in a question goes on in the same place.

const CONTROLS = 'textarea, input, select, button, [contenteditable="true"]';
const TRIES = 40; // one each 50 milliseconds
const BUSY = '.second-look, .jp-Editor, .jp-Dialog, input, textarea'; // who has the focus here keeps it

/**
 * Remembers which control of a question has the focus and where its caret stands; returns a function that puts both back.
 * @param {() => { host: HTMLElement, q: string }[]} views
 * @returns {() => void}
 */
export function holdFocus(views) {
  const active = /** @type {any} */ (document.activeElement),
    root = active?.closest('.second-look[data-question]');
  if (!root || !views().some(view => view.host.contains(active))) return () => {};
  const place = [...root.querySelectorAll(CONTROLS)].indexOf(active),
    caret = active.localName === 'textarea' ? active.selectionStart : null;
  const back = (tries = 0) => {
    if (root.isConnected || document.activeElement?.closest(BUSY)) return;
    const view = views().find(v => v.q === root.dataset.question && v.host.isConnected),
      control = /** @type {any} */ (view?.host.querySelectorAll(CONTROLS)[place]);
    if (!control) return void (tries < TRIES && setTimeout(back, 50, tries + 1));
    control.focus();
    if (caret !== null) control.setSelectionRange?.(caret, caret);
  };
  return back;
}
