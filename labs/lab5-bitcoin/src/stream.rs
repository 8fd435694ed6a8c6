//! 시세 스트림: 바이낸스가 WebSocket으로 1초마다 보내는 시세를 따라갑니다. 여기서는 우리가 클라이언트입니다.
//!
//! Binance's market stream, in which this server is the client. It answers pings, trusts nothing but newer prices as a
//! sign of life, and comes back after every end, each time a little later.

use std::{rc::Rc, time::Duration};

use awc::{
    error::WsProtocolError,
    ws::{Frame, Message},
};
use futures_util::{Sink, SinkExt, Stream, StreamExt};
use tokio::{
    select,
    time::{Instant, sleep, sleep_until, timeout},
};

use crate::{
    backoff::Backoff,
    board::Board,
    desk::Desk,
    venues::{self, Event},
};

/// The opening handshake, TCP and TLS included.
const OPENING: Duration = Duration::from_secs(3);
/// The stream tells a price each second. Pings go on where the prices have stopped, so they prove nothing.
const IDLE: Duration = Duration::from_secs(10);
/// Only a stream that has lived so long shortens the next pause again.
const STEADY: Duration = Duration::from_mins(1);
/// Binance cuts a stream after 24 hours.
const RENEWAL: Duration = Duration::from_hours(23);
/// A pong must have left by then.
const WRITE: Duration = Duration::from_secs(3);

const VENUE: &str = "binance";

/// Why a stream is left.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// It is gone, or as good as gone.
    Lost,
    /// It will be gone soon, and is open until then.
    Ending,
}

/// Follows the streams of `desk`, one at a time, for ever.
pub(crate) async fn follow(desk: Rc<Desk>, board: Board) {
    let mut backoff = Backoff::default();
    let mut ending = None;
    for address in desk.plan().streams.iter().cycle() {
        desk.until_allowed(VENUE).await;
        let begun = Instant::now();
        let url = format!("{address}{}", venues::STREAM);
        let opening = timeout(OPENING, desk.client().ws(url).connect()).await;
        // A stream that was about to end is held until its successor is open.
        drop(ending.take());
        let mut end = End::Lost;
        if let Ok(Ok((_, mut socket))) = opening {
            end = read(&mut socket, &desk, &board).await;
            ending = Some(socket);
        }
        if begun.elapsed() >= STEADY {
            backoff.reset();
        }
        if end == End::Lost {
            ending = None;
        } else if backoff.is_fresh() {
            // It was announced, and nothing is wrong: the next one opens at once.
            backoff.next();
            continue;
        }
        sleep(backoff.next()).await;
    }
}

/// Takes what one stream tells until its end.
async fn read(
    socket: &mut (impl Stream<Item = Result<Frame, WsProtocolError>> + Sink<Message> + Unpin),
    desk: &Desk,
    board: &Board,
) -> End {
    let renewal = Instant::now() + RENEWAL;
    let mut alive = Instant::now();
    loop {
        let frame = select! {
            frame = socket.next() => frame,
            () = sleep_until(alive + IDLE) => return End::Lost,
            () = sleep_until(renewal) => return End::Ending,
        };
        match frame {
            Some(Ok(Frame::Text(text))) => match venues::event(&text) {
                Ok(Event::Ticker(reading)) => {
                    if let Ok(quote) = desk.believe(VENUE, true, &reading) {
                        alive = Instant::now();
                        board.show(quote);
                    }
                }
                Ok(Event::ServerShutdown) => return End::Ending,
                // What is unknown, unreadable or unbelievable tells nothing. If nothing else comes, the stream is idle.
                Ok(Event::Unknown) | Err(_) => {}
            },
            // awc leaves the pong to us (RFC 6455 section 5.5.3); Binance cuts off whoever sends none.
            Some(Ok(Frame::Ping(payload))) => {
                if !matches!(timeout(WRITE, socket.send(Message::Pong(payload))).await, Ok(Ok(()))) {
                    return End::Lost;
                }
            }
            Some(Ok(Frame::Pong(_) | Frame::Binary(_))) => {}
            // awc does not join fragments, and Binance sends none. `None` is an end without a close frame.
            Some(Ok(Frame::Continuation(_) | Frame::Close(_)) | Err(_)) | None => return End::Lost,
        }
    }
}
