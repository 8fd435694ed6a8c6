// Reads what the server sends as notifications: `{ order, id, number, text, at }`. The rich form tells all of
// it; in the plain form the page works it out. After a lost connection it asks for what came meanwhile.

/** So many ids are remembered, to show a notification once that comes twice. */
const MOST_REMEMBERED = 5000;

/**
 * Events: `notification`; `sent` with the text of a message that the inbox has sent; after a gap one of
 * `recovered` with `detail.count`, `unrecovered`, or, in the plain form, `missed` with `detail.from` and
 * `detail.to`.
 *
 * A server that starts again counts from 1 again. `order` grows all the same: it is the pair of how
 * often that has happened and the number.
 */
export class Inbox extends EventTarget {
  #connection;
  #url = "";
  #starts = 0;
  #epoch = null;
  #newest = { number: 0 };
  #remembered = new Set();
  /** Everything up to this id has come: the next gap begins here. */
  #wholeUpTo = null;
  /** How many have come since the page asked to resume, or null where it waits for no answer. */
  #resumed = null;
  #isFirst = false;

  constructor(connection) {
    super();
    this.#connection = connection;
    connection.addEventListener("open", () => this.#opened());
    connection.addEventListener("message", ({ detail: { data } }) => {
      if (typeof data === "string") this.#read(data);
    });
  }

  #opened() {
    const { url, isRich } = this.#connection;
    if (url !== this.#url) this.#startAgain(null);
    this.#url = url;
    this.#isFirst = true;
    this.#resumed = null;
    if (!isRich || this.#wholeUpTo === null) return;
    const text = JSON.stringify({ type: "resume", after: this.#wholeUpTo });
    this.#resumed = 0;
    this.#connection.send(text);
    this.#tell("sent", text);
  }

  #read(data) {
    if (!this.#connection.isRich) return this.#readPlain(data);
    const message = parse(data);
    if (message?.type === "notification" && isNotification(message)) this.#readRich(message);
    else if (message?.type === "resumed") this.#whenResumed(message.recovered === true);
  }

  #readRich({ id, number, text, at }) {
    const epoch = id.slice(0, id.lastIndexOf(":"));
    if (epoch !== this.#epoch) this.#startAgain(epoch);
    if (this.#remembered.has(id)) return;
    this.#remember(id);
    if (number > this.#newest.number) this.#newest = { id, number };
    // Until the gap is filled, the newest one says nothing about those before it.
    if (this.#resumed === null) this.#wholeUpTo = this.#newest.id;
    else this.#resumed += 1;
    const time = new Date(at);
    this.#deliver({ id, number, text, at: Number.isNaN(time.getTime()) ? new Date() : time });
  }

  #whenResumed(isRecovered) {
    if (this.#resumed === null) return;
    const count = this.#resumed;
    this.#resumed = null;
    this.#wholeUpTo = this.#newest.id ?? this.#wholeUpTo;
    if (isRecovered) this.#tell("recovered", { count });
    else this.#tell("unrecovered");
  }

  /** A plain text `🔔 새 알림 7` has a number; another one takes the next. */
  #readPlain(data) {
    const text = data.normalize().trim().replace(/^🔔\uFE0F?\s*/u, "");
    const told = /^새 알림 (\d{1,15})$/u.exec(text)?.[1];
    const last = this.#newest.number;
    const number = told === undefined ? last + 1 : Number(told);
    if (number <= last) this.#startAgain(null);
    else if (this.#isFirst && last > 0 && number > last + 1) this.#tell("missed", { from: last + 1, to: number - 1 });
    this.#isFirst = false;
    this.#newest = { number };
    this.#deliver({ id: `${this.#starts}:${number}`, number, text, at: new Date() });
  }

  /** Another server, or the same one started again. */
  #startAgain(epoch) {
    if (this.#newest.number > 0) this.#starts += 1;
    this.#epoch = epoch;
    this.#newest = { number: 0 };
    this.#remembered.clear();
    this.#wholeUpTo = null;
  }

  #remember(id) {
    this.#remembered.add(id);
    if (this.#remembered.size > MOST_REMEMBERED) this.#remembered.delete(this.#remembered.values().next().value);
  }

  #deliver(notification) {
    this.#tell("notification", { order: [this.#starts, notification.number], ...notification });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isNotification({ id, number, text }) {
  return typeof id === "string" && Number.isSafeInteger(number) && number > 0 && typeof text === "string";
}
