//! One check while it is played.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use futures_util::future::join_all;
use tokio::time::{Instant, sleep, timeout};

use crate::{
    failure::FailureKind,
    lane::{End, Incoming},
    scenario::{Action, Check, Step, Values},
    transcript::What,
    verdict::{Expected, Failure, Note, Received},
};

use super::{
    Impossible, Player,
    client::{Client, Seen, record},
    halt::{Halt, Wrong},
    plan::Plan,
    record::EventId,
};

/// No check lasts longer, times the scale of the run.
const CAP: Duration = Duration::from_mins(1);
/// Where the scenario says nothing, something must come within this time, in milliseconds.
pub(super) const POSITIVE: u64 = 2_000;
/// So long is waited for the closing handshakes of those that are still there at the end, in milliseconds.
const FAREWELL: u64 = 300;
/// A process that ends closes its connections first: so long is waited for its end to be seen, in milliseconds.
const EXIT: u64 = 150;
/// So many of the last lines of the server go with a failure.
const LOG: usize = 8;

/// One check while it is played, with the clients it has.
#[derive(Debug)]
pub(super) struct Round<'a> {
    pub(super) player: &'a mut Player,
    pub(super) check: &'a Check,
    pub(super) plan: Plan<'a>,
    pub(super) values: Values,
    pub(super) clients: BTreeMap<String, Client>,
    pub(super) notes: BTreeSet<Note>,
    pub(super) step: usize,
    /// When any client sent something last.
    pub(super) sent: Option<Instant>,
    /// Whether the server was told to stop, so that its end surprises nobody.
    pub(super) stopping: bool,
    failed: Option<EventId>,
}

impl<'a> Round<'a> {
    pub(super) fn new(player: &'a mut Player, check: &'a Check) -> Self {
        Self {
            values: player.values.clone(),
            player,
            check,
            plan: Plan::new(check),
            clients: BTreeMap::new(),
            notes: BTreeSet::new(),
            step: 0,
            sent: None,
            stopping: false,
            failed: None,
        }
    }

    /// Plays the steps.
    pub(super) async fn play(&mut self) -> Result<(), Halt> {
        let cap = CAP.mul_f64(self.player.scale);
        match timeout(cap, self.steps()).await {
            Ok(played) => played,
            Err(_) => Err(self.capped(cap)),
        }
    }

    async fn steps(&mut self) -> Result<(), Halt> {
        let check = self.check;
        for (number, step) in check.steps.iter().enumerate() {
            self.step = number;
            self.player.recorder.step(number);
            // A step is a large future, and most of them never wait for what makes it large.
            match Box::pin(self.one(step)).await {
                Err(Halt::Impossible(Impossible(why))) => {
                    return Err(Impossible(format!("step {}: {why}", number + 1)).into());
                }
                played => played?,
            }
        }
        Ok(())
    }

    async fn one(&mut self, step: &Step) -> Result<(), Halt> {
        let clients = &step.clients;
        match &step.action {
            Action::Connect { path, offer, selects, first } => {
                self.connect(clients, path, offer.as_deref(), selects.as_deref(), *first).await
            }
            Action::Send(what) => self.send(clients, what).await,
            Action::Expect(expect) => self.expect(clients, expect).await,
            Action::Quiet { within, exact, skip, fails } => {
                self.quiet(clients, *within, *exact, skip, *fails).await
            }
            Action::Count(count) => self.count(clients, count).await,
            Action::Drain(within) => self.drain(clients, *within).await,
            Action::Barrier => self.barrier(clients).await,
            Action::Wait(millis) => {
                sleep(Duration::from_millis(*millis)).await;
                Ok(())
            }
            Action::Close(code) => self.close(clients, *code).await,
            Action::Kill => self.kill(clients).await,
            Action::Http { .. } => self.http(&step.action).await,
            Action::Exchange(order) => self.exchange(order).await,
            Action::Printed { text, within } => self.printed(text, *within).await,
            Action::Stop => self.stop(),
            Action::Exit { code, within } => self.exit(*code, *within).await,
        }
    }

    /// The time is over for all steps together.
    fn capped(&mut self, cap: Duration) -> Halt {
        let mut rest = self.check.steps.iter().skip(self.step);
        let expected = rest.find_map(|step| self.expected(step));
        let expected = expected.unwrap_or(Expected::Handshake(None));
        self.fail(Wrong::new(FailureKind::NoReply, expected, Received::Nothing(millis(cap))))
    }

    /// What a step asks for, where it asks for something.
    fn expected(&self, step: &Step) -> Option<Expected> {
        Some(match &step.action {
            Action::Connect { selects, .. } => Expected::Handshake(selects.clone()),
            Action::Expect(expect) => self.due(expect).ok()?.wanted(),
            Action::Count(count) => Expected::Number { pattern: count.pattern.clone(), number: None },
            Action::Http { status, .. } => Expected::Status(*status),
            Action::Printed { text, .. } => Expected::Printed(self.values.fill(text).ok()?),
            Action::Exit { code, within } => Expected::Exit { code: *code, within: *within },
            _ => return None,
        })
    }

    /// Ends the check: closes what is still open, all together and briefly. Gives back the notes, and the event
    /// at which the check failed.
    pub(super) async fn end(mut self) -> (Vec<Note>, Option<EventId>) {
        let within = self.scaled(FAREWELL);
        for (name, client) in &mut self.clients {
            // What nobody has looked at belongs into the transcript as well.
            let _ = client.ahead(name, &mut self.player.recorder).count();
            self.player.recorder.add(Instant::now(), name, What::Leave { code: Some(1000) });
        }
        let leaving = self.clients.into_iter().map(|(name, client)| async move {
            let told = client.end_told();
            (name, told, client.lane.close(1000, within).await)
        });
        for (name, told, closing) in join_all(leaving).await {
            for arrival in closing.arrivals {
                if !(told && matches!(arrival.what, Incoming::End(_))) {
                    record(&name, arrival.at, &arrival.what, &mut self.player.recorder);
                }
            }
        }
        (self.notes.into_iter().collect(), self.failed)
    }

    /// A client by its name.
    pub(super) fn client(&mut self, name: &str) -> Result<&mut Client, Impossible> {
        self.clients.get_mut(name).ok_or_else(|| Impossible(format!("{name} is not connected")))
    }

    /// What comes next to a client, see [`Client::next`].
    pub(super) async fn next(&mut self, name: &str, until: Instant) -> Result<Option<Seen>, Impossible> {
        let client =
            self.clients.get_mut(name).ok_or_else(|| Impossible(format!("{name} is not connected")))?;
        Ok(client.next(name, until, &mut self.player.recorder).await)
    }

    /// A time of the scenario, in milliseconds, as it is in this run.
    pub(super) fn scaled(&self, millis: u64) -> Duration {
        Duration::from_millis(millis).mul_f64(self.player.scale)
    }

    /// Something went wrong at this step.
    pub(super) fn fail(&mut self, wrong: Wrong) -> Halt {
        self.failed = wrong.event;
        Halt::Fail(Box::new(Failure {
            kind: wrong.kind,
            client: wrong.client,
            sent: wrong.sent,
            expected: wrong.expected,
            received: wrong.received,
            differs_at: wrong.differs_at,
            // Known when the check is over and its events are in order.
            line: None,
            log: self.player.server.tail(LOG),
            step: self.step,
        }))
    }

    /// A connection has ended where it should have stayed.
    pub(super) async fn fail_at_end(
        &mut self,
        name: &str,
        end: &End,
        event: EventId,
        sent: Option<String>,
        expected: Expected,
    ) -> Halt {
        let (kind, received) = match end {
            End::Closed(code, reason) => {
                (FailureKind::ConnectionClosed, Received::Closed(Some((*code, reason.clone()))))
            }
            End::Lost(_) => (FailureKind::ConnectionLost, Received::Closed(None)),
            End::NotUtf8(why) => (FailureKind::NotUtf8, Received::Error(why.clone())),
            End::Protocol(why) => (FailureKind::ProtocolError, Received::Error(why.clone())),
            End::Flood(why) => (FailureKind::Flood, Received::Error(why.clone())),
        };
        let own_doing = matches!(kind, FailureKind::ConnectionClosed | FailureKind::ConnectionLost);
        let (kind, received) = match self.exited(own_doing).await {
            Some(code) => (FailureKind::ServerExited, Received::Exited(code)),
            None => (kind, received),
        };
        self.fail(Wrong::new(kind, expected, received).client(name, sent).event(event))
    }

    /// Whether the process of the server has ended, with its exit code. It is only looked at when that could
    /// explain what happened, and nobody has told it to end.
    pub(super) async fn exited(&mut self, explains: bool) -> Option<Option<i32>> {
        let asked = explains && !self.stopping && self.player.server.ours();
        let within = self.scaled(EXIT);
        if asked { self.player.server.ended(within).await } else { None }
    }
}

/// Whole milliseconds.
pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
