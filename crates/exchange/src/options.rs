//! How an exchange is to be.

use std::time::Duration;

/// So long that nothing waits for its end.
const FOR_EVER: Duration = Duration::from_hours(24 * 3650);
/// How an exchange is to be: its port, its clocks, its limits.
#[derive(Clone, Debug)]
pub struct Options {
    /// The port on 127.0.0.1; 0 takes a free one.
    pub port: u16,
    /// What the walk of the price follows from. The same seed gives the same prices in the same order.
    pub seed: u64,
    /// A trade comes each time this has passed. Zero counts as 1 ms.
    pub step: Duration,
    /// A `miniTicker` comes each time this has passed. Zero counts as 1 ms.
    pub pace: Duration,
    /// Streams get a ping each time this has passed. Zero counts as 1 ms.
    pub ping: Duration,
    /// A stream that leaves a ping unanswered so long is closed with 1008.
    pub pong: Duration,
    /// A stream that is so old is cut.
    pub lifetime: Duration,
    /// The request weight that a minute allows, answered with 429 when it is used up. `None` counts and never
    /// refuses; the venue allows 6,000.
    pub weight_limit: Option<u32>,
    /// TLS with such a certificate; `None` speaks plain HTTP.
    #[cfg(feature = "tls")]
    pub certificate: Option<crate::tls::Certificate>,
}

impl Default for Options {
    /// A free port, four trades a second, and the times which Binance documents.
    fn default() -> Self {
        Self {
            port: 0,
            seed: 1,
            step: Duration::from_millis(250),
            pace: Duration::from_secs(1),
            ping: Duration::from_secs(20),
            pong: Duration::from_mins(1),
            lifetime: Duration::from_hours(24),
            weight_limit: None,
            #[cfg(feature = "tls")]
            certificate: None,
        }
    }
}

/// The time, within what a clock can count: intervals of zero are not possible, nor such as last for ever.
pub(crate) fn possible(time: Duration) -> Duration {
    time.clamp(Duration::from_millis(1), FOR_EVER)
}
