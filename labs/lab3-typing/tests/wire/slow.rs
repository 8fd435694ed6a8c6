//! Readers that take their time: the lag policy.

use lab_testing::{
    Frame, Peer, Server,
    raw::{CLOSE, Request, TEXT},
};

use crate::{INDICATOR, LAB, RICH, expect, line, plain};

/// More than the buffers of a connection (up to 4 MiB) and the queue of the room hold; few enough to be said before
/// the server gives up a send, after 5 s.
const LINES: usize = 4000;

#[tokio::test]
async fn whoever_is_too_many_lines_behind_is_closed_with_1013_and_nobody_else_notices() {
    let server = Server::start_with(LAB, &["--port", "0", "--rate", "0"]);
    let mut slow = Peer::connect_narrow(&server.authority()).await;
    slow.shake_hands(&Request::to(&server).with("Sec-WebSocket-Protocol", RICH)).await;
    let mut author = plain(&server).await;
    let text = |number: usize| format!("{number} {}", "👍".repeat(490));
    for number in 0..LINES {
        author.say(&text(number)).await;
    }
    // The author is still served at once.
    author.say("typing").await;
    expect(&mut author, &[INDICATOR]).await;
    let mut number = 0;
    loop {
        let frame = slow.next().await;
        if frame.opcode == CLOSE {
            assert_eq!(frame.payload[..2], 1013_u16.to_be_bytes());
            break;
        }
        assert_eq!(frame.opcode, TEXT);
        let received = String::from_utf8(frame.payload).unwrap();
        if received.contains("said") {
            assert_eq!(received, line("said", &text(number)), "no line is missing before the end");
            number += 1;
        }
    }
    assert!(number < LINES, "{number} lines fitted into the buffers");
    slow.send(&Frame::close(1013, "")).await;
}
