//! The opening handshake, as strict as RFC 6455 section 4.2.1 asks. actix-web itself takes any `Upgrade`
//! that contains the word, HTTP/1.0, and two keys.

use std::fmt::{self, Display};

use actix_web::{
    HttpResponse, ResponseError,
    dev::RequestHead,
    http::{
        Method, StatusCode, Version,
        header::{self, HeaderMap, HeaderName},
    },
};

/// Why a request does not become a WebSocket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Another method than GET.
    Method,
    /// HTTP before 1.1.
    HttpVersion,
    /// No `Host`, or more than one.
    Host,
    /// `Upgrade` names something else.
    Upgrade,
    /// `Connection` does not name `Upgrade`.
    Connection,
    /// `Sec-WebSocket-Version` is not 13.
    WebSocketVersion,
    /// `Sec-WebSocket-Key` is missing, stands twice, or is not the base64 of 16 bytes.
    Key,
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Method => "An opening handshake is a GET request.",
            Self::HttpVersion => "An opening handshake needs HTTP/1.1.",
            Self::Host => "The request needs one Host header.",
            Self::Upgrade => "The Upgrade header must say: websocket.",
            Self::Connection => "The Connection header must say: Upgrade.",
            Self::WebSocketVersion => "The Sec-WebSocket-Version header must say: 13.",
            Self::Key => "The request needs one Sec-WebSocket-Key header, the base64 of 16 random bytes.",
        })
    }
}

impl std::error::Error for Refusal {}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            // Section 4.4: the answer says which version the server speaks.
            Self::WebSocketVersion => StatusCode::UPGRADE_REQUIRED,
            _ => StatusCode::BAD_REQUEST,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            Self::Method => _ = response.insert_header((header::ALLOW, "GET")),
            Self::WebSocketVersion => _ = response.insert_header((header::SEC_WEBSOCKET_VERSION, "13")),
            _ => {}
        }
        response.content_type("text/plain; charset=utf-8").body(format!("{self}\n"))
    }
}

/// Whether actix-web would take this request for a WebSocket's.
#[must_use]
pub fn is_wanted(head: &RequestHead) -> bool {
    let values = head.headers.get_all(header::UPGRADE);
    values.flat_map(|value| value.to_str()).any(|value| value.to_ascii_lowercase().contains("websocket"))
}

/// Checks everything but the path, the origin and the subprotocol.
pub fn judge(head: &RequestHead) -> Result<(), Refusal> {
    let headers = &head.headers;
    let demands = [
        (head.method == Method::GET, Refusal::Method),
        (head.version == Version::HTTP_11, Refusal::HttpVersion),
        (headers.get_all(header::HOST).count() == 1, Refusal::Host),
        (lists(headers, &header::UPGRADE, "websocket"), Refusal::Upgrade),
        (lists(headers, &header::CONNECTION, "upgrade"), Refusal::Connection),
        (only(headers, &header::SEC_WEBSOCKET_VERSION) == Some("13"), Refusal::WebSocketVersion),
        (only(headers, &header::SEC_WEBSOCKET_KEY).is_some_and(is_key), Refusal::Key),
    ];
    demands.into_iter().find(|(is_met, _)| !is_met).map_or(Ok(()), |(_, refusal)| Err(refusal))
}

/// Whether a header whose value is a list has `token` in it, in any letter case.
fn lists(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    let values = headers.get_all(name).flat_map(|value| value.to_str());
    values.flat_map(|value| value.split(',')).any(|listed| listed.trim().eq_ignore_ascii_case(token))
}

/// The value of a header that stands exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name);
    let value = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(value.trim())
}

/// 16 bytes are 22 characters of base64 and two of padding, and four bits of the last character stand for
/// nothing and are zero (RFC 4648 sections 3.5 and 4). actix-ws insists on that too.
fn is_key(value: &str) -> bool {
    value.strip_suffix("==").is_some_and(|digits| {
        digits.len() == 22
            && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/".contains(&byte))
            && digits.ends_with(['A', 'Q', 'g', 'w'])
    })
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const GOOD: [(&str, &str); 5] = [
        ("host", "server.example"),
        ("upgrade", "websocket"),
        ("connection", "Upgrade"),
        ("sec-websocket-version", "13"),
        ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    /// The good handshake with one header's values replaced.
    fn judged(name: &str, values: &[&str]) -> Result<(), Refusal> {
        let mut request = TestRequest::get();
        for (good, value) in GOOD {
            let values = if good == name { values } else { &[value] };
            for value in values {
                request = request.append_header((good, *value));
            }
        }
        judge(request.to_http_request().head())
    }

    #[test]
    fn the_handshake_of_the_rfc_is_accepted() {
        assert_eq!(judged("", &[]), Ok(()));
    }

    #[test]
    fn lists_and_letter_case_are_read_as_http_has_them() {
        assert_eq!(judged("connection", &["keep-alive, UPGRADE"]), Ok(()));
        assert_eq!(judged("connection", &["keep-alive", "upgrade"]), Ok(()));
        assert_eq!(judged("upgrade", &["WebSocket"]), Ok(()));
        assert_eq!(judged("upgrade", &["h2c, websocket"]), Ok(()));
    }

    #[test]
    fn each_header_is_needed_and_judged() {
        for (name, values, refusal) in [
            ("host", &[][..], Refusal::Host),
            ("host", &["a.example", "b.example"], Refusal::Host),
            ("upgrade", &[], Refusal::Upgrade),
            ("upgrade", &["notwebsocket"], Refusal::Upgrade),
            ("upgrade", &["websocket/13"], Refusal::Upgrade),
            ("connection", &[], Refusal::Connection),
            ("connection", &["keep-alive"], Refusal::Connection),
            ("sec-websocket-version", &[], Refusal::WebSocketVersion),
            ("sec-websocket-version", &["8"], Refusal::WebSocketVersion),
            ("sec-websocket-version", &["13", "13"], Refusal::WebSocketVersion),
            ("sec-websocket-version", &["13, 8"], Refusal::WebSocketVersion),
            ("sec-websocket-key", &[], Refusal::Key),
            ("sec-websocket-key", &[""], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZQ"], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZQ=A"], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25j!Q=="], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZSE="], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZR=="], Refusal::Key),
            ("sec-websocket-key", &["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ=="], Refusal::Key),
        ] {
            assert_eq!(judged(name, values), Err(refusal), "{name}: {values:?}");
        }
    }

    #[test]
    fn method_and_version_of_http_are_judged() {
        let mut request = TestRequest::post();
        for header in GOOD {
            request = request.append_header(header);
        }
        assert_eq!(judge(request.to_http_request().head()), Err(Refusal::Method));
        let request = TestRequest::get().version(Version::HTTP_10).to_http_request();
        assert_eq!(judge(request.head()), Err(Refusal::HttpVersion));
    }

    #[test]
    fn the_wrong_version_is_told_the_right_one() {
        let response = Refusal::WebSocketVersion.error_response();
        assert_eq!(response.status(), StatusCode::UPGRADE_REQUIRED);
        assert_eq!(response.headers().get(header::SEC_WEBSOCKET_VERSION).unwrap(), "13");
    }
}
