//! The page of lab 3 in a real browser, driven by mouse, keyboard and the Korean input method.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod accessibility;
mod history;
mod lines;
mod loading;
mod picture;
mod plain;
mod room;
mod typing;

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use lab_testing::{LabPage, Server};
use tokio_tungstenite::tungstenite::{self, Message};

const BINARY: &str = env!("CARGO_BIN_EXE_lab3-typing");

/// What the deck shows while somebody types.
const INDICATOR: &str = "💬 누군가 입력 중…";

fn open() -> Option<LabPage> {
    LabPage::open(BINARY)
}

fn connected() -> Option<LabPage> {
    LabPage::connected(BINARY)
}

/// Others in the room who go on typing until this is dropped.
struct Others {
    is_over: Arc<AtomicBool>,
    typing: Option<JoinHandle<()>>,
}

impl Others {
    fn type_on(server: &Server, count: usize) -> Self {
        let connect = |_| tungstenite::connect(server.socket_url()).unwrap().0;
        let mut sockets: Vec<_> = (0..count).map(connect).collect();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let typing = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                for socket in &mut sockets {
                    socket.send(Message::text("typing")).unwrap();
                }
                // Well below the 3 s after which a typist counts as stopped.
                thread::sleep(Duration::from_millis(500));
            }
        });
        Self { is_over, typing: Some(typing) }
    }
}

impl Drop for Others {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(typing) = self.typing.take() {
            let _ = typing.join();
        }
    }
}
