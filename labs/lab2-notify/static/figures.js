// What one way of receiving has cost so far, and its card on the page.

import { element } from "/shared/lab.js";

/** The median is that of so many delays at most, the newest. */
const MOST_DELAYS = 500;

const ROWS = [
  ["requests", "요청", "Requests"],
  ["empty", "빈 답", "Empty answers"],
  ["received", "받은 알림", "Notifications"],
  ["headers", "헤더", "Headers"],
  ["payload", "내용(payload)", "Payload"],
  ["each", "알림 하나에", "Per notification"],
  ["last", "마지막 지연", "Last delay"],
  ["median", "지연 중앙값", "Median delay"],
];

export class Figures {
  #cells = {};
  #share = element("div", { class: "share-fill" });
  /** Marks the bytes that are not exact. */
  #about;
  #delays = [];

  constructor(card, { isEstimate }) {
    this.#about = isEstimate ? "≈ " : "";
    const rows = ROWS.map(([name, korean, english]) => {
      this.#cells[name] = element("dd", { "data-figure": name });
      const row = element("div", {}, element("dt", { "data-en": english }, korean), this.#cells[name]);
      if (name === "each") row.append(element("dd", { class: "share", "aria-hidden": "true" }, this.#share));
      return row;
    });
    card.append(element("dl", {}, ...rows));
    this.reset();
  }

  reset() {
    Object.assign(this, { requests: 0, empty: 0, received: 0, headers: 0, payload: 0 });
    this.#delays = [];
  }

  /** Counts bytes. */
  spend(headers, payload) {
    this.headers += headers;
    this.payload += payload;
  }

  /** Counts notifications that have just arrived, and how long each was on its way. */
  receive(notifications) {
    const now = Date.now();
    for (const { at } of notifications) {
      this.received += 1;
      this.#delays.push(Math.max(now - Date.parse(at), 0));
    }
    this.#delays = this.#delays.slice(-MOST_DELAYS);
  }

  /** The bytes that one notification has cost, all in all; 0 before the first. */
  get each() {
    return this.received === 0 ? 0 : (this.headers + this.payload) / this.received;
  }

  /** Writes the figures into the card; the bar is as long as this way costs against the costliest. */
  show(costliest) {
    const { requests, empty, received, headers, payload, each } = this;
    const sorted = this.#delays.toSorted((one, other) => one - other);
    const texts = {
      requests, empty, received,
      headers: this.#bytes(headers),
      payload: `${number(payload)} B`,
      each: received === 0 ? "–" : this.#bytes(each),
      last: milliseconds(this.#delays.at(-1)),
      median: milliseconds(sorted[Math.floor(sorted.length / 2)]),
    };
    for (const [name, text] of Object.entries(texts)) this.#cells[name].textContent = text;
    this.#share.style.width = `${costliest === 0 ? 0 : (100 * each) / costliest}%`;
  }

  #bytes(count) {
    return count === 0 ? "0 B" : `${this.#about}${number(count)} B`;
  }
}

function number(count) {
  return Math.round(count).toLocaleString("en");
}

function milliseconds(time) {
  return time === undefined || Number.isNaN(time) ? "–" : `${number(time)} ms`;
}
