// Showing: the label, the score, the clues in the text, and what was found before.

import { element, pick, say, visible } from "/shared/lab.js";
import { LABELS } from "./answer.js";

const MOST_REMEMBERED = 8;
/** Of an answer that is none of the three labels so much is shown, in UTF-16 code units. */
const LONGEST_WORDS = 200;

const result = document.getElementById("result");
const bar = document.getElementById("bar");
/** What is shown, to show it again in the other language. */
let shown = null;
/** The newest first. */
let history = [];
/** The next text begins a new line of the history. */
let isNew = true;

/** Nothing is written, so nothing is shown. */
export function clear() {
  shown = null;
  isNew = true;
  result.textContent = "";
  delete result.dataset.en;
  result.dataset.label = "";
  result.dataset.settled = true;
  document.getElementById("delay").textContent = "–";
  for (const id of ["bar", "score-row", "clues"]) document.getElementById(id).hidden = true;
  say(document.getElementById("progress"), "글을 기다림", "waiting for a text");
}

/** What is shown stays, but is not settled any more, for this reason. */
export function dim(korean, english) {
  result.dataset.settled = false;
  say(document.getElementById("progress"), korean, english);
}

/** Shows a settled answer. */
export function show(found) {
  const { text, answer, delay } = found;
  if (shown !== found) {
    shown = found;
    showLabel(answer);
    document.getElementById("delay").textContent = `${delay.toFixed(0)} ms`;
    showScore(answer.score);
    showHits();
    if (answer.label) remember(text, answer.label);
  }
  result.dataset.settled = true;
  say(document.getElementById("progress"), "확정", "settled");
}

function showLabel({ label = "", words }) {
  // A live region whose text is written again may be read out again.
  if (label && result.dataset.label === label) return;
  result.dataset.label = label;
  if (label) return say(result, ...LABELS[label]);
  // Without the English text a change of the language leaves these words alone.
  delete result.dataset.en;
  result.replaceChildren(...visible(words.slice(0, LONGEST_WORDS)));
}

function showScore(score) {
  bar.hidden = document.getElementById("score-row").hidden = score === undefined;
  if (score === undefined) return;
  document.getElementById("score").textContent = signed(score);
  const share = Math.min(Math.abs(score), 1) * 50;
  bar.firstElementChild.style.width = `${share}%`;
  bar.firstElementChild.style.left = `${score < 0 ? 50 - share : 50}%`;
}

/** The text with its clues marked; a plain server tells of none. */
function showHits() {
  const { text, answer } = shown;
  document.getElementById("clues").hidden = !answer.hits;
  if (!answer.hits) return;
  const pieces = [];
  let end = 0;
  for (const hit of answer.hits) {
    if (!(hit?.start >= end && fits(hit, text))) continue;
    const direction = hit.weight < 0 ? "negative" : "positive";
    pieces.push(...visible(text.slice(end, hit.start)), element("mark", { "data-direction": direction },
      ...visible(hit.text), element("small", {}, signed(hit.weight))));
    end = hit.end;
  }
  const none = element("span", { class: "quiet" }, pick(" (단서 없음)", " (no clues)"));
  pieces.push(...visible(text.slice(end)), ...(end === 0 ? [none] : []));
  document.getElementById("hits").replaceChildren(...pieces);
}

/** A hit stands where it says, cuts no emoji in two, and has a weight. */
function fits({ text, start, end, weight }, whole) {
  return end > start && whole.slice(start, end) === text && text.isWellFormed() && Number.isFinite(weight);
}

/** `+0.50`, `−1.25`, `0.00`. */
function signed(number) {
  const digits = Math.abs(number).toFixed(2);
  if (Number(digits) === 0) return digits;
  return (number < 0 ? "−" : "+") + digits;
}

/**
 * Puts a settled text on the history. One that goes on from the newest takes its place, and one that only
 * takes away from it is left out: a text leaves one line, not one for each rest in it.
 */
function remember(text, label) {
  const newest = history[0]?.text;
  if (newest === text) history.shift();
  else if (!isNew && text.length >= newest.length && goesOn(text, newest)) history.shift();
  else if (!isNew && text.length < newest.length && goesOn(newest, text)) return;
  isNew = false;
  history = [{ text, label }, ...history].slice(0, MOST_REMEMBERED);
  showHistory();
}

/** The last character of the shorter text may have been a part of a syllable. */
function goesOn(longer, shorter) {
  return longer.startsWith(shorter.slice(0, -1));
}

function showHistory() {
  document.getElementById("history").replaceChildren(...history.map(({ text, label }) =>
    element("li", {}, element("span", { class: "text" }, ...visible(text)), " → ",
      element("span", { "data-label": label }, pick(...LABELS[label])))));
}

document.addEventListener("languagechange", () => {
  if (shown) showHits();
  showHistory();
});
