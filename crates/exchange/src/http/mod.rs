//! One HTTP/1.1 connection: requests in, answers out, until it becomes a stream or ends.
//!
//! The loop is written by hand because faults need every byte in hand. It takes `GET` without a body, keeps
//! connections alive and allows pipelining.

mod answer;
mod bomb;
mod head;
mod send;
mod socket;
#[cfg(test)]
mod tests;

pub(crate) use answer::Answer;
#[cfg(feature = "tls")]
pub(crate) use socket::Wire;
pub(crate) use socket::{Socket, linger, wait_for_end};

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};
use tokio_tungstenite::{WebSocketStream, tungstenite::protocol::Role};

use crate::{fault::Fault, record::Request, route, shared::Shared, stream};
use head::Problem;
use send::After;

/// A head may be so long.
const HEAD: usize = 8 * 1024;
/// A connection without a request is kept so long.
const IDLE: Duration = Duration::from_secs(75);
/// From the first byte of a head to its last.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// Whoever takes no byte for so long is dropped.
pub(crate) const WRITE_TIME: Duration = Duration::from_secs(10);

/// Serves one connection to its end.
pub(crate) async fn serve(mut socket: Socket, shared: &Shared) {
    let mut buffer = Vec::new();
    loop {
        let request = match read_head(&mut socket, &mut buffer).await {
            Ok(request) => request,
            Err(problem) => {
                if let Some(answer) = problem.answer() {
                    let _ = send::send(&mut socket, &answer, &Fault::Nothing).await;
                    linger(&mut socket).await;
                }
                return;
            }
        };
        shared.record(&request);
        let (answer, fault) = route::answer(&request, shared);
        let keeps = !request.lists("connection", "close");
        match send::send(&mut socket, &answer, &fault).await {
            Ok(After::Next) if answer.status == 101 => {
                let socket = WebSocketStream::from_partially_read(
                    socket,
                    buffer,
                    Role::Server,
                    Some(stream::configuration()),
                )
                .await;
                return stream::serve(socket, &request, shared).await;
            }
            Ok(After::Next) if keeps => {}
            Ok(After::Next | After::Linger) => return linger(&mut socket).await,
            Ok(After::Gone) | Err(_) => return,
        }
    }
}

/// The head of the next request; what follows it stays in the buffer.
async fn read_head(socket: &mut Socket, buffer: &mut Vec<u8>) -> Result<Request, Problem> {
    if buffer.is_empty() {
        fill(socket, buffer).await?;
    }
    let whole = async {
        loop {
            if let Some(end) = head::end(buffer) {
                let rest = buffer.split_off(end);
                let head = std::mem::replace(buffer, rest);
                return head::parse(&head);
            }
            if buffer.len() >= HEAD {
                return Err(Problem::TooLong);
            }
            fill(socket, buffer).await?;
        }
    };
    timeout(HEAD_TIME, whole).await.unwrap_or(Err(Problem::Late))
}

/// Reads some more bytes, never much more than a head.
async fn fill(socket: &mut Socket, buffer: &mut Vec<u8>) -> Result<(), Problem> {
    let room = u64::try_from(HEAD.saturating_sub(buffer.len())).unwrap_or_default();
    let mut limited = socket.take(room);
    match timeout(IDLE, limited.read_buf(buffer)).await {
        Ok(Ok(read)) if read > 0 => Ok(()),
        _ => Err(Problem::Gone),
    }
}

/// A write with its deadline.
pub(crate) async fn write(socket: &mut Socket, bytes: &[u8]) -> io::Result<()> {
    let written = async {
        socket.write_all(bytes).await?;
        socket.flush().await
    };
    timeout(WRITE_TIME, written).await.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
}
