//! `printed`, `stop` and `exit`: the server's process.

use tokio::time::{Duration, Instant, sleep};

use crate::{
    failure::FailureKind,
    verdict::{Expected, Received, Unplayable},
};

use super::{
    halt::{Halt, Wrong},
    round::{Round, millis},
};

/// What the server prints is looked at so often.
const LOOK: Duration = Duration::from_millis(20);

impl Round<'_> {
    pub(super) async fn printed(&mut self, text: &str, within: u64) -> Result<(), Halt> {
        self.only_ours()?;
        let text = self.values.fill(text)?;
        let within = self.scaled(within);
        let until = Instant::now() + within;
        loop {
            // The clock first: what is printed within the time is seen, however late that is.
            let over = Instant::now() >= until;
            if self.player.server.log().iter().any(|line| line.contains(&text)) {
                return Ok(());
            }
            if over {
                break;
            }
            sleep(LOOK).await;
        }
        let received = Received::Nothing(millis(within));
        Err(self.fail(Wrong::new(FailureKind::NotPrinted, Expected::Printed(text), received)))
    }

    pub(super) fn stop(&mut self) -> Result<(), Halt> {
        self.only_ours()?;
        self.stopping = true;
        if self.player.server.terminate() { Ok(()) } else { Err(Halt::Unplayable(Unplayable::System)) }
    }

    pub(super) async fn exit(&mut self, code: i32, within: u64) -> Result<(), Halt> {
        self.only_ours()?;
        let within = self.scaled(within);
        let received = match self.player.server.ended(within).await {
            Some(Some(ended)) if ended == code => return Ok(()),
            Some(ended) => Received::Exited(ended),
            None => Received::Nothing(millis(within)),
        };
        let expected = Expected::Exit { code, within: millis(within) };
        Err(self.fail(Wrong::new(FailureKind::WrongExit, expected, received)))
    }

    /// What a server prints and how it ends can be seen of one that we have started.
    fn only_ours(&self) -> Result<(), Halt> {
        if self.player.server.ours() { Ok(()) } else { Err(Halt::Unplayable(Unplayable::Process)) }
    }
}
