// Lab 2: the server speaks without being asked. What comes goes to the log, and, read as a notification, to
// the toasts, the list under the bell and the desktop.

import { connection, log, pick, RICH, say } from "/shared/lab.js";
import "./comparison.js";
import "./publish.js";
import { notifyDesktop } from "./desktop.js";
import { ring } from "./bell.js";
import { toast } from "./toasts.js";
import { Inbox } from "./inbox.js";

connection.offer = RICH;
const inbox = new Inbox(connection);

inbox.addEventListener("notification", ({ detail: notification }) => {
  counts.received += 1;
  toast(notification);
  ring(notification);
  notifyDesktop(notification);
  showCounts();
});

// The log shows messages as they were on the wire.
connection.addEventListener("message", ({ detail: { data } }) => {
  const text = typeof data === "string" ? data : pick(`바이너리 ${data.byteLength} B`, `binary, ${data.byteLength} B`);
  log.add({ direction: "received", text });
});
inbox.addEventListener("sent", ({ detail: text }) => {
  counts.sent += 1;
  log.add({ direction: "sent", text });
  showCounts();
});

// Many notifications, and no request before them: this is what the lab is about.
const counts = { sent: 0, received: 0 };

function showCounts() {
  const { sent, received } = counts;
  say(document.getElementById("traffic"), `보낸 메시지 ${sent}개 · 받은 알림 ${received}개`, `messages sent: ${sent} · notifications received: ${received}`);
}
showCounts();

// What is known about the notifications that came while the page was away.
const gap = document.getElementById("gap");
const tell = (korean, english, isBad) => {
  gap.classList.toggle("warning", isBad);
  say(gap, korean, english);
};
inbox.addEventListener("recovered", ({ detail: { count } }) => tell(
  `끊긴 사이의 알림을 이어서 받았습니다 (${count}개). 놓친 알림이 없습니다.`,
  `The notifications of the gap have come (${count}). Nothing is missing.`, false));
inbox.addEventListener("unrecovered", () => tell(
  "놓친 알림이 있을 수 있습니다: 서버가 다시 시작했거나, 그사이의 기록을 더 갖고 있지 않습니다.",
  "Notifications may be missing: the server has started again, or no longer keeps what came meanwhile.", true));
inbox.addEventListener("missed", ({ detail: { from, to } }) => tell(
  `끊긴 사이의 알림을 놓쳤습니다 (${from}–${to}번). 이 서버에는 이어받기가 없습니다.`,
  `Notifications were missed while disconnected (${from}–${to}). This server cannot resume.`, true));
