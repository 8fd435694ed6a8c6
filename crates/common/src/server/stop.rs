//! 서버의 끝: Ctrl+C나 SIGTERM을 받으면 모든 연결에 1001을 보내고 끝냅니다. 한 번 더 받으면 바로 끝냅니다.
//!
//! The end of a server: on Ctrl+C or SIGTERM every connection is closed with 1001, and then the process
//! ends; on the second one it ends at once.

use std::io;

use actix_web::dev::ServerHandle;
use lab_wire::Shutdown;
use tokio::{
    select,
    time::{Duration, timeout},
};

use crate::{capacity::Capacity, console};

/// Connections have this long to close.
const DRAIN: Duration = Duration::from_millis(3500);

/// Requests over plain HTTP have this long to be answered after that, in seconds.
pub(super) const LAST_ANSWERS: u64 = 1;

/// What a person or a supervisor says to end the server.
pub(super) struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { terminate: signal(SignalKind::terminate())?, interrupt: signal(SignalKind::interrupt())? })
    }

    #[cfg(not(unix))]
    #[allow(clippy::unnecessary_wraps)] // Only Unix can fail here.
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self {})
    }

    /// Waits for the next one.
    #[cfg(unix)]
    pub(super) async fn next(&mut self) {
        select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }

    #[cfg(not(unix))]
    pub(super) async fn next(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Ends the server; `false` where a second signal cut that short.
pub(super) async fn drain(
    server: &ServerHandle,
    shutdown: &Shutdown,
    capacity: &Capacity,
    signals: &mut Signals,
) -> bool {
    let open = capacity.open();
    console::print(format_args!(
        "끝내는 중: 연결 {open}개를 닫습니다. 바로 끝내려면 한 번 더 누르세요. · Stopping: closing {open} connections. Once more ends it at once."
    ));
    shutdown.begin();
    let last = async {
        // Whoever has not closed by then is cut off.
        let _ = timeout(DRAIN, capacity.emptied()).await;
        server.stop(true).await;
    };
    select! {
        () = last => true,
        () = signals.next() => false,
    }
}
