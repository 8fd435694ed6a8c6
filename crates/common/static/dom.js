// Making elements. Text from a peer goes into text nodes only, never through a parser of HTML.

/**
 * An element with attributes, listeners (functions, as `onclick`) and children (nodes or strings).
 * An attribute that is `false` or `undefined` is left out.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children);
  return made;
}

// Control, bidirectional and zero-width characters, except the tab and the newline, which are laid out as
// they are, and the two joiners, without which emoji and some scripts fall apart.
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/;

/** Nodes that show `text`, with a visible symbol in place of each character that could not be seen. */
export function visible(text) {
  return text.split(new RegExp(`(${INVISIBLE.source})`)).map((piece) =>
    INVISIBLE.test(piece) ? element("span", { class: "invisible" }, symbol(piece)) : piece,
  );
}

function symbol(character) {
  const code = character.codePointAt(0);
  // Unicode has a picture for each ASCII control character (U+2400 and up).
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
