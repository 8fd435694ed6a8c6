// What a server may answer, in one shape for both forms:
//   { price }            a price: { display, cents, pair, source, at, age, state, isSimulated, change }
//   { failure, price }   the exchange did not answer, in `[Korean, English]`; perhaps the last known price
//   { complaint }        anything else, in `[Korean, English]`

import { cents } from "./money.js";

/** Of a text that is not the page's own so much is kept, in UTF-16 code units. */
const LONGEST_TEXT = 300;
/** A greater age says no more, in milliseconds. */
const OLDEST = 1e9;
const STATES = ["live", "delayed", "stale", "simulated"];

/** Reads one message of the server. */
export function read(text, isRich) {
  return isRich ? readRich(text) : readPlain(text);
}

function readPlain(text) {
  // A Mac may write NFD, an editor U+FE0F after an emoji, `print` a newline.
  const plain = text.normalize("NFC").replaceAll("\ufe0f", "").trim();
  if (plain.startsWith("⚠")) return { failure: inBoth(plain.slice(1).trim()) };
  const display = plain.replace(/ \(모의\)$/, "");
  const state = display === plain ? "live" : "simulated";
  return fromObject({ display, state, source: state === "simulated" ? "simulated" : "", age_ms: 0 }, text);
}

function readRich(text) {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return unreadable(text);
  }
  if (answer?.type === "price") return fromObject(answer, text);
  if (answer?.type !== "error") return unreadable(text);
  const words = inBoth(typeof answer.message === "string" ? answer.message : text);
  if (answer.code !== "upstream") return { complaint: words };
  return { failure: words, price: fromObject(answer.last ?? {}, "").price };
}

function fromObject({ display, pair, source, at, age_ms, state, change_24h }, text) {
  const amount = typeof display === "string" ? cents(display) : null;
  if (amount === null) return unreadable(text);
  const told = new Date(typeof at === "string" ? at : NaN);
  return {
    price: {
      display,
      cents: amount,
      pair: typeof pair === "string" ? pair.slice(0, LONGEST_TEXT) : "BTC/USDT",
      source: typeof source === "string" ? source.slice(0, LONGEST_TEXT) : "",
      at: Number.isNaN(told.getTime()) ? new Date() : told,
      age: age_ms >= 0 && Number.isFinite(age_ms) ? Math.min(age_ms, OLDEST) : 0,
      // A state that this page does not know is no promise that the price is new.
      state: STATES.includes(state) ? state : "stale",
      // One of the two is enough: better a label too many than a price that is taken for real.
      isSimulated: state === "simulated" || source === "simulated",
      change: readChange(change_24h),
    },
  };
}

/** `1.96`, `+1.96`, `-0.4%` as `+1.96%`, `−0.4%`; otherwise nothing. */
function readChange(text) {
  const found = /^([+-]?)(\d{1,6}(?:\.\d{1,8})?)%?$/.exec(typeof text === "string" ? text : "");
  if (!found) return undefined;
  const [, sign, digits] = found;
  if (/^[0.]+$/.test(digits)) return { direction: "even", text: `${digits}%` };
  return sign === "-" ? { direction: "down", text: `−${digits}%` } : { direction: "up", text: `+${digits}%` };
}

function unreadable(text) {
  const shown = text.slice(0, LONGEST_TEXT);
  return { complaint: [`가격이 아닌 답입니다: ${shown}`, `An answer that is no price: ${shown}`] };
}

/** The server says it in both languages: 한국어 · English. */
function inBoth(text) {
  const whole = text.slice(0, LONGEST_TEXT);
  const parts = whole.split(" · ");
  return parts.length === 2 ? parts : [whole, whole];
}
