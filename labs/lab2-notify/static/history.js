// The list of notifications, the newest first: what remains when a toast is gone.

import { element, pick, timeOfDay, visible } from "/shared/lab.js";

/** Older ones leave the list. */
const MOST_ITEMS = 200;
/** A longer text is cut here and whole in the message log, in UTF-16 code units. */
const LONGEST_TEXT = 500;

const list = document.getElementById("history");
/** What stands in the list, in its order. */
let items = [];

/** Puts a notification where its order says: what was missed and comes late stands between the others. */
export function addToHistory(notification) {
  const index = items.findIndex((other) => isBefore(other.order, notification.order));
  const item = { ...notification, isRead: false };
  items.splice(index < 0 ? items.length : index, 0, item);
  item.shown = show(item);
  list.insertBefore(item.shown, index < 0 ? null : list.children[index]);
  for (const { shown } of items.splice(MOST_ITEMS)) shown.remove();
}

/** Marks every notification of the list as read. */
export function markAllRead() {
  for (const item of items) item.isRead = true;
  showAll();
}

function isBefore([starts, number], [otherStarts, otherNumber]) {
  return starts === otherStarts ? number < otherNumber : starts < otherStarts;
}

function show({ number, text, at, isRead }) {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  return element("li", { "data-number": number, "data-read": String(isRead) },
    element("span", { class: "mark", "aria-hidden": "true" }, isRead ? "○" : "●"),
    element("time", { datetime: at.toISOString() }, timeOfDay(at)),
    element("span", { class: "text", dir: "auto" }, ...visible(cut)),
    element("span", { class: "read" }, isRead ? pick("(읽음)", "(read)") : pick("(안 읽음)", "(unread)")));
}

// One by one, so that the list stays where it is scrolled to.
function showAll() {
  for (const item of items) {
    const before = item.shown;
    item.shown = show(item);
    before.replaceWith(item.shown);
  }
}
document.addEventListener("languagechange", showAll);
