// <connection-bar>: the URL, Connect and Disconnect, the state, the last close code in words, and the
// banner of a connection that comes back.

import { meaning } from "./close-codes.js";
import { Connection, MOST_TRIES } from "./connection.js";
import { element } from "./dom.js";
import { pick, say } from "./language.js";

const STATES = {
  idle: ["연결 안 됨", "Not connected"],
  connecting: ["연결 중…", "Connecting…"],
  open: ["Connected", "Connected"],
  closing: ["닫는 중…", "Closing…"],
  waiting: ["다시 연결 대기 중", "Waiting to reconnect"],
};

const FAILURES = {
  timeout: () => [
    "서버가 5초 안에 답하지 않았습니다. 서버가 멈췄는지 콘솔을 확인하세요.",
    "The server did not answer within 5 seconds. See its console: does it hang?",
  ],
  refused: ({ status, text }) => [
    `서버가 업그레이드를 거절했습니다: ${status}. ${text}`,
    `The server refused the upgrade: ${status}. ${text}`,
  ],
  notWebSocket: ({ status }) => [
    `이 주소는 WebSocket이 아니라 보통의 페이지로 답합니다 (${status}). 경로가 /ws 인지 확인하세요.`,
    `This address answers as an ordinary page (${status}), not as a WebSocket. Is the path /ws?`,
  ],
  unreachable: () => [
    "서버에 연결할 수 없습니다. 서버를 켠 뒤 다시 시도하세요.",
    "Cannot reach the server. Start it, then try again.",
  ],
  unknown: () => [
    "연결하지 못했습니다. 서버가 켜져 있는지, 주소와 경로(/ws)가 맞는지 확인하세요. 서버가 다른 페이지(Origin)를 거절했을 수도 있습니다: 서버의 콘솔을 보세요.",
    "Could not connect. Is the server running, are address and path (/ws) right? It may also refuse pages of another origin: see its console.",
  ],
};

export class ConnectionBar extends HTMLElement {
  connection = new Connection();

  #url = element("input", {
    id: "url", type: "text", inputmode: "url", autocomplete: "off", spellcheck: "false",
    value: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`,
  });
  #button = element("button", { id: "connect", type: "submit" });
  #state = element("span", { id: "state", role: "status" });
  #reason = element("p", { id: "reason", role: "status" });
  #banner = element("div", { id: "banner", role: "status", hidden: true });
  #closedState = ["연결 끊김", "Disconnected"];

  connectedCallback() {
    const form = element("form", { class: "bar", onsubmit: (event) => this.#submit(event) },
      element("label", { for: "url" }, "URL"), this.#url, this.#button, this.#state);
    this.append(form, this.#reason, this.#banner);
    this.connection.addEventListener("state", () => this.#show());
    this.connection.addEventListener("close", ({ detail }) => this.#closed(detail));
    this.connection.addEventListener("fail", ({ detail }) => this.#explain(FAILURES[detail.cause](detail)));
    this.#show();
  }

  #submit(event) {
    event.preventDefault();
    const { connection } = this;
    if (connection.state === "open") return connection.disconnect();
    if (connection.state === "waiting") return connection.hurry();
    const fault = faultOf(this.#url.value);
    if (fault) return this.#explain(fault);
    this.#closedState = ["연결 실패", "Not connected"];
    connection.connect(this.#url.value.trim());
  }

  #show() {
    const { state } = this.connection;
    this.#state.dataset.state = state;
    say(this.#state, ...(STATES[state] ?? this.#closedState));
    say(this.#button, ...Array(2).fill(["open", "closing"].includes(state) ? "Disconnect" : "Connect"));
    // Not `disabled`: that would take the focus away from whoever has just pressed it.
    this.#button.setAttribute("aria-disabled", ["connecting", "closing"].includes(state));
    this.#url.readOnly = !["idle", "closed"].includes(state);
    if (state === "open" || (state === "connecting" && this.connection.tries === 0)) this.#explain(["", ""]);
    this.#showBanner(state);
  }

  #showBanner(state) {
    const { tries, delay } = this.connection;
    const isComingBack = state === "waiting" || (state === "connecting" && tries > 0);
    const hasGivenUp = state === "closed" && tries === MOST_TRIES;
    this.#banner.hidden = !isComingBack && !hasGivenUp;
    if (this.#banner.hidden) return this.#banner.replaceChildren();
    const text = element("span");
    const seconds = (delay / 1000).toFixed(1);
    if (hasGivenUp) say(text, ...FAILURES.unreachable());
    else if (state === "waiting") {
      say(text, `${seconds}초 뒤 다시 연결합니다 (${tries}/${MOST_TRIES})`,
        `Reconnecting in ${seconds} s (${tries}/${MOST_TRIES})`);
    } else say(text, `다시 연결하는 중… (${tries}/${MOST_TRIES})`, `Reconnecting… (${tries}/${MOST_TRIES})`);
    this.#banner.replaceChildren(text, ...(state === "waiting" ? this.#choices() : []));
  }

  #choices() {
    // The pressed button goes away with the banner, so the focus moves to the one that stays.
    const choice = (id, act) => element("button", { id, type: "button", onclick: () => {
      this.#button.focus();
      act();
    } });
    const now = choice("retry-now", () => this.connection.hurry());
    const stop = choice("retry-stop", () => this.connection.disconnect());
    say(now, "지금 연결", "Now");
    say(stop, "그만두기", "Stop");
    return [now, stop];
  }

  #closed({ code, reason }) {
    const [korean, english] = meaning(code);
    const quoted = reason ? ` “${reason}”` : "";
    this.#closedState = [`연결 끊김 (코드 ${code})`, `Disconnected (code ${code})`];
    this.#explain([`코드 ${code}: ${korean}${quoted}`, `Code ${code}: ${english}${quoted}`]);
  }

  #explain([korean, english]) {
    say(this.#reason, korean, english);
  }
}

/** What is wrong with an address, as `[Korean, English]`, or nothing. */
function faultOf(text) {
  let url;
  try {
    url = new URL(text.trim());
  } catch {
    url = { protocol: "" };
  }
  if (!["ws:", "wss:"].includes(url.protocol)) {
    return [
      "ws:// 로 시작하는 주소를 쓰세요. 예: ws://127.0.0.1:5000/ws",
      "Write an address that begins with ws://, such as ws://127.0.0.1:5000/ws",
    ];
  }
  // The Content Security Policy of the page allows no other host.
  if (url.host !== location.host && !["127.0.0.1", "localhost"].includes(url.hostname)) {
    return [
      "이 페이지는 이 서버와, 이 컴퓨터(127.0.0.1, localhost)의 서버에만 연결할 수 있습니다.",
      "This page can connect only to its own server and to servers on this machine (127.0.0.1, localhost).",
    ];
  }
  if (url.hash) return ["주소에서 # 뒤를 지우세요.", "Remove the # and what follows it from the address."];
  return null;
}

customElements.define("connection-bar", ConnectionBar);
