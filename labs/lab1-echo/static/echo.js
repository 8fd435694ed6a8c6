// Lab 1: what is typed is sent, what comes back is shown with the time it took.

import { connection, element, load, log, pick, save, say, submitOnEnter } from "/shared/lab.js";

const message = document.getElementById("message");
const type = document.getElementById("type");
const error = document.getElementById("error");

// The draft survives a reload.
message.value = load("lab1.draft", "");
message.addEventListener("input", () => save("lab1.draft", message.value));

submitOnEnter(message);
message.form.addEventListener("submit", (event) => {
  event.preventDefault();
  // An Enter after a finished Hangul composition may come here twice; the second time nothing is left.
  if (message.value.trim() === "") return;
  if (send(message.value)) {
    message.value = "";
    save("lab1.draft", "");
  }
});

/** Sends one message; where that is impossible, says why and keeps the draft. */
function send(text) {
  const bytes = type.value === "binary" ? bytesOf(text) : undefined;
  if (bytes === null) return complain("16진수 두 자리씩 쓰세요. 예: 00 ff 7a", "Write pairs of hex digits, such as 00 ff 7a");
  if (!connection.send(bytes ?? text)) return complain("먼저 Connect 를 누르세요.", "Press Connect first.");
  complain("", "");
  const shown = bytes ? describe(bytes) : text;
  unanswered.push({ shown, at: performance.now() });
  log.add({ direction: "sent", text: shown });
  return true;
}

function complain(korean, english) {
  say(error, korean, english);
  return false;
}

/** The bytes that hex digits stand for, or null where they are no hex digits. */
function bytesOf(text) {
  const digits = text.replace(/\s/g, "");
  if (!/^([0-9a-f]{2})+$/i.test(digits)) return null;
  return Uint8Array.from(digits.match(/../g), (pair) => parseInt(pair, 16));
}

function describe(bytes) {
  const shown = Array.from(bytes.subarray(0, 64), (byte) => byte.toString(16).padStart(2, "0")).join(" ");
  return `${pick("바이너리", "binary")} ${bytes.length} B: ${shown}${bytes.length > 64 ? " …" : ""}`;
}

// An echo holds what was sent. The time between the two is the round trip, measured in this page.
let unanswered = [];
const MOST_UNANSWERED = 1000;

connection.addEventListener("message", ({ detail: { data } }) => {
  const text = typeof data === "string" ? data : describe(new Uint8Array(data));
  const index = unanswered.findIndex(({ shown }) => text.endsWith(shown));
  const roundTrip = index < 0 ? undefined : performance.now() - unanswered.splice(index, 1)[0].at;
  unanswered = unanswered.slice(-MOST_UNANSWERED);
  log.add({ direction: "received", text, roundTrip });
});
connection.addEventListener("close", () => (unanswered = []));

// Saved messages, the newest last. The same text is saved once.
const MOST_SAVED = 50;
let saved = load("lab1.saved", []);

document.getElementById("save").addEventListener("click", () => {
  const text = message.value;
  if (text.trim() !== "") keep([...saved.filter((other) => other !== text), text].slice(-MOST_SAVED));
});

function keep(texts) {
  saved = texts;
  save("lab1.saved", saved);
  showSaved();
}

function showSaved() {
  document.getElementById("saved").replaceChildren(...saved.map((text) => {
    const use = element("button", { type: "button", "data-saved": true, title: text, onclick: () => {
      message.value = text;
      message.dispatchEvent(new Event("input"));
      message.focus();
    } }, text);
    const name = pick(`저장한 메시지 지우기: ${text}`, `Delete the saved message: ${text}`);
    const remove = element("button", { type: "button", "data-delete": true, "aria-label": name, onclick: () => {
      keep(saved.filter((other) => other !== text));
      message.focus();
    } }, "×");
    return element("li", {}, use, remove);
  }));
}
showSaved();
document.addEventListener("languagechange", showSaved);
