// When to say that somebody types here.
//
//   the first input             → `typing`
//   more input                  → `typing` again, at most every 2 s
//   1 s without input           → `stop`
//   sent, emptied, left, closed → `stop` at once

const REPEAT_AFTER = 2000;
export const STOP_AFTER = 1000;

export class Typist {
  #tell;
  #isTyping = false;
  #toldAt = 0;
  #stopAt = 0;
  #timer = 0;

  /** `tell` is called with `typing` or `stop`, and says whether that could be sent. */
  constructor(tell) {
    this.#tell = tell;
  }

  /** A key has changed the text. */
  input() {
    const now = performance.now();
    if (!this.#isTyping || now - this.#toldAt >= REPEAT_AFTER) {
      if (!this.#tell("typing")) return;
      this.#isTyping = true;
      this.#toldAt = now;
    }
    this.#stopAt = now + STOP_AFTER;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.stop(), STOP_AFTER);
  }

  /** Whoever types stops now. */
  stop() {
    if (!this.#isTyping) return;
    this.forget();
    this.#tell("stop");
  }

  /** Nobody is left who could be told. */
  forget() {
    clearTimeout(this.#timer);
    this.#isTyping = false;
  }

  /** Milliseconds until `stop` is sent; 0 where nobody types. */
  get remaining() {
    return this.#isTyping ? Math.max(0, this.#stopAt - performance.now()) : 0;
  }
}
