//! The formats of Binance spot, as `rest-api.md`, `errors.md` and `web-socket-streams.md` of
//! binance-spot-api-docs document them: here the tickers of REST.

pub(crate) mod control;
pub(crate) mod event;
mod refusal;

use serde_json::Value;

pub(crate) use refusal::refused;

use crate::{
    fault::Fault,
    http::Answer,
    market::dollars,
    target::Target,
    ticker::{Ticker, Told},
};
use refusal::Refusal;

/// The one symbol that is traded here.
pub(crate) const SYMBOL: &str = "BTCUSDT";
/// Milliseconds of the window of statistics.
const DAY: u64 = 24 * 60 * 60 * 1000;

type Parameters = [(String, String)];

/// A ticker of one symbol as an object, or of all or several as an array.
pub(crate) fn ticker(target: Target, parameters: &Parameters, ticker: &Ticker, fault: &Fault) -> Answer {
    if *fault == Fault::ErrorIn200 {
        return Answer::json(200, refused(429, 0));
    }
    let read = asked(parameters).and_then(|array| Ok((array, is_mini(target, parameters)?)));
    match read {
        Ok((array, mini)) => {
            let told = match target {
                Target::Day => day(ticker, mini),
                Target::Book => book(ticker),
                _ => price(ticker),
            };
            let told = if array { told.between("[", "]") } else { told };
            Answer::json(200, told.text(fault))
        }
        Err(refusal) => Answer::json(400, refusal.body()),
    }
}

/// The weight of a request.
pub(crate) fn weight(target: Target, parameters: &Parameters) -> u32 {
    let all = value(parameters, "symbol").is_none() && value(parameters, "symbols").is_none();
    match target {
        Target::Price | Target::Book if all => 4,
        Target::Day if all => 80,
        Target::Price | Target::Book | Target::Day => 2,
        _ => 1,
    }
}

fn value<'a>(parameters: &'a Parameters, name: &str) -> Option<&'a str> {
    parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// Whether an array is asked for.
fn asked(parameters: &Parameters) -> Result<bool, Refusal> {
    match (value(parameters, "symbol"), value(parameters, "symbols")) {
        (Some(_), Some(_)) => Err(Refusal::new(-1128, "Combination of optional parameters invalid.")),
        (None, None) => Ok(true),
        (Some(symbol), None) => known(symbol).map(|()| false),
        (None, Some(symbols)) => {
            let symbols: Vec<String> = serde_json::from_str(symbols)
                .map_err(|_| Refusal::new(-1100, "Illegal characters found in parameter 'symbols'."))?;
            symbols.iter().try_for_each(|symbol| known(symbol))?;
            if symbols.is_empty() { Err(empty("symbols")) } else { Ok(true) }
        }
    }
}

fn known(symbol: &str) -> Result<(), Refusal> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b"-_.".contains(&byte);
    if symbol == SYMBOL {
        Ok(())
    } else if symbol.is_empty() {
        Err(empty("symbol"))
    } else if symbol.len() <= 20 && symbol.bytes().all(allowed) {
        Err(Refusal::new(-1121, "Invalid symbol."))
    } else {
        let message = "Illegal characters found in parameter 'symbol'; legal range is '^[A-Z0-9-_.]{1,20}$'.";
        Err(Refusal::new(-1100, message))
    }
}

fn empty(parameter: &str) -> Refusal {
    Refusal::new(-1105, format!("Parameter '{parameter}' was empty."))
}

fn is_mini(target: Target, parameters: &Parameters) -> Result<bool, Refusal> {
    match value(parameters, "type") {
        _ if target != Target::Day => Ok(false),
        None | Some("FULL") => Ok(false),
        Some("MINI") => Ok(true),
        Some(_) => Err(Refusal::new(-1139, "Invalid ticker type.")),
    }
}

fn symbol(ticker: &Ticker) -> String {
    format!("{}USDT", ticker.base)
}

fn price(ticker: &Ticker) -> Told {
    Told::new("price", vec![("symbol", symbol(ticker).into()), ("price", ticker.price.clone())])
}

fn book(ticker: &Ticker) -> Told {
    // The best bid is what a seller gets: the price, where nothing else is scripted.
    let fields = vec![
        ("symbol", symbol(ticker).into()),
        ("bidPrice", ticker.price.clone()),
        ("bidQty", quantity(ticker.quantity * 7).into()),
        ("askPrice", dollars(ticker.cents + 1).into()),
        ("askQty", quantity(ticker.quantity * 3).into()),
    ];
    Told::new("bidPrice", fields)
}

fn day(ticker: &Ticker, mini: bool) -> Told {
    let last = ("lastPrice", ticker.price.clone());
    let mut fields = vec![("symbol", symbol(ticker).into())];
    if !mini {
        fields.extend(changes(ticker));
        fields.push(last.clone());
        fields.extend(offers(ticker));
    }
    fields.extend([
        ("openPrice", dollars(ticker.open).into()),
        ("highPrice", dollars(ticker.high).into()),
        ("lowPrice", dollars(ticker.low).into()),
    ]);
    if mini {
        fields.push(last);
    }
    fields.extend([
        ("volume", quantity(ticker.volume).into()),
        ("quoteVolume", quote_volume(ticker).into()),
        ("openTime", ticker.now.saturating_sub(DAY).into()),
        ("closeTime", ticker.now.into()),
        ("firstId", ticker.first.into()),
        ("lastId", ticker.last.into()),
        ("count", (ticker.last + 1).saturating_sub(ticker.first).into()),
    ]);
    Told::new("lastPrice", fields)
}

/// What the short ticker leaves out before the price.
fn changes(ticker: &Ticker) -> [(&'static str, Value); 4] {
    let change = ticker.cents - ticker.open;
    [
        ("priceChange", dollars(change).into()),
        ("priceChangePercent", percent(change, ticker.open).into()),
        ("weightedAvgPrice", dollars(average(ticker)).into()),
        ("prevClosePrice", dollars(ticker.open).into()),
    ]
}

/// What the short ticker leaves out behind the price.
fn offers(ticker: &Ticker) -> [(&'static str, Value); 5] {
    [
        ("lastQty", quantity(ticker.quantity).into()),
        ("bidPrice", dollars(ticker.cents).into()),
        ("bidQty", quantity(ticker.quantity * 7).into()),
        ("askPrice", dollars(ticker.cents + 1).into()),
        ("askQty", quantity(ticker.quantity * 3).into()),
    ]
}

/// Hundred-thousandths of a coin as Binance writes them: eight decimals.
pub(crate) fn quantity(units: i64) -> String {
    format!("{}.{:05}000", units / 100_000, units % 100_000)
}

/// Volume times the price in the middle of the day's range.
pub(crate) fn quote_volume(ticker: &Ticker) -> String {
    let cents = i128::from(ticker.volume) * i128::from(average(ticker)) / 100_000;
    dollars(i64::try_from(cents).unwrap_or(i64::MAX))
}

/// The price in the middle of the day's range, in cents.
fn average(ticker: &Ticker) -> i64 {
    i64::midpoint(ticker.low, ticker.high)
}

/// A change in percent with three decimals.
fn percent(change: i64, open: i64) -> String {
    let thousandths = change * 100_000 / open.max(1);
    let sign = if thousandths < 0 { "-" } else { "" };
    format!("{sign}{}.{:03}", thousandths.abs() / 1000, thousandths.abs() % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Market;

    fn asks(target: Target, query: &[(&str, &str)]) -> (u16, String) {
        let parameters: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let told = Market::new(1, 1_499_869_899_040).ticker(1_499_869_899_040);
        let answer = ticker(target, &parameters, &told, &Fault::Nothing);
        (answer.status, String::from_utf8(answer.body).unwrap())
    }

    #[test]
    fn tickers_have_the_documented_shapes() {
        let one = [("symbol", "BTCUSDT")];
        let (_, price) = asks(Target::Price, &one);
        assert_eq!(price, r#"{"symbol":"BTCUSDT","price":"70352.36000000"}"#);
        let (_, book) = asks(Target::Book, &one);
        assert_eq!(
            book,
            r#"{"symbol":"BTCUSDT","bidPrice":"70352.36000000","bidQty":"0.00700000","askPrice":"70352.37000000","askQty":"0.00300000"}"#
        );
        let (_, mini) = asks(Target::Day, &[one[0], ("type", "MINI")]);
        assert_eq!(
            mini,
            r#"{"symbol":"BTCUSDT","openPrice":"69012.40000000","highPrice":"71000.00000000","lowPrice":"68512.40000000","lastPrice":"70352.36000000","volume":"18420.12345000","quoteVolume":"1284917815.40000000","openTime":1499783499040,"closeTime":1499869899040,"firstId":4318552077,"lastId":4321445182,"count":2893106}"#
        );
        let (_, full) = asks(Target::Day, &one);
        assert!(full.starts_with(r#"{"symbol":"BTCUSDT","priceChange":"1339.96000000","priceChangePercent":"1.941","weightedAvgPrice":"69756.20000000","prevClosePrice":"69012.40000000","lastPrice":"70352.36000000","lastQty":"0.00100000","bidPrice""#), "{full}");
    }

    #[test]
    fn without_a_symbol_or_with_a_list_an_array_comes() {
        let array = r#"[{"symbol":"BTCUSDT","price":"70352.36000000"}]"#;
        assert_eq!(asks(Target::Price, &[]), (200, array.to_owned()));
        assert_eq!(asks(Target::Price, &[("symbols", "[\"BTCUSDT\"]")]), (200, array.to_owned()));
        assert!(asks(Target::Day, &[]).1.starts_with('['));
    }

    #[test]
    fn wrong_parameters_are_refused_with_the_documented_codes() {
        for (target, query, code) in [
            (Target::Price, &[("symbol", "BTCUSD")][..], "-1121"),
            (Target::Price, &[("symbol", "btcusdt")], "-1100"),
            (Target::Price, &[("symbol", "BTC/USDT")], "-1100"),
            (Target::Price, &[("symbol", "")], "-1105"),
            (Target::Price, &[("symbols", "BTCUSDT")], "-1100"),
            (Target::Price, &[("symbols", "[]")], "-1105"),
            (Target::Price, &[("symbols", "[\"X\"]")], "-1121"),
            (Target::Price, &[("symbol", "BTCUSDT"), ("symbols", "[\"BTCUSDT\"]")], "-1128"),
            (Target::Day, &[("symbol", "BTCUSDT"), ("type", "mini")], "-1139"),
        ] {
            let (status, body) = asks(target, query);
            assert_eq!(status, 400);
            assert!(body.starts_with(&format!("{{\"code\":{code},\"msg\":\"")), "{query:?}: {body}");
        }
        assert_eq!(asks(Target::Price, &[("symbol", "ZZZ")]).1, r#"{"code":-1121,"msg":"Invalid symbol."}"#);
    }

    #[test]
    fn weights_are_the_documented_ones() {
        let one = [("symbol".to_owned(), SYMBOL.to_owned())];
        assert_eq!(
            [Target::Price, Target::Book, Target::Day, Target::Ping].map(|of| weight(of, &one)),
            [2, 2, 2, 1]
        );
        assert_eq!(
            [Target::Price, Target::Book, Target::Day, Target::Time].map(|of| weight(of, &[])),
            [4, 4, 80, 1]
        );
    }

    #[test]
    fn changes_are_written_with_their_sign() {
        assert_eq!(percent(-12, 10_000), "-0.120");
        assert_eq!(percent(12_345, 10_000), "123.450");
    }
}
