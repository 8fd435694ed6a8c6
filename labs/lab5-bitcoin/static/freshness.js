// How old a price is, and what that makes of it. The page counts by itself: a server that is gone cannot say
// that its last price has become old.

/** Up to this age a price is live, then delayed, then stale; at last it is not shown any more. Milliseconds. */
const LIVE = 5_000;
const DELAYED = 15_000;
const SHOWN = 10 * 60_000;

const WORSE = ["live", "delayed", "stale"];

/** Begins to count the age of a price that has just come. */
export class Age {
  #before;
  #steady = performance.now();
  #wall = Date.now();

  /** It was `before` milliseconds old when it came. */
  constructor(before) {
    this.#before = before;
  }

  /** Its age now. The steady clock may stand still while a laptop sleeps, so the later of two clocks is right. */
  get milliseconds() {
    return this.#before + Math.max(performance.now() - this.#steady, Date.now() - this.#wall, 0);
  }

  get isShown() {
    return this.milliseconds <= SHOWN;
  }

  get state() {
    const age = this.milliseconds;
    if (age <= LIVE) return "live";
    return age <= DELAYED ? "delayed" : "stale";
  }
}

/**
 * The state of the badge. `price` and `age` of the newest price, if any; `hasFailed` when the exchange did not
 * answer since; `isConfirmed` when it came over the connection that is open now.
 */
export function stateOf({ price, age, hasFailed, isConfirmed }) {
  if (!price) return "connecting";
  if (hasFailed || price.state === "stale" || age.state === "stale") return "stale";
  if (!isConfirmed) return "connecting";
  if (price.isSimulated) return "simulated";
  return WORSE[Math.max(WORSE.indexOf(price.state), WORSE.indexOf(age.state))];
}
