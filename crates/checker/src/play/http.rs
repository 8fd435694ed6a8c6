//! `http`: one request over HTTP, with a client that shares nothing with the servers.

use std::{collections::BTreeMap, io, net::SocketAddr};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{Instant, timeout},
};

use crate::{
    failure::FailureKind,
    judge::{self, Judged},
    lane::head::{BadHead, Head, read_head},
    scenario::Action,
    transcript::What,
    verdict::{Expected, Received},
};

use super::{
    Impossible,
    expect::filled_json,
    halt::{Halt, Wrong},
    record::EventId,
    round::{Round, millis},
};

/// A longer body is cut.
const BODY: usize = 1 << 20;

/// A request, with its values.
struct Request {
    method: String,
    path: String,
    body: Option<String>,
}

/// Why there is no answer.
enum NoAnswer {
    Refused(io::Error),
    /// The connection ended before the answer was complete.
    Lost(String),
    NotHttp(String),
}

impl From<io::Error> for NoAnswer {
    fn from(error: io::Error) -> Self {
        Self::Lost(error.to_string())
    }
}

impl Round<'_> {
    pub(super) async fn http(&mut self, action: &Action) -> Result<(), Halt> {
        let Action::Http { method, path, body, status, json, contains, within } = action else {
            return Err(Impossible("this is no request".into()).into());
        };
        let request = Request {
            method: method.clone(),
            path: self.values.fill(path)?,
            body: body.as_ref().map(|body| self.values.fill(body)).transpose()?,
        };
        let (answered, body, event) = self.answer(&request, *status, *within).await?;
        if answered != *status {
            let (expected, received) = (Expected::Status(*status), Received::Http(answered, body));
            return Err(self.wrong_http(&request, FailureKind::WrongStatus, expected, received, event));
        }
        if let Some(json) = json {
            let json = filled_json(json, &self.values)?;
            let mut named = BTreeMap::new();
            if let Judged::Differs { kind, .. } = judge::json(&json, &body, &mut named) {
                let (expected, received) = (Expected::Json(json.to_string()), Received::Http(answered, body));
                return Err(self.wrong_http(&request, kind, expected, received, event));
            }
            self.keep(named);
        }
        if let Some(contains) = contains {
            let contains = self.values.fill(contains)?;
            if !body.contains(&contains) {
                let (expected, received) = (Expected::Body(contains), Received::Http(answered, body));
                return Err(self.wrong_http(&request, FailureKind::WrongBody, expected, received, event));
            }
        }
        Ok(())
    }

    /// Status and body of the answer, and its event.
    async fn answer(
        &mut self,
        request: &Request,
        status: u16,
        within: u64,
    ) -> Result<(u16, String, EventId), Halt> {
        let within = self.scaled(within);
        let server = &self.player.server;
        let (address, authority) = (server.address(), server.authority());
        let no_answer = match timeout(within, ask(address, &authority, request)).await {
            Ok(Ok((status, body))) => {
                let told = format!("{} {}", request.method, request.path);
                let what = What::Http { request: told, status, body: body.clone() };
                let event = self.player.recorder.add(Instant::now(), "", what);
                return Ok((status, body, event));
            }
            Ok(Err(no_answer)) => Some(no_answer),
            Err(_) => None,
        };
        let (kind, received) = match no_answer {
            Some(NoAnswer::Refused(error)) => (FailureKind::Refused, Received::Error(error.to_string())),
            Some(NoAnswer::Lost(why)) => (FailureKind::ConnectionLost, Received::Error(why)),
            Some(NoAnswer::NotHttp(why)) => (FailureKind::WrongStatus, Received::Error(why)),
            None => (FailureKind::NoReply, Received::Nothing(millis(within))),
        };
        let explains = matches!(kind, FailureKind::Refused | FailureKind::ConnectionLost);
        let (kind, received) = match self.exited(explains).await {
            Some(code) => (FailureKind::ServerExited, Received::Exited(code)),
            None => (kind, received),
        };
        Err(self.fail(told(Wrong::new(kind, Expected::Status(status), received), request)))
    }

    fn wrong_http(
        &mut self,
        request: &Request,
        kind: FailureKind,
        expected: Expected,
        received: Received,
        event: EventId,
    ) -> Halt {
        self.fail(told(Wrong::new(kind, expected, received).event(event), request))
    }
}

/// What was sent, as people read it.
fn told(wrong: Wrong, request: &Request) -> Wrong {
    let body = request.body.as_ref().map_or_else(String::new, |body| format!(" {body}"));
    Wrong { sent: Some(format!("{} {}{body}", request.method, request.path)), ..wrong }
}

async fn ask(address: SocketAddr, authority: &str, request: &Request) -> Result<(u16, String), NoAnswer> {
    let mut tcp = TcpStream::connect(address).await.map_err(NoAnswer::Refused)?;
    let Request { method, path, body } = request;
    let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n");
    if let Some(body) = body {
        let length = body.len();
        text.push_str(&format!("Content-Type: application/json\r\nContent-Length: {length}\r\n"));
    }
    text.push_str("\r\n");
    text.push_str(body.as_deref().unwrap_or_default());
    tcp.write_all(text.as_bytes()).await?;
    let (head, rest) = read_head(&mut tcp).await.map_err(|bad| match bad {
        BadHead::Ended => NoAnswer::Lost("the connection ended before the answer was complete".into()),
        BadHead::Io(error) => error.into(),
        BadHead::NotHttp(why) => NoAnswer::NotHttp(why),
    })?;
    let body = read_body(&mut tcp, &head, rest).await?;
    Ok((head.status, String::from_utf8_lossy(&body).into_owned()))
}

/// Reads a body to the end that its head announces.
async fn read_body(tcp: &mut TcpStream, head: &Head, mut bytes: Vec<u8>) -> Result<Vec<u8>, NoAnswer> {
    let chunked = head.lists("transfer-encoding", "chunked");
    let length: Option<usize> = head.values("content-length").next().and_then(|length| length.parse().ok());
    loop {
        if chunked && let Some(body) = joined(&bytes).map_err(NoAnswer::NotHttp)? {
            return Ok(body);
        }
        let complete = !chunked && length.is_some_and(|length| bytes.len() >= length);
        if complete || bytes.len() >= BODY {
            bytes.truncate(length.filter(|_| !chunked).unwrap_or(BODY).min(BODY));
            return Ok(bytes);
        }
        if tcp.read_buf(&mut bytes).await? == 0 {
            // Without any length, the end of the connection is the end of the body.
            return match (chunked, length) {
                (false, None) => Ok(bytes),
                _ => Err(NoAnswer::Lost("the connection ended within the body".into())),
            };
        }
    }
}

/// The body that chunks make (RFC 9112 7.1), when all of them are there.
fn joined(mut bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let mut body = Vec::new();
    loop {
        let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") else { return Ok(None) };
        let line = String::from_utf8_lossy(&bytes[..end]);
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| format!("no size of a chunk: {line}"))?;
        if size == 0 {
            return Ok(Some(body));
        }
        let rest = &bytes[end + 2..];
        // The line end behind the chunk belongs to it.
        if size > BODY || rest.len() < size + 2 {
            return if size > BODY { Err(format!("a chunk of {size} bytes")) } else { Ok(None) };
        }
        body.extend_from_slice(&rest[..size]);
        bytes = &rest[size + 2..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_when_the_last_is_there() {
        assert_eq!(joined(b"4\r\nWiki\r\n6;a=b\r\npedia!\r\n0\r\n\r\n"), Ok(Some(b"Wikipedia!".to_vec())));
        for part in ["", "4", "4\r\n", "4\r\nWiki", "4\r\nWiki\r\n", "4\r\nWiki\r\n0"] {
            assert_eq!(joined(part.as_bytes()), Ok(None), "{part:?}");
        }
        assert_eq!(joined(b"x\r\n"), Err("no size of a chunk: x".to_owned()));
        assert_eq!(joined(b"ffffff\r\n"), Err("a chunk of 16777215 bytes".to_owned()));
    }
}
