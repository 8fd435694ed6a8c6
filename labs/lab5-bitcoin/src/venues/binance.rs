//! 바이낸스의 형식 · Binance's formats.
//!
//! REST <https://developers.binance.com/docs/binance-spot-api-docs/rest-api/market-data-endpoints>, streams
//! <https://developers.binance.com/docs/binance-spot-api-docs/web-socket-streams>.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Reading, about, json, priced};
use crate::{failure::Failure, price::Price};

const SYMBOL: &str = "BTCUSDT";

/// `{"symbol":"BTCUSDT","price":"70352.36000000"}`, without a time.
pub(super) const PRICE: &str = "/api/v3/ticker/price?symbol=BTCUSDT";
/// The numbers of 24 hours; no more expensive than [`PRICE`].
pub(super) const DAY: &str = "/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI";

/// The market stream that tells the day in short once a second.
pub(crate) const STREAM: &str = "/ws/btcusdt@miniTicker";

// `Cow` borrows where a text has no escapes, and is still read where it has.
#[derive(Deserialize)]
struct PriceTicker<'body> {
    #[serde(borrow)]
    symbol: Cow<'body, str>,
    #[serde(borrow)]
    price: Cow<'body, str>,
}

/// Reads the answer to [`PRICE`].
pub(super) fn price(body: &[u8]) -> Result<Reading, Failure> {
    let ticker: PriceTicker<'_> = json(body)?;
    about(&ticker.symbol, SYMBOL)?;
    Ok(Reading { price: priced(&ticker.price)?, open: None, time: None })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct DayTicker<'body> {
    #[serde(borrow)]
    symbol: Cow<'body, str>,
    #[serde(borrow)]
    last_price: Cow<'body, str>,
    #[serde(borrow)]
    open_price: Cow<'body, str>,
    close_time: u64,
}

/// Reads the answer to [`DAY`].
pub(super) fn day(body: &[u8]) -> Result<Reading, Failure> {
    let ticker: DayTicker<'_> = json(body)?;
    about(&ticker.symbol, SYMBOL)?;
    Ok(Reading {
        price: priced(&ticker.last_price)?,
        open: Price::read(&ticker.open_price),
        time: Some(ticker.close_time),
    })
}

/// What a message of the market stream says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    /// The day in short.
    Ticker(Reading),
    /// This server will be stopped soon.
    ServerShutdown,
    /// Something that this client does not know; new events appear from time to time.
    Unknown,
}

#[derive(Deserialize)]
struct Kind<'text> {
    #[serde(borrow, rename = "e")]
    kind: Cow<'text, str>,
}

#[derive(Deserialize)]
struct MiniTicker<'text> {
    #[serde(rename = "E")]
    time: u64,
    #[serde(borrow, rename = "s")]
    symbol: Cow<'text, str>,
    #[serde(borrow, rename = "c")]
    close: Cow<'text, str>,
    #[serde(borrow, rename = "o")]
    open: Cow<'text, str>,
}

/// Reads a message of the market stream.
pub(crate) fn event(text: &[u8]) -> Result<Event, Failure> {
    let kind: Kind<'_> = json(text)?;
    match &*kind.kind {
        "24hrMiniTicker" => {}
        "serverShutdown" => return Ok(Event::ServerShutdown),
        _ => return Ok(Event::Unknown),
    }
    let ticker: MiniTicker<'_> = json(text)?;
    about(&ticker.symbol, SYMBOL)?;
    Ok(Event::Ticker(Reading {
        price: priced(&ticker.close)?,
        open: Price::read(&ticker.open),
        time: Some(ticker.time),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::{Doubt, Flaw};

    const DOUBTFUL: Failure = Failure::Implausible(Doubt::NoPrice);
    const WRONG: Failure = Failure::Implausible(Doubt::WrongSymbol);
    const UNREADABLE: Failure = Failure::BadAnswer(Flaw::NotJson);

    fn reading(price: &str, open: Option<&str>, time: Option<u64>) -> Reading {
        Reading { price: Price::read(price).unwrap(), open: open.and_then(Price::read), time }
    }

    #[test]
    fn the_documented_answers_are_read() {
        let told = price(br#"{"symbol":"BTCUSDT","price":"70352.36000000"}"#).unwrap();
        assert_eq!(told, reading("70352.36", None, None));
        let told = day(br#"{"symbol":"BTCUSDT","openPrice":"69000.00000000","highPrice":"71000.00000000","lowPrice":"68500.00000000","lastPrice":"70352.36000000","volume":"8913.30000000","quoteVolume":"15.30000000","openTime":1499783499040,"closeTime":1499869899040,"firstId":28385,"lastId":28460,"count":76}"#).unwrap();
        assert_eq!(told, reading("70352.36", Some("69000"), Some(1_499_869_899_040)));
    }

    #[test]
    fn the_documented_events_are_read_and_unknown_ones_passed_over() {
        let text = br#"{"e":"24hrMiniTicker","E":1672515782136,"s":"BTCUSDT","c":"70352.36000000","o":"69000.00000000","h":"71000.00000000","l":"68500.00000000","v":"10000","q":"18"}"#;
        let Ok(Event::Ticker(told)) = event(text) else { panic!("no ticker") };
        assert_eq!(told, reading("70352.36", Some("69000"), Some(1_672_515_782_136)));
        assert_eq!(event(br#"{"e":"serverShutdown","E":1770123456789}"#), Ok(Event::ServerShutdown));
        assert_eq!(event(br#"{"e":"blockTrade","E":1,"x":[]}"#), Ok(Event::Unknown));
        for text in ["", "{}", "[]", "{\"e\":1}", "nonsense", "{\"e\":\"24hrMiniTicker\"}"] {
            assert_eq!(event(text.as_bytes()), Err(UNREADABLE), "{text}");
        }
        let other = String::from_utf8_lossy(text).replace("BTCUSDT", "ETHUSDT");
        assert_eq!(event(other.as_bytes()), Err(WRONG));
        let none = String::from_utf8_lossy(text).replace("70352.36000000", "NaN");
        assert_eq!(event(none.as_bytes()), Err(DOUBTFUL));
    }

    #[test]
    fn every_other_answer_is_refused_with_its_class() {
        for (body, failure) in [
            (r#"{"symbol":"ETHUSDT","price":"70352.36"}"#, WRONG),
            (r#"{"symbol":"btcusdt","price":"70352.36"}"#, WRONG),
            (r#"{"symbol":"BTCUSDT","price":"NaN"}"#, DOUBTFUL),
            (r#"{"symbol":"BTCUSDT","price":"0.00000000"}"#, DOUBTFUL),
            (r#"{"symbol":"BTCUSDT","price":"-1"}"#, DOUBTFUL),
            (r#"{"symbol":"BTCUSDT","price":"7.035236e4"}"#, DOUBTFUL),
            (r#"{"symbol":"BTCUSDT","price":""}"#, DOUBTFUL),
            (r#"{"symbol":"BTCUSDT","price":70352.36}"#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT","price":null}"#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT","price":NaN}"#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT"}"#, UNREADABLE),
            (r#"{"price":"70352.36"}"#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT","price":"1","price":"2"}"#, UNREADABLE),
            (r#"[{"symbol":"BTCUSDT","price":"70352.36"}]"#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT","price":"70352.36"} "x""#, UNREADABLE),
            (r#"{"symbol":"BTCUSDT","price":"7035"#, UNREADABLE),
            ("{'symbol':'BTCUSDT','price':'70352.36'}", UNREADABLE),
            (r#"{"code":-1121,"msg":"Invalid symbol."}"#, UNREADABLE),
            ("70352.36", UNREADABLE),
            ("<html>", UNREADABLE),
            ("", UNREADABLE),
        ] {
            assert_eq!(price(body.as_bytes()), Err(failure), "{body}");
        }
        assert_eq!(price(b"{\"symbol\":\"BTCUSDT\",\"price\":\"\xff\"}"), Err(UNREADABLE));
    }
}
