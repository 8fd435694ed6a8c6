//! How slow this machine is now, told by the reference.

use std::time::Duration;

use tokio::time::Instant;

use super::{RunError, setup::Scene};
use crate::lane::Lane;

/// An opening handshake that takes so long leaves deadlines as they are. On a quiet laptop it takes 1 ms.
const NOMINAL: Duration = Duration::from_millis(20);
/// So many are measured.
const HANDSHAKES: usize = 10;
/// A handshake that takes longer is not waited for.
const PATIENCE: Duration = Duration::from_secs(1);
/// A scale beyond this would make a wait longer than people have patience for.
pub(super) const LARGEST: f64 = 8.0;

/// What deadlines are to be multiplied by: how many times slower than usual the reference answers opening handshakes.
pub(super) async fn scale(reference: &Scene<'_>) -> Result<f64, RunError> {
    let server = reference.open(reference.scenario.checks.iter().take(1)).await?.player.into_parts().server;
    let mut times = Vec::new();
    for _ in 0..HANDSHAKES {
        let begun = Instant::now();
        let lane = Lane::open(server.address(), &server.authority(), server.path(), None, PATIENCE).await;
        times.push(begun.elapsed());
        if let Ok(lane) = lane {
            lane.close(1000, PATIENCE).await;
        }
    }
    server.stop().await;
    Ok(slowness(times).clamp(1.0, LARGEST))
}

/// How many times slower than usual replies are: nine of ten were faster than that.
fn slowness(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    let slow = times.get((times.len() * 9).div_ceil(10).saturating_sub(1)).copied().unwrap_or_default();
    slow.as_secs_f64() / NOMINAL.as_secs_f64()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_of_ten_handshakes_are_faster() {
        let of = |times: &[u64]| slowness(times.iter().copied().map(Duration::from_millis).collect());
        assert!(of(&[]) < 1e-9);
        assert!((of(&[40, 40, 40]) - 2.0).abs() < 1e-9);
        // One outlier of ten does not count, two do.
        assert!(of(&[500, 1, 1, 1, 1, 1, 1, 1, 1, 1]) < 1.0);
        assert!(of(&[500, 500, 1, 1, 1, 1, 1, 1, 1, 1]) > 10.0);
    }
}
