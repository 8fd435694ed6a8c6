//! What a venue tells: the numbers of a day, before any venue's format, and one JSON object in a venue's
//! format, before it is text. Faults of the data change the one, faults of the text the other.

use serde_json::Value;

use crate::{fault::Fault, market::dollars};

/// The coin that is traded here.
pub(crate) const BITCOIN: &str = "BTC";
/// The coin of an answer for the wrong symbol.
const ETHER: &str = "ETH";
/// How many trades before the present one an older one is.
const OLDER_TRADES: u64 = 1000;

/// The numbers of the last 24 hours. Prices are cents, quantities hundred-thousandths of a coin, times
/// milliseconds since 1970.
#[derive(Clone, Debug)]
pub(crate) struct Ticker {
    /// The coin whose price is told in USDT.
    pub(crate) base: &'static str,
    /// The price as it will be told, which a fault may have changed.
    pub(crate) price: Value,
    pub(crate) cents: i64,
    pub(crate) open: i64,
    pub(crate) high: i64,
    pub(crate) low: i64,
    pub(crate) volume: i64,
    pub(crate) quantity: i64,
    pub(crate) buyer_is_maker: bool,
    /// The ids of the first trade and the last.
    pub(crate) first: u64,
    pub(crate) last: u64,
    pub(crate) traded: u64,
    pub(crate) now: u64,
}

impl Ticker {
    /// The same with what a fault of the data makes of it.
    pub(crate) fn with(mut self, fault: &Fault) -> Self {
        match fault {
            Fault::Price(text) => self.price = Value::String(text.clone()),
            Fault::PriceNumber => {
                self.price = self.price.as_str().and_then(|text| text.parse().ok()).unwrap_or(Value::Null);
            }
            Fault::PriceNull => self.price = Value::Null,
            Fault::Jump(percent) => {
                let factor = 100 + i64::from(*percent);
                self.price = Value::String(dollars(self.cents.saturating_mul(factor) / 100));
            }
            Fault::WrongSymbol => self.base = ETHER,
            Fault::Older(by) => {
                let by = u64::try_from(by.as_millis()).unwrap_or(u64::MAX);
                self.now = self.now.saturating_sub(by);
                self.traded = self.traded.saturating_sub(by);
                self.last = self.last.saturating_sub(OLDER_TRADES);
            }
            _ => {}
        }
        self
    }
}

/// One JSON object in a venue's format, with its fields in the documented order.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) fields: Vec<(&'static str, Value)>,
    /// The name of the field that is the price.
    pub(crate) price: &'static str,
    /// What stands around the object.
    pub(crate) around: (String, &'static str),
}

impl Told {
    pub(crate) fn new(price: &'static str, fields: Vec<(&'static str, Value)>) -> Self {
        Self { fields, price, around: (String::new(), "") }
    }

    /// The same between two pieces of text.
    pub(crate) fn between(mut self, before: impl Into<String>, after: &'static str) -> Self {
        self.around = (before.into(), after);
        self
    }

    /// The text with what a fault of the text makes of it.
    pub(crate) fn text(mut self, fault: &Fault) -> String {
        match fault {
            Fault::PriceMissing => self.fields.retain(|(name, _)| *name != self.price),
            Fault::PriceTwice => self.fields.push((self.price, Value::from("1.00000000"))),
            _ => {}
        }
        let text = format!("{}{}{}", self.around.0, object(&self.fields), self.around.1);
        match fault {
            Fault::Body(text) => text.clone(),
            Fault::Garbage => GARBAGE.to_owned(),
            Fault::MalformedJson => text.replace('"', "'"),
            Fault::TruncatedJson => text.chars().take(text.chars().count() / 2).collect(),
            _ => text,
        }
    }
}

/// What a machine between the exchange and its client says when it is not well.
const GARBAGE: &str = "upstream connect error or disconnect/reset before headers";

/// A JSON object that keeps the order of its fields, and a field that comes twice.
pub(crate) fn object(fields: &[(&str, Value)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
    format!("{{{}}}", fields.join(","))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::market::Market;

    fn told(fault: &Fault) -> String {
        let ticker = Market::new(1, 100_000).ticker(100_000).with(fault);
        Told::new("price", vec![("symbol", ticker.base.into()), ("price", ticker.price)]).text(fault)
    }

    #[test]
    fn each_fault_of_data_and_text_changes_what_it_names_and_nothing_else() {
        for (fault, text) in [
            (Fault::Nothing, r#"{"symbol":"BTC","price":"70352.36000000"}"#),
            (Fault::Price("a\"b".to_owned()), r#"{"symbol":"BTC","price":"a\"b"}"#),
            (Fault::PriceNumber, r#"{"symbol":"BTC","price":70352.36}"#),
            (Fault::PriceNull, r#"{"symbol":"BTC","price":null}"#),
            (Fault::PriceMissing, r#"{"symbol":"BTC"}"#),
            (Fault::PriceTwice, r#"{"symbol":"BTC","price":"70352.36000000","price":"1.00000000"}"#),
            (Fault::Jump(900), r#"{"symbol":"BTC","price":"703523.60000000"}"#),
            (Fault::Jump(-50), r#"{"symbol":"BTC","price":"35176.18000000"}"#),
            (Fault::WrongSymbol, r#"{"symbol":"ETH","price":"70352.36000000"}"#),
            (Fault::MalformedJson, "{'symbol':'BTC','price':'70352.36000000'}"),
            (Fault::TruncatedJson, r#"{"symbol":"BTC","pri"#),
            (Fault::Body("x".to_owned()), "x"),
            (Fault::Garbage, GARBAGE),
        ] {
            assert_eq!(told(&fault), text, "{fault}");
        }
    }

    #[test]
    fn an_older_ticker_has_older_times_and_an_older_trade() {
        let fresh = Market::new(1, 100_000).ticker(100_001);
        let old = fresh.clone().with(&Fault::Older(Duration::from_mins(1)));
        assert_eq!((old.traded, old.now, old.last), (40_000, 40_001, fresh.last - OLDER_TRADES));
        assert_eq!(fresh.with(&Fault::Older(Duration::MAX)).now, 0);
    }
}
