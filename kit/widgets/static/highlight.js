// @ts-check
// Highlights of the page: they colour stretches of a text and leave its elements as they are.

/**
 * The page's one highlight of this name. The keeper and a widget each bring these modules onto a page, and must not take it from each other.
 * @param {string} name as second-look.css styles it @returns {Highlight | null} null where the browser has no highlights
 */
export function pageHighlight(name) {
  if (!globalThis.Highlight || !globalThis.CSS?.highlights) return null;
  const made = CSS.highlights.get(name) ?? new Highlight();
  CSS.highlights.set(name, made);
  return made;
}
