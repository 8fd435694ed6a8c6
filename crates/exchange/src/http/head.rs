//! The head of a request: where it ends and what it says.

use std::time::SystemTime;

use tokio::time::Instant;

use super::Answer;
use crate::record::Request;

/// Why there is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// The peer has left, or says nothing more.
    Gone,
    /// Not HTTP/1, or not readable.
    Malformed,
    /// Longer than a head may be.
    TooLong,
    /// Not complete in time.
    Late,
    /// A request with a body.
    Body,
}

impl Problem {
    /// What the peer is told, where that makes sense.
    pub(crate) fn answer(self) -> Option<Answer> {
        let status = match self {
            Self::Gone => return None,
            Self::Malformed => 400,
            Self::TooLong => 431,
            Self::Late => 408,
            Self::Body => 413,
        };
        Some(Answer::empty(status))
    }
}

/// Where the head ends: behind its empty line.
pub(crate) fn end(buffer: &[u8]) -> Option<usize> {
    buffer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// Reads a whole head.
pub(crate) fn parse(head: &[u8]) -> Result<Request, Problem> {
    let head = std::str::from_utf8(head).map_err(|_| Problem::Malformed)?;
    let mut lines = head.trim_end_matches("\r\n").split("\r\n");
    let words: Vec<&str> = lines.next().unwrap_or_default().split(' ').collect();
    let [method, target, "HTTP/1.1"] = words[..] else { return Err(Problem::Malformed) };
    if !is_token(method) || !target.starts_with('/') {
        return Err(Problem::Malformed);
    }
    let headers = lines.map(header).collect::<Option<Vec<_>>>().ok_or(Problem::Malformed)?;
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let request = Request {
        at: Instant::now(),
        time: SystemTime::now(),
        method: method.to_owned(),
        path: path.to_owned(),
        query: query.to_owned(),
        headers,
    };
    if !matches!(request.header("content-length"), "" | "0")
        || !request.header("transfer-encoding").is_empty()
    {
        return Err(Problem::Body);
    }
    Ok(request)
}

fn header(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    let is_text = value.chars().all(|letter| letter == '\t' || !letter.is_control());
    (is_token(name) && is_text).then(|| (name.to_ascii_lowercase(), value.trim().to_owned()))
}

fn is_token(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_and_its_header_names_are_small() {
        let request = parse(b"GET /a/b?c=d&e HTTP/1.1\r\nHost: x\r\nX-Y:  z \r\n\r\n").unwrap();
        assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/a/b"));
        assert_eq!((request.query.as_str(), request.header("x-y")), ("c=d&e", "z"));
        assert_eq!(end(b"GET / HTTP/1.1\r\n\r\nrest"), Some(18));
        assert_eq!(end(b"GET / HTTP/1.1\r\n"), None);
    }

    #[test]
    fn what_is_no_head_is_refused() {
        for head in [
            &b"\r\n\r\n"[..],
            b"GET /\r\n\r\n",
            b"GET / HTTP/1.0\r\n\r\n",
            b"PRI * HTTP/2.0\r\n\r\n",
            b"GET  / HTTP/1.1\r\n\r\n",
            b"G(T / HTTP/1.1\r\n\r\n",
            b"GET http://a/ HTTP/1.1\r\n\r\n",
            b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
            b"GET / HTTP/1.1\r\n folded: x\r\n\r\n",
            b"GET / HTTP/1.1\r\na: \x01\r\n\r\n",
            b"GET / HTTP/1.1\r\na: \xff\r\n\r\n",
        ] {
            assert_eq!(parse(head).unwrap_err(), Problem::Malformed, "{:?}", head.escape_ascii().to_string());
        }
        assert_eq!(parse(b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n").unwrap_err(), Problem::Body);
        assert!(parse(b"GET / HTTP/1.1\r\nContent-Length: 0\r\n\r\n").is_ok());
    }
}
