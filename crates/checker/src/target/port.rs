//! Ports of this machine.

use std::{
    collections::VecDeque,
    io,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    sync::{self, PoisonError},
    time::Duration,
};

use tokio::{
    net::TcpStream,
    sync::{Mutex, MutexGuard},
    time::{sleep, timeout},
};

/// The port of the lecture, where a server listens that does not read `PORT`.
pub(super) const LECTURE: u16 = 5000;

/// Whose turn it is to be looked for on that port. Of two servers that are started at the same time, one that does
/// not read `PORT` could be taken for the other.
static TURN: Mutex<()> = Mutex::const_new(());

/// Waits for the turn to be looked for on the port of the lecture; nobody else's comes while it is held. `None`:
/// somebody listens there already.
pub(super) async fn lecture() -> Option<MutexGuard<'static, ()>> {
    let turn = TURN.lock().await;
    is_free(local(LECTURE)).await.then_some(turn)
}

/// The port on this machine's own address.
pub(super) fn local(port: u16) -> SocketAddr {
    (Ipv4Addr::LOCALHOST, port).into()
}

/// A port that nobody listens on. It is not held, so that a server can take it; but it is not given again soon,
/// because servers that are started side by side would be given the same.
///
/// It lies below the ports that systems give to clients (Linux from 32,768, macOS and Windows from 49,152). A port
/// the system chooses is one of those, and until the server has it a client may: even one that asks whether the
/// server is there, which then speaks with itself.
pub(super) fn free() -> io::Result<u16> {
    static GIVEN: sync::Mutex<VecDeque<u16>> = sync::Mutex::new(VecDeque::new());
    /// More than are ever started side by side.
    const REMEMBERED: usize = 256;
    const TRIES: usize = 1000;
    let mut given = GIVEN.lock().unwrap_or_else(PoisonError::into_inner);
    let mut refusal = None;
    for port in std::iter::repeat_with(|| fastrand::u16(20_000..30_000)).take(TRIES) {
        if given.contains(&port) {
            continue;
        }
        match TcpListener::bind(local(port)) {
            Ok(_) => {
                if given.len() == REMEMBERED {
                    given.pop_front();
                }
                given.push_back(port);
                return Ok(port);
            }
            Err(error) => refusal = Some(error),
        }
    }
    Err(refusal.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// Whether nobody listens there. Both are tried: macOS lets us bind an address beside somebody who listens on all.
pub(super) async fn is_free(address: SocketAddr) -> bool {
    if TcpListener::bind(address).is_err() {
        return false;
    }
    // Windows takes seconds to refuse; whoever listens on this machine accepts at once.
    !matches!(timeout(Duration::from_millis(250), TcpStream::connect(address)).await, Ok(Ok(_)))
}

/// Waits until nobody listens there, at most so long.
pub(super) async fn freed(address: SocketAddr, within: Duration) {
    let wait = async {
        while !is_free(address).await {
            sleep(Duration::from_millis(20)).await;
        }
    };
    // It is free, or somebody has it whom we have not started.
    let _ = timeout(within, wait).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_port_is_free_until_somebody_listens_and_again_after() {
        let address = local(free().unwrap());
        assert!(is_free(address).await);
        let listener = TcpListener::bind(address).unwrap();
        assert!(!is_free(address).await);
        drop(listener);
        freed(address, Duration::from_secs(5)).await;
        assert!(is_free(address).await);
    }

    #[test]
    fn no_port_is_given_twice() {
        let mut ports: Vec<u16> = (0..100).map(|_| free().unwrap()).collect();
        ports.sort_unstable();
        ports.dedup();
        assert_eq!(ports.len(), 100);
    }
}
