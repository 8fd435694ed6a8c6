// Publishes a notification by POST /notify: one HTTP request, and the server tells it to everybody.

import { say, submitOnEnter } from "/shared/lab.js";
import { foreign } from "./own-server.js";

/** The server takes no more, in characters. */
const MOST_CHARACTERS = 500;

const message = document.getElementById("message");
const length = document.getElementById("length");
const published = document.getElementById("published");
const error = document.getElementById("error");

submitOnEnter(message);
message.addEventListener("input", showLength);

function showLength() {
  const count = [...message.value].length;
  length.textContent = `${count} / ${MOST_CHARACTERS}`;
  length.classList.toggle("error", count > MOST_CHARACTERS);
}
showLength();

message.form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = message.value;
  // An Enter after a finished Hangul composition may come here twice; the second time nothing is left.
  if (text.trim() === "") return;
  fill("");
  const fault = foreign() ?? (await publish(text));
  say(error, ...(fault ?? ["", ""]));
  if (fault === null) return;
  say(published, "", "");
  // What could not be sent is not lost.
  if (message.value === "") fill(text);
});

function fill(text) {
  message.value = text;
  showLength();
}

/** Why the text was not published, as `[Korean, English]`, or null. */
async function publish(text) {
  try {
    const answer = await fetch("notify", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    const told = await answer.json().catch(() => ({}));
    if (answer.status !== 202) {
      // The server says it in both languages: 한국어 · English.
      const [korean, english = korean] = (told.message ?? answer.statusText).split(" · ");
      return [`${answer.status} ${korean}`, `${answer.status} ${english}`];
    }
    say(published, `보냈습니다: 202, id ${told.id}`, `Sent: 202, id ${told.id}`);
    return null;
  } catch {
    return ["서버에 닿지 못했습니다. 서버를 켠 뒤 다시 보내세요.", "Cannot reach the server. Start it, then send again."];
  }
}
