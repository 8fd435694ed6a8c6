//! Sends an answer, right or with a fault of the bytes.

use std::{io, time::Duration};

use tokio::time::sleep;

use super::{Answer, Socket, bomb, wait_for_end, write};
use crate::fault::Fault;

/// What is to become of the connection after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum After {
    /// The next request may come.
    Next,
    /// It ends, and the peer is given time to read.
    Linger,
    /// It ends at once.
    Gone,
}

/// Between two pieces of something endless, so that a peer that reads it all does not cost all of a machine.
const BREATH: Duration = Duration::from_millis(1);
/// Bytes of such a piece.
const PIECE: usize = 16 * 1024;

/// Sends an answer.
pub(crate) async fn send(socket: &mut Socket, answer: &Answer, fault: &Fault) -> io::Result<After> {
    match fault {
        Fault::Hang => {
            wait_for_end(socket).await;
            Ok(After::Gone)
        }
        Fault::CloseAtOnce => Ok(After::Gone),
        Fault::Reset => socket.reset().map(|()| After::Gone),
        Fault::NotHttp => {
            write(socket, b"SSH-2.0-OpenSSH_9.6\r\n").await?;
            Ok(After::Linger)
        }
        Fault::EndlessHead => {
            write(socket, b"HTTP/1.1 200 OK\r\n").await?;
            endlessly(socket, format!("x-more: {}\r\n", "0".repeat(PIECE)).as_bytes()).await
        }
        Fault::SlowHead(every) => {
            drip(socket, plain_head(answer).as_bytes(), *every).await?;
            write(socket, &answer.body).await?;
            Ok(After::Next)
        }
        Fault::Late(by) => {
            sleep(*by).await;
            whole(socket, answer).await
        }
        _ if answer.status == 101 => whole(socket, answer).await,
        fault => send_body(socket, answer, fault).await,
    }
}

/// Sends a right head, and a body with a fault.
async fn send_body(socket: &mut Socket, answer: &Answer, fault: &Fault) -> io::Result<After> {
    let half = &answer.body[..answer.body.len() / 2];
    match fault {
        Fault::HangInBody => {
            write(socket, &[plain_head(answer).as_bytes(), half].concat()).await?;
            wait_for_end(socket).await;
            Ok(After::Gone)
        }
        Fault::Drip(every) => {
            write(socket, plain_head(answer).as_bytes()).await?;
            drip(socket, &answer.body, *every).await?;
            Ok(After::Next)
        }
        Fault::CutBody => {
            write(socket, &[plain_head(answer).as_bytes(), half].concat()).await?;
            Ok(After::Gone)
        }
        Fault::CutChunked => {
            write(socket, &[chunked_head(answer).as_bytes(), &chunk(half)].concat()).await?;
            Ok(After::Gone)
        }
        Fault::CloseDelimited => {
            let head = answer.head(&[("connection", "close")]);
            write(socket, &[head.as_bytes(), &answer.body].concat()).await?;
            Ok(After::Linger)
        }
        Fault::EndlessBody => {
            write(socket, chunked_head(answer).as_bytes()).await?;
            write(socket, &chunk(br#"{"symbol":"BTCUSDT","price":"70352.36"#)).await?;
            endlessly(socket, &chunk(&[b'0'; PIECE])).await
        }
        Fault::Gzip => compressed(socket, answer, bomb::packed(&answer.body)).await,
        Fault::BadGzip => compressed(socket, answer, bomb::broken(&answer.body)).await,
        Fault::GzipBomb => {
            let head = answer.head(&[("content-encoding", "gzip"), ("transfer-encoding", "chunked")]);
            write(socket, head.as_bytes()).await?;
            for piece in bomb::pieces() {
                write(socket, &chunk(&piece)).await?;
            }
            write(socket, b"0\r\n\r\n").await?;
            Ok(After::Next)
        }
        _ => whole(socket, answer).await,
    }
}

async fn whole(socket: &mut Socket, answer: &Answer) -> io::Result<After> {
    // One write, so that head and body leave together.
    write(socket, &[plain_head(answer).as_bytes(), &answer.body].concat()).await?;
    Ok(After::Next)
}

async fn compressed(socket: &mut Socket, answer: &Answer, body: Vec<u8>) -> io::Result<After> {
    let packed = Answer { body, ..answer.clone() }.with("content-encoding", "gzip");
    whole(socket, &packed).await
}

async fn drip(socket: &mut Socket, bytes: &[u8], every: Duration) -> io::Result<()> {
    for byte in bytes {
        sleep(every).await;
        write(socket, &[*byte]).await?;
    }
    Ok(())
}

async fn endlessly(socket: &mut Socket, piece: &[u8]) -> io::Result<After> {
    loop {
        write(socket, piece).await?;
        sleep(BREATH).await;
    }
}

fn plain_head(answer: &Answer) -> String {
    if answer.status == 101 {
        return answer.head(&[]);
    }
    answer.head(&[("content-length", &answer.body.len().to_string())])
}

fn chunked_head(answer: &Answer) -> String {
    answer.head(&[("transfer-encoding", "chunked")])
}

fn chunk(bytes: &[u8]) -> Vec<u8> {
    [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat()
}
