// What every lab's page is made of. A lab's own script imports this file and nothing else:
//
//   import { connection, log } from "/shared/lab.js";
//
// The page holds <lab-menu>, <connection-bar> and <message-log>; this file fills them and joins them.

import "./connection-bar.js";
import "./lab-menu.js";
import "./message-log.js";
import { meaning } from "./close-codes.js";
import { pick, translate } from "./language.js";

export { element, visible } from "./dom.js";
export { submitOnEnter } from "./enter.js";
export { pick, say } from "./language.js";
export { timeOfDay } from "./message-log.js";
export { load, save } from "./storage.js";

/** The page's connection; see connection.js for its events. */
export const { connection } = document.querySelector("connection-bar");

/** The page's message log: `log.add({ direction, text })`. */
export const log = document.querySelector("message-log");

/** The subprotocol of the rich form: `connection.offer = RICH` asks for it. */
export const RICH = "realtime-labs.v1";

connection.addEventListener("open", () => {
  log.add({ direction: "info", text: `Connected to ${connection.url}` });
  if (connection.offer && !connection.isRich) {
    const text = pick("이 서버는 글로만 주고받습니다 (서브프로토콜을 고르지 않음).", "This server speaks plain texts (it selected no subprotocol).");
    log.add({ direction: "info", text });
  }
});
connection.addEventListener("close", ({ detail: { code } }) => {
  const text = pick(`연결 끊김 (코드 ${code}): `, `Disconnected (code ${code}): `) + pick(...meaning(code));
  log.add({ direction: "info", text });
});

// `?simple=1` folds what the lesson of the day does not need.
document.documentElement.toggleAttribute("data-simple", new URLSearchParams(location.search).get("simple") === "1");
translate(document);
