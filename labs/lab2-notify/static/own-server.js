// Over HTTP a page may ask only the server it came from (its Content Security Policy says so), though its
// WebSocket may be connected to another one, such as a student's.

import { connection } from "/shared/lab.js";

/** Why HTTP would ask another server than the one the page is connected to, as `[Korean, English]`, or null. */
export function foreign() {
  if (connection.url === "" || new URL(connection.url).host === location.host) return null;
  return [
    `이 페이지를 내준 서버(${location.host})에서만 됩니다. 지금은 다른 서버에 연결되어 있습니다.`,
    `This works only with the server of this page (${location.host}); the page is connected to another one.`,
  ];
}
