// Lab 3: keys become `typing` and `stop`; what the server answers becomes the indicator.

import { connection, element, log, pick, RICH, say, submitOnEnter } from "/shared/lab.js";
import { STOP_AFTER, Typist } from "./typist.js";
import { showWhole, typewrite } from "./typewriter.js";

const INDICATOR = ["💬 누군가 입력 중…", "💬 Someone is typing…"];
const MOST_LINES = 50;
/** A plain server may forget its `stop`; then the indicator goes out by itself, in milliseconds. */
const PLAIN_PATIENCE = 5000;

const [message, error, indicator, typists, bar, remaining, plainNote, lines] =
  ["message", "error", "indicator", "typists", "bar", "remaining", "plain-note", "lines"]
    .map((id) => document.getElementById(id));

connection.offer = RICH;

// What is sent.

/** Sends a request in the form that this connection speaks; `false` where nothing is open. */
function send(request) {
  const text = connection.isRich ? JSON.stringify(request) : (request.text ?? request.type);
  if (!connection.send(text)) return false;
  log.add({ direction: "sent", text });
  return true;
}

const typist = new Typist((type) => {
  if (!send({ type })) return false;
  count(`sent-${type}`);
  if (type === "typing") expectMore();
  return true;
});

function count(id) {
  const counter = document.getElementById(id);
  counter.textContent = Number(counter.textContent) + 1;
}

// `input`, not `keydown`: every letter of a Hangul syllable fires it, before the syllable is finished.
message.addEventListener("input", () => {
  count("keys");
  if (message.value === "") typist.stop();
  else typist.input();
  showCountdown();
});
message.addEventListener("blur", () => typist.stop());
window.addEventListener("pagehide", () => typist.stop());

submitOnEnter(message);
message.form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = message.value;
  // An Enter after a finished Hangul composition may come here twice; the second time nothing is left.
  if (text.trim() === "") return;
  typist.stop();
  if (!send({ type: "say", text })) return say(error, "먼저 Connect 를 누르세요.", "Press Connect first.");
  say(error, "", "");
  message.value = "";
  // A plain server gives no line back, not even to its author.
  if (!connection.isRich) addLine(text);
});

let frame = 0;

/** Counts down to the `stop`, once for each picture that the browser draws. */
function showCountdown() {
  cancelAnimationFrame(frame);
  const seconds = (typist.remaining / 1000).toFixed(1);
  bar.value = typist.remaining / STOP_AFTER;
  if (remaining.dataset.seconds !== seconds) {
    remaining.dataset.seconds = seconds;
    say(remaining, `stop까지 남은 ${seconds}초`, `${seconds} s left until stop`);
  }
  if (typist.remaining > 0) frame = requestAnimationFrame(showCountdown);
}

// What is received.

connection.addEventListener("message", ({ detail: { data } }) => {
  if (typeof data !== "string") return log.add({ direction: "received", text: pick("(바이너리)", "(binary)") });
  log.add({ direction: "received", text: data || pick("(빈 텍스트)", "(the empty text)") });
  if (connection.isRich) receive(parse(data));
  else receivePlain(data);
});

function parse(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
}

function receive(reply) {
  if (reply.type === "typing") show(INDICATOR, reply.count);
  else if (reply.type === "idle") show(["", ""]);
  else if (reply.type === "said") addLine(String(reply.text));
  else if (reply.type === "error") say(error, String(reply.message), String(reply.message));
}

/** In the plain form there is one kind of message: the text of the indicator, empty where nobody types. */
function receivePlain(text) {
  if (text === "" || text === "stop") return show(["", ""]);
  show(text === INDICATOR[0] ? INDICATOR : [text, text]);
  expectMore();
}

/** `count` is how many type, where the server tells. */
function show([korean, english], count = 0) {
  // The same words once more would be read out once more.
  if (indicator.dataset.ko !== korean) say(indicator, korean, english);
  say(typists, ...(count > 1 ? [`(${count}명)`, `(${count} people)`] : ["", ""]));
}

let patience = 0;

/** While something more is heard of a typist the indicator of a plain server stays. */
function expectMore() {
  clearTimeout(patience);
  if (!connection.isRich) patience = setTimeout(() => show(["", ""]), PLAIN_PATIENCE);
}

/** Adds a line on top, and lets go of the oldest. */
function addLine(text) {
  const line = element("li", { dir: "auto" });
  lines.prepend(line);
  typewrite(line, text);
  if (lines.childElementCount > MOST_LINES) {
    showWhole(lines.lastElementChild);
    lines.lastElementChild.remove();
  }
}

connection.addEventListener("open", () => (plainNote.hidden = connection.isRich));
connection.addEventListener("close", () => {
  typist.forget();
  clearTimeout(patience);
  plainNote.hidden = true;
  show(["", ""]);
});
