//! 시세의 출처: `--source` 와 `BINANCE_URL` 이 정합니다.
//!
//! Where prices come from, as `--source` and `BINANCE_URL` say.

use std::ffi::OsString;

use awc::http::Uri;
use lab_common::server::Misuse;

use crate::plan::Plan;

/// Where prices come from.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// From these live venues; simulated until one of them has answered for the first time.
    Auto(Plan),
    /// From these, whatever happens.
    Live(Plan),
    /// Made up.
    Simulated,
}

impl Source {
    /// Reads the argument `--source` and the variable `BINANCE_URL`. An address that its user has named is the only
    /// one that is asked, and nothing is made up instead of its answers unless that was asked for.
    ///
    /// # Errors
    /// A source that there is not, and an address that is none.
    pub(crate) fn of(argument: Option<&str>, variable: Option<OsString>) -> Result<Self, Misuse> {
        // An empty variable is how some shells and tools unset one.
        let given = match variable.filter(|value| !value.is_empty()) {
            Some(value) => Some(address(&value.to_string_lossy())?),
            None => None,
        };
        match (argument, given) {
            (Some("simulated"), _) => Ok(Self::Simulated),
            (None | Some("auto" | "live"), Some(base)) => Ok(Self::Live(Plan::given(&base))),
            (None | Some("auto"), None) => Ok(Self::Auto(Plan::live())),
            (Some("live"), None) => Ok(Self::Live(Plan::live())),
            (Some(other), _) => Err(Misuse::BadValue {
                value: other.to_owned(),
                korean: "시세의 출처(--source)는 auto, live, simulated 가운데 하나입니다",
                english: "the source (--source) is auto, live or simulated",
            }),
        }
    }

    /// Whether prices come without being asked for.
    pub(crate) fn has_streams(&self) -> bool {
        match self {
            Self::Auto(plan) | Self::Live(plan) => !plan.streams.is_empty(),
            Self::Simulated => true,
        }
    }
}

/// An address as REST paths are put behind it.
fn address(text: &str) -> Result<String, Misuse> {
    let base = text.trim().trim_end_matches('/');
    if base.parse().is_ok_and(|uri| is_usable(&uri)) {
        return Ok(base.to_owned());
    }
    Err(Misuse::BadValue {
        value: text.to_owned(),
        korean: "거래소의 주소(BINANCE_URL)는 http://127.0.0.1:8080 처럼 씁니다",
        english: "the exchange's address (BINANCE_URL) is such as http://127.0.0.1:8080",
    })
}

fn is_usable(uri: &Uri) -> bool {
    let (Some(host), Some(authority)) = (uri.host(), uri.authority()) else { return false };
    // A port that is none (99999) counts as not given, and another server would be asked.
    let written = uri.port_u16().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    matches!(uri.scheme_str(), Some("http" | "https"))
        && !host.is_empty()
        && *authority == written
        && uri.query().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(argument: Option<&str>, variable: Option<&str>) -> Result<String, Misuse> {
        let source = Source::of(argument, variable.map(OsString::from))?;
        Ok(match source {
            Source::Auto(plan) => format!("auto {}", plan.hosts[0].1),
            Source::Live(plan) => format!("live {} {}", plan.hosts[0].1, plan.is_given),
            Source::Simulated => "simulated".to_owned(),
        })
    }

    #[test]
    fn the_source_is_automatic_unless_told() {
        let auto = Ok("auto https://data-api.binance.vision".to_owned());
        assert_eq!(of(None, None), auto);
        assert_eq!(of(Some("auto"), Some("")), auto);
        assert_eq!(of(Some("live"), None), Ok("live https://data-api.binance.vision false".to_owned()));
        assert_eq!(of(Some("simulated"), None), Ok("simulated".to_owned()));
    }

    #[test]
    fn a_given_address_is_the_only_one_that_is_asked() {
        let given = Ok("live http://127.0.0.1:8000 true".to_owned());
        assert_eq!(of(None, Some("http://127.0.0.1:8000")), given);
        assert_eq!(of(Some("auto"), Some(" http://127.0.0.1:8000/ ")), given);
        assert_eq!(of(Some("live"), Some("http://127.0.0.1:8000")), given);
        assert_eq!(of(Some("simulated"), Some("http://127.0.0.1:8000")), Ok("simulated".to_owned()));
        assert_eq!(of(None, Some("https://a.b/proxy/")), Ok("live https://a.b/proxy true".to_owned()));
    }

    #[test]
    fn nonsense_is_refused() {
        for (argument, variable) in [
            (Some("real"), None),
            (Some(""), None),
            (None, Some("127.0.0.1:8000")),
            (None, Some("localhost")),
            (None, Some("ws://127.0.0.1:8000")),
            (None, Some("http://")),
            (None, Some("http://a/?b")),
            (None, Some("http://127.0.0.1:99999")),
            (None, Some("http://name:word@127.0.0.1")),
            (Some("simulated"), Some("nonsense")),
        ] {
            let refused = of(argument, variable);
            assert!(matches!(refused, Err(Misuse::BadValue { .. })), "{argument:?} {variable:?} {refused:?}");
        }
    }
}
