// Desktop notifications. The browser asks for permission only because somebody pressed the button, and one is
// shown only while the tab is hidden: whoever sees the page sees the toast.

import { load, save, say } from "/shared/lab.js";

const button = document.getElementById("desktop");
const note = document.getElementById("desktop-note");
const isPossible = "Notification" in window && window.isSecureContext;
let isWanted = load("lab2.desktop", false);

const isOn = () => isPossible && isWanted && Notification.permission === "granted";

/** Shows a notification on the desktop, if that is wanted and the tab is hidden. */
export function notifyDesktop({ text }) {
  if (!isOn() || document.visibilityState !== "hidden") return;
  try {
    // One tag: a newer one takes the place of the one before.
    const shown = new Notification(document.title, { body: text, tag: "lab2-notify" });
    shown.addEventListener("click", () => {
      window.focus();
      shown.close();
    });
  } catch {
    // Chrome on Android allows them to service workers only.
    say(note, "이 브라우저는 페이지가 데스크톱 알림을 띄우지 못하게 합니다.", "This browser does not let a page show desktop notifications.");
  }
}

button.addEventListener("click", async () => {
  if (isPossible) {
    isWanted = !isOn();
    if (isWanted && Notification.permission === "default") await Notification.requestPermission();
    save("lab2.desktop", isWanted);
  }
  show();
});

function show() {
  if (isOn()) say(button, "🔔 데스크톱 알림 끄기", "🔔 Turn desktop notifications off");
  else say(button, "🔔 데스크톱 알림 켜기", "🔔 Turn desktop notifications on");
  say(note, ...explanation());
}
show();

function explanation() {
  if (!isPossible) {
    return ["데스크톱 알림은 안전한 주소에서만 됩니다. http://127.0.0.1 이나 http://localhost 로 여세요.",
      "Desktop notifications need a secure address: open http://127.0.0.1 or http://localhost."];
  }
  if (Notification.permission === "denied") {
    return ["이 사이트의 알림이 막혀 있습니다. 주소 왼쪽의 아이콘을 눌러 알림을 허용하세요.",
      "Notifications of this site are blocked. Allow them by the icon to the left of the address."];
  }
  if (isOn()) return ["다른 탭이나 창을 볼 때 데스크톱에 알림이 뜹니다.", "They appear while you look at another tab or window."];
  return ["버튼을 누르면 브라우저가 권한을 묻습니다. 저절로 묻지 않습니다.",
    "The browser asks for permission when you press the button, never by itself."];
}
