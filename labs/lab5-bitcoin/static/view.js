// Showing all of it but the price itself, which counter.js shows.

import { pick, say, timeOfDay, visible } from "/shared/lab.js";
import { signed } from "./money.js";
import { ageWords, badgeWords, moveWords, noticeWords, titleWords, venueWords } from "./words.js";

const at = (id) => document.getElementById(id);
const title = document.querySelector("title");
/** The text of the notice now. */
let noticed = "";

/** Shows what is known; see quote.js. */
export function show(view) {
  at("quote").dataset.state = at("badge").dataset.state = view.state;
  say(at("badge"), ...badgeWords(view));
  at("simulated").hidden = !view.price?.isSimulated;
  showMoves(view);
  showMarket(view);
  showNotice(view);
  const name = pick(title.dataset.ko, title.dataset.en);
  document.title = view.isShown ? pick(...titleWords(view)) + name : name;
}

function showMoves({ price, move, isShown }) {
  at("direction").hidden = !isShown || move === null;
  at("change").hidden = !isShown || !price.change;
  if (!at("direction").hidden) showMove(at("direction"), move > 0n ? "up" : move < 0n ? "down" : "even", signed(move));
  if (!at("change").hidden) showMove(at("change"), price.change.direction, price.change.text);
}

function showMove(target, direction, number) {
  target.dataset.direction = direction;
  say(target.lastElementChild, ...moveWords(direction, number));
}

function showMarket({ price, age }) {
  at("when").hidden = !price;
  at("pair").replaceChildren(...visible(price?.pair ?? "BTC/USDT"));
  at("source").replaceChildren(...visible(price ? pick(...venueWords(price.source)) : "–"));
  if (!price) return;
  at("at").textContent = timeOfDay(price.at);
  at("at").setAttribute("datetime", price.at.toISOString());
  say(at("age"), ...ageWords(age.milliseconds));
}

/** Written only when it changes: this line is read out. */
function showNotice(view) {
  const text = pick(...noticeWords(view));
  if (text === noticed) return;
  noticed = text;
  at("notice").classList.toggle("warning", text.startsWith("⚠"));
  at("notice").replaceChildren(...visible(text));
}
