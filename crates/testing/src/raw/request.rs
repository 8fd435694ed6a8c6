//! The opening handshake as text, so that a test can leave out or spoil any line of it.

use crate::{Server, http::Answer};

/// The request of an opening handshake (RFC 6455 section 4.1).
#[derive(Debug, Clone)]
pub struct Request {
    first_line: String,
    headers: Vec<(String, String)>,
}

impl Request {
    /// The good request to `server`'s WebSocket, with the key of RFC 6455 section 1.3.
    #[must_use]
    pub fn to(server: &Server) -> Self {
        Self::to_host(&server.authority())
    }

    /// The good request under the name `host`.
    #[must_use]
    pub fn to_host(host: &str) -> Self {
        let headers = [
            ("Host", host),
            ("Upgrade", "websocket"),
            ("Connection", "Upgrade"),
            ("Sec-WebSocket-Version", "13"),
            ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        Self { first_line: "GET /ws HTTP/1.1".to_owned(), headers }
    }

    /// With another first line.
    #[must_use]
    pub fn first_line(self, line: &str) -> Self {
        Self { first_line: line.to_owned(), ..self }
    }

    /// Without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(name));
        self
    }

    /// With one more header line, also where one of this name stands already.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this header line in place of those of its name.
    #[must_use]
    pub fn changed(self, name: &str, value: &str) -> Self {
        self.without(name).with(name, value)
    }

    /// With an offer of extensions (RFC 6455 section 9.1).
    #[must_use]
    pub fn offering(self, extensions: &str) -> Self {
        self.with("Sec-WebSocket-Extensions", extensions)
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let mut text = format!("{}\r\n", self.first_line);
        for (name, value) in &self.headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("\r\n");
        text.into_bytes()
    }
}

/// Takes the head of an answer from `buffer`, once all of it is there. Its body stays behind.
pub(super) fn take_head(buffer: &mut Vec<u8>) -> Option<Answer> {
    let end = buffer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head: Vec<u8> = buffer.drain(..end + 4).collect();
    let text = String::from_utf8(head).expect("the head of an answer is text");
    let mut lines = text.trim_end().lines().map(str::to_owned);
    let first = lines.next().unwrap_or_default();
    let status = first.strip_prefix("HTTP/1.1 ").or_else(|| first.strip_prefix("HTTP/1.0 "));
    let status = status.and_then(|rest| rest.get(..3)?.parse().ok());
    Some(Answer {
        status: status.unwrap_or_else(|| panic!("no status line: {first:?}")),
        head: lines.collect(),
        body: String::new(),
    })
}
