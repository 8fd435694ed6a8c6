//! 거래소: 어디에 어떻게 묻고, 그 답을 어떻게 읽는지. 형식은 거래소마다 한 파일입니다.
//!
//! The venues: what to ask each of them, and how to read what it says. One file for each venue's formats; all of
//! them tell BTC/USDT, for prices in different currencies are never mixed.

mod binance;
mod okx;

use crate::{
    failure::{Doubt, Failure, Flaw},
    price::Price,
};

pub(crate) use binance::{Event, STREAM, event};

/// What is asked of a venue over HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Question {
    /// Binance's price alone: the question of the lecture.
    BinancePrice,
    /// Binance's price with that of a day before, and its time.
    BinanceDay,
    /// OKX's price with that of a day before, and its time.
    Okx,
}

impl Question {
    /// The venue's name.
    pub(crate) const fn venue(self) -> &'static str {
        match self {
            Self::BinancePrice | Self::BinanceDay => "binance",
            Self::Okx => "okx",
        }
    }

    /// What stands behind the venue's base address.
    pub(crate) const fn path(self) -> &'static str {
        match self {
            Self::BinancePrice => binance::PRICE,
            Self::BinanceDay => binance::DAY,
            Self::Okx => okx::TICKER,
        }
    }

    /// Reads the answer: JSON as documented, about our pair, with a possible price.
    pub(crate) fn read(self, body: &[u8]) -> Result<Reading, Failure> {
        match self {
            Self::BinancePrice => binance::price(body),
            Self::BinanceDay => binance::day(body),
            Self::Okx => okx::ticker(body),
        }
    }
}

/// What a venue told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reading {
    /// The last price.
    pub(crate) price: Price,
    /// The price of 24 hours before, where it is told.
    pub(crate) open: Option<Price>,
    /// The venue's own time in milliseconds since 1970, where it is told.
    pub(crate) time: Option<u64>,
}

/// What `text` says as a price, if it says one.
fn priced(text: &str) -> Result<Price, Failure> {
    Price::read(text).ok_or(Failure::Implausible(Doubt::NoPrice))
}

/// An answer about another pair tells nothing of ours.
fn about(symbol: &str, ours: &str) -> Result<(), Failure> {
    if symbol == ours { Ok(()) } else { Err(Failure::Implausible(Doubt::WrongSymbol)) }
}

/// Reads JSON into what a venue documents. A field that comes twice is an error, and so is anything after the end.
fn json<'body, T: serde::Deserialize<'body>>(body: &'body [u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|_| Failure::BadAnswer(Flaw::NotJson))
}
