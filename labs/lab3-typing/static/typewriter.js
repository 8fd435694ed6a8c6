// The typewriter: a text appears letter by letter, as somebody would type it.
//
// The whole text is in the document from the start for a screen reader; only the copy that is seen grows.
// Whoever has asked for less motion sees the whole text at once, and so does whoever clicks on it or
// presses Escape.

import { element, visible } from "/shared/lab.js";

const PER_LETTER = 30;
const LONGEST = 2000;

// A letter as a reader sees it: `👨‍👩‍👧` is one, and no Hangul syllable falls apart.
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The elements that are being written, each with what ends it. */
const unfinished = new Map();

/** Writes `text` into `target`, in at most two seconds. */
export function typewrite(target, text) {
  const all = Array.from(letters.segment(text), ({ segment }) => segment);
  const whole = () => target.replaceChildren(...visible(text));
  if (all.length === 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return whole();

  const typed = element("span", { class: "typed", "aria-hidden": "true" });
  target.replaceChildren(element("span", { class: "sr-only" }, ...visible(text)), typed);
  const start = performance.now();
  const perLetter = Math.min(PER_LETTER, LONGEST / all.length);
  const timer = setInterval(() => {
    // By the clock and not by counting, because a hidden tab has few timers.
    const count = Math.floor((performance.now() - start) / perLetter);
    if (count < all.length) typed.replaceChildren(...visible(all.slice(0, count).join("")));
    else showWhole(target);
  }, PER_LETTER);
  unfinished.set(target, () => {
    clearInterval(timer);
    whole();
  });
  target.addEventListener("click", () => showWhole(target), { once: true });
}

/** Shows all of what is being written into `target`. */
export function showWhole(target) {
  unfinished.get(target)?.();
  unfinished.delete(target);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") [...unfinished.keys()].forEach(showWhole);
});
