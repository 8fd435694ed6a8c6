//! OKX의 형식 · OKX's format.
//!
//! <https://www.okx.com/docs-v5/en/#order-book-trading-market-data-get-ticker>. Errors come under status 200 too, so
//! that an answer counts only when its `code` is `"0"`.

use std::borrow::Cow;

use serde::Deserialize;

use super::{Reading, about, json, priced};
use crate::{
    failure::{Doubt, Failure, Flaw},
    price::Price,
};

const INSTRUMENT: &str = "BTC-USDT";

pub(super) const TICKER: &str = "/api/v5/market/ticker?instId=BTC-USDT";

#[derive(Deserialize)]
struct Envelope<'body> {
    #[serde(borrow)]
    code: Cow<'body, str>,
    #[serde(borrow)]
    data: Vec<Ticker<'body>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Ticker<'body> {
    #[serde(borrow)]
    inst_id: Cow<'body, str>,
    #[serde(borrow)]
    last: Cow<'body, str>,
    #[serde(borrow)]
    open24h: Cow<'body, str>,
    /// Milliseconds since 1970, as a text.
    #[serde(borrow)]
    ts: Cow<'body, str>,
}

/// Reads the answer to [`TICKER`].
pub(super) fn ticker(body: &[u8]) -> Result<Reading, Failure> {
    let Envelope { code, data } = json(body)?;
    if code != "0" {
        return Err(Failure::BadAnswer(Flaw::ErrorIn200));
    }
    let [ticker] = &data[..] else { return Err(Failure::BadAnswer(Flaw::NotJson)) };
    about(&ticker.inst_id, INSTRUMENT)?;
    let time = ticker.ts.parse().map_err(|_| Failure::Implausible(Doubt::OldTime))?;
    Ok(Reading { price: priced(&ticker.last)?, open: Price::read(&ticker.open24h), time: Some(time) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANSWER: &str = r#"{"code":"0","msg":"","data":[{"instType":"SPOT","instId":"BTC-USDT","last":"70352.4","lastSz":"0.1","askPx":"9999.99","askSz":"11","bidPx":"8888.88","bidSz":"5","open24h":"69000","high24h":"71000","low24h":"8888.88","volCcy24h":"2222","vol24h":"2222","sodUtc0":"2222","sodUtc8":"2222","ts":"1597026383085"}]}"#;

    #[test]
    fn the_documented_answer_is_read() {
        let told = ticker(ANSWER.as_bytes()).unwrap();
        assert_eq!(told.price, Price::read("70352.4").unwrap());
        assert_eq!((told.open, told.time), (Price::read("69000"), Some(1_597_026_383_085)));
    }

    #[test]
    fn an_error_under_status_200_is_no_price() {
        for body in [
            r#"{"code":"51001","msg":"Instrument ID doesn't exist","data":[]}"#,
            r#"{"code":"50011","msg":"Requests too frequent.","data":[]}"#,
        ] {
            assert_eq!(ticker(body.as_bytes()), Err(Failure::BadAnswer(Flaw::ErrorIn200)));
        }
    }

    #[test]
    fn every_other_answer_is_refused_with_its_class() {
        let no_price = Failure::Implausible(Doubt::NoPrice);
        let unreadable = Failure::BadAnswer(Flaw::NotJson);
        for (from, to, failure) in [
            ("BTC-USDT", "ETH-USDT", Failure::Implausible(Doubt::WrongSymbol)),
            ("\"70352.4\"", "\"NaN\"", no_price.clone()),
            ("\"70352.4\"", "\"0\"", no_price),
            ("\"70352.4\"", "70352.4", unreadable.clone()),
            ("1597026383085", "soon", Failure::Implausible(Doubt::OldTime)),
            ("[{", "[{},{", unreadable.clone()),
            ("]}", "]", unreadable.clone()),
        ] {
            assert_eq!(ticker(ANSWER.replace(from, to).as_bytes()), Err(failure), "{from} as {to}");
        }
        assert_eq!(ticker(br#"{"code":"0","msg":"","data":[]}"#), Err(unreadable));
    }
}
