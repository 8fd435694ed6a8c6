//! What the exchange saw: every request, and how many of everything.

use std::{collections::VecDeque, time::SystemTime};

use tokio::time::Instant;

/// The log keeps so many requests; older ones are forgotten, but stay counted.
const KEPT: usize = 4096;

/// A request as it came, an opening handshake included.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Request {
    /// When its head was complete, for measuring distances.
    pub at: Instant,
    /// When its head was complete, for showing.
    pub time: SystemTime,
    /// `GET`, or what else it was.
    pub method: String,
    /// Everything before the `?`.
    pub path: String,
    /// Everything behind the `?`, as it came.
    pub query: String,
    /// Names in small letters, in the order they came.
    pub headers: Vec<(String, String)>,
}

impl Request {
    /// The value of a header by its name in small letters; empty when it did not come.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map_or("", |(_, value)| value)
    }

    /// The parameters of the query, percent-decoded.
    pub(crate) fn parameters(&self) -> Vec<(String, String)> {
        let pairs = self.query.split('&').filter(|pair| !pair.is_empty());
        pairs
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decoded(name), decoded(value)))
            .collect()
    }

    /// Whether a list in a header holds `word`, in capitals or not.
    pub(crate) fn lists(&self, name: &str, word: &str) -> bool {
        self.header(name).split(',').any(|item| item.trim().eq_ignore_ascii_case(word))
    }
}

/// Without percent-encoding; what is not encoded right stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let [b'%', high, low, tail @ ..] = rest
            && let (Some(high), Some(low)) = (digit(*high), digit(*low))
        {
            bytes.push(high * 16 + low);
            rest = tail;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn digit(hexadecimal: u8) -> Option<u8> {
    let value = char::from(hexadecimal).to_digit(16)?;
    u8::try_from(value).ok()
}

/// How many of everything, since the start or now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Counts {
    /// Requests since the start, opening handshakes included.
    pub requests: u64,
    /// Connections since the start.
    pub accepted: u64,
    /// Connections that are open now, streams included.
    pub connections: usize,
    /// Streams that are open now.
    pub streams: usize,
    /// Subscriptions of all streams that are open now.
    pub subscriptions: usize,
    /// Data messages sent to streams since the start.
    pub messages: u64,
    /// Pings sent to streams since the start.
    pub pings: u64,
    /// Pongs with the payload of a ping, received from streams since the start.
    pub pongs: u64,
}

/// The latest requests.
#[derive(Debug, Default)]
pub(crate) struct Log(VecDeque<Request>);

impl Log {
    pub(crate) fn add(&mut self, request: Request) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(request);
    }

    pub(crate) fn all(&self) -> Vec<Request> {
        self.0.iter().cloned().collect()
    }

    pub(crate) fn forget(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, query: &str) -> Request {
        Request {
            at: Instant::now(),
            time: SystemTime::now(),
            method: "GET".to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: vec![("connection".to_owned(), "keep-alive, Upgrade".to_owned())],
        }
    }

    #[test]
    fn the_log_keeps_the_latest_and_forgets_on_demand() {
        let mut log = Log::default();
        for number in 0..=KEPT {
            log.add(request(&number.to_string(), ""));
        }
        let all = log.all();
        assert_eq!((all.len(), all[0].path.as_str(), all[KEPT - 1].path.as_str()), (KEPT, "1", "4096"));
        log.forget();
        assert!(log.all().is_empty());
    }

    #[test]
    fn parameters_are_decoded_and_what_is_not_encoded_right_stays_as_it_is() {
        let read = request("/", "symbols=%5B%22BTCUSDT%22%5D&a&b=%zz%2&&%41=1=2").parameters();
        let pairs = [("symbols", "[\"BTCUSDT\"]"), ("a", ""), ("b", "%zz%2"), ("A", "1=2")];
        assert_eq!(read, pairs.map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    #[test]
    fn headers_are_found_by_name_and_lists_by_word() {
        let request = request("/", "");
        assert!(request.lists("connection", "upgrade") && !request.lists("connection", "close"));
        assert_eq!(request.header("host"), "");
    }
}
