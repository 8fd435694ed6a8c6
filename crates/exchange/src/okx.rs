//! The format of OKX: its ticker, whose errors come under status 200 as often as under another.

use serde_json::Value;

use crate::{
    binance::quantity,
    fault::Fault,
    http::Answer,
    market::dollars,
    ticker::{Ticker, Told, object},
};

const INSTRUMENT: &str = "BTC-USDT";

/// `/api/v5/market/ticker?instId=BTC-USDT`.
pub(crate) fn ticker(parameters: &[(String, String)], ticker: &Ticker, fault: &Fault) -> Answer {
    if *fault == Fault::ErrorIn200 {
        return Answer::json(200, envelope("50011", "Requests too frequent."));
    }
    match parameters.iter().find(|(name, _)| name == "instId").map(|(_, value)| value.as_str()) {
        None | Some("") => Answer::json(400, envelope("50014", "Parameter instId can not be empty.")),
        Some(INSTRUMENT) => Answer::json(200, told(ticker).text(fault)),
        Some(_) => Answer::json(200, envelope("51001", "Instrument ID doesn't exist")),
    }
}

/// What comes with another status than 200.
pub(crate) fn refused(status: u16) -> Answer {
    let (code, message) = match status {
        400 => ("51000", "Parameter instId error"),
        429 => ("50011", "Requests too frequent."),
        503 => ("50001", "Service temporarily unavailable. Try again later"),
        _ => ("50026", "System error. Try again later"),
    };
    Answer::json(status, envelope(code, message))
}

fn envelope(code: &str, message: &str) -> String {
    object(&[("code", code.into()), ("msg", message.into()), ("data", Value::Array(Vec::new()))])
}

fn told(ticker: &Ticker) -> Told {
    // OKX writes no zeros at the end. A price that a fault or a script has made is told to the letter.
    let walked = Value::String(dollars(ticker.cents));
    let last =
        if ticker.price == walked { short(&dollars(ticker.cents)).into() } else { ticker.price.clone() };
    let start = short(&dollars(ticker.open));
    let volume = short(&quantity(ticker.volume));
    let quote = short(&crate::binance::quote_volume(ticker));
    let fields = vec![
        ("instType", "SPOT".into()),
        ("instId", format!("{}-USDT", ticker.base).into()),
        ("last", last),
        ("lastSz", short(&quantity(ticker.quantity)).into()),
        ("askPx", short(&dollars(ticker.cents + 1)).into()),
        ("askSz", short(&quantity(ticker.quantity * 3)).into()),
        ("bidPx", short(&dollars(ticker.cents)).into()),
        ("bidSz", short(&quantity(ticker.quantity * 7)).into()),
        ("open24h", start.clone().into()),
        ("high24h", short(&dollars(ticker.high)).into()),
        ("low24h", short(&dollars(ticker.low)).into()),
        ("volCcy24h", quote.into()),
        ("vol24h", volume.into()),
        ("sodUtc0", start.clone().into()),
        ("sodUtc8", start.into()),
        ("ts", ticker.now.to_string().into()),
    ];
    Told::new("last", fields).between(r#"{"code":"0","msg":"","data":["#, "]}")
}

/// A decimal without the zeros at its end.
fn short(decimal: &str) -> String {
    decimal.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Market;

    fn asks(instrument: Option<&str>, fault: &Fault) -> (u16, String) {
        let parameters: Vec<_> =
            instrument.map(|name| ("instId".to_owned(), name.to_owned())).into_iter().collect();
        let told = Market::new(1, 1_597_026_383_085).ticker(1_597_026_383_085).with(fault);
        let answer = ticker(&parameters, &told, fault);
        (answer.status, String::from_utf8(answer.body).unwrap())
    }

    #[test]
    fn the_ticker_has_the_documented_shape() {
        let (status, body) = asks(Some(INSTRUMENT), &Fault::Nothing);
        assert_eq!(status, 200);
        assert_eq!(
            body,
            r#"{"code":"0","msg":"","data":[{"instType":"SPOT","instId":"BTC-USDT","last":"70352.36","lastSz":"0.001","askPx":"70352.37","askSz":"0.003","bidPx":"70352.36","bidSz":"0.007","open24h":"69012.4","high24h":"71000","low24h":"68512.4","volCcy24h":"1284917815.4","vol24h":"18420.12345","sodUtc0":"69012.4","sodUtc8":"69012.4","ts":"1597026383085"}]}"#
        );
    }

    #[test]
    fn errors_have_the_envelope_whatever_their_status() {
        let unknown = r#"{"code":"51001","msg":"Instrument ID doesn't exist","data":[]}"#;
        assert_eq!(asks(Some("BTCUSDT"), &Fault::Nothing), (200, unknown.to_owned()));
        assert!(asks(None, &Fault::Nothing).1.starts_with(r#"{"code":"50014""#));
        assert_eq!(asks(Some(INSTRUMENT), &Fault::ErrorIn200).0, 200);
        for status in [400, 429, 500, 503] {
            assert!(String::from_utf8(refused(status).body).unwrap().ends_with(r#""data":[]}"#));
        }
    }

    #[test]
    fn a_fault_of_the_price_is_told_to_the_letter() {
        let (_, body) = asks(Some(INSTRUMENT), &Fault::Price("0.00000000".to_owned()));
        assert!(body.contains(r#""last":"0.00000000""#), "{body}");
        assert!(asks(Some(INSTRUMENT), &Fault::PriceNull).1.contains(r#""last":null"#));
        assert!(asks(Some(INSTRUMENT), &Fault::WrongSymbol).1.contains(r#""instId":"ETH-USDT""#));
    }
}
