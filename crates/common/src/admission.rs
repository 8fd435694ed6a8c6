//! 접속 허가: 어떤 `Host`와 `Origin`의 요청을 받을지 정합니다.
//!
//! Admission: which requests come in at all. A browser lets any web page open a WebSocket to this
//! machine, and a domain name may point at 127.0.0.1 (DNS rebinding); the two headers give both away.
//!
//! - `Host` must be this machine: a loopback name, the address the connection came in on, or a name
//!   that was allowed by `--allow-host`.
//! - `Origin`, where there is one, must be the page of this very server, or be allowed by
//!   `--allow-origin`. Programs such as Postman send none and come in.
//!
//! Parsed parts are compared, never pieces of text (RFC 6454 section 5, RFC 9110 section 7.2).

use std::{
    fmt::{self, Display},
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
};

use actix_web::http::{
    Uri,
    header::{self, HeaderMap, HeaderName},
    uri::Authority,
};

use crate::console::Safe;

/// The names and origins that may come in besides this machine's own.
#[derive(Debug, Clone, Default)]
pub struct Admission {
    hosts: Vec<Host>,
    origins: Vec<Origin>,
}

/// Why a request stays out. Its `Display` is for the person who sent it, and says what to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No `Host`, more than one, or one that is no host at all.
    BadHost,
    /// A `Host` that is not this machine.
    ForeignHost(String),
    /// An `Origin` that is not the page of this server.
    ForeignOrigin(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Host {
    Address(IpAddr),
    Name(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Origin {
    scheme: String,
    host: Host,
    port: u16,
}

impl Admission {
    /// Lets in these host names and origins too.
    ///
    /// # Errors
    /// The first entry that is no host name or no origin (`http://name:port`).
    pub fn allowing(hosts: &[String], origins: &[String]) -> Result<Self, String> {
        let parse_host = |text: &String| Host::parse(text).ok_or_else(|| text.clone());
        let parse_origin = |text: &String| Origin::parse(text).ok_or_else(|| text.clone());
        Ok(Self {
            hosts: hosts.iter().map(parse_host).collect::<Result<_, _>>()?,
            origins: origins.iter().map(parse_origin).collect::<Result<_, _>>()?,
        })
    }

    /// Judges a request by its headers. `scheme` is what this server speaks (`http` or `https`), and
    /// `local` the address at this end of the connection, where it is known.
    pub fn judge(&self, headers: &HeaderMap, scheme: &str, local: Option<IpAddr>) -> Result<(), Refusal> {
        let host = only(headers, &header::HOST).and_then(Result::ok).ok_or(Refusal::BadHost)?;
        let authority: Authority = host.parse().map_err(|_| Refusal::BadHost)?;
        let here = Origin::of(scheme, &authority).ok_or(Refusal::BadHost)?;
        let is_local = here.host.is_loopback()
            || local.is_some_and(|local| here.host == Host::Address(local.to_canonical()));
        if !is_local && !self.hosts.contains(&here.host) {
            return Err(Refusal::ForeignHost(host.to_owned()));
        }
        match only(headers, &header::ORIGIN) {
            None => Ok(()),
            Some(Ok(origin)) if self.welcomes(origin, &here) => Ok(()),
            Some(origin) => Err(Refusal::ForeignOrigin(origin.unwrap_or_default().to_owned())),
        }
    }

    fn welcomes(&self, origin: &str, here: &Origin) -> bool {
        Origin::parse(origin)
            .is_some_and(|origin| origin.is_same_server(here) || self.origins.contains(&origin))
    }
}

/// The value of a header that may stand only once; `Some(Err)` where it stands twice or is not text.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<Result<&'a str, ()>> {
    let mut values = headers.get_all(name);
    let first = values.next()?;
    Some(match values.next() {
        None => first.to_str().map_err(|_| ()),
        Some(_) => Err(()),
    })
}

impl Host {
    fn parse(text: &str) -> Option<Self> {
        if let Some(bracketed) = text.strip_prefix('[') {
            let address: Ipv6Addr = bracketed.strip_suffix(']')?.parse().ok()?;
            return Some(Self::Address(IpAddr::V6(address).to_canonical()));
        }
        if let Ok(address) = text.parse::<Ipv4Addr>() {
            return Some(Self::Address(IpAddr::V4(address)));
        }
        let is_name = !text.is_empty()
            && text.chars().all(|character| character.is_ascii_alphanumeric() || "-._".contains(character));
        is_name.then(|| Self::Name(text.to_ascii_lowercase()))
    }

    fn is_loopback(&self) -> bool {
        match self {
            Self::Address(address) => address.is_loopback(),
            Self::Name(name) => name == "localhost",
        }
    }
}

impl Origin {
    fn of(scheme: &str, authority: &Authority) -> Option<Self> {
        let host = Host::parse(authority.host())?;
        // What follows the host is read here, because `http` also parses `user@host`, `host:` and
        // `host:99999`; none of them is a host with a port.
        let port = match (authority.as_str().strip_prefix(authority.host())?, scheme) {
            ("", "http") => 80,
            ("", "https") => 443,
            (rest, _) => {
                let digits = rest.strip_prefix(':')?;
                // `parse` takes a sign as well.
                digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??
            }
        };
        Some(Self { scheme: scheme.to_owned(), host, port })
    }

    fn parse(text: &str) -> Option<Self> {
        let uri: Uri = text.parse().ok()?;
        // A URI has a path where an origin has none, so the text must end with the authority.
        let authority = uri.authority().filter(|authority| text.ends_with(authority.as_str()))?;
        Self::of(uri.scheme_str()?, authority)
    }

    /// `localhost`, `127.0.0.1` and `[::1]` are one machine, so with one port they are one server.
    fn is_same_server(&self, other: &Self) -> bool {
        self == other
            || (self.host.is_loopback()
                && other.host.is_loopback()
                && (&self.scheme, self.port) == (&other.scheme, other.port))
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadHost => f.write_str(
                "Host 헤더가 없거나 잘못되었습니다.\n\
                 The Host header is missing or wrong.",
            ),
            Self::ForeignHost(host) => write!(
                f,
                "이 서버는 Host \"{host}\" 로 온 요청을 받지 않습니다. 믿는 이름이면 서버를 --allow-host 이름 과 함께 켜세요.\n\
                 This server does not answer for the host \"{host}\". If you trust the name, start the server with --allow-host NAME.",
                host = Safe(host),
            ),
            Self::ForeignOrigin(origin) => write!(
                f,
                "이 서버의 페이지가 아닌 곳(Origin \"{origin}\")에서 온 요청을 받지 않습니다. 믿는 페이지면 서버를 --allow-origin 출처 와 함께 켜세요.\n\
                 This server does not answer pages from elsewhere (origin \"{origin}\"). If you trust the page, start the server with --allow-origin ORIGIN.",
                origin = Safe(origin),
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    fn judge_with(admission: &Admission, local: &str, host: &[&str], origin: &[&str]) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        for value in host {
            headers.append(header::HOST, HeaderValue::from_str(value).unwrap());
        }
        for value in origin {
            headers.append(header::ORIGIN, HeaderValue::from_str(value).unwrap());
        }
        admission.judge(&headers, "http", Some(local.parse().unwrap()))
    }

    fn judge(host: &str, origin: Option<&str>) -> Result<(), Refusal> {
        judge_with(&Admission::default(), "127.0.0.1", &[host], origin.as_slice())
    }

    #[test]
    fn loopback_hosts_come_in_with_any_port_and_in_any_letter_case() {
        for host in ["127.0.0.1:5000", "localhost:5000", "LocalHost", "[::1]:5000", "127.0.0.2:1"] {
            assert_eq!(judge(host, None), Ok(()), "{host}");
        }
    }

    #[test]
    fn other_hosts_stay_out() {
        for host in [
            "evil.example",
            "evil.example:5000",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "192.168.0.7:5000",
            "0.0.0.0:5000",
            "2130706433",
            "127.1",
            "localhost.",
        ] {
            assert_eq!(judge(host, None), Err(Refusal::ForeignHost(host.to_owned())), "{host}");
        }
    }

    #[test]
    fn what_is_no_host_stays_out() {
        for host in [
            "",
            " ",
            "a b",
            "localhost:5000:1",
            "user@localhost",
            "localhost:",
            "localhost:99999",
            "localhost:+80",
            "[::1",
            "::1",
            "http://localhost",
        ] {
            assert_eq!(judge(host, None), Err(Refusal::BadHost), "{host}");
        }
        assert_eq!(judge_with(&Admission::default(), "127.0.0.1", &[], &[]), Err(Refusal::BadHost));
        let twice = judge_with(&Admission::default(), "127.0.0.1", &["localhost", "localhost"], &[]);
        assert_eq!(twice, Err(Refusal::BadHost));
    }

    #[test]
    fn the_address_that_a_connection_came_in_on_is_a_host() {
        let on_the_lan = |host| judge_with(&Admission::default(), "192.168.0.7", &[host], &[]);
        assert_eq!(on_the_lan("192.168.0.7:5000"), Ok(()));
        assert_eq!(on_the_lan("192.168.0.8:5000"), Err(Refusal::ForeignHost("192.168.0.8:5000".to_owned())));
    }

    #[test]
    fn the_page_of_this_server_comes_in() {
        for (host, origin) in [
            ("127.0.0.1:5000", "http://127.0.0.1:5000"),
            ("localhost:5000", "http://localhost:5000"),
            ("localhost:5000", "http://127.0.0.1:5000"),
            ("[::1]:5000", "http://localhost:5000"),
            ("localhost", "http://localhost:80"),
            ("localhost:80", "http://localhost"),
        ] {
            assert_eq!(judge(host, Some(origin)), Ok(()), "{origin} at {host}");
        }
    }

    #[test]
    fn pages_from_elsewhere_stay_out() {
        for origin in [
            "http://evil.example",
            "https://evil.example",
            "null",
            "http://127.0.0.1:5001",
            "http://127.0.0.1",
            "https://127.0.0.1:5000",
            "ws://127.0.0.1:5000",
            "file://",
            "",
            "http://",
            "127.0.0.1:5000",
            "http://127.0.0.1:5000/",
            "http://127.0.0.1:5000.evil.example",
            "http://user@127.0.0.1:5000",
            "http://127.0.0.1:5000:1",
            "http://localhost.evil.example:5000",
            "http://192.168.0.7:5000",
        ] {
            assert_eq!(
                judge("127.0.0.1:5000", Some(origin)),
                Err(Refusal::ForeignOrigin(origin.to_owned())),
                "{origin}"
            );
        }
        let twice = judge_with(
            &Admission::default(),
            "127.0.0.1",
            &["localhost"],
            &["http://localhost", "http://localhost"],
        );
        assert_eq!(twice, Err(Refusal::ForeignOrigin(String::new())));
    }

    #[test]
    fn a_header_that_is_no_text_stays_out_without_a_panic() {
        let mut headers = HeaderMap::new();
        headers.append(header::HOST, HeaderValue::from_bytes(b"local\xffhost").unwrap());
        assert_eq!(Admission::default().judge(&headers, "http", None), Err(Refusal::BadHost));
        headers.insert(header::HOST, HeaderValue::from_static("localhost"));
        headers.append(header::ORIGIN, HeaderValue::from_bytes(b"http://\xff").unwrap());
        assert!(matches!(Admission::default().judge(&headers, "http", None), Err(Refusal::ForeignOrigin(_))));
    }

    #[test]
    fn allowed_names_and_origins_come_in_exactly() {
        let admission =
            Admission::allowing(&["Teacher.local".to_owned()], &["http://127.0.0.1:5001".to_owned()])
                .unwrap();
        let judge = |host, origin: &[&str]| judge_with(&admission, "127.0.0.1", &[host], origin);
        assert_eq!(judge("teacher.local:5000", &["http://teacher.local:5000"]), Ok(()));
        assert_eq!(judge("127.0.0.1:5000", &["http://127.0.0.1:5001"]), Ok(()));
        assert!(judge("127.0.0.1:5000", &["http://127.0.0.1:5002"]).is_err());
        assert!(judge("sub.teacher.local:5000", &[]).is_err());
        assert_eq!(Admission::allowing(&["a b".to_owned()], &[]).unwrap_err(), "a b");
        assert_eq!(Admission::allowing(&[], &["teacher.local".to_owned()]).unwrap_err(), "teacher.local");
    }
}
