//! `quiet` and `drain`: nothing may come, and whatever comes is ignored.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::{
    failure::FailureKind,
    judge::{self, Context, Judged},
    lane::Incoming,
    scenario::{Unbound, Values},
    verdict::{Expected, Received},
};

use super::{
    client::{Seen, lossy},
    halt::{Halt, Wrong},
    hex::hex_shortened,
    round::{Round, millis},
};

/// How long nothing may come, and how that is told.
struct Silence {
    until: Instant,
    /// As the scenario says it, scaled.
    lasts: u64,
    /// When something was sent, where the contract names a time from then on.
    since: Option<Instant>,
    skip: Vec<String>,
    fails: Option<FailureKind>,
}

impl Round<'_> {
    pub(super) async fn quiet(
        &mut self,
        names: &[String],
        within: u64,
        exact: bool,
        skip: &[String],
        fails: Option<FailureKind>,
    ) -> Result<(), Halt> {
        let now = Instant::now();
        let lasts = if exact { Duration::from_millis(within) } else { self.scaled(within) };
        // A time that the contract names runs from what was sent, however long the answer to that took.
        let since = self.sent.filter(|_| exact);
        let silence = Silence {
            until: since.unwrap_or(now) + lasts,
            lasts: millis(lasts),
            since: since.filter(|_| fails.is_some()),
            skip: filled_all(skip, &self.values)?,
            fails,
        };
        // Looked at one after another, in the same time: every message has the moment of its arrival.
        for name in names {
            self.quiet_one(name, &silence).await?;
        }
        Ok(())
    }

    async fn quiet_one(&mut self, name: &str, silence: &Silence) -> Result<(), Halt> {
        while let Some(seen) = self.next(name, silence.until).await? {
            if seen.at > silence.until {
                self.client(name)?.put_back([seen].into_iter());
                break;
            }
            match &seen.what {
                Incoming::Text(text) if passed_over(text, &silence.skip) => {
                    let client = self.client(name)?;
                    client.last = Some(seen.what);
                    client.lose_count();
                }
                // Pongs may come unasked (RFC 6455 5.5.3).
                Incoming::Ping(_) | Incoming::Pong(_) => {}
                Incoming::End(end) => {
                    let sent = self.client(name)?.sent.clone().map(|(_, text)| text);
                    let expected = Expected::Silence(silence.lasts);
                    return Err(self.fail_at_end(name, end, seen.event, sent, expected).await);
                }
                Incoming::Text(_) | Incoming::Binary(_) => return Err(self.not_quiet(name, &seen, silence)?),
            }
        }
        Ok(())
    }

    fn not_quiet(&mut self, name: &str, seen: &Seen, silence: &Silence) -> Result<Halt, Halt> {
        let others = self.plan.due_to_others(name, &self.values);
        let client = self.client(name)?;
        let (sent, last) = (client.sent.clone(), client.last.clone());
        let of_another = matches!(&seen.what, Incoming::Text(text) if others.contains(text));
        let kind = match silence.fails {
            Some(kind) => kind,
            None if of_another => FailureKind::OtherClientsMessage,
            None if sent.is_none() => FailureKind::TooEarly,
            None if last.as_ref() == Some(&seen.what) => FailureKind::Duplicate,
            None => FailureKind::ExtraMessage,
        };
        let (expected, received) = match silence.since {
            Some(since) => {
                let after = seen.at.saturating_duration_since(since);
                (Expected::NotBefore(silence.lasts), Received::After(millis(after)))
            }
            None => (Expected::Silence(silence.lasts), message(&seen.what)),
        };
        let wrong = Wrong::new(kind, expected, received);
        Ok(self.fail(wrong.client(name, sent.map(|(_, text)| text)).event(seen.event)))
    }

    pub(super) async fn drain(&mut self, names: &[String], within: u64) -> Result<(), Halt> {
        let until = Instant::now() + self.scaled(within);
        for name in names {
            while let Some(seen) = self.next(name, until).await? {
                // Whether an end matters is for the next step to say.
                if matches!(seen.what, Incoming::End(_)) {
                    break;
                }
                let client = self.client(name)?;
                if seen.at > until {
                    client.put_back([seen].into_iter());
                    break;
                }
                client.waits_since = None;
                client.lose_count();
                if !matches!(seen.what, Incoming::Pong(_)) {
                    client.last = Some(seen.what);
                }
            }
        }
        sleep_until(until).await;
        Ok(())
    }
}

/// Texts with their values.
pub(super) fn filled_all(texts: &[String], values: &Values) -> Result<Vec<String>, Unbound> {
    texts.iter().map(|text| values.fill(text)).collect()
}

/// Whether a text is one of those that may come before.
pub(super) fn passed_over(text: &str, skip: &[String]) -> bool {
    skip.iter().any(|skip| matches!(judge::text(skip, text, &Context::default()), Judged::Same(_)))
}

/// What came, for a failure.
pub(super) fn message(what: &Incoming) -> Received {
    match what {
        Incoming::Text(text) => Received::Text(text.clone()),
        Incoming::Binary(bytes) => Received::Binary(hex_shortened(bytes)),
        Incoming::Ping(bytes) | Incoming::Pong(bytes) => Received::Pong(lossy(bytes)),
        Incoming::End(_) => Received::Closed(None),
    }
}
