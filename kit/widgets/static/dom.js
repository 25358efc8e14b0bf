// @ts-check
// Elements, made from data as text and never as markup.

/**
 * Makes an element. Names with "data-" or "aria-" and the like become attributes, "on…" becomes a listener, the rest properties.
 * @param {string} tag @param {Record<string, any>} [fields] @param {...(Node | string | null | undefined | false)} children
 * @returns {any}
 */
export function h(tag, fields = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
    else if (name.includes('-') || name === 'role' || name === 'for' || name === 'lang')
      el.setAttribute(name, value === true ? '' : value);
    else /** @type {any} */ (el)[name === 'class' ? 'className' : name] = value;
  }
  el.append(
    ...children.filter(c => c !== null && c !== undefined && c !== false).map(c => /** @type {Node | string} */ (c)),
  );
  return el;
}

let last = 0;
/** An id that no other element of this page has. @param {string} stem */
export const uid = stem => `sl-${stem}-${Date.now().toString(36)}${(last++).toString(36)}`;

/** Says something in a live region; the same words again are heard again. @param {HTMLElement} region @param {string} text */
export function say(region, text) {
  if (region.textContent === text && text) region.textContent = '';
  region.textContent = text;
}

/** Offers data as a file. @param {string} name @param {any} data */
export function download(name, data) {
  const url = URL.createObjectURL(new Blob([JSON.stringify(data, null, 1)], { type: 'application/json' }));
  h('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/** Keys pressed in here stay in here: JupyterLab's commands (b, m, dd, Shift+Enter) must not fire. Saving still works. @param {HTMLElement} root */
export const keepKeys = root =>
  root.addEventListener('keydown', e => {
    if (!((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 's')) e.stopPropagation();
  });
