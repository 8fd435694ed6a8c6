// Toasts: what has just come, for some seconds, at most three. Many at once become one that counts them.
//
// They stand in a live region that was in the page from the start, or a screen reader would not read them.

import { element, say, visible } from "/shared/lab.js";

/** A toast stays this long after its last change, and longer under the mouse or with the focus. */
const STAY = 6000;
const MOST_TOASTS = 3;
/** More than three within this time are a burst, in milliseconds. */
const BURST = 1000;
/** A longer text is cut here, in UTF-16 code units. */
const LONGEST_TEXT = 150;

const isWanted = document.getElementById("pop-up");
const region = document.getElementById("toasts");
/** The toasts that are shown, the oldest first: `{ shown, label, count, at, timer }`. */
let toasts = [];

/** Shows a notification. */
export function toast(notification) {
  if (!isWanted.checked) return;
  const now = performance.now();
  const merged = whatBecomesOne(now);
  if (merged.length === 0) return add(notification, now);
  // The one that holds the focus remains, so that nobody loses it.
  const kept = merged.find(({ shown }) => shown.contains(document.activeElement)) ?? merged.at(-1);
  const count = 1 + total(merged);
  merged.filter((other) => other !== kept).forEach(remove);
  Object.assign(kept, { count, at: now });
  say(kept.label, `🔔 새 알림 ${count}개`, `🔔 ${count} new notifications`);
  if (!isHeld()) stay(kept);
}

/** The toasts that the next one joins: those of the same burst, or the newest where there is no room. */
function whatBecomesOne(now) {
  const recent = toasts.filter(({ at }) => now - at < BURST);
  if (total(recent) >= MOST_TOASTS) return recent;
  return toasts.length === MOST_TOASTS ? toasts.slice(-1) : [];
}

function total(some) {
  return some.reduce((sum, { count }) => sum + count, 0);
}

function add({ text }, at) {
  const cut = text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text;
  const label = element("span", { class: "text", dir: "auto" }, "🔔 ", ...visible(cut));
  const made = { label, count: 1, at };
  const close = element("button", { type: "button", onclick: (event) => dismiss(made, event) });
  say(close, "닫기", "Close");
  made.shown = element("div", { class: "toast" }, label, close);
  toasts.push(made);
  region.append(made.shown);
  if (!isHeld()) stay(made);
}

function stay(toast) {
  clearTimeout(toast.timer);
  toast.timer = setTimeout(() => remove(toast), STAY);
}

function remove(toast) {
  clearTimeout(toast.timer);
  toasts = toasts.filter((other) => other !== toast);
  toast.shown.remove();
}

/** Closed by hand. By keyboard, the focus goes to the next toast, or to the bell, where the notification remains. */
function dismiss(toast, { detail }) {
  const next = toasts.find((other) => other !== toast);
  // A click counts how often the mouse was pressed; the keyboard's has 0.
  if (detail === 0) (next?.shown.querySelector("button") ?? document.getElementById("bell")).focus();
  remove(toast);
  release();
}

// Whoever reads one, or is about to close it, has all the time.
function isHeld() {
  return region.matches(":hover, :focus-within");
}
for (const event of ["pointerenter", "focusin"]) {
  region.addEventListener(event, () => toasts.forEach(({ timer }) => clearTimeout(timer)));
}
region.addEventListener("pointerleave", release);
// The focus has gone to its next place only after this event.
region.addEventListener("focusout", () => setTimeout(release));

function release() {
  if (!isHeld()) toasts.forEach(stay);
}
