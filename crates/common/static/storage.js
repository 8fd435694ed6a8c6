// What a page remembers over a reload. Where the browser forbids storage, or it is full, the page goes
// on and remembers nothing.

const PREFIX = "realtime-labs.";

/** The value stored under `name`, or `otherwise` where there is none that can be read. */
export function load(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(PREFIX + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Stores `value` under `name`. */
export function save(name, value) {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Nothing is lost that the page cannot do without.
  }
}

/** The theme is stored as plain text, because theme.js reads it before any module runs. */
export function saveTheme(theme) {
  try {
    localStorage.setItem(PREFIX + "theme", theme);
  } catch {
    // As above.
  }
}
