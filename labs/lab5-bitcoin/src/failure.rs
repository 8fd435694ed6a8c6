//! 실패: 왜 가격이 없는지를, 사람이 읽을 수 있는 몇 가지로 나눕니다.
//!
//! Why there is no price, in a few classes that a person can act on. Nothing that a peer wrote gets in here.

use std::{
    fmt::{self, Display},
    time::Duration,
};

/// Why a venue told no price. `Display` is `한국어 · English`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// No connection: no network, no such name, nobody listens, or it ended before an answer.
    Unreachable,
    /// The certificate is not that of the exchange, or TLS failed otherwise.
    Tls,
    /// No whole answer in time.
    Timeout,
    /// 429: too many requests. None may be made for so long.
    RateLimited(Duration),
    /// 418: too many requests after a 429. None may be made for so long.
    Banned(Duration),
    /// 451: the venue does not serve this country.
    RegionBlocked,
    /// 403: a firewall before the venue.
    Blocked,
    /// 400: the venue does not know the pair.
    BadRequest,
    /// Another status than 200.
    Status(u16),
    /// An answer that cannot be read.
    BadAnswer(Flaw),
    /// An answer that can be read and must not be believed.
    Implausible(Doubt),
    /// The price service itself has failed.
    Internal,
}

/// What is wrong with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// The body is empty, or shorter than its `Content-Length`.
    CutShort,
    /// The body is longer than any answer.
    TooLong,
    /// The body is compressed, which was not asked for.
    Compressed,
    /// The venue sends us elsewhere.
    Redirect,
    /// It is not HTTP.
    NotHttp,
    /// The body is not the JSON that the venue documents.
    NotJson,
    /// The venue tells an error under status 200.
    ErrorIn200,
}

/// Why an answer is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doubt {
    /// It is about another pair.
    WrongSymbol,
    /// Its price is no positive decimal.
    NoPrice,
    /// It is older than what is known already, or not of our time.
    OldTime,
    /// It is far from the last price, and nobody confirms it yet.
    Jump,
}

impl Failure {
    /// The stable name of this class.
    pub(crate) const fn class(&self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::Timeout => "timeout",
            Self::RateLimited(_) => "rate_limited",
            Self::Banned(_) => "banned",
            Self::RegionBlocked => "region_blocked",
            Self::Blocked => "blocked",
            Self::BadRequest => "bad_symbol",
            Self::Status(_) => "upstream_error",
            Self::BadAnswer(_) => "bad_answer",
            Self::Implausible(_) => "implausible",
            Self::Internal => "internal",
        }
    }

    /// What it means, in Korean.
    pub(crate) fn korean(&self) -> String {
        let words = match self {
            Self::Unreachable => "거래소에 연결할 수 없습니다",
            Self::Tls => "거래소의 인증서를 믿을 수 없습니다",
            Self::Timeout => "거래소가 제시간에 답하지 않습니다",
            Self::RateLimited(wait) | Self::Banned(wait) => {
                let status = if matches!(self, Self::Banned(_)) { 418 } else { 429 };
                return match wait.as_secs() {
                    0 => format!("거래소의 요청 한도를 넘었습니다 ({status})"),
                    seconds => {
                        format!("거래소의 요청 한도를 넘었습니다 ({status}), {seconds}초 뒤 다시 묻습니다")
                    }
                };
            }
            Self::RegionBlocked => "거래소가 이 지역에는 답하지 않습니다 (451)",
            Self::Blocked => "거래소의 방화벽이 막았습니다 (403)",
            Self::BadRequest => "거래소가 요청을 알아듣지 못했습니다 (400)",
            Self::Status(status) => return format!("거래소에 오류가 있습니다 ({status})"),
            Self::BadAnswer(flaw) => return format!("거래소의 답을 읽을 수 없습니다 ({})", flaw.words().0),
            Self::Implausible(doubt) => {
                return format!("거래소의 답을 믿을 수 없습니다 ({})", doubt.words().0);
            }
            Self::Internal => "서버의 가격 작업에 문제가 생겼습니다",
        };
        words.to_owned()
    }

    /// What it means, in English.
    pub(crate) fn english(&self) -> String {
        let words = match self {
            Self::Unreachable => "the exchange cannot be reached",
            Self::Tls => "the exchange's certificate cannot be trusted",
            Self::Timeout => "the exchange does not answer in time",
            Self::RateLimited(wait) | Self::Banned(wait) => {
                let status = if matches!(self, Self::Banned(_)) { 418 } else { 429 };
                return match wait.as_secs() {
                    0 => format!("the exchange's request limit is used up ({status})"),
                    seconds => format!(
                        "the exchange's request limit is used up ({status}), asking again in {seconds} s"
                    ),
                };
            }
            Self::RegionBlocked => "the exchange does not serve this region (451)",
            Self::Blocked => "the exchange's firewall refuses us (403)",
            Self::BadRequest => "the exchange did not understand the request (400)",
            Self::Status(status) => return format!("the exchange has an error ({status})"),
            Self::BadAnswer(flaw) => {
                return format!("the exchange's answer cannot be read ({})", flaw.words().1);
            }
            Self::Implausible(doubt) => {
                return format!("the exchange's answer cannot be believed ({})", doubt.words().1);
            }
            Self::Internal => "the server's price service has failed",
        };
        words.to_owned()
    }
}

impl Flaw {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::CutShort => ("중간에 끊김", "cut short"),
            Self::TooLong => ("너무 김", "too long"),
            Self::Compressed => ("부탁하지 않은 압축", "compressed unasked"),
            Self::Redirect => ("다른 주소로 보냄", "a redirect"),
            Self::NotHttp => ("HTTP가 아님", "not HTTP"),
            Self::NotJson => ("약속한 JSON이 아님", "not the JSON that was agreed"),
            Self::ErrorIn200 => ("200으로 온 오류", "an error under status 200"),
        }
    }
}

impl Doubt {
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::WrongSymbol => ("다른 종목", "another symbol"),
            Self::NoPrice => ("가격이 아님", "no price"),
            Self::OldTime => ("지난 시각", "an old time"),
            Self::Jump => ("갑자기 크게 다름", "a sudden jump"),
        }
    }
}

impl Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} · {}", self.korean(), self.english())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_a_name_and_says_what_it_means_once_in_each_language() {
        let wait = Duration::from_secs(7);
        for failure in [
            Failure::Unreachable,
            Failure::Tls,
            Failure::Timeout,
            Failure::RateLimited(wait),
            Failure::Banned(wait),
            Failure::RegionBlocked,
            Failure::Blocked,
            Failure::BadRequest,
            Failure::Status(503),
            Failure::BadAnswer(Flaw::NotJson),
            Failure::Implausible(Doubt::Jump),
            Failure::Internal,
        ] {
            let text = failure.to_string();
            // Pages take the two languages apart at this sign.
            assert_eq!(text.matches(" · ").count(), 1, "{text}");
            assert!(!failure.class().is_empty() && text.len() < 200);
        }
    }

    #[test]
    fn a_limit_says_how_long_it_lasts_where_that_is_known() {
        assert!(Failure::RateLimited(Duration::from_secs(7)).to_string().contains("(429), 7초 뒤"));
        assert!(Failure::Banned(Duration::ZERO).to_string().ends_with("used up (418)"));
    }
}
