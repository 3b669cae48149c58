// @ts-check

/**
 * The element of the page with this id.
 * @template {Element} Kind
 * @param {string} id
 * @param {new () => Kind} kind
 * @returns {Kind}
 */
export function find(id, kind) {
  const found = document.getElementById(id);
  if (found instanceof kind) return found;
  throw new Error(`the page has no ${kind.name} #${id}`);
}

/**
 * A new element. Words are only ever set as text, so that nobody's words become markup.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {{ class?: string, text?: string, title?: string, attributes?: { [name: string]: string } }} [options]
 * @param {readonly (Node | string)[]} [children]
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function make(tag, options = {}, children = []) {
  const made = document.createElement(tag);
  if (options.class) made.className = options.class;
  if (options.text !== undefined) made.textContent = options.text;
  if (options.title) made.title = options.title;
  for (const [name, value] of Object.entries(options.attributes ?? {})) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * One of the icons that index.html holds.
 * @param {string} name
 */
export function icon(name) {
  const svg = document.createElementNS(svgNamespace, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(svgNamespace, 'use');
  use.setAttribute('href', `#icon-${name}`);
  svg.append(use);
  return svg;
}

/** @type {WeakMap<Element, string>} */
const shown = new WeakMap();

/**
 * Shows `items` in `list`, leaving alone what has not changed: it keeps its focus, and is not announced again.
 * @template {{ readonly id: string }} Item
 * @param {Element} list
 * @param {readonly Item[]} items
 * @param {(item: Item) => HTMLElement} makeEntry
 */
export function showList(list, items, makeEntry) {
  /** @type {Map<string, Element>} */
  const existing = new Map();
  for (const entry of list.children) existing.set(entry.getAttribute('data-id') ?? '', entry);
  items.forEach((item, index) => {
    const content = JSON.stringify(item);
    let entry = existing.get(item.id);
    if (!entry || shown.get(entry) !== content) {
      const fresh = makeEntry(item);
      fresh.setAttribute('data-id', item.id);
      if (entry) fresh.classList.add('was-here');
      shown.set(fresh, content);
      entry?.replaceWith(fresh);
      entry = fresh;
    }
    existing.delete(item.id);
    if (list.children[index] !== entry) list.insertBefore(entry, list.children[index] ?? null);
  });
  for (const gone of existing.values()) gone.remove();
}

/**
 * Changes the words only if they differ, so that a screen reader does not say them again.
 * @param {Element} element
 * @param {string} text
 */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * The letters that stand for a name.
 * @param {string} name
 */
export function initials(name) {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word));
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');
}
