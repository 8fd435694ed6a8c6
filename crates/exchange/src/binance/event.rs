//! The events of Binance's market streams.

use serde_json::Value;

use super::{SYMBOL, quantity, quote_volume, symbol};
use crate::{
    market::dollars,
    ticker::{Ticker, Told, object},
};

/// A stream that is served here. Every other name may be subscribed to and stays silent, as on the venue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The day in short, once a second.
    Mini,
    /// Every trade.
    Trade,
    /// The best bid and ask, with every trade.
    Book,
}

impl Kind {
    /// The kind that a name such as `btcusdt@miniTicker` asks for.
    pub(crate) fn of(name: &str) -> Option<Self> {
        let (coins, kind) = name.split_once('@')?;
        if coins != SYMBOL.to_ascii_lowercase() {
            return None;
        }
        match kind {
            "miniTicker" => Some(Self::Mini),
            "trade" => Some(Self::Trade),
            "bookTicker" => Some(Self::Book),
            _ => None,
        }
    }
}

/// An event, in the envelope of combined streams or without.
pub(crate) fn event(name: &str, kind: Kind, ticker: &Ticker, combined: bool) -> Told {
    let told = match kind {
        Kind::Mini => mini(ticker),
        Kind::Trade => trade(ticker),
        Kind::Book => book(ticker),
    };
    if combined { told.between(format!("{{\"stream\":{},\"data\":", Value::from(name)), "}") } else { told }
}

fn mini(ticker: &Ticker) -> Told {
    let fields = vec![
        ("e", "24hrMiniTicker".into()),
        ("E", ticker.now.into()),
        ("s", symbol(ticker).into()),
        ("c", ticker.price.clone()),
        ("o", dollars(ticker.open).into()),
        ("h", dollars(ticker.high).into()),
        ("l", dollars(ticker.low).into()),
        ("v", quantity(ticker.volume).into()),
        ("q", quote_volume(ticker).into()),
    ];
    Told::new("c", fields)
}

fn trade(ticker: &Ticker) -> Told {
    let fields = vec![
        ("e", "trade".into()),
        ("E", ticker.now.into()),
        ("s", symbol(ticker).into()),
        ("t", ticker.last.into()),
        ("p", ticker.price.clone()),
        ("q", quantity(ticker.quantity).into()),
        ("T", ticker.traded.into()),
        ("m", ticker.buyer_is_maker.into()),
        ("M", true.into()),
    ];
    Told::new("p", fields)
}

fn book(ticker: &Ticker) -> Told {
    let fields = vec![
        // Every trade changes the book, so that their ids do for its updates.
        ("u", ticker.last.into()),
        ("s", symbol(ticker).into()),
        ("b", ticker.price.clone()),
        ("B", quantity(ticker.quantity * 7).into()),
        ("a", dollars(ticker.cents + 1).into()),
        ("A", quantity(ticker.quantity * 3).into()),
    ];
    Told::new("b", fields)
}

/// The server is about to go.
pub(crate) fn shutdown(now: u64, combined: bool) -> String {
    let event = object(&[("e", "serverShutdown".into()), ("E", now.into())]);
    if combined { format!("{{\"stream\":\"!serverShutdown\",\"data\":{event}}}") } else { event }
}

/// An event of a kind that came after the client was written.
pub(crate) fn unknown(now: u64, combined: bool) -> String {
    let event = object(&[("e", "blockTrade".into()), ("E", now.into()), ("s", SYMBOL.into())]);
    if combined { format!("{{\"stream\":\"btcusdt@blockTrade\",\"data\":{event}}}") } else { event }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{fault::Fault, market::Market};

    fn text(name: &str, combined: bool) -> String {
        let ticker = Market::new(1, 1_672_515_782_136).ticker(1_672_515_782_136);
        event(name, Kind::of(name).unwrap(), &ticker, combined).text(&Fault::Nothing)
    }

    #[test]
    fn events_have_the_documented_shapes() {
        assert_eq!(
            text("btcusdt@trade", false),
            r#"{"e":"trade","E":1672515782136,"s":"BTCUSDT","t":4321445182,"p":"70352.36000000","q":"0.00100000","T":1672515782136,"m":true,"M":true}"#
        );
        assert_eq!(
            text("btcusdt@miniTicker", false),
            r#"{"e":"24hrMiniTicker","E":1672515782136,"s":"BTCUSDT","c":"70352.36000000","o":"69012.40000000","h":"71000.00000000","l":"68512.40000000","v":"18420.12345000","q":"1284917815.40000000"}"#
        );
        assert_eq!(
            text("btcusdt@bookTicker", true),
            r#"{"stream":"btcusdt@bookTicker","data":{"u":4321445182,"s":"BTCUSDT","b":"70352.36000000","B":"0.00700000","a":"70352.37000000","A":"0.00300000"}}"#
        );
        assert_eq!(
            shutdown(1_770_123_456_789, true),
            r#"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1770123456789}}"#
        );
        assert_eq!(shutdown(1_770_123_456_789, false), r#"{"e":"serverShutdown","E":1770123456789}"#);
        assert!(unknown(1, true).contains(r#""data":{"e":"blockTrade","E":1,"#));
    }

    #[test]
    fn names_in_capitals_and_other_coins_stay_silent() {
        for name in
            ["BTCUSDT@trade", "ethusdt@trade", "btcusdt", "btcusdt@", "btcusdt@depth", "!miniTicker@arr"]
        {
            assert_eq!(Kind::of(name), None, "{name}");
        }
    }
}
