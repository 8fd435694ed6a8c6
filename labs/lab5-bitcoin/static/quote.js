// Showing: the price, where it comes from, how it moved, how old it is, and what it is worth.

import { connection, pick, say, timeOfDay, visible } from "/shared/lab.js";
import { jump, run } from "./counter.js";
import { Age, stateOf } from "./freshness.js";
import { signed } from "./money.js";
import { clearPlot, plot } from "./sparkline.js";
import { speak } from "./speech.js";

const VENUES = { binance: ["Binance", "Binance"], okx: ["OKX", "OKX"], simulated: ["모의", "simulated"] };

const BADGES = {
  live: ["실시간", "Live"],
  delayed: ["지연", "Delayed"],
  stale: ["오래됨", "Stale"],
  simulated: ["모의", "Simulated"],
};
const CONNECTIONS = {
  idle: ["연결 안 됨", "Not connected"],
  connecting: ["연결 중", "Connecting"],
  open: ["연결됨 · 가격 없음", "Connected · no price yet"],
  closing: ["연결 끊김", "Disconnected"],
  closed: ["연결 안 됨", "Not connected"],
  waiting: ["연결 끊김 · 다시 연결 중", "Disconnected · reconnecting"],
};

const at = (id) => document.getElementById(id);
const title = document.querySelector("title");

let price = null;
let age = null;
/** By how much it differs from the price before, in cents; nothing for the first one. */
let move = null;
/** Why the exchange did not answer since, and what else the server complained about. */
let failure = null;
let complaint = null;
/** The price came over the connection that is open now. */
let isConfirmed = false;
/** The text of the notice now. */
let noticed = "";

/** A new price; `isAnswer` when somebody has asked for it. */
export function showPrice(newer, isAnswer) {
  failure = null;
  complaint = null;
  take(newer);
  if (isAnswer || move !== 0n) speak(...words());
  refresh();
}

/** The exchange did not answer. The last known price stays, marked as old. */
export function showFailure(reason, last) {
  failure = reason;
  complaint = null;
  if (last) take(last);
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

function take(newer) {
  const isSameMarket = price !== null && price.pair === newer.pair && price.isSimulated === newer.isSimulated;
  if (!isSameMarket) clearPlot();
  move = isSameMarket ? newer.cents - price.cents : null;
  price = newer;
  age = new Age(newer.age);
  isConfirmed = true;
  plot(newer);
  if (isSameMarket) run(newer.display, newer.cents);
  else jump(newer.display, newer.cents);
}

/** Shows everything again: the age grows, and the language may have changed. */
function refresh() {
  const isOpen = connection.state === "open";
  const state = stateOf({ price, age, hasFailed: failure !== null, isConfirmed: isConfirmed && isOpen });
  at("quote").dataset.state = at("badge").dataset.state = state;
  say(at("badge"), ...badge(state, isOpen));
  at("simulated").hidden = !price?.isSimulated;
  const isShown = age?.isShown ?? false;
  if (!isShown) jump(price ? "—" : "–");
  showMoves(isShown);
  showMarket();
  showNotice(state, isOpen, isShown);
  showTitle(state, isShown);
}

function badge(state, isOpen) {
  if (state === "connecting") return isOpen && price ? ["연결됨 · 새 가격 기다림", "Connected · waiting for a price"] : CONNECTIONS[connection.state];
  if (state !== "stale" || isOpen) return BADGES[state];
  const [korean, english] = CONNECTIONS[connection.state];
  return [`오래됨 · ${korean}`, `Stale · ${english}`];
}

function showMoves(isShown) {
  at("moves").hidden = !isShown;
  if (!isShown) return;
  at("direction").hidden = move === null;
  if (move !== null) showMove(at("direction"), move > 0n ? 1 : move < 0n ? -1 : 0, ["", ""], signed(move));
  at("change").hidden = !price.change;
  if (price.change) showMove(at("change"), price.change.sign, ["24시간 ", "24 h "], price.change.text);
}

/** Arrow, number and word: nobody needs the colour to know the direction. */
function showMove(target, sign, [korean, english], number) {
  target.dataset.direction = ["down", "even", "up"][sign + 1];
  const arrow = ["▼", "―", "▲"][sign + 1];
  const word = [["하락", "down"], ["보합", "unchanged"], ["상승", "up"]][sign + 1];
  say(target, `${korean}${arrow} ${number} ${word[0]}`, `${english}${arrow} ${number} ${word[1]}`);
}

function showMarket() {
  at("when").hidden = !price;
  if (!price) {
    at("pair").textContent = "BTC/USDT";
    return (at("source").textContent = "–");
  }
  at("pair").replaceChildren(...visible(price.pair));
  at("source").replaceChildren(...visible(pick(...venue())));
  at("at").textContent = timeOfDay(price.at);
  at("at").setAttribute("datetime", price.at.toISOString());
  const seconds = Math.floor(age.milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) say(at("age"), `${seconds}초 전`, `${seconds} s ago`);
  else say(at("age"), `${minutes}분 ${seconds % 60}초 전`, `${minutes} min ${seconds % 60} s ago`);
}

function venue() {
  if (Object.hasOwn(VENUES, price.source)) return VENUES[price.source];
  if (price.source) return [price.source, price.source];
  return ["출처를 말하지 않는 서버", "a server that does not name its source"];
}

/** Written only when it changes: this line is read out. */
function showNotice(state, isOpen, isShown) {
  const text = pick(...notice(state, isOpen, isShown));
  if (text === noticed) return;
  noticed = text;
  at("notice").classList.toggle("warning", text.startsWith("⚠"));
  at("notice").replaceChildren(...visible(text));
}

function notice(state, isOpen, isShown) {
  const [first, second] = reason(state, isOpen);
  if (!price || !first.startsWith("⚠") || complaint) return [first, second];
  if (!isShown) return [`${first} 마지막 값: ${price.display}`, `${second} Last value: ${price.display}`];
  return [`${first} 위의 값은 마지막으로 받은 값입니다.`, `${second} The value above is the last one received.`];
}

function reason(state, isOpen) {
  if (complaint) return [`⚠ ${complaint[0]}`, `⚠ ${complaint[1]}`];
  if (failure) return [`⚠ ${ended(failure[0])}`, `⚠ ${ended(failure[1])}`];
  if (price && !isOpen) return ["⚠ 서버와 연결이 끊겼습니다.", "⚠ The connection to the server is lost."];
  if (state === "stale") return ["⚠ 새 가격이 오지 않습니다.", "⚠ No new price has come."];
  if (price?.isSimulated) return ["연습용 시세입니다. 실제 거래소의 가격이 아닙니다.", "Practice prices. They are not an exchange's."];
  return ["", ""];
}

function ended(text) {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}

function showTitle(state, isShown) {
  const name = pick(title.dataset.ko, title.dataset.en);
  if (!price || !isShown) return (document.title = name);
  const old = state === "stale" || state === "connecting" ? [pick(...BADGES.stale)] : [];
  const practice = price.isSimulated ? [pick("모의 시세", "Simulated")] : [];
  document.title = [...practice, ...old, price.display, name].join(" · ");
}

function words() {
  const practice = price.isSimulated ? ["모의 시세 ", "Simulated price "] : ["", ""];
  const [korean, english] = move === null || move === 0n ? ["", ""] : move > 0n ? [", 상승", ", up"] : [", 하락", ", down"];
  return [`${practice[0]}${price.display}${korean}`, `${practice[1]}${price.display}${english}`];
}

setInterval(refresh, 1000);
for (const event of ["languagechange", "visibilitychange"]) document.addEventListener(event, refresh);
refresh();
