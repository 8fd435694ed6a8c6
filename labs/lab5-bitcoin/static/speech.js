// What a screen reader is told of the price: at most every 10 seconds, and then the newest.

import { say } from "/shared/lab.js";

const PAUSE = 10_000;

const spoken = document.getElementById("spoken");
let timer = 0;
let next = null;

/** Tells it now, or after the pause if nothing newer comes until then. */
export function speak(korean, english) {
  next = [korean, english];
  if (timer === 0) tell();
}

function tell() {
  timer = 0;
  if (next === null) return;
  say(spoken, ...next);
  next = null;
  timer = setTimeout(tell, PAUSE);
}
