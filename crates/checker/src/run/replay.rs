//! Failures in time are played again: a slow machine must not look like a wrong server, nor a wrong one like luck.

use std::collections::BTreeMap;

use super::{
    Flaky, RunError,
    pass::{Pass, Verdict},
    setup::Scene,
};
use crate::{
    play::{Outcome, Status},
    progress::Progress,
    scenario::Check,
    verdict::{self, CheckStatus},
};

/// So many failures are played again; a server that fails more often is not slow but wrong.
const FAILURES: usize = 3;
/// A failure is played again so often at most.
const TIMES: u32 = 2;

/// Plays failures in time again, on fresh servers. A check that then passes is flaky; one that fails again failed.
///
/// What it returns has an entry for every check that was played again.
pub(super) async fn again(
    scene: &Scene<'_>,
    deciding: verdict::Stage,
    checks: &[&Check],
    pass: &mut Pass,
) -> Result<Flaky, RunError> {
    let mut statuses = BTreeMap::new();
    let in_time = |at: &usize, verdict: &Verdict| {
        checks[*at].stage <= deciding
            && matches!(verdict, Verdict::Played(Outcome { status: Status::Fail(failure), .. })
                if failure.kind.timing_only())
    };
    let failed: Vec<usize> =
        pass.verdicts.iter().filter(|(at, verdict)| in_time(at, verdict)).map(|(at, _)| *at).collect();
    for at in failed.into_iter().take(FAILURES) {
        let (mut passed, mut played) = (0, 1);
        while played <= TIMES {
            scene.listener.on(&Progress::Replaying(&checks[at].id));
            let is_passed = once(scene, checks[at]).await?;
            played += 1;
            passed += u32::from(is_passed);
            // Twice the same failure is no accident.
            if passed == 0 {
                break;
            }
        }
        let status = if passed == 0 { CheckStatus::Fail } else { CheckStatus::Flaky { passed, played } };
        statuses.insert(at, status);
    }
    Ok(statuses)
}

/// Whether a check passes on a server that has just been started.
async fn once(scene: &Scene<'_>, check: &Check) -> Result<bool, RunError> {
    let mut opened = scene.open(std::iter::once(check)).await?;
    let outcome =
        opened.player.play(check).await.map_err(|error| {
            RunError::Scenario(format!("{} {}: {}", scene.scenario.name, check.id, error.0))
        })?;
    opened.player.into_parts().server.stop().await;
    Ok(matches!(outcome.status, Status::Pass))
}
