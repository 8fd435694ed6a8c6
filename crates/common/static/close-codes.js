// What a close code means, in words (RFC 6455 section 7.4 and the IANA registry of close codes).

const MEANINGS = {
  1000: ["정상 종료", "normal closure"],
  1001: ["상대가 떠남: 서버가 꺼지거나 페이지를 떠남", "going away: the server stops or the page is left"],
  1002: ["프로토콜 오류: 규칙에 어긋난 프레임을 받음", "protocol error: a frame against the rules"],
  1003: ["받을 수 없는 종류의 데이터", "a kind of data that is not accepted"],
  1005: ["종료 코드 없이 닫힘", "closed without a close code"],
  1006: [
    "닫는 절차 없이 끊김: 서버가 갑자기 꺼졌거나 네트워크가 끊김 (이 코드는 전송되지 않고 브라우저가 붙인 것)",
    "lost without a closing handshake: the server died or the network broke (never sent; the browser's own code)",
  ],
  1007: ["텍스트가 올바른 UTF-8이 아님", "a text that is not valid UTF-8"],
  1008: ["서버의 정책에 어긋남", "against the server's policy"],
  1009: ["메시지가 너무 큼", "the message was too big"],
  1010: ["필요한 확장이 협상되지 않음", "an extension was needed and not agreed"],
  1011: ["서버 내부 오류", "an error inside the server"],
  1012: ["서버가 다시 시작함", "the server restarts"],
  1013: ["서버가 바쁨: 나중에 다시 연결", "the server is too busy: come back later"],
  1014: ["중간 서버가 잘못된 답을 받음", "a gateway received a wrong answer"],
  1015: ["TLS 핸드셰이크 실패", "the TLS handshake failed"],
};

/** The meaning of a close code as `[Korean, English]`. */
export function meaning(code) {
  if (MEANINGS[code]) return MEANINGS[code];
  if (code >= 4000 && code <= 4999) return ["이 서버가 정한 코드", "a code of this server's own"];
  if (code >= 3000 && code <= 3999) return ["라이브러리가 정한 코드", "a code of some library"];
  return ["알려지지 않은 코드", "an unknown code"];
}

/** After these, coming back would only repeat the fault. */
export function isFinal(code) {
  return [1002, 1003, 1007, 1008, 1009].includes(code) || (code >= 4000 && code <= 4999);
}
