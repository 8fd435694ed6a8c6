// <message-log>: every message in its order, with search, filter and clear. It follows the newest message
// until the reader scrolls away; then new ones are counted on a button and wait.

import { element, visible } from "./dom.js";
import { pick, translate } from "./language.js";

const MOST_ROWS = 500;
const MOST_KEPT = 5000;
const MOST_KEPT_CHARACTERS = 4_000_000;
/** A longer text is cut until the reader asks for all of it, in UTF-16 code units. */
const LONG_TEXT = 4000;
/** Whoever is this near to the newest row still follows it, in CSS pixels. */
const NEAR = 8;

const DIRECTIONS = {
  sent: ["↑ 보냄", "↑ sent"],
  received: ["↓ 받음", "↓ received"],
  info: ["○ 알림", "○ info"],
};

export class MessageLog extends HTMLElement {
  #kept = [];
  #keptCharacters = 0;
  /** Rows that are not shown yet. */
  #waiting = [];
  #isRenderDue = false;

  #search = element("input", {
    id: "search", type: "search", placeholder: "Search", "aria-label": "메시지에서 찾기", "data-en-aria-label": "Search in messages",
    oninput: () => this.#renderAll(),
  });
  #filter = element("select", {
    id: "filter", "aria-label": "방향", "data-en-aria-label": "Direction", onchange: () => this.#renderAll(),
  },
    element("option", { value: "all" }, "All Messages"),
    element("option", { value: "sent" }, "Sent Messages"),
    element("option", { value: "received" }, "Received Messages"));
  #clear = element("button", { id: "clear", type: "button", onclick: () => this.clear() }, "Clear Messages");
  #newestFirst = element("input", { id: "newest-first", type: "checkbox", onchange: () => this.#renderAll() });
  // A region that scrolls must be reachable by keyboard.
  #log = element("div", {
    id: "log", role: "log", tabindex: "0", "aria-label": "메시지 기록", "data-en-aria-label": "Message log",
    onscroll: () => this.#waiting.length > 0 && this.#isAtNewest() && this.#render(),
  });
  #newer = element("button", { id: "newer", type: "button", hidden: true, onclick: () => this.#goToNewest() });

  connectedCallback() {
    const newestFirst = element("label", { class: "check" }, this.#newestFirst,
      element("span", { "data-en": "Newest first" }, "최신 메시지를 위에"));
    this.append(
      element("h2", { class: "sr-only", "data-en": "Messages" }, "메시지"),
      element("div", { class: "toolbar extra" }, this.#search, this.#filter, this.#clear, newestFirst),
      this.#log, this.#newer);
    translate(this);
    document.addEventListener("languagechange", () => this.#renderAll());
    document.addEventListener("keydown", (event) => this.#focusSearch(event));
  }

  /**
   * Adds one row: `direction` (`sent`, `received`, `info`), `text`, and, where it is known, `roundTrip`
   * in milliseconds.
   */
  add({ direction, text, roundTrip }) {
    const row = { direction, text, roundTrip, at: new Date() };
    this.#keep(row);
    if (!this.#matches(row)) return;
    this.#waiting.push(row);
    if (this.#isRenderDue) return;
    // Many messages of one moment are laid out once. Not an animation frame: a hidden tab has none.
    this.#isRenderDue = true;
    setTimeout(() => {
      this.#isRenderDue = false;
      if (this.#isAtNewest()) this.#render();
      else this.#count();
    });
  }

  /** Forgets all messages. */
  clear() {
    this.#kept = [];
    this.#keptCharacters = 0;
    this.#renderAll();
  }

  #keep(row) {
    this.#kept.push(row);
    this.#keptCharacters += row.text.length;
    while (this.#kept.length > MOST_KEPT || (this.#keptCharacters > MOST_KEPT_CHARACTERS && this.#kept.length > 1)) {
      this.#keptCharacters -= this.#kept.shift().text.length;
    }
  }

  #matches({ direction, text }) {
    const filter = this.#filter.value;
    const sought = this.#search.value.trim().toLowerCase();
    return (filter === "all" || filter === direction) && (!sought || text.toLowerCase().includes(sought));
  }

  #isAtNewest() {
    const { scrollTop, scrollHeight, clientHeight } = this.#log;
    return this.#newestFirst.checked ? scrollTop <= NEAR : scrollHeight - scrollTop - clientHeight <= NEAR;
  }

  /** Shows what waits, and lets go of the oldest rows. */
  #render() {
    const rows = this.#waiting.splice(0).slice(-MOST_ROWS).map(show);
    const isNewestFirst = this.#newestFirst.checked;
    if (isNewestFirst) this.#log.prepend(...rows.reverse());
    else this.#log.append(...rows);
    while (this.#log.childElementCount > MOST_ROWS) {
      (isNewestFirst ? this.#log.lastElementChild : this.#log.firstElementChild).remove();
    }
    this.#log.scrollTop = isNewestFirst ? 0 : this.#log.scrollHeight;
    this.#count();
  }

  #renderAll() {
    // What is shown again is no news for a screen reader.
    this.#log.setAttribute("aria-busy", "true");
    this.#log.replaceChildren();
    this.#waiting = this.#kept.filter((row) => this.#matches(row));
    this.#render();
    this.#log.removeAttribute("aria-busy");
  }

  #count() {
    const count = this.#waiting.length;
    this.#newer.hidden = count === 0;
    const arrow = this.#newestFirst.checked ? "↑" : "↓";
    this.#newer.textContent = pick(`새 메시지 ${count}개 ${arrow}`, `${count} new ${count === 1 ? "message" : "messages"} ${arrow}`);
  }

  #goToNewest() {
    this.#render();
    this.#log.focus();
  }

  #focusSearch(event) {
    const isTyping = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#search.focus();
  }
}

function show({ direction, text, roundTrip, at }) {
  const time = element("time", { datetime: at.toISOString() }, timeOfDay(at));
  const meta = element("span", { class: "meta" }, time);
  if (roundTrip !== undefined) {
    meta.prepend(element("span", { class: "round-trip", title: pick("왕복 시간", "round-trip time") }, `${roundTrip.toFixed(0)} ms`));
  }
  const content = element("span", { class: "text", dir: "auto" }, ...visible(text.slice(0, LONG_TEXT)));
  const row = element("div", { "data-row": true, "data-dir": direction },
    element("span", { class: "direction" }, pick(...DIRECTIONS[direction])), content, meta);
  if (text.length > LONG_TEXT) {
    const rest = element("button", { type: "button", class: "rest", onclick: () => {
      content.replaceChildren(...visible(text));
      rest.remove();
    } }, pick(`나머지 ${text.length - LONG_TEXT}자 보기`, `Show ${text.length - LONG_TEXT} more characters`));
    row.append(rest);
  }
  return row;
}

/** `HH:MM:SS.mmm`, in local time. */
export function timeOfDay(at) {
  const two = (number) => String(number).padStart(2, "0");
  const milliseconds = String(at.getMilliseconds()).padStart(3, "0");
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${milliseconds}`;
}

customElements.define("message-log", MessageLog);
