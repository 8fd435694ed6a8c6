// Lab 4: what is written is sent while it is being written, and its feeling is shown.
//
// A syllable that is still being composed is another word for a moment (싫어요: 싫 · 싫ㅇ · 싫어 · 싫엉 · 싫어요). So
// the page sends a text only when the field has rested, and shows an answer only when it is settled: it belongs
// to the text that stands in the field now, and nobody is in the middle of a syllable. Until then the result
// before it stays, dimmed.

import { connection, log, RICH, say } from "/shared/lab.js";
import { read } from "./answer.js";
import { clear, dim, show } from "./result.js";

/** The field rests this long before its text is sent, in milliseconds. */
const REST = 160;
/** A syllable that is still open counts as finished after this long: the last one of a text stays open. */
const FINISHED = 400;
/** A server that has not answered by now may have left the text out, and the next one is sent without it. */
const PATIENCE = 3000;
/** The counter of characters appears when so few are left. */
const FEW_LEFT = 100;

const message = document.getElementById("message");

/** The text that is on its way: one at a time, because an answer does not say which text it is for. */
let asked = null;
/** It has been on its way for longer than PATIENCE. */
let isLate = false;
/** The newest text that was answered, and its answer. */
let known = null;
let isComposing = false;
/** The field has rested for REST, and for FINISHED. */
let isDue = false;
let isFinished = false;
const timers = {};

function after(name, milliseconds, act) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(act, milliseconds);
}

connection.offer = RICH;

// `input` comes for every key, also during composition. `keydown` would not know the text yet.
message.addEventListener("input", changed);
message.addEventListener("compositionstart", () => {
  clearTimeout(timers.composed);
  isComposing = true;
});
// The next syllable begins in the same moment, so its end alone is no end of the composition.
message.addEventListener("compositionend", () => {
  after("composed", REST, () => {
    isComposing = false;
    settle();
  });
});

function changed() {
  isDue = false;
  isFinished = false;
  after("due", REST, () => {
    isDue = true;
    ask();
  });
  after("finished", FINISHED, () => {
    isFinished = true;
    settle();
  });
  count();
  settle();
}

/** Sends the text, once the field rests and the answer before has come. */
function ask() {
  const text = message.value;
  const isAnswered = text === "" || text === known?.text;
  const mustWait = asked && !(isLate && text !== asked.text);
  if (!isDue || isAnswered || mustWait) return settle();
  const payload = connection.isRich ? JSON.stringify({ type: "analyse", text }) : text;
  if (connection.send(payload)) {
    forget();
    asked = { text, at: performance.now() };
    log.add({ direction: "sent", text: payload });
    after("late", PATIENCE, () => {
      isLate = true;
      ask();
    });
  }
  settle();
}

function forget() {
  clearTimeout(timers.late);
  asked = null;
  isLate = false;
}

connection.addEventListener("message", ({ detail: { data } }) => {
  const text = typeof data === "string" ? data : `${data.byteLength} B`;
  if (!asked) return log.add({ direction: "received", text });
  const delay = performance.now() - asked.at;
  log.add({ direction: "received", text, roundTrip: delay });
  known = { text: asked.text, answer: read(text, connection.isRich), delay };
  forget();
  ask();
});

// A new connection may be to another server, so the text is analysed again.
connection.addEventListener("open", () => {
  known = null;
  changed();
});
connection.addEventListener("state", () => {
  if (connection.state !== "open") forget();
  settle();
});

/** Shows the answer where it is settled, and otherwise why it is not. */
function settle() {
  if (message.value === "") return clear();
  const isKnown = known?.text === message.value;
  if (isKnown && (!isComposing || isFinished)) show(known);
  else dim(...progress(isKnown));
}

function progress(isKnown) {
  if (!isKnown && ["idle", "closed"].includes(connection.state)) return ["먼저 Connect 를 누르세요", "press Connect first"];
  if (!isKnown && connection.state !== "open") return ["연결을 기다림", "waiting for the connection"];
  if (isLate) return ["서버가 답하지 않음", "no answer from the server"];
  if (isComposing) return ["조합 중", "composing"];
  return ["분석 중", "analysing"];
}

function count() {
  const counter = document.getElementById("counter");
  const { length } = message.value;
  counter.hidden = length < message.maxLength - FEW_LEFT;
  say(counter, `${length} / ${message.maxLength}자`, `${length} / ${message.maxLength} characters`);
}

settle();
