//! The names of faults: one stable text for each, for scenario files, command lines and logs.

use std::{error::Error, fmt, str::FromStr, time::Duration};

use super::{Fault, Page};

/// The names without data.
static PLAIN: [(&str, Fault); 34] = [
    ("ok", Fault::Nothing),
    ("error-200", Fault::ErrorIn200),
    ("garbage", Fault::Garbage),
    ("malformed-json", Fault::MalformedJson),
    ("truncated-json", Fault::TruncatedJson),
    ("price-number", Fault::PriceNumber),
    ("price-null", Fault::PriceNull),
    ("price-missing", Fault::PriceMissing),
    ("price-twice", Fault::PriceTwice),
    ("wrong-symbol", Fault::WrongSymbol),
    ("hang", Fault::Hang),
    ("hang-in-body", Fault::HangInBody),
    ("cut-body", Fault::CutBody),
    ("cut-chunked", Fault::CutChunked),
    ("close-delimited", Fault::CloseDelimited),
    ("close-at-once", Fault::CloseAtOnce),
    ("reset", Fault::Reset),
    ("not-http", Fault::NotHttp),
    ("endless-head", Fault::EndlessHead),
    ("endless-body", Fault::EndlessBody),
    ("gzip", Fault::Gzip),
    ("bad-gzip", Fault::BadGzip),
    ("gzip-bomb", Fault::GzipBomb),
    ("freeze", Fault::Freeze),
    ("silence", Fault::Silence),
    ("repeat", Fault::Repeat),
    ("cut", Fault::Cut),
    ("server-shutdown", Fault::ServerShutdown),
    ("unknown-event", Fault::UnknownEvent),
    ("binary", Fault::Binary),
    ("fragments", Fault::Fragments),
    ("huge-message", Fault::HugeMessage),
    ("reserved-bit", Fault::ReservedBit),
    // A second name reads the same; the first is the one that is written.
    ("none", Fault::Nothing),
];

/// Prices that are none, or that a careless reader takes for one.
const PRICES: [(&str, &str); 12] = [
    ("price-nan", "NaN"),
    ("price-infinity", "Infinity"),
    ("price-zero", "0.00000000"),
    ("price-negative", "-70352.36000000"),
    ("price-plus", "+70352.36000000"),
    ("price-exponent", "7.035236e4"),
    ("price-comma", "70,352.36"),
    ("price-underscore", "70_352.36"),
    ("price-spaces", " 70352.36 "),
    ("price-wide", "７０３５２.３６"),
    ("price-words", "n/a"),
    ("price-empty", ""),
];

/// One example of every name, with `7`, `100` and the like where a name carries data.
pub const NAMES: &[&str] = &[
    "ok",
    "status-429:7",
    "status-418:120",
    "status-451",
    "status-400",
    "status-500",
    "status-503",
    "html-403",
    "html-200",
    "empty-500",
    "empty-200",
    "answer-503",
    "redirect:http://127.0.0.1:1/",
    "error-200",
    "body:{\"symbol\":\"BTCUSDT\",\"price\":NaN}",
    "garbage",
    "malformed-json",
    "truncated-json",
    "price-nan",
    "price-infinity",
    "price-zero",
    "price-negative",
    "price-plus",
    "price-exponent",
    "price-comma",
    "price-underscore",
    "price-spaces",
    "price-wide",
    "price-words",
    "price-empty",
    "price:70352.36500000",
    "price-number",
    "price-null",
    "price-missing",
    "price-twice",
    "wrong-symbol",
    "jump:900",
    "jump:-50",
    "older:60000",
    "late:500",
    "hang",
    "hang-in-body",
    "slow-head:100",
    "drip:100",
    "cut-body",
    "cut-chunked",
    "close-delimited",
    "close-at-once",
    "reset",
    "not-http",
    "endless-head",
    "endless-body",
    "gzip",
    "bad-gzip",
    "gzip-bomb",
    "freeze",
    "silence",
    "repeat",
    "cut",
    "close:1008",
    "server-shutdown",
    "unknown-event",
    "binary",
    "fragments",
    "huge-message",
    "reserved-bit",
];

impl fmt::Display for Fault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, _)) = PLAIN.iter().find(|(_, fault)| fault == self) {
            return to.write_str(name);
        }
        match self {
            Self::Status { code, retry_after, page } => {
                let page = match page {
                    Page::Documented => "status",
                    Page::Html => "html",
                    Page::Empty => "empty",
                    Page::Right => "answer",
                };
                write!(to, "{page}-{code}")?;
                retry_after.map_or(Ok(()), |seconds| write!(to, ":{seconds}"))
            }
            Self::Price(text) => match PRICES.iter().find(|(_, price)| price == text) {
                Some((name, _)) => to.write_str(name),
                None => write!(to, "price:{text}"),
            },
            Self::Redirect(address) => write!(to, "redirect:{address}"),
            Self::Body(text) => write!(to, "body:{text}"),
            Self::Jump(percent) => write!(to, "jump:{percent}"),
            Self::Close(code) => write!(to, "close:{code}"),
            Self::Older(time) => write!(to, "older:{}", time.as_millis()),
            Self::Late(time) => write!(to, "late:{}", time.as_millis()),
            Self::SlowHead(time) => write!(to, "slow-head:{}", time.as_millis()),
            Self::Drip(time) => write!(to, "drip:{}", time.as_millis()),
            // Every other one is in the table above, as a test makes sure.
            other => write!(to, "{other:?}"),
        }
    }
}

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        if let Some((_, fault)) = PLAIN.iter().find(|(plain, _)| *plain == name) {
            return Ok(fault.clone());
        }
        if let Some((_, price)) = PRICES.iter().find(|(named, _)| *named == name) {
            return Ok(Self::Price((*price).to_owned()));
        }
        let fault = match name.split_once(':') {
            Some((kind, data)) => with_data(kind, data),
            None => status(name, None),
        };
        fault.ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

fn with_data(kind: &str, data: &str) -> Option<Fault> {
    let time = || Some(Duration::from_millis(data.parse().ok()?));
    Some(match kind {
        "redirect" if sendable(data) => Fault::Redirect(data.to_owned()),
        "body" => Fault::Body(data.to_owned()),
        "price" => Fault::Price(data.to_owned()),
        "jump" => Fault::Jump(data.parse().ok()?),
        "close" => Fault::Close(data.parse().ok().filter(|code| (1000..5000).contains(code))?),
        "older" => Fault::Older(time()?),
        "late" => Fault::Late(time()?),
        "slow-head" => Fault::SlowHead(time()?),
        "drip" => Fault::Drip(time()?),
        _ => return status(kind, Some(data)),
    })
}

/// `status-CODE`, `html-CODE`, `empty-CODE` or `answer-CODE`, with the seconds of a `Retry-After` or without.
fn status(kind: &str, seconds: Option<&str>) -> Option<Fault> {
    let (page, code) = kind.split_once('-')?;
    let page = match page {
        "status" => Page::Documented,
        "html" => Page::Html,
        "empty" => Page::Empty,
        "answer" => Page::Right,
        _ => return None,
    };
    let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
    let retry_after = seconds.map(str::parse).transpose().ok()?;
    Some(Fault::Status { code, retry_after, page })
}

/// Whether an address can stand in a header.
fn sendable(address: &str) -> bool {
    !address.is_empty() && address.bytes().all(|byte| byte.is_ascii_graphic())
}

/// No fault has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownFault(
    /// The name as it was written.
    pub String,
);

impl fmt::Display for UnknownFault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "no fault is called {:?}", self.0)
    }
}

impl Error for UnknownFault {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_read_and_written_again_the_same() {
        for name in NAMES {
            let fault: Fault = name.parse().unwrap();
            assert_eq!(fault.to_string(), *name);
        }
    }

    #[test]
    fn the_list_of_names_holds_every_fault_without_data_and_every_named_price() {
        let plain = PLAIN.iter().map(|(name, _)| *name).filter(|name| *name != "none");
        for name in plain.chain(PRICES.iter().map(|(name, _)| *name)) {
            assert!(NAMES.contains(&name), "{name}");
        }
    }

    #[test]
    fn what_is_no_name_is_refused_with_its_text() {
        for name in [
            "",
            "nonsense",
            "status",
            "status-",
            "status-99",
            "status-600",
            "status-429:",
            "status-429:soon",
            "late:",
            "late:-1",
            "jump:x",
            "close:999",
            "close:5000",
            "redirect:",
            "redirect:http://a/\r\nx: y",
            "hang:1",
            "Hang",
        ] {
            assert_eq!(name.parse::<Fault>(), Err(UnknownFault(name.to_owned())));
        }
        assert_eq!(UnknownFault("x".to_owned()).to_string(), "no fault is called \"x\"");
    }

    #[test]
    fn data_is_everything_behind_the_first_colon() {
        assert_eq!("body:a:b".parse(), Ok(Fault::Body("a:b".to_owned())));
        assert_eq!("body:".parse(), Ok(Fault::Body(String::new())));
        assert_eq!("price:NaN".parse::<Fault>().unwrap().to_string(), "price-nan");
        assert_eq!("none".parse(), Ok(Fault::Nothing));
    }
}
