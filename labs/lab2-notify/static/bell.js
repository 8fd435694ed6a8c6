// The bell: how many notifications nobody has read yet, there and in the title of the tab. Pressing it opens
// or closes the list; what stands in it by then is read.

import { pick } from "/shared/lab.js";
import { counter } from "./counter.js";
import { addToHistory, markAllRead } from "./history.js";

const bell = document.getElementById("bell");
const list = document.getElementById("history");
const title = document.querySelector("title");
const showUnread = counter(document.getElementById("unread"));
let unread = 0;

/** One more notification. */
export function ring(notification) {
  addToHistory(notification);
  setUnread(unread + 1);
  showHint();
}

bell.addEventListener("click", () => {
  list.hidden = !list.hidden;
  bell.setAttribute("aria-expanded", !list.hidden);
  readAll();
  showHint();
});
document.getElementById("read-all").addEventListener("click", readAll);

function readAll() {
  markAllRead();
  setUnread(0);
}

function setUnread(count) {
  unread = count;
  bell.toggleAttribute("data-unread", count > 0);
  showUnread(count);
  showTitle();
}

function showTitle() {
  const name = pick(title.dataset.ko, title.dataset.en);
  document.title = unread > 0 ? `(${unread}) ${name}` : name;
}
document.addEventListener("languagechange", showTitle);

/** The hint stands where the list would. */
function showHint() {
  document.getElementById("hint").hidden = !list.hidden && list.childElementCount > 0;
}
