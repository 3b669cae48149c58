// @ts-check

/** What HubSpot lets through in the body of an activity and that matters here; everything else loses its markup. */
const plainTags = new Set(['p', 'br', 'b', 'strong', 'i', 'em', 'u', 'ul', 'ol', 'li', 'div', 'span']);
const droppedTags = new Set(['script', 'style', 'template', 'iframe', 'object', 'embed', 'noscript']);

/**
 * The body of an activity as HubSpot shows it. It is parsed in a document that loads and runs nothing, and only
 * known tags, without any attribute, and text are copied out of it.
 * @param {string} html
 * @returns {DocumentFragment}
 */
export function renderRichText(html) {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  const fragment = document.createDocumentFragment();
  copyChildren(parsed.body, fragment);
  return fragment;
}

/**
 * @param {Node} source
 * @param {Node} target
 */
function copyChildren(source, target) {
  for (const child of source.childNodes) {
    if (child instanceof Text) target.appendChild(document.createTextNode(child.data));
    if (!(child instanceof Element) || droppedTags.has(child.localName)) continue;
    if (!plainTags.has(child.localName)) {
      copyChildren(child, target);
      continue;
    }
    const copy = document.createElement(child.localName);
    copyChildren(child, copy);
    target.appendChild(copy);
  }
}

const mark = /^Ringback ref [\w-]+$/;

/**
 * Makes the reference that ends what Ringback writes quieter than the words it stands under.
 * @param {HTMLElement} body
 */
export function dimReference(body) {
  const last = body.lastChild;
  if (!(last instanceof Text) || !mark.test(last.data.trim())) return;
  const small = document.createElement('small');
  small.textContent = last.data.trim();
  last.replaceWith(small);
  while (small.previousSibling instanceof HTMLBRElement) small.previousSibling.remove();
}
