//! The head of an HTTP answer: status and header fields.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// A longer head is none.
const LIMIT: usize = 64 << 10;

/// The head of an answer.
#[derive(Debug)]
pub(crate) struct Head {
    pub(crate) status: u16,
    pub(crate) version_1_1: bool,
    /// Names in small letters, values without the white space around them.
    fields: Vec<(String, String)>,
}

/// Why there is no head.
#[derive(Debug)]
pub(crate) enum BadHead {
    /// The connection ended before it was complete.
    Ended,
    /// The connection broke.
    Io(io::Error),
    /// It is no HTTP: why.
    NotHttp(String),
}

impl Head {
    /// The values of all fields of this name, which is in small letters.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether a list in one of these fields has this word, in capitals or not.
    pub(crate) fn lists(&self, name: &str, word: &str) -> bool {
        self.values(name).any(|value| value.split(',').any(|item| item.trim().eq_ignore_ascii_case(word)))
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.lines();
        let mut status_line = lines.next()?.splitn(3, ' ');
        let version = status_line.next()?.strip_prefix("HTTP/1.")?;
        let status = status_line.next()?.trim_end();
        let status = status.parse().ok().filter(|_| status.len() == 3)?;
        let fields = lines.map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        });
        Some(Self { status, version_1_1: version == "1", fields: fields.collect::<Option<_>>()? })
    }
}

/// Reads a head, and what came behind it.
pub(crate) async fn read_head(from: &mut (impl AsyncRead + Unpin)) -> Result<(Head, Vec<u8>), BadHead> {
    let mut bytes = Vec::new();
    loop {
        if let Some((end, behind)) = end_of_head(&bytes) {
            let text = String::from_utf8_lossy(&bytes[..end]);
            let head = Head::parse(&text).ok_or_else(|| not_http(&bytes))?;
            return Ok((head, bytes[behind..].to_vec()));
        }
        let beginning = bytes.len().min(5);
        if bytes[..beginning] != b"HTTP/"[..beginning] {
            return Err(not_http(&bytes));
        }
        if bytes.len() > LIMIT {
            return Err(BadHead::NotHttp(format!("a head of more than {LIMIT} bytes")));
        }
        if from.read_buf(&mut bytes).await.map_err(BadHead::Io)? == 0 {
            return Err(BadHead::Ended);
        }
    }
}

/// Where the last line ends and where the body begins. Lines may end without a carriage return.
fn end_of_head(bytes: &[u8]) -> Option<(usize, usize)> {
    let find = |end: &[u8]| bytes.windows(end.len()).position(|window| window == end);
    let (strict, lax) = (find(b"\r\n\r\n"), find(b"\n\n"));
    match (strict, lax) {
        (Some(strict), Some(lax)) if lax < strict => Some((lax, lax + 2)),
        (Some(strict), _) => Some((strict, strict + 4)),
        (None, lax) => lax.map(|lax| (lax, lax + 2)),
    }
}

fn not_http(bytes: &[u8]) -> BadHead {
    let beginning = &bytes[..bytes.len().min(80)];
    BadHead::NotHttp(format!("no HTTP answer: {}", beginning.escape_ascii()))
}
