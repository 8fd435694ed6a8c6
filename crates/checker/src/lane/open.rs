//! The opening handshake.
//!
//! It is made here and not by the codec, because the codec refuses a server that selects none of the offered
//! subprotocols, which RFC 6455 allows, and one whose `Connection` has more words than `Upgrade`.

use std::{io, net::SocketAddr, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        handshake::{client::generate_key, derive_accept_key},
        protocol::{Role, WebSocketConfig},
    },
};

use super::{
    head::{BadHead, Head, read_head},
    inbox::MESSAGE,
    socket::Socket,
};

/// So much of the body of an answer that is no handshake is kept.
const BODY: usize = 4 << 10;
/// And so long it may take.
const BODY_TIME: Duration = Duration::from_millis(200);

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLane {
    /// Nobody listens, or nobody can be reached: in the words of the system.
    Refused(String),
    /// The handshake was answered with another status than 101.
    Status {
        /// The status.
        code: u16,
        /// The beginning of the body.
        body: String,
    },
    /// What was answered is no handshake of RFC 6455: why.
    Invalid(String),
    /// The connection ended before an answer was complete: how.
    Lost(String),
    /// No complete answer in time.
    Timeout,
}

type Opened = (WebSocketStream<Socket>, Socket, Option<String>);

/// Connects and makes the handshake, however long it takes.
pub(super) async fn open(
    address: SocketAddr,
    authority: &str,
    path: &str,
    offer: Option<&str>,
) -> Result<Opened, NoLane> {
    let mut tcp = TcpStream::connect(address).await.map_err(|error| NoLane::Refused(error.to_string()))?;
    // What is sent leaves at once: the latency of Nagle's algorithm is none of the server's.
    let _ = tcp.set_nodelay(true);
    let key = generate_key();
    let request = request(authority, path, offer, &key);
    tcp.write_all(request.as_bytes()).await.map_err(|error| lost(&error))?;
    let (head, rest) = read_head(&mut tcp).await.map_err(|bad| match bad {
        BadHead::Ended => NoLane::Lost("the connection ended before the answer was complete".into()),
        BadHead::Io(error) => lost(&error),
        BadHead::NotHttp(why) => NoLane::Invalid(why),
    })?;
    if head.status != 101 {
        return Err(NoLane::Status { code: head.status, body: body(&mut tcp, rest).await });
    }
    let selected = judged(&head, &key, offer).map_err(NoLane::Invalid)?;
    let config = WebSocketConfig::default().max_message_size(Some(MESSAGE)).max_frame_size(Some(MESSAGE));
    let socket = Socket::new(tcp);
    let stream = WebSocketStream::from_partially_read(socket.clone(), rest, Role::Client, Some(config)).await;
    Ok((stream, socket, selected))
}

fn request(authority: &str, path: &str, offer: Option<&str>, key: &str) -> String {
    let mut request = format!(
        "GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n"
    );
    if let Some(offer) = offer {
        request.push_str(&format!("Sec-WebSocket-Protocol: {offer}\r\n"));
    }
    request.push_str("\r\n");
    request
}

fn lost(error: &io::Error) -> NoLane {
    NoLane::Lost(error.to_string())
}

/// The subprotocol that a right answer selects (RFC 6455 4.1), or what is wrong with the answer.
fn judged(head: &Head, key: &str, offer: Option<&str>) -> Result<Option<String>, String> {
    if !head.version_1_1 {
        return Err("101 needs HTTP/1.1".into());
    }
    if !head.values("upgrade").any(|value| value.eq_ignore_ascii_case("websocket")) {
        return Err("no `Upgrade: websocket`".into());
    }
    if !head.lists("connection", "upgrade") {
        return Err("no `Connection: Upgrade`".into());
    }
    let accept = derive_accept_key(key.as_bytes());
    if !head.values("sec-websocket-accept").eq([accept.as_str()]) {
        return Err("a wrong `Sec-WebSocket-Accept`, or none".into());
    }
    if let Some(extension) = head.values("sec-websocket-extensions").find(|value| !value.is_empty()) {
        return Err(format!("`Sec-WebSocket-Extensions: {extension}`, which nobody offered"));
    }
    let selected: Vec<&str> = head.values("sec-websocket-protocol").collect();
    match selected[..] {
        [] => Ok(None),
        [one] if Some(one) == offer => Ok(Some(one.to_owned())),
        _ => Err(format!("`Sec-WebSocket-Protocol: {}`, which nobody offered", selected.join(", "))),
    }
}

/// The beginning of a body, as people read it.
async fn body(tcp: &mut TcpStream, mut bytes: Vec<u8>) -> String {
    let missing = BODY.saturating_sub(bytes.len());
    let rest = tcp.take(missing as u64);
    // The status is told in any case, so that a body that does not come is no reason to wait.
    let _ = timeout(BODY_TIME, async { { rest }.read_to_end(&mut bytes).await }).await;
    bytes.truncate(BODY);
    String::from_utf8_lossy(&bytes).into_owned()
}
