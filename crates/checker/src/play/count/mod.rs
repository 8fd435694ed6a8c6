//! `count`: numbered messages, which grow by one and are the same for all.
//!
//! Clients are looked at one after another. Nothing is lost by that: every message waits with the moment of its
//! arrival, and every deadline is counted from arrivals.

mod numbers;
mod pace;
mod same;

use std::time::Duration;

use tokio::time::Instant;

use crate::{
    failure::FailureKind,
    judge,
    lane::Incoming,
    scenario::Count,
    verdict::{Expected, Received},
};

use super::{
    client::Seen,
    halt::{Halt, Wrong},
    quiet::message,
    record::EventId,
    round::{Round, millis},
};

/// The highest number that anybody has seen of this server, and when.
pub(super) type Highest = Option<(u64, Instant)>;

/// The period of a server that nobody has told us one of.
const UNKNOWN: Duration = Duration::from_secs(3);
/// A message may be this late beyond two periods, in milliseconds.
const LATE: u64 = 2_000;

/// The numbers that a client got in this step.
#[derive(Debug)]
struct Tally {
    name: String,
    /// Whether the first of them is the first of its connection.
    fresh: bool,
    numbers: Vec<Number>,
}

/// A number that came.
#[derive(Clone, Copy, Debug)]
struct Number {
    value: u64,
    at: Instant,
    event: EventId,
}

/// What is the same for all clients of the step.
struct Rule<'a> {
    count: &'a Count,
    /// With its values, but for `{n}`.
    pattern: String,
    /// When the step began.
    began: Instant,
    /// Since then all of them have been listening, and have been looked at: what came before does not count,
    /// where all must get the same.
    since: Option<Instant>,
}

impl Round<'_> {
    pub(super) async fn count(&mut self, names: &[String], count: &Count) -> Result<(), Halt> {
        let rule = Rule {
            count,
            // The place of the number stays as it is.
            pattern: self.values.fill(&count.pattern)?,
            began: Instant::now(),
            since: if count.same { self.listening_since(names)? } else { None },
        };
        let mut tallies = Vec::new();
        for name in names {
            let fresh = self.client(name)?.number.is_none();
            let mut tally = Tally { name: name.clone(), fresh, numbers: Vec::new() };
            while tally.counted(&rule) < count.at_least {
                self.one_more(&mut tally, &rule).await?;
            }
            tallies.push(tally);
        }
        if count.same {
            self.judge_same(&tallies, &rule)?;
        }
        if count.paced
            && let Some(period) = self.player.period
        {
            for tally in &mut tallies {
                self.judge_pace(tally, &rule, period).await?;
            }
        }
        Ok(())
    }

    /// When the last of them had connected and was looked at last.
    fn listening_since(&mut self, names: &[String]) -> Result<Option<Instant>, Halt> {
        let mut since = None;
        for name in names {
            let client = self.client(name)?;
            let looked_at = client.number.map(|(_, at)| at);
            since = since.max(Some(client.lane.opened())).max(looked_at);
        }
        Ok(since)
    }

    /// Waits for the next number of a client.
    async fn one_more(&mut self, tally: &mut Tally, rule: &Rule<'_>) -> Result<(), Halt> {
        let limit = self.patience(tally);
        let began = tally.numbers.last().map_or(rule.began, |last| last.at.max(rule.began));
        let name = &tally.name;
        loop {
            let due = self.due_number(name, rule)?;
            let Some(seen) = self.next(name, began + limit).await? else {
                let kind = rule.count.fails.unwrap_or(FailureKind::NoReply);
                let wrong = Wrong::new(kind, due, Received::Nothing(millis(limit)));
                return Err(self.fail(wrong.client(name, None)));
            };
            match &seen.what {
                Incoming::Text(text) => {
                    let (value, notes) = match judge::number(&rule.pattern, text) {
                        Ok(number) => number,
                        Err((kind, at)) => {
                            let wrong = Wrong::new(kind, due, message(&seen.what)).differs_at(at);
                            return Err(self.fail(wrong.client(name, None).event(seen.event)));
                        }
                    };
                    self.notes.extend(notes);
                    self.judge_number(name, value, &seen, rule)?;
                    tally.numbers.push(Number { value, at: seen.at, event: seen.event });
                    return Ok(());
                }
                Incoming::Binary(_) => {
                    let wrong = Wrong::new(FailureKind::BinaryReply, due, message(&seen.what));
                    return Err(self.fail(wrong.client(name, None).event(seen.event)));
                }
                Incoming::End(end) => return Err(self.fail_at_end(name, end, seen.event, None, due).await),
                Incoming::Ping(_) | Incoming::Pong(_) => {}
            }
        }
    }

    /// How long the next message may take: two periods and a little more. A period that nobody knows is learnt
    /// from the longest time between messages.
    fn patience(&self, tally: &Tally) -> Duration {
        let gaps = tally.numbers.windows(2).map(|two| two[1].at.duration_since(two[0].at));
        let period = self.player.period.unwrap_or_else(|| gaps.max().unwrap_or(UNKNOWN).max(UNKNOWN));
        period * 2 + self.scaled(LATE)
    }

    /// What is due next to a client.
    fn due_number(&mut self, name: &str, rule: &Rule<'_>) -> Result<Expected, Halt> {
        let last = self.client(name)?.number.map(|(last, _)| last + 1);
        let first = rule.count.starts.filter(|_| self.player.highest.is_none());
        Ok(rule.expected(last.or(first)))
    }
}

impl Tally {
    /// How many of the numbers count.
    fn counted(&self, rule: &Rule<'_>) -> usize {
        self.numbers.iter().filter(|number| rule.since.is_none_or(|since| number.at > since)).count()
    }
}

impl Rule<'_> {
    fn expected(&self, number: Option<u64>) -> Expected {
        Expected::Number { pattern: self.pattern.clone(), number }
    }

    /// A number that should not have come.
    fn wrong(&self, name: &str, kind: FailureKind, due: Option<u64>, seen: &Seen) -> Wrong {
        Wrong::new(kind, self.expected(due), message(&seen.what)).client(name, None).event(seen.event)
    }
}
