//! 방: 누가 입력 중인지 알고, 끝낸 글을 모두에게 전합니다. 소켓을 모릅니다.
//!
//! The room: it knows who types, and passes finished lines on to everyone. It knows no socket.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use tokio::{
    sync::{broadcast, watch},
    time::{Instant, sleep_until},
};

use crate::typists::Typists;

/// 한 사람에게 밀릴 수 있는 글의 수. 더 밀리면 [`Member::lines`] 가 오류를 줍니다.
/// Lines that may wait for one reader; beyond that [`Member::lines`] gives an error. A class of 300 in which
/// everyone sends three lines at once is no reason to lose one, and the longest lines take 2 MiB, shared by all.
pub(crate) const MOST_WAITING_LINES: usize = 1024;

/// 모두가 함께 있는 방.
/// The room that everyone is in.
pub(crate) struct Room {
    /// watch는 값을 하나만, 가장 새로운 것만 지닙니다: 느리게 읽는 사람은 지나간 상태를 건너뜁니다.
    /// A watch holds one value, the newest: whoever reads slowly skips the states that are over.
    typists: watch::Sender<Typists>,
    /// broadcast는 모두에게 모든 글을, 보낸 순서대로 줍니다.
    /// A broadcast gives every line to everyone, in the order in which they were sent.
    lines: broadcast::Sender<Arc<str>>,
    next_id: AtomicU64,
}

impl Room {
    /// 빈 방. · An empty room.
    pub(crate) fn new() -> Self {
        let (typists, lines) = (watch::Sender::default(), broadcast::Sender::new(MOST_WAITING_LINES));
        Self { typists, lines, next_id: AtomicU64::new(0) }
    }

    /// 들어옵니다. 지금 상태를 바로 듣게 됩니다.
    /// Comes in, and hears of the present state at once.
    pub(crate) fn join(self: &Arc<Self>) -> Member {
        let mut states = self.typists.subscribe();
        states.mark_changed();
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        Member { room: Arc::clone(self), id, states, lines: self.lines.subscribe() }
    }

    /// 조용한 사람을 멈춘 것으로 칩니다. 방 하나에 하나씩, 끝없이 돕니다. 세션 루프가 느린 상대에게 보내느라
    /// 기다리는 동안에도 제때 멈추도록, 세션 루프와 따로 돕니다.
    /// Takes the silent for stopped: one task for each room, for ever. It is apart from the session loops, so that
    /// a typist whose own session waits in a send is over in time as well.
    pub(crate) async fn expire(self: Arc<Self>) {
        let mut states = self.typists.subscribe();
        loop {
            let next = states.borrow_and_update().next_deadline();
            match next {
                // Whoever begins to type meanwhile has a later deadline.
                Some(deadline) => {
                    sleep_until(deadline).await;
                    self.typists.send_if_modified(|typists| typists.expire(Instant::now()));
                }
                None if states.changed().await.is_ok() => {}
                None => return,
            }
        }
    }
}

/// 방에 있는 한 사람. 어떻게 끝나든 (닫힘, 사라짐, 패닉) drop이 방을 나갑니다.
/// One who is in the room. However that ends (a close, a vanished peer, a panic), dropping it leaves the room.
pub(crate) struct Member {
    room: Arc<Room>,
    id: u64,
    /// 상태가 달라지면 깨웁니다. · Wakes whenever the state changes.
    pub(crate) states: watch::Receiver<Typists>,
    /// 끝낸 글들. · The finished lines.
    pub(crate) lines: broadcast::Receiver<Arc<str>>,
}

impl Member {
    /// 입력 중입니다. · Types.
    pub(crate) fn typing(&self) {
        self.room.typists.send_if_modified(|typists| typists.typing(self.id, Instant::now()));
    }

    /// 멈췄습니다. · Has stopped.
    pub(crate) fn stop(&self) {
        self.room.typists.send_if_modified(|typists| typists.stop(self.id));
    }

    /// 글을 끝냈습니다: 먼저 멈추고, 그다음 모두에게, 자신에게도 전합니다.
    /// Has finished a line: stops first, then tells everyone, its author included.
    pub(crate) fn say(&self, text: String) {
        self.stop();
        // Its author listens, so there is a receiver.
        let _ = self.room.lines.send(text.into());
    }

    /// 지금 몇 명이 입력 중인가. 본 것으로 칩니다.
    /// How many type now; takes this state for seen.
    pub(crate) fn typists(&mut self) -> usize {
        self.states.borrow_and_update().count()
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.stop();
    }
}

#[cfg(test)]
mod tests;
