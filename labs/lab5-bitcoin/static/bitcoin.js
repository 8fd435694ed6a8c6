// Lab 5: ask for the price and get it; or subscribe once, and get every change without asking.

import { connection, log, pick, RICH, say } from "/shared/lab.js";
import { read } from "./answer.js";
import { doubt, forget, showComplaint, showFailure, showPrice } from "./quote.js";

/** A plain server knows no subscription, so the page asks it so often, in milliseconds. */
const PERIOD = 5_000;
/** A server has so long to answer. */
const PATIENCE = 10_000;

const request = document.getElementById("request");
const subscribe = document.getElementById("subscribe");
const counts = { requests: 0, answers: 0, pushes: 0 };
/** When each request without an answer was sent: answers keep the order of the requests. */
let asked = [];
let asking = 0;
let patience = 0;
let url = "";

connection.offer = RICH;

request.addEventListener("click", () => {
  if (connection.state === "open") ask();
  else showComplaint(["먼저 Connect 를 누르세요.", "Press Connect first."]);
});
subscribe.addEventListener("change", follow);

/** Asks once. */
function ask() {
  if (!send("price")) return;
  counts.requests += 1;
  asked.push(performance.now());
  clearTimeout(patience);
  patience = setTimeout(() => {
    asked = [];
    showFailure(["서버가 10초 안에 답하지 않았습니다", "The server did not answer within 10 seconds"]);
  }, PATIENCE);
  showCounts();
}

/** Sends a command: as a word, or as JSON to a server that speaks it. */
function send(command) {
  const text = connection.isRich ? JSON.stringify({ type: command }) : command;
  const isSent = connection.send(text);
  if (isSent) log.add({ direction: "sent", text });
  return isSent;
}

/** Does what the switch says. */
function follow() {
  clearInterval(asking);
  if (connection.state !== "open") return;
  if (connection.isRich) return send(subscribe.checked ? "subscribe" : "unsubscribe");
  if (!subscribe.checked) return;
  const again = () => asked.length === 0 && ask();
  again();
  asking = setInterval(again, PERIOD);
}

connection.addEventListener("message", ({ detail: { data } }) => {
  const text = typeof data === "string" ? data : pick(`바이너리 ${data.byteLength} B`, `binary, ${data.byteLength} B`);
  const isAnswer = asked.length > 0;
  const sentAt = asked.shift();
  // A subscriber cannot tell an answer from a price that was on its way anyway.
  const isTimed = isAnswer && !(connection.isRich && subscribe.checked);
  log.add({ direction: "received", text, roundTrip: isTimed ? performance.now() - sentAt : undefined });
  counts[isAnswer ? "answers" : "pushes"] += 1;
  if (asked.length === 0) clearTimeout(patience);
  showCounts();
  show(read(text, connection.isRich), isAnswer);
});

function show({ price, failure, complaint }, isAnswer) {
  if (complaint) showComplaint(complaint);
  else if (failure) showFailure(failure, price);
  else showPrice(price, isAnswer);
}

connection.addEventListener("state", () => {
  const { state } = connection;
  if (state === "connecting" && connection.url !== url) {
    url = connection.url;
    forget();
  }
  asked = [];
  clearTimeout(patience);
  clearInterval(asking);
  request.setAttribute("aria-disabled", state !== "open");
  doubt();
  nameSwitch();
});
connection.addEventListener("open", () => {
  // Whoever was subscribed before the connection was lost still is, for the user.
  if (subscribe.checked) follow();
});

function nameSwitch() {
  const isPlain = connection.state === "open" && !connection.isRich;
  const name = document.getElementById("subscribe-name");
  const hint = document.getElementById("hint");
  if (isPlain) {
    say(name, "5초마다 자동 요청", "Ask every 5 seconds");
    say(hint, "이 서버에는 구독이 없습니다. 켜 두면 이 페이지가 5초마다 대신 묻습니다.",
      "This server knows no subscription: switched on, the page itself asks every 5 seconds.");
  } else {
    say(name, "구독", "Subscribe");
    say(hint, "구독하면 묻지 않아도, 가격이 바뀔 때마다 서버가 보냅니다.",
      "Subscribed, the server sends every change of the price without being asked.");
  }
}

function showCounts() {
  document.getElementById("sent-requests").textContent = counts.requests;
  document.getElementById("received-answers").textContent = counts.answers;
  document.getElementById("received-pushes").textContent = counts.pushes;
}

request.setAttribute("aria-disabled", "true");
nameSwitch();
