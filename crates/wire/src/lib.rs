//! Strict, safe, compressed, observable WebSockets for any actix-web app, as one middleware under
//! [actix-ws](https://docs.rs/actix-ws).
//!
//! An application that serves WebSockets as actix-ws documents it is given whole good messages only, and
//! every connection ends with the close code that fits:
//!
//! - the opening handshake is checked as RFC 6455 section 4.2.1 asks;
//! - a frame's size is judged at its header, a text as its bytes arrive, fragments are joined;
//! - a fault of the peer is closed with 1002, 1007, 1008 or 1009, a panic or an error of the application with
//!   1011, a server that stops with 1001; the peer's own close is echoed;
//! - long messages are compressed where the client offers it (permessage-deflate, RFC 7692), in a few
//!   transforms for all connections, and inflated under the same limits;
//! - whoever sends more than [`Limits::rate`] allows, or does not complete a message, holds up nobody else;
//! - an [`Observer`] sees each frame, and costs nothing where there is none.
//!
//! ```no_run
//! use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, rt, web};
//! use lab_wire::{Limits, Wire};
//!
//! async fn echo(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
//!     let (response, mut session, mut messages) = actix_ws::handle(&request, body)?;
//!     rt::spawn(async move {
//!         while let Some(Ok(message)) = messages.recv().await {
//!             let sent = match message {
//!                 actix_ws::Message::Text(text) => session.text(text).await,
//!                 actix_ws::Message::Binary(bytes) => session.binary(bytes).await,
//!                 actix_ws::Message::Ping(payload) => session.pong(&payload).await,
//!                 _ => Ok(()),
//!             };
//!             if sent.is_err() {
//!                 return;
//!             }
//!         }
//!         // The close code is the middleware's business.
//!         let _ = session.close(None).await;
//!     });
//!     Ok(response)
//! }
//!
//! #[actix_web::main]
//! async fn main() -> std::io::Result<()> {
//!     let wire = Wire::new().limits(Limits::of(64 * 1024));
//!     HttpServer::new(move || App::new().route("/ws", web::get().to(echo)).wrap(wire.clone()))
//!         .client_disconnect_timeout(std::time::Duration::ZERO)
//!         .bind(("127.0.0.1", 8080))?
//!         .run()
//!         .await
//! }
//! ```
//!
//! Two settings are the application's own:
//!
//! - `client_disconnect_timeout` must be zero. Otherwise actix-http holds the TCP connection open after the
//!   close, and RFC 6455 section 7.1.1 has the server end it first, at once. No middleware can do that.
//! - actix-ws has a limit for frames of its own, 64 KiB. Where [`Limits::message`] is greater, raise it with
//!   [`MessageStream::max_frame_size`](https://docs.rs/actix-ws/latest/actix_ws/struct.MessageStream.html):
//!   a message whose fragments were joined is one frame.
//!
//! Reading order: [`header`] and [`message`] turn bytes into messages, without input or output;
//! `deflate` and [`extension`] compress them; `socket`, `inbound` and `outbound` stand between actix-http
//! and actix-ws; `closing` says how it ends; `middleware` puts it together.

mod allowance;
mod assembly;
mod closing;
mod farewell;
mod fault;
mod inbound;
mod limits;
mod middleware;
mod outbound;
mod shutdown;
mod socket;
mod timer;

pub mod deflate;
pub mod extension;
pub mod handshake;
pub mod header;
pub mod mask;
pub mod message;
pub mod observer;

pub use closing::CloseFrame;
pub use farewell::Farewell;
pub use fault::Fault;
pub use limits::{Limits, Rate};
pub use middleware::{COMPRESS_FROM, Wire};
pub use observer::Observer;
pub use shutdown::Shutdown;
