//! One pass: every selected check once, its setups side by side where the server allows it.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use futures_util::future::try_join_all;

use super::{
    RunError, Verdicts,
    board::Board,
    select,
    setup::{Opened, Scene},
};
use crate::{
    play::{Outcome, Parts, Status},
    progress::Progress,
    scenario::Check,
    transcript::Transcript,
    verdict::{self, Unplayable},
};

/// What became of a check.
#[derive(Debug)]
pub(super) enum Verdict {
    Played(Outcome),
    Blocked(String),
    Unplayable(Unplayable),
}

/// What a pass brought.
#[derive(Debug, Default)]
pub(super) struct Pass {
    pub(super) verdicts: Verdicts,
    pub(super) transcript: Transcript,
    pub(super) log: Vec<String>,
    /// How long the first server took until it was ready.
    pub(super) ready: Duration,
    pub(super) port_ignored: bool,
    pub(super) url: Option<String>,
}

/// The places in the selection of the checks of one setup.
type Group = (usize, Vec<usize>);

/// What playing a setup brought.
struct Played {
    verdicts: Vec<(usize, Verdict)>,
    transcript: Transcript,
    log: Vec<String>,
}

/// Plays the checks. Setups that have a check of the core come first; what is advanced alone comes only when something
/// of it can still pass.
pub(super) async fn play(scene: &Scene<'_>, checks: &[&Check]) -> Result<Pass, RunError> {
    let mut pass = Pass::default();
    let performance = Performance { scene, checks, board: Board::new(), place: AtomicUsize::new(0) };
    for (at, check) in checks.iter().enumerate() {
        if let Some(why) = select::unplayable(scene.scenario, check, scene.launcher) {
            performance.board.note(&check.id, true);
            pass.verdicts.insert(at, Verdict::Unplayable(why));
        }
    }
    let (core, advanced): (Vec<Group>, Vec<Group>) = performance
        .groups(&pass.verdicts)
        .into_iter()
        .partition(|(_, places)| places.iter().any(|at| checks[*at].stage == verdict::Stage::Core));
    performance.play(core, &mut pass).await?;
    let open = |group: &Group| group.1.iter().any(|at| performance.blocked_by(checks[*at]).is_none());
    let (advanced, shut): (Vec<Group>, Vec<Group>) = advanced.into_iter().partition(open);
    performance.play(advanced, &mut pass).await?;
    for at in shut.into_iter().flat_map(|(_, places)| places) {
        if let Some(by) = performance.blocked_by(checks[at]) {
            pass.verdicts.insert(at, Verdict::Blocked(by));
        }
    }
    Ok(pass)
}

struct Performance<'a> {
    scene: &'a Scene<'a>,
    checks: &'a [&'a Check],
    board: Board,
    place: AtomicUsize,
}

impl Performance<'_> {
    /// The checks that are to be played, by their setup.
    fn groups(&self, done: &Verdicts) -> Vec<Group> {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, check) in self.checks.iter().enumerate() {
            if !done.contains_key(&at) {
                groups.entry(check.setup).or_default().push(at);
            }
        }
        groups.into_iter().collect()
    }

    /// Plays these setups: the first one alone until it is ready, the others beside it unless the server takes
    /// the same port whatever it is told.
    async fn play(&self, groups: Vec<Group>, pass: &mut Pass) -> Result<(), RunError> {
        let mut groups = groups.into_iter();
        let Some(first) = groups.next() else { return Ok(()) };
        let opened = self.open(&first).await?;
        if pass.url.is_none() {
            pass.ready = opened.ready;
            pass.url = Some(opened.url.clone());
        }
        pass.port_ignored |= opened.port_ignored;
        let mine = groups.len();
        if opened.port_ignored || self.scene.launcher.running() {
            take(self.perform(opened, &first.1, false).await?, pass);
            for group in groups {
                let opened = self.open(&group).await?;
                take(self.perform(opened, &group.1, false).await?, pass);
            }
            return Ok(());
        }
        let others = groups.map(async |group| {
            let opened = self.open(&group).await?;
            self.perform(opened, &group.1, true).await
        });
        let (first, others) =
            tokio::try_join!(self.perform(opened, &first.1, mine > 0), try_join_all(others))?;
        for played in std::iter::once(first).chain(others) {
            take(played, pass);
        }
        Ok(())
    }

    async fn open(&self, group: &Group) -> Result<Opened, RunError> {
        self.scene.open(group.1.iter().map(|at| self.checks[*at])).await
    }

    /// Plays the checks of a setup in their order, then ends its server.
    async fn perform(
        &self,
        opened: Opened,
        places: &[usize],
        beside_others: bool,
    ) -> Result<Played, RunError> {
        let mut player = opened.player;
        let mut verdicts = Vec::new();
        for at in places.iter().copied() {
            let check = self.checks[at];
            if beside_others {
                for need in check.needs.iter().filter(|need| self.is_played(need)) {
                    self.board.wait(need).await;
                }
            }
            if let Some(by) = self.blocked_by(check) {
                self.board.note(&check.id, false);
                verdicts.push((at, Verdict::Blocked(by)));
                continue;
            }
            self.scene.listener.on(&Progress::Playing {
                reference: self.scene.reference,
                id: &check.id,
                place: self.place.fetch_add(1, Ordering::Relaxed) + 1,
                total: self.checks.len(),
            });
            let outcome = player.play(check).await.map_err(|error| {
                RunError::Scenario(format!("{} {}: {}", self.scene.scenario.name, check.id, error.0))
            })?;
            self.board.note(&check.id, !matches!(outcome.status, Status::Fail(_)));
            verdicts.push((at, Verdict::Played(outcome)));
        }
        let Parts { server, transcript, .. } = player.into_parts();
        let log = server.log();
        server.stop().await;
        Ok(Played { verdicts, transcript, log })
    }

    fn is_played(&self, id: &str) -> bool {
        self.checks.iter().any(|check| check.id == id)
    }

    /// The first check that this one needs and that has not passed.
    fn blocked_by(&self, check: &Check) -> Option<String> {
        let mut seen = BTreeSet::new();
        check.needs.iter().find(|need| seen.insert(*need) && self.board.known(need) == Some(false)).cloned()
    }
}

/// Adds what a setup brought; the lines of its transcript come behind those that are there.
fn take(played: Played, pass: &mut Pass) {
    let before = pass.transcript.events.len();
    for (at, mut verdict) in played.verdicts {
        if let Verdict::Played(Outcome { status: Status::Fail(failure), .. }) = &mut verdict {
            failure.line = failure.line.map(|line| line + before);
        }
        pass.verdicts.insert(at, verdict);
    }
    pass.transcript.events.extend(played.transcript.events);
    pass.log.extend(played.log);
}
