//! How slow this machine is now, told by the reference.

use std::time::Duration;

use super::{Options, RunError, Span, compose, judge, setup::Scene};
use crate::verdict::RunStatus;

/// A reply that takes so long leaves deadlines as they are.
const NOMINAL: Duration = Duration::from_millis(25);
/// A scale beyond this would make a wait longer than people have patience for.
const LARGEST: f64 = 8.0;

/// Plays the reference and says what deadlines are to be multiplied by.
///
/// A machine so busy that the reference misses a deadline gets one more chance with longer ones.
pub(super) async fn reference(
    scene: &Scene<'_>,
    options: &Options,
    spans: &mut Vec<Span>,
) -> Result<(compose::Judged, f64), RunError> {
    let mut scale = scene.scale;
    loop {
        let scene = Scene { scale, ..*scene };
        let mut taken = Vec::new();
        let played = judge(&scene, options, &mut taken).await?;
        let slow = scale * slowness(&played.latencies);
        if played.status(options.stage) == RunStatus::Pass {
            spans.extend(taken);
            return Ok((played, slow.clamp(scale, LARGEST.max(scale))));
        }
        if options.scale.is_some() || scale > scene.scale || scale > 1.0 {
            let result = compose::result(&scene, options, played, taken);
            return Err(RunError::ReferenceFailed(Box::new(result)));
        }
        scale = slow.clamp(3.0, LARGEST);
    }
}

/// How many times slower than usual replies are: nine of ten were faster than that.
fn slowness(latencies: &[Duration]) -> f64 {
    let mut sorted = latencies.to_vec();
    sorted.sort_unstable();
    let slow = sorted.get(sorted.len() * 9 / 10).copied().unwrap_or_default();
    (slow.as_secs_f64() / NOMINAL.as_secs_f64()).max(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_grow_with_what_nine_of_ten_replies_take() {
        let of =
            |times: &[u64]| slowness(&times.iter().copied().map(Duration::from_millis).collect::<Vec<_>>());
        assert!((of(&[]) - 1.0).abs() < f64::EPSILON);
        assert!((of(&[1, 2, 3]) - 1.0).abs() < f64::EPSILON);
        assert!((of(&[50, 50, 50, 50]) - 2.0).abs() < 1e-9);
        // One outlier of ten does not count, two do.
        assert!((of(&[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 500]) - 1.0).abs() < f64::EPSILON);
        assert!(of(&[1, 1, 1, 1, 1, 1, 1, 1, 500, 500]) > 10.0);
    }
}
