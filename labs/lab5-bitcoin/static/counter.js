// The number counter (숫자 카운터): the price runs to its new value.
//
// The text of #price is the server's own at every moment, for readers and for programs. What runs is a copy that
// lies over it, and that assistive technology does not see. So nobody can read a price that never was.

import { dollars } from "./money.js";

/** How long it runs, in milliseconds. */
const DURATION = 600;
/** The way is counted in so many steps, because a BigInt knows no fractions. */
const STEPS = 10_000;

const amount = document.getElementById("amount");
const price = document.getElementById("price");
const running = document.getElementById("running");
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

/** Where the counter stands, in cents; nothing before the first price. */
let position = null;
let frame = 0;
let end = 0;

/** Shows a text at once. */
export function jump(text, cents = null) {
  cancelAnimationFrame(frame);
  clearTimeout(end);
  position = cents;
  if (price.textContent !== text) price.textContent = text;
  amount.removeAttribute("data-running");
  running.hidden = true;
  running.textContent = "";
}

/** Shows a price, and runs to it from the one before. */
export function run(text, goal) {
  const from = position;
  const isStill = stillness.matches || document.visibilityState === "hidden";
  if (from === null || from === goal || isStill) return jump(text, goal);
  jump(text, from);
  running.textContent = dollars(from);
  running.hidden = false;
  amount.setAttribute("data-running", "");
  const start = performance.now();
  const step = (now) => {
    const part = Math.min(Math.max((now - start) / DURATION, 0), 1);
    const steps = Math.round((1 - (1 - part) ** 3) * STEPS);
    position = from + ((goal - from) * BigInt(steps)) / BigInt(STEPS);
    running.textContent = dollars(position);
    frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  // A tab that is hidden on the way has no more frames, yet it arrives.
  end = setTimeout(() => jump(text, goal), DURATION);
}
