//! The opening handshake (RFC 6455 section 4.2.1), taken strictly.

use lab_testing::{
    Frame, Peer, Received, Server,
    http::Answer,
    raw::{Request, bytes_of},
};

use crate::LAB;

type Change = fn(Request) -> Request;

/// What is wrong, how it gets so, and the statuses that say so.
const REFUSED: &[(&str, Change, &[u16])] = &[
    ("no Upgrade", |good| good.without("Upgrade"), &[400, 426]),
    ("another protocol", |good| good.changed("Upgrade", "h2c"), &[400, 426]),
    ("a protocol that only contains the name", |good| good.changed("Upgrade", "notwebsocket"), &[400, 426]),
    ("a protocol that only begins so", |good| good.changed("Upgrade", "websocket2"), &[400, 426]),
    ("no Connection", |good| good.without("Connection"), &[400, 426]),
    ("a Connection without its token", |good| good.changed("Connection", "keep-alive"), &[400, 426]),
    ("a Connection that only contains it", |good| good.changed("Connection", "no-upgrade"), &[400, 426]),
    ("no key", |good| good.without("Sec-WebSocket-Key"), &[400]),
    ("an empty key", |good| good.changed("Sec-WebSocket-Key", ""), &[400]),
    ("a key of 15 bytes", |good| good.changed("Sec-WebSocket-Key", "YWJjZGVmZ2hpamtsbW5v"), &[400]),
    ("a key of 17 bytes", |good| good.changed("Sec-WebSocket-Key", "YWJjZGVmZ2hpamtsbW5vcHE="), &[400]),
    ("a key that is no base64", |good| good.changed("Sec-WebSocket-Key", "dGhlIHNhbXBs*SBub25jZQ=="), &[400]),
    ("a key without its padding", |good| good.changed("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ"), &[400]),
    ("two keys", |good| good.with("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEA=="), &[400]),
    ("the same key twice", |good| good.with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="), &[400]),
    ("no version", |good| good.without("Sec-WebSocket-Version"), &[400, 426]),
    ("version 8", |good| good.changed("Sec-WebSocket-Version", "8"), &[426]),
    ("version 7", |good| good.changed("Sec-WebSocket-Version", "7"), &[426]),
    ("version 14", |good| good.changed("Sec-WebSocket-Version", "14"), &[426]),
    ("a version with a zero in front", |good| good.changed("Sec-WebSocket-Version", "013"), &[400, 426]),
    ("two versions in a line", |good| good.changed("Sec-WebSocket-Version", "13, 8"), &[400, 426]),
    ("two versions in two lines", |good| good.with("Sec-WebSocket-Version", "8"), &[400, 426]),
    ("HTTP/1.0", |good| good.first_line("GET /ws HTTP/1.0"), &[400, 426, 505]),
    ("POST", |good| good.first_line("POST /ws HTTP/1.1").with("Content-Length", "0"), &[404, 405]),
    ("HEAD", |good| good.first_line("HEAD /ws HTTP/1.1"), &[404, 405]),
    ("no Host", |good| good.without("Host"), &[400]),
];

/// Asks for a connection that must be refused.
async fn refusal(server: &Server, request: &Request) -> Answer {
    let mut peer = Peer::connect(&server.authority()).await;
    peer.write(&request.bytes()).await;
    peer.answer().await
}

#[tokio::test]
async fn a_request_that_is_no_opening_handshake_is_refused() {
    let server = Server::start(LAB);
    let mut wrong = Vec::new();
    for (name, change, statuses) in REFUSED {
        let answer = refusal(&server, &change(Request::to(&server))).await;
        if !statuses.contains(&answer.status) {
            wrong.push(format!("{name}: {} instead of {statuses:?}", answer.status));
        }
        // RFC 6455 section 4.4: whoever came with another version is told which one to use.
        if answer.status == 426 && name.contains("version") {
            let version = answer.header("sec-websocket-version");
            if version != "13" {
                wrong.push(format!("{name}: 426 names version {version:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test]
async fn a_request_with_an_endless_head_is_refused() {
    let server = Server::start(LAB);
    let request = Request::to(&server).with("X-Long", &"a".repeat(1024 * 1024)).bytes();
    let mut peer = Peer::connect(&server.authority()).await;
    // The answer comes before all of it is sent, so it is read meanwhile.
    let answer = peer.rest_while(async |outgoing| _ = outgoing.write(&request).await).await;
    assert!(answer.starts_with("HTTP/1.1 431 "), "{answer:?}");
}

#[tokio::test]
async fn other_spellings_of_the_same_request_come_in() {
    let server = Server::start(LAB);
    let spellings: &[(&str, Change)] = &[
        ("two tokens", |good| good.changed("Connection", "keep-alive, Upgrade")),
        ("two tokens without a space", |good| good.changed("Connection", "Upgrade,keep-alive")),
        ("two lines of tokens", |good| good.with("Connection", "keep-alive")),
        ("two lines, the token in the second", |good| {
            good.changed("Connection", "keep-alive").with("Connection", "Upgrade")
        }),
        ("other letter case in the values", |good| {
            good.changed("Connection", "upGRADE").changed("Upgrade", "WebSOCKET")
        }),
        ("other letter case in the names", |good| {
            good.without("Upgrade").with("UPGRADE", "websocket").without("Host").with("hOST", "localhost")
        }),
        ("a key with bits to spare", |good| good.changed("Sec-WebSocket-Key", "AQIDBAUGBwgJCgsMDQ4PEA==")),
        ("a query", |good| good.first_line("GET /ws?room=1 HTTP/1.1")),
    ];
    for (name, change) in spellings {
        let (mut peer, answer) = Peer::open_with(&server, &change(Request::to(&server))).await;
        assert_eq!(answer.header("upgrade").to_ascii_lowercase(), "websocket", "{name}");
        assert_eq!(answer.header("connection").to_ascii_lowercase(), "upgrade", "{name}");
        crate::expect_echo(&mut peer, name).await;
    }
}

#[tokio::test]
async fn frames_that_came_along_with_the_request_are_answered() {
    let server = Server::start(LAB);
    let mut peer = Peer::connect(&server.authority()).await;
    let frames = bytes_of(&[Frame::text("하나"), Frame::ping("p"), Frame::text("둘")]);
    peer.write(&[Request::to(&server).bytes(), frames].concat()).await;
    assert_eq!(peer.answer().await.status, 101);
    assert_eq!(peer.next().await, Received::text("Echo: 하나"));
    assert_eq!(peer.next().await, Received::new(lab_testing::raw::PONG, "p"));
    assert_eq!(peer.next().await, Received::text("Echo: 둘"));
}

/// Offers that must not be agreed to (RFC 6455 section 9.1, RFC 7692 section 7.1).
const DECLINED: &[&str] = &[
    "x-webkit-deflate-frame",
    "foo; bar=1, permessage-bzip2",
    "permessage-deflatex",
    "permessage-deflate; server_max_window_bits=8",
    "permessage-deflate; server_max_window_bits=7",
    "permessage-deflate; server_max_window_bits=16",
    "permessage-deflate; server_max_window_bits=010",
    "permessage-deflate; server_max_window_bits=ten",
    "permessage-deflate; server_max_window_bits",
    "permessage-deflate; server_max_window_bits=",
    "permessage-deflate; client_max_window_bits=7",
    "permessage-deflate; client_max_window_bits=16",
    "permessage-deflate; client_max_window_bits=+9",
    "permessage-deflate; server_no_context_takeover=1",
    "permessage-deflate; client_no_context_takeover=true",
    "permessage-deflate; client_no_context_takeover; client_no_context_takeover",
    "permessage-deflate; server_max_window_bits=10; server_max_window_bits=11",
    "permessage-deflate; unknown",
    "permessage-deflate;",
    ",",
];

#[tokio::test]
async fn extensions_that_are_unknown_or_malformed_are_not_agreed_to() {
    let server = Server::start(LAB);
    for offer in DECLINED {
        let (mut peer, agreed) = Peer::open_offering(&server, offer).await;
        assert_eq!(agreed, "", "{offer}");
        crate::expect_echo(&mut peer, "압축 없이").await;
    }
}

/// Offers, and the one parameter besides the two about takeover that the answer must have.
const AGREED: &[(&str, &str)] = &[
    ("permessage-deflate", ""),
    ("permessage-deflate; client_max_window_bits", ""),
    ("permessage-deflate; client_max_window_bits=9", ""),
    ("permessage-deflate;client_no_context_takeover;server_no_context_takeover", ""),
    ("permessage-deflate; server_max_window_bits=15", ""),
    ("permessage-deflate; server_max_window_bits=10", "server_max_window_bits=10"),
    ("permessage-deflate; server_max_window_bits=\"10\"", "server_max_window_bits=10"),
    ("permessage-deflate; server_max_window_bits=8, permessage-deflate", ""),
    ("permessage-deflate; unknown, permessage-deflate; server_max_window_bits=9", "server_max_window_bits=9"),
    ("foo, permessage-deflate", ""),
];

#[tokio::test]
async fn the_first_good_offer_of_compression_is_agreed_to_without_takeover() {
    let server = Server::start(LAB);
    for (offer, parameter) in AGREED {
        let (mut peer, agreed) = Peer::open_offering(&server, offer).await;
        let mut parts: Vec<_> = agreed.split(';').map(str::trim).collect();
        assert_eq!(parts.remove(0), "permessage-deflate", "{offer}");
        // Two parameters may stand there or not: 15 bits are what goes without saying, and what the
        // server says about its client's window binds the client alone.
        parts.retain(|part| *part != "server_max_window_bits=15" && !part.starts_with("client_max_window"));
        parts.sort_unstable();
        let mut due = vec!["client_no_context_takeover", "server_no_context_takeover", parameter];
        due.retain(|part| !part.is_empty());
        due.sort_unstable();
        assert_eq!(parts, due, "{offer}");
        crate::expect_echo(&mut peer, "짧은 글은 그대로").await;
    }
}

#[tokio::test]
async fn offers_in_two_header_lines_are_one_list() {
    let server = Server::start(LAB);
    let request = Request::to(&server).offering("foo").offering("permessage-deflate");
    let (_, answer) = Peer::open_with(&server, &request).await;
    assert!(answer.header("sec-websocket-extensions").starts_with("permessage-deflate"), "{answer:?}");
}
