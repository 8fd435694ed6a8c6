//! 계획: 어느 거래소에 어떤 순서로 물을지.
//!
//! The plan: which hosts are asked, in their order.

use crate::venues::Question;

/// Which hosts a desk has.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What each is asked, and its base address.
    pub(crate) hosts: Vec<(Question, String)>,
    /// The base addresses of Binance's market stream.
    pub(crate) streams: Vec<String>,
    /// Whether all this is made up.
    pub(crate) is_simulated: bool,
    /// One host alone that its user has named: it is believed, and asked again whatever went wrong.
    pub(crate) is_given: bool,
}

impl Plan {
    /// The real venues of BTC/USDT. Binance's hosts for market data need no key.
    pub(crate) fn live() -> Self {
        Self {
            hosts: [
                (Question::BinanceDay, "https://data-api.binance.vision"),
                (Question::BinanceDay, "https://api.binance.com"),
                (Question::Okx, "https://www.okx.com"),
            ]
            .map(|(question, base)| (question, base.to_owned()))
            .into(),
            streams: ["wss://data-stream.binance.vision", "wss://stream.binance.com"]
                .map(str::to_owned)
                .into(),
            is_simulated: false,
            is_given: false,
        }
    }

    /// The address in `BINANCE_URL`, and nothing else.
    pub(crate) fn given(base: &str) -> Self {
        Self {
            hosts: vec![(Question::BinancePrice, base.to_owned())],
            streams: Vec::new(),
            is_simulated: false,
            is_given: true,
        }
    }

    /// A stand-in exchange.
    pub(crate) fn simulated(base: String, stream: String) -> Self {
        Self {
            hosts: vec![(Question::BinanceDay, base)],
            streams: vec![stream],
            is_simulated: true,
            is_given: false,
        }
    }
}
