// The deck's table "HTTP vs WebSocket", measured: the same notifications by polling, by long polling and by
// WebSocket, side by side.

import { say } from "/shared/lab.js";
import { Figures } from "./figures.js";
import { longPolling, polling, webSocket } from "./lanes.js";
import { foreign } from "./own-server.js";

/** It stops by itself after this long, in milliseconds. */
const LONGEST = 5 * 60 * 1000;

const WAYS = { polling, "long-polling": longPolling, websocket: webSocket };
const lanes = Object.entries(WAYS).map(([name, run]) => {
  const card = document.querySelector(`#comparison [data-transport="${name}"]`);
  return { run, figures: new Figures(card, { isEstimate: name === "websocket" }) };
});

const button = document.getElementById("compare");
const period = document.getElementById("period");
const state = document.getElementById("comparison-state");
const elapsed = document.getElementById("elapsed");
/** Ends the comparison that runs, or null. */
let running = null;

button.addEventListener("click", () => {
  if (running) stop("멈췄습니다.", "Stopped.");
  else start();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") stop("탭이 가려져 멈췄습니다.", "Stopped, because the tab was hidden.");
});

async function start() {
  const fault = foreign();
  if (fault) return say(state, ...fault);
  running = new AbortController();
  const { signal } = running;
  lanes.forEach(({ figures }) => figures.reset());
  const startedAt = performance.now();
  const timer = setInterval(() => show(performance.now() - startedAt), 250);
  signal.addEventListener("abort", () => {
    clearInterval(timer);
    show(performance.now() - startedAt);
  });
  showButton();
  say(state, "비교하는 중입니다.", "Comparing.");
  try {
    await race(signal);
  } catch (error) {
    if (!signal.aborted) stop(`멈췄습니다: 서버의 답이 없습니다 (${error.message}).`, `Stopped: the server does not answer (${error.message}).`);
  }
}

/** All three begin after the same notification, so that they receive the same ones. */
async function race(signal) {
  const answer = await fetch("poll", { cache: "no-store", signal });
  if (!answer.ok) throw new Error(String(answer.status));
  const { next } = await answer.json();
  const start = { after: next, period: () => Number(period.value), signal };
  await Promise.all(lanes.map(({ run, figures }) => run(figures, start)));
}

function stop(korean, english) {
  if (!running) return;
  const ended = running;
  running = null;
  ended.abort();
  say(state, korean, english);
  showButton();
}

function show(time) {
  const costliest = Math.max(...lanes.map(({ figures }) => figures.each));
  lanes.forEach(({ figures }) => figures.show(costliest));
  const seconds = Math.floor(time / 1000);
  say(elapsed, `${seconds}초`, `${seconds} s`);
  if (time > LONGEST) stop("5분이 지나 멈췄습니다.", "Stopped after 5 minutes.");
}

function showButton() {
  button.classList.toggle("primary", running === null);
  if (running) say(button, "비교 멈추기", "Stop comparing");
  else say(button, "비교 시작", "Compare");
}
showButton();
show(0);
