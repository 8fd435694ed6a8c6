// Three ways to get the same notifications. Each counts into its `Figures`, begins after the notification
// `after`, and goes on until `signal` aborts or the server is gone; both reject its promise.

import { RICH } from "/shared/lab.js";
import { bytesOf, frameHead, handshake, requestHead, responseHead } from "./cost.js";

/** Polling: asks every `period()` milliseconds, whether there is something new or not. */
export async function polling(figures, { after, period, signal }) {
  for (;;) {
    after = await ask("poll", figures, after, signal);
    await pause(period(), signal);
  }
}

/** Long polling: asks, and the server answers only when there is something new, or after 25 s. */
export async function longPolling(figures, { after, signal }) {
  for (;;) after = await ask("long-poll", figures, after, signal);
}

/** WebSocket: connects once and says where it begins; from then on it only listens. */
export function webSocket(figures, { after, signal }) {
  return new Promise((_, reject) => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`, RICH);
    figures.requests += 1;
    socket.addEventListener("open", () => {
      const resume = JSON.stringify({ type: "resume", after });
      socket.send(resume);
      figures.spend(handshake(socket) + frameHead(bytesOf(resume), true), bytesOf(resume));
    });
    socket.addEventListener("message", ({ data }) => {
      figures.spend(frameHead(bytesOf(data), false), bytesOf(data));
      const message = JSON.parse(data);
      if (message.type === "notification") figures.receive([message]);
    });
    socket.addEventListener("close", () => reject(new Error("the connection was closed")));
    signal.addEventListener("abort", () => {
      socket.close(1000);
      reject(signal.reason);
    });
  });
}

/** One request for what came after `after`. Gives back where the next one begins. */
async function ask(path, figures, after, signal) {
  figures.requests += 1;
  const response = await fetch(`${path}?after=${encodeURIComponent(after)}`, { cache: "no-store", signal });
  const body = await response.text();
  if (!response.ok) throw new Error(`${path} was answered with ${response.status}`);
  const { notifications, next } = JSON.parse(body);
  figures.spend(requestHead(response) + responseHead(response), bytesOf(body));
  if (notifications.length === 0) figures.empty += 1;
  figures.receive(notifications);
  return next;
}

function pause(time, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, time);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}
