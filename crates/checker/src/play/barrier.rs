//! `barrier`: what was sent before has been read.

use tokio::time::{Instant, sleep};

use crate::{
    failure::FailureKind,
    lane::Incoming,
    scenario::Outgoing,
    transcript::{Payload, What},
    verdict::{Expected, Received},
};

use super::{
    client::{Seen, lossy},
    halt::{Halt, Wrong},
    round::{POSITIVE, Round, millis},
};

/// So long passes after the pong, in milliseconds: a server may answer pings before it has dealt with what it read.
const SETTLE: u64 = 50;

impl Round<'_> {
    pub(super) async fn barrier(&mut self, names: &[String]) -> Result<(), Halt> {
        for name in names {
            let payload = format!("barrier {} {}", self.check.id, self.step);
            let within = self.scaled(POSITIVE);
            let at = Instant::now();
            let ping = Outgoing::Ping(payload.clone());
            // When it cannot be sent, no pong comes.
            if self.client(name)?.lane.send(&ping, within).await.is_ok() {
                self.player.recorder.add(at, name, What::Sent(Payload::Ping(payload.clone())));
            }
            self.pong(name, &payload, POSITIVE, None).await?;
        }
        sleep(self.scaled(SETTLE)).await;
        Ok(())
    }

    /// Waits for a pong. Messages that come before it are still to be judged; other pongs may come unasked
    /// (RFC 6455 5.5.3).
    pub(super) async fn pong(
        &mut self,
        name: &str,
        payload: &str,
        within: u64,
        fails: Option<FailureKind>,
    ) -> Result<(), Halt> {
        let within = self.scaled(within);
        let until = Instant::now() + within;
        let expected = || Expected::Pong(payload.to_owned());
        let mut aside: Vec<Seen> = Vec::new();
        let mut other = None;
        while let Some(seen) = self.next(name, until).await? {
            match &seen.what {
                Incoming::Pong(bytes) if bytes == payload.as_bytes() => {
                    self.client(name)?.put_back(aside.into_iter());
                    return Ok(());
                }
                Incoming::Pong(bytes) => other = Some((lossy(bytes), seen.event)),
                Incoming::End(end) => {
                    return Err(self.fail_at_end(name, end, seen.event, None, expected()).await);
                }
                _ => aside.push(seen),
            }
        }
        let kind = fails.unwrap_or(FailureKind::NoPong);
        let sent = Some(payload.to_owned());
        let wrong = match other {
            Some((other, event)) => Wrong::new(kind, expected(), Received::Pong(other)).event(event),
            None => Wrong::new(kind, expected(), Received::Nothing(millis(within))),
        };
        Err(self.fail(wrong.client(name, sent)))
    }
}
