//! A WebSocket echo server behind the middleware, and what travels, one line for each frame:
//! `cargo run -p lab-wire --example echo -- 8080`. The port may be 0, which takes a free one.

use std::{env, io, time::Duration};

use actix_web::{
    App, Error, HttpRequest, HttpResponse, HttpServer,
    dev::{RequestHead, ResponseHead},
    rt, web,
};
use actix_ws::{Message, MessageStream, Session};
use lab_wire::{
    Limits, Observer, Wire,
    observer::{Direction, End, FrameSeen},
};

const MIB: usize = 1024 * 1024;

/// The opening handshake.
async fn handshake(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, session, messages) = actix_ws::handle(&request, body)?;
    // Joined messages come as one frame, and actix-ws has a limit for frames of its own.
    rt::spawn(echo(session, messages.max_frame_size(MIB)));
    Ok(response)
}

/// The session loop.
async fn echo(mut session: Session, mut messages: MessageStream) {
    while let Some(Ok(message)) = messages.recv().await {
        let sent = match message {
            Message::Text(text) => session.text(text).await,
            Message::Binary(bytes) => session.binary(bytes).await,
            Message::Ping(payload) => session.pong(&payload).await,
            _ => Ok(()),
        };
        if sent.is_err() {
            return;
        }
    }
    // The middleware knows the code.
    let _ = session.close(None).await;
}

/// Prints one connection.
struct Print {
    peer: String,
}

impl Print {
    fn of(request: &RequestHead) -> Self {
        Self { peer: request.peer_addr.map(|address| address.to_string()).unwrap_or_default() }
    }
}

impl Observer for Print {
    fn handshake(&mut self, request: &RequestHead, response: &ResponseHead) {
        println!("{} = {} {} {}", self.peer, request.method, request.uri, response.status);
    }

    fn frame(&mut self, frame: &FrameSeen<'_>) {
        let arrow = match frame.direction {
            Direction::FromClient => '>',
            Direction::FromServer => '<',
        };
        let FrameSeen { opcode, header_length, payload_length, .. } = frame;
        let (last, compressed) =
            (if frame.fin { "" } else { ", unfinished" }, if frame.rsv1 { ", compressed" } else { "" });
        // Escaped: what a peer sent must not write to the terminal.
        let start = frame.payload[..frame.payload.len().min(40)].escape_ascii();
        println!(
            "{} {arrow} {opcode:?}{last}{compressed}, {header_length}+{payload_length} bytes: {start}",
            self.peer
        );
    }

    fn end(&mut self, end: &End) {
        println!("{} . sent {:?}, received {:?}, fault {:?}", self.peer, end.sent, end.received, end.fault);
    }
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let port = env::args().nth(1).map_or(Ok(8080), |word| word.parse()).map_err(io::Error::other)?;
    let wire = Wire::new().limits(Limits::of(MIB)).observe(|request| Some(Box::new(Print::of(request))));
    let server =
        HttpServer::new(move || App::new().route("/ws", web::get().to(handshake)).wrap(wire.clone()))
            // Or actix-http would hold the TCP connection open after the close.
            .client_disconnect_timeout(Duration::ZERO)
            .bind(("127.0.0.1", port))?;
    for address in server.addrs() {
        println!("ws://{address}/ws");
    }
    server.run().await
}
