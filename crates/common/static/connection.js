// One WebSocket and its life:
//
//   idle → connecting → open → closing → closed
//              ↑          │ lost
//              └─ waiting ┘
//
// A connection that was open and is lost comes back by itself. One that the user closes, or that never
// opened, does not.
//
// A page may offer a subprotocol. A browser fails the connection where the server does not select it, so
// after such a failure the page connects again without it and speaks plain texts.

import { isFinal } from "./close-codes.js";

const CONNECT_DEADLINE = 5000;
const CLOSE_DEADLINE = 3000;
const LONGEST_DELAY = 8000;
const STABLE_AFTER = 5000;
export const MOST_TRIES = 10;

/**
 * Events: `state` after every change of `state`; `open`; `message` with `detail.data`;
 * `close` with `detail.code` and `detail.reason`; `fail` when an attempt did not open, with
 * `detail.cause`: `timeout`, `refused` (with `status` and `text`), `notWebSocket` (with `status`),
 * `unreachable`, or `unknown`.
 */
export class Connection extends EventTarget {
  state = "idle";
  /** The URL of this connection or of the last one. */
  url = "";
  /** The subprotocol that this page would like to speak, if any. */
  offer = "";
  /** Which try to come back this is, from 1, and how long it waits, in milliseconds. */
  tries = 0;
  delay = 0;

  #socket = null;
  #timer = 0;
  #wasOpen = false;
  /** The server has been asked with the offer and without it, and selects nothing. */
  #isPlain = false;

  constructor() {
    super();
    const hurry = () => {
      if (this.state === "waiting" && document.visibilityState === "visible") this.#open();
    };
    document.addEventListener("visibilitychange", hurry);
    window.addEventListener("online", hurry);
  }

  /** Connects; does nothing while a connection is being made, is open or is being closed. */
  connect(url) {
    if (["connecting", "open", "closing"].includes(this.state)) return;
    this.url = url;
    this.tries = 0;
    this.#wasOpen = false;
    this.#isPlain = false;
    this.#open();
  }

  /** The server has selected the offer, and messages are JSON. */
  get isRich() {
    return this.offer !== "" && this.#socket?.protocol === this.offer;
  }

  /** Closes, or gives up coming back. */
  disconnect() {
    clearTimeout(this.#timer);
    if (this.state === "waiting") return this.#become("closed");
    if (this.state !== "open") return;
    this.#socket.close(1000);
    this.#become("closing");
    // A server that never answers the close would leave the page in `closing`.
    this.#timer = setTimeout(() => this.#ended({ code: 1006, reason: "" }), CLOSE_DEADLINE);
  }

  /** Tries now instead of waiting. */
  hurry() {
    if (this.state === "waiting") this.#open();
  }

  /** Sends one message; `false` where nothing is open. */
  send(data) {
    if (this.state !== "open") return false;
    this.#socket.send(data);
    return true;
  }

  #become(state) {
    this.state = state;
    this.#tell("state");
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #open() {
    clearTimeout(this.#timer);
    const socket = this.offer && !this.#isPlain ? new WebSocket(this.url, this.offer) : new WebSocket(this.url);
    socket.binaryType = "arraybuffer";
    this.#socket = socket;
    // An event of a socket that was given up for another says nothing about this connection.
    const current = (handle) => (event) => {
      if (this.#socket === socket) handle(event);
    };
    socket.addEventListener("open", current(() => this.#opened()));
    socket.addEventListener("message", current((event) => this.#tell("message", { data: event.data })));
    socket.addEventListener("close", current((event) => this.#ended(event)));
    this.#timer = setTimeout(() => this.#failed({ cause: "timeout" }), CONNECT_DEADLINE);
    this.#become("connecting");
  }

  #opened() {
    clearTimeout(this.#timer);
    this.#wasOpen = true;
    this.#timer = setTimeout(() => (this.tries = 0), STABLE_AFTER);
    this.#become("open");
    this.#tell("open");
  }

  #ended({ code, reason }) {
    clearTimeout(this.#timer);
    const before = this.state;
    if (before === "connecting") {
      // One that was open in the rich form is only away; one that never was may not know the form.
      if (this.offer && !this.#isPlain && !this.#wasOpen) {
        this.#isPlain = true;
        return this.#open();
      }
      // The browser tells a page nothing but 1006 here, so we ask the server over HTTP.
      const socket = this.#socket;
      diagnose(this.url).then((found) => {
        if (this.#socket === socket && this.state === "connecting") this.#failed(found);
      });
      return;
    }
    this.#socket = null;
    this.#tell("close", { code, reason });
    if (before === "closing" || isFinal(code)) this.#become("closed");
    else this.#waitOrGiveUp();
  }

  #failed(found) {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    socket.close();
    // The next attempt begins with the offer again.
    if (!this.#wasOpen) this.#isPlain = false;
    this.#tell("fail", found);
    if (this.#wasOpen) this.#waitOrGiveUp();
    else this.#become("closed");
  }

  #waitOrGiveUp() {
    if (this.tries === MOST_TRIES) return this.#become("closed");
    // Twice as long each time, and each time a little different, so that a class does not come back as one.
    const delay = Math.min(500 * 2 ** this.tries, LONGEST_DELAY);
    this.delay = delay * (0.8 + 0.4 * Math.random());
    this.tries += 1;
    this.#timer = setTimeout(() => this.#open(), this.delay);
    this.#become("waiting");
  }
}

/** Why an attempt failed, as far as a page can find out: it may ask its own server only. */
async function diagnose(url) {
  const target = new URL(url);
  if (target.host !== location.host) return { cause: "unknown" };
  target.protocol = location.protocol;
  try {
    const answer = await fetch(target, { cache: "no-store", signal: AbortSignal.timeout(CONNECT_DEADLINE) });
    const status = `${answer.status} ${answer.statusText}`.trim();
    if (answer.ok) return { cause: "notWebSocket", status };
    const isPlain = answer.headers.get("content-type")?.startsWith("text/plain");
    return { cause: "refused", status, text: isPlain ? (await answer.text()).slice(0, 500) : "" };
  } catch {
    return { cause: "unreachable" };
  }
}
