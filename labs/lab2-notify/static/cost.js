// How many bytes things cost on the wire, as far as a page can know. TCP and IP come on top of all of it.

const encoder = new TextEncoder();

/** The length of `text` in UTF-8. */
export function bytesOf(text) {
  return encoder.encode(text).length;
}

/** The lines of a head, each with its CR LF, and the empty line that ends it (RFC 9112 section 2.1). */
function head(lines) {
  return lines.reduce((sum, line) => sum + bytesOf(line) + 2, 2);
}

/** Request line and headers, which only the server can count: it tells the page in a header of its answer. */
export function requestHead(response) {
  return Number(response.headers.get("lab-request-head") ?? 0);
}

/** Status line and headers of the answer, without the one that is there for counting alone. */
export function responseHead(response) {
  const headers = [...response.headers].filter(([name]) => name !== "lab-request-head");
  return head([`HTTP/1.1 ${response.status} ${response.statusText}`, ...headers.map(([name, value]) => `${name}: ${value}`)]);
}

/** The header of a WebSocket frame (RFC 6455 section 5.2); what a client sends is masked. */
export function frameHead(length, isMasked) {
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  return 2 + lengthBytes + (isMasked ? 4 : 0);
}

/** The opening handshake, there and back: an estimate, because a browser shows a page neither of the two. */
export function handshake({ url, protocol, extensions }) {
  const languages = navigator.languages.map((name, index) => (index === 0 ? name : `${name};q=0.${10 - Math.min(index, 9)}`));
  const request = [
    `GET ${new URL(url).pathname} HTTP/1.1`,
    `Host: ${location.host}`,
    "Connection: Upgrade",
    "Pragma: no-cache",
    "Cache-Control: no-cache",
    `User-Agent: ${navigator.userAgent}`,
    "Upgrade: websocket",
    `Origin: ${location.origin}`,
    "Sec-WebSocket-Version: 13",
    "Accept-Encoding: gzip, deflate, br, zstd",
    `Accept-Language: ${languages.join(",")}`,
    `Sec-WebSocket-Key: ${"A".repeat(24)}`,
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
    `Sec-WebSocket-Protocol: ${protocol}`,
  ];
  const response = [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    `Sec-WebSocket-Accept: ${"A".repeat(28)}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
    ...(extensions ? [`Sec-WebSocket-Extensions: ${extensions}`] : []),
    "Date: Thu, 01 Jan 1970 00:00:00 GMT",
  ];
  return head(request) + head(response);
}
