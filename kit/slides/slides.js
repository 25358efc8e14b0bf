// @ts-check
// One slide at a time: by keys, buttons, a click or a tap. Without this script all slides stand in a column.
'use strict';

(() => {
  const slides = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('.slide')]);
  const nav = /** @type {HTMLElement} */ (document.querySelector('nav'));
  const place = /** @type {HTMLElement} */ (document.querySelector('.place'));
  const live = /** @type {HTMLElement} */ (document.querySelector('.live'));
  const notes = /** @type {HTMLElement} */ (document.querySelector('[data-notes]'));
  const steps = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-go]')]);
  const { of = '', said = '' } = document.body.dataset;
  let at = 0;

  /** Fills {n}, {of} and {title} in words. @param {string} words */
  const filled = words =>
    words
      .replace('{n}', String(at + 1))
      .replace('{of}', String(slides.length))
      .replace('{title}', slides[at].dataset.title ?? '');

  /** Shows a slide, and says so unless the page has just been opened. @param {number} to */
  const show = (to, opening = false) => {
    const next = Math.min(Math.max(to, 0), slides.length - 1);
    if (next === at && !opening) return;
    at = next;
    slides.forEach((slide, number) => (slide.hidden = number !== at));
    place.textContent = filled(of);
    for (const step of steps) {
      const end = step.dataset.go === '1' ? slides.length - 1 : 0;
      step.setAttribute('aria-disabled', String(at === end)); // it keeps the focus, as a disabled one would not
    }
    if (!opening) {
      live.textContent = filled(said);
      scrollTo(0, 0);
      history.replaceState(null, '', `#${at + 1}`);
    }
  };

  const toggle = () => {
    const open = document.body.classList.toggle('with-notes');
    notes.setAttribute('aria-pressed', String(open));
  };

  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowRight: () => show(at + 1),
    ArrowDown: () => show(at + 1),
    PageDown: () => show(at + 1),
    ArrowLeft: () => show(at - 1),
    ArrowUp: () => show(at - 1),
    PageUp: () => show(at - 1),
    Home: () => show(0),
    End: () => show(slides.length - 1),
    n: toggle,
    N: toggle,
  };

  addEventListener('keydown', event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const onButton = event.target instanceof HTMLButtonElement;
    const act = event.key === ' ' ? () => show(at + (event.shiftKey ? -1 : 1)) : keys[event.key];
    if (!act || (event.key === ' ' && onButton)) return; // a space presses the button that has the focus
    event.preventDefault();
    act();
  });

  document.querySelector('main')?.addEventListener('click', event => {
    if (getSelection()?.toString() || !(event instanceof MouseEvent)) return; // words were selected
    if (event.target instanceof Element && event.target.closest('.notes')) return;
    show(at + (event.clientX < innerWidth / 3 ? -1 : 1));
  });
  for (const step of steps) step.addEventListener('click', () => show(at + Number(step.dataset.go)));
  notes.addEventListener('click', toggle);
  addEventListener('hashchange', () => show(Number(location.hash.slice(1)) - 1 || 0));

  document.body.classList.add('scripted');
  nav.hidden = false;
  show(Number(location.hash.slice(1)) - 1 || 0, true);
})();
