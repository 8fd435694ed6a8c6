// What is known: the newest price, how it moved, and what has gone wrong since.

import { connection } from "/shared/lab.js";
import { jump, run } from "./counter.js";
import { Age, stateOf } from "./freshness.js";
import { clearPlot, plot } from "./sparkline.js";
import { speak } from "./speech.js";
import { show } from "./view.js";
import { spokenWords } from "./words.js";

let price = null;
let age = null;
/** By how much it differs from the price before, in cents; nothing for the first one. */
let move = null;
/** Why the exchange did not answer since, and what else the server complained about: `[Korean, English]`. */
let failure = null;
let complaint = null;
/** The price came over the connection that is open now. */
let isConfirmed = false;

/** A price; `isAnswer` when somebody has asked for it. */
export function showPrice(newer, isAnswer) {
  // A server tells a price again when it has grown old. What went wrong meanwhile still is.
  if (failure && ["delayed", "stale"].includes(newer.state)) return showFailure(failure, newer);
  failure = null;
  complaint = null;
  const isNew = take(newer);
  if (isAnswer || (isNew && move !== 0n)) speak(...spokenWords(price, move));
  refresh();
}

/** The exchange did not answer. The last known price stays, marked as old. */
export function showFailure(reason, last) {
  failure = reason;
  complaint = null;
  if (last) take(last);
  // Nothing runs to an old price.
  if (price) jump(price.display, price.cents);
  refresh();
}

/** The server says something that is neither. */
export function showComplaint(reason) {
  complaint = reason;
  refresh();
}

/** Forgets the price: what comes next is another server's. */
export function forget() {
  price = age = move = failure = complaint = null;
  clearPlot();
  refresh();
}

/** The connection has opened or is lost, so nobody has confirmed the price. */
export function doubt() {
  isConfirmed = false;
  complaint = null;
  refresh();
}

/** Takes a price over, and says whether it is another than the one that is known. */
function take(newer) {
  const canCompare = isSameMarket(newer);
  // One that is too old to be shown is as good as unknown.
  const isKnown = canCompare && newer.cents === price.cents && newer.at.getTime() === price.at.getTime() && age.isShown;
  if (!isKnown) {
    if (!canCompare) clearPlot();
    move = canCompare ? newer.cents - price.cents : null;
    plot(newer);
    if (canCompare) run(newer.display, newer.cents);
    else jump(newer.display, newer.cents);
  }
  price = newer;
  age = new Age(newer.age);
  isConfirmed = true;
  return !isKnown;
}

/** A simulated price and a real one, or those of two pairs, say nothing about each other. */
function isSameMarket(newer) {
  return price !== null && price.pair === newer.pair && price.isSimulated === newer.isSimulated;
}

/** Shows everything again: the age grows, and the language may have changed. */
function refresh() {
  const isOpen = connection.state === "open";
  const state = stateOf({ price, age, hasFailed: failure !== null, isConfirmed: isConfirmed && isOpen });
  const isShown = age?.isShown ?? false;
  if (!isShown) jump(price ? "—" : "–");
  show({ price, age, move, failure, complaint, state, isShown, connection: connection.state });
}

setInterval(refresh, 1000);
for (const event of ["languagechange", "visibilitychange"]) document.addEventListener(event, refresh);
refresh();
