//! Servers that listen on the port of the lecture, whatever `PORT` says.

use std::net::{Ipv4Addr, TcpListener};

use lab_checker::target::StartError;
use tokio::sync::Mutex;

use crate::start::{accepts, command, program, python, start, within};

/// There is one such port.
static LECTURE: Mutex<()> = Mutex::const_new(());

/// Holds the port; `None`, said on standard error, where somebody else has it.
fn taken() -> Option<TcpListener> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 5000)).ok();
    if listener.is_none() {
        eprintln!("SKIPPED · 건너뜀: somebody listens on port 5000");
    }
    listener
}

#[tokio::test]
async fn a_server_that_does_not_read_port_is_found_on_5000_and_leaves_it() {
    let Some(python) = python() else { return };
    let _alone = LECTURE.lock().await;
    if taken().is_none() {
        return;
    }
    let folder = program("listen(5000)");
    let target = command(&format!("{python} app.py a"), folder.path());
    for _ in 0..2 {
        let (server, found) = start(&target).await.unwrap();
        assert_eq!(found.as_deref(), Some("a"));
        assert!(server.port_ignored());
        assert_eq!(server.authority(), "127.0.0.1:5000");
        let address = server.address();
        server.stop().await;
        assert!(!accepts(address).await);
    }
}

#[tokio::test]
async fn what_listened_on_5000_before_is_never_taken_for_the_server() {
    let Some(python) = python() else { return };
    let _alone = LECTURE.lock().await;
    let Some(held) = taken() else { return };
    held.set_nonblocking(true).unwrap();
    let folder = program("time.sleep(3600)");
    let silent = within(1.0, &format!("{python} app.py"), folder.path());
    assert!(matches!(start(&silent).await, Err(StartError::NeverReady { .. })));
    // Not even asked, but for the look whether it is free.
    let visits = std::iter::from_fn(|| held.accept().ok());
    for (stream, _) in visits {
        stream.set_nonblocking(false).unwrap();
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut &stream, &mut bytes).unwrap();
        assert_eq!(bytes, b"");
    }
    let clash = program("listen(5000)");
    let error = start(&command(&format!("{python} app.py"), clash.path())).await.unwrap_err();
    let StartError::Exited { code: Some(1), log } = error else { panic!("{error:?}") };
    assert!(log.iter().any(|line| line.contains("OSError")), "{log:?}");
}
