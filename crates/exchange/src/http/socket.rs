//! A connection, whatever carries it, and its end.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

/// What carries a connection: TCP, TLS, or memory in a test.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {
    /// Has the connection end with a reset when it is dropped.
    fn reset(&self) -> io::Result<()>;
}

/// One connection.
pub(crate) type Socket = Box<dyn Wire>;

impl Wire for TcpStream {
    fn reset(&self) -> io::Result<()> {
        self.set_zero_linger()
    }
}

#[cfg(test)]
impl Wire for tokio::io::DuplexStream {
    fn reset(&self) -> io::Result<()> {
        Ok(())
    }
}

/// A peer that does not close after the last answer is waited for so long.
const LINGER: Duration = Duration::from_secs(1);

/// Ends this side and reads the rest of the other: closing with something unread would reset the connection
/// and take the answer away from the peer.
pub(crate) async fn linger(socket: &mut Socket) {
    let end = async {
        let _ = socket.shutdown().await;
        wait_for_end(socket).await;
    };
    let _ = timeout(LINGER, end).await;
}

/// Reads and forgets until the peer ends.
pub(crate) async fn wait_for_end(socket: &mut Socket) {
    let mut forgotten = [0; 1024];
    while socket.read(&mut forgotten).await.is_ok_and(|read| read > 0) {}
}
