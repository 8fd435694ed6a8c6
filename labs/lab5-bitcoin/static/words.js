// What the page says, each as `[Korean, English]`.

const VENUES = { binance: ["Binance", "Binance"], okx: ["OKX", "OKX"], simulated: ["모의", "simulated"] };

const STATES = {
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

const DIRECTIONS = { up: ["상승", "up"], down: ["하락", "down"], even: ["보합", "unchanged"] };

/** On the badge. A price that is old and a connection that is lost are both told. */
export function badgeWords({ price, state, connection }) {
  const isOpen = connection === "open";
  if (state === "connecting" && isOpen && price) return ["연결됨 · 새 가격 기다림", "Connected · waiting for a price"];
  if (state === "connecting") return CONNECTIONS[connection];
  if (state !== "stale" || isOpen) return STATES[state];
  return both((index) => `${STATES.stale[index]} · ${CONNECTIONS[connection][index]}`);
}

/** Under the price; what begins with ⚠ is a warning. */
export function noticeWords(view) {
  const { price, complaint, isShown } = view;
  if (complaint) return both((index) => `⚠ ${complaint[index]}`);
  const trouble = troubleWords(view);
  if (!trouble) {
    return price?.isSimulated
      ? ["연습용 시세입니다. 실제 거래소의 가격이 아닙니다.", "Practice prices, not those of a real exchange."]
      : ["", ""];
  }
  const kept = isShown
    ? [" 위의 값은 마지막으로 받은 값입니다.", " The value above is the last one received."]
    : [` 마지막 값: ${price?.display}`, ` Last value: ${price?.display}`];
  return both((index) => `⚠ ${ended(trouble[index])}${price ? kept[index] : ""}`);
}

function troubleWords({ price, failure, state, connection }) {
  if (failure) return failure;
  if (price && connection !== "open") return ["서버와 연결이 끊겼습니다", "The connection to the server is lost"];
  if (state === "stale") return ["새 가격이 오지 않습니다", "No new price has come"];
  return null;
}

export function venueWords(source) {
  if (Object.hasOwn(VENUES, source)) return VENUES[source];
  return source ? [source, source] : ["출처를 말하지 않는 서버", "a server that does not name its source"];
}

export function ageWords(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes === 0) return [`${seconds}초 전`, `${seconds} s ago`];
  return [`${minutes}분 ${seconds % 60}초 전`, `${minutes} min ${seconds % 60} s ago`];
}

/** Arrow, number and word: nobody needs the colour to know the direction. */
export function moveWords(direction, number) {
  const arrow = { up: "▲", down: "▼", even: "―" }[direction];
  return both((index) => `${arrow} ${number} ${DIRECTIONS[direction][index]}`);
}

/** For a screen reader. */
export function spokenWords({ display, isSimulated }, move) {
  const practice = isSimulated ? ["모의 시세 ", "Simulated price "] : ["", ""];
  const direction = move ? DIRECTIONS[move > 0n ? "up" : "down"] : null;
  return both((index) => `${practice[index]}${display}${direction ? `, ${direction[index]}` : ""}`);
}

/** Before the name of the page in the title of the tab: what a glance at the tab must not miss. */
export function titleWords({ price, state }) {
  const isOld = state === "stale" || state === "connecting";
  const practice = price.isSimulated ? ["모의 시세 · ", "Simulated · "] : ["", ""];
  return both((index) => `${practice[index]}${isOld ? `${STATES.stale[index]} · ` : ""}${price.display} · `);
}

function both(words) {
  return [words(0), words(1)];
}

function ended(text) {
  return /[.!?。]$/.test(text) ? text : `${text}.`;
}
