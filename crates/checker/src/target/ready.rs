//! When a started server is ready to be judged.

use std::{cell::Cell, net::SocketAddr, time::Duration};

use tokio::time::{Instant, sleep, timeout};

use super::{Probe, StartError, port, process::Process};

/// How long a server may take until it is ready.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);

/// The time between two probes.
const PAUSE: Duration = Duration::from_millis(50);

/// A server may open its port before it has loaded what it answers with. So an answer that is not the right one must
/// last so long.
const SETTLED: Duration = Duration::from_millis(500);

/// So many of the last lines explain why a server did not become ready.
const SHOWN: usize = 20;

/// So much time, multiplied.
pub(super) fn scaled(time: Duration, scale: f64) -> Duration {
    Duration::try_from_secs_f64(time.as_secs_f64() * scale).unwrap_or(time)
}

/// What to wait for.
pub(super) struct Wait<'a, P> {
    /// Looks whether the server is ready.
    pub(super) probe: &'a P,
    /// The port it was told to listen on.
    pub(super) port: u16,
    /// Whether the port of the lecture was free before, so that whoever listens there now is this server.
    pub(super) lecture: bool,
    /// How long to wait.
    pub(super) patience: Duration,
    /// What times are multiplied by.
    pub(super) scale: f64,
}

/// What one look at the ports found.
enum Look<T> {
    Ready(SocketAddr, T),
    Answers(SocketAddr),
    Nobody,
}

impl<P> Wait<'_, P> {
    /// Waits until the server is ready; says where, and what the probe brought.
    ///
    /// # Errors
    ///
    /// It ended before, or was not ready in time. It is killed then.
    pub(super) async fn ready<T>(&self, process: &mut Process) -> Result<(SocketAddr, Option<T>), StartError>
    where
        P: AsyncFn(SocketAddr, &str) -> Probe<T>,
    {
        let begin = Instant::now();
        let answering = Cell::new(None);
        let ended = tokio::select! {
            ended = process.ended() => Some(ended.code),
            found = timeout(self.patience, self.search(&answering)) => match (found, answering.get()) {
                (Ok(found), _) => return Ok(found),
                (Err(_), Some((address, _))) => return Ok((address, None)),
                (Err(_), None) => None,
            },
        };
        let waited = begin.elapsed();
        if ended.is_some() {
            // What it left behind may still have something to say about it.
            process.log().complete(Duration::from_millis(100)).await;
        }
        process.kill().await;
        let log = process.log().tail(SHOWN);
        Err(match ended {
            Some(code) => StartError::Exited { code, log },
            None => StartError::NeverReady {
                port: self.port,
                waited: u64::try_from(waited.as_millis()).unwrap_or(u64::MAX),
                log,
            },
        })
    }

    /// Looks until the server is ready. `answering` is where it answers, though not rightly, and since when.
    async fn search<T>(&self, answering: &Cell<Option<(SocketAddr, Instant)>>) -> (SocketAddr, Option<T>)
    where
        P: AsyncFn(SocketAddr, &str) -> Probe<T>,
    {
        let settled = scaled(SETTLED, self.scale);
        loop {
            let pause = match self.look().await {
                Look::Ready(address, found) => return (address, Some(found)),
                Look::Answers(address) => {
                    let before = answering.get().filter(|(place, _)| *place == address);
                    let since = before.map_or_else(Instant::now, |(_, since)| since);
                    if since.elapsed() >= settled {
                        return (address, None);
                    }
                    answering.set(Some((address, since)));
                    // Twice more: each look is a line in the student's own log.
                    settled / 2
                }
                Look::Nobody => {
                    answering.set(None);
                    PAUSE
                }
            };
            sleep(pause).await;
        }
    }

    /// Looks at the port, and at that of the lecture. At the same time: Windows takes two seconds to say that nobody
    /// listens.
    async fn look<T>(&self) -> Look<T>
    where
        P: AsyncFn(SocketAddr, &str) -> Probe<T>,
    {
        let lecture = async { if self.lecture { self.probe_at(port::LECTURE).await } else { Look::Nobody } };
        match tokio::join!(self.probe_at(self.port), lecture) {
            (Look::Ready(address, found), _) | (_, Look::Ready(address, found)) => {
                Look::Ready(address, found)
            }
            (Look::Answers(address), _) | (_, Look::Answers(address)) => Look::Answers(address),
            (Look::Nobody, Look::Nobody) => Look::Nobody,
        }
    }

    async fn probe_at<T>(&self, port: u16) -> Look<T>
    where
        P: AsyncFn(SocketAddr, &str) -> Probe<T>,
    {
        let address = port::local(port);
        match (self.probe)(address, &address.to_string()).await {
            Probe::Ready(found) => Look::Ready(address, found),
            Probe::Answers => Look::Answers(address),
            Probe::NotYet => Look::Nobody,
        }
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use tokio::process::Command;

    use super::*;

    const PORT: u16 = 20_000;

    /// Waits for a server that is at each look, with the port and the milliseconds since the start, what `at` says.
    /// The process is a real one; the clock is not.
    async fn wait(
        lecture: bool,
        at: impl Fn(u16, u128) -> Probe<&'static str>,
    ) -> Result<(u16, Option<&'static str>, u128), StartError> {
        let mut command = Command::new("sleep");
        command.arg("3600");
        let mut process = Process::start(command).unwrap();
        let begin = Instant::now();
        let probe = async |address: SocketAddr, authority: &str| {
            assert_eq!(authority, address.to_string());
            at(address.port(), begin.elapsed().as_millis())
        };
        let wait = Wait { probe: &probe, port: PORT, lecture, patience: PATIENCE, scale: 1.0 };
        let (address, found) = wait.ready(&mut process).await?;
        Ok((address.port(), found, begin.elapsed().as_millis()))
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_ready_at_the_next_look() {
        let at = |_, millis| if millis < 1234 { Probe::NotYet } else { Probe::Ready("x") };
        assert_eq!(wait(false, at).await, Ok((PORT, Some("x"), 1250)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_wrong_answer_counts_when_it_lasts() {
        let looks = Cell::new(0);
        let at = |_, millis| {
            looks.set(looks.get() + 1);
            if millis < 1000 { Probe::NotYet } else { Probe::Answers }
        };
        assert_eq!(wait(false, at).await, Ok((PORT, None, 1500)));
        assert_eq!(looks.get(), 20 + 3);
        let at = |_, millis| if millis < 300 { Probe::Answers } else { Probe::Ready("x") };
        assert_eq!(wait(false, at).await, Ok((PORT, Some("x"), 500)));
        // It was gone in between: the half second begins anew.
        let at = |_, millis| if (200..300).contains(&millis) { Probe::NotYet } else { Probe::Answers };
        assert_eq!(wait(false, at).await, Ok((PORT, None, 800)));
    }

    #[tokio::test(start_paused = true)]
    async fn when_time_is_up_a_wrong_answer_is_one_and_silence_is_none() {
        let at = |_, millis| if millis < 14_800 { Probe::NotYet } else { Probe::Answers };
        assert_eq!(wait(false, at).await, Ok((PORT, None, 15_000)));
        let silent = wait(true, |_, _| Probe::NotYet).await;
        assert_eq!(silent, Err(StartError::NeverReady { port: PORT, waited: 15_000, log: Vec::new() }));
    }

    #[tokio::test(start_paused = true)]
    async fn the_port_of_the_lecture_counts_only_when_it_was_free_and_the_right_one_goes_before() {
        let on_5000 = |port, _| if port == PORT { Probe::NotYet } else { Probe::Ready("5000") };
        assert_eq!(wait(true, on_5000).await, Ok((5000, Some("5000"), 0)));
        assert!(matches!(wait(false, on_5000).await, Err(StartError::NeverReady { .. })));
        let on_both = |port, _| Probe::Ready(if port == PORT { "right" } else { "5000" });
        assert_eq!(wait(true, on_both).await, Ok((PORT, Some("right"), 0)));
    }
}
