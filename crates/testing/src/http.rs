//! A bare HTTP request, sent as it is written, so that no client tidies up its path or its `Host`.

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::server::{DEADLINE, Server};

/// An answer, read to its end.
#[derive(Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The lines of the head after the status line.
    pub head: Vec<String>,
    /// The body, as text.
    pub body: String,
}

impl Answer {
    /// Reads an answer that has come to its end.
    pub(crate) fn read(answer: &[u8]) -> Self {
        let answer = String::from_utf8_lossy(answer);
        let (head, body) = answer.split_once("\r\n\r\n").unwrap_or((&answer, ""));
        let mut lines = head.lines().map(str::to_owned);
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok());
        Self {
            status: status.unwrap_or_else(|| panic!("{answer:?}")),
            head: lines.collect(),
            body: body.to_owned(),
        }
    }

    /// The value of a header by its lower-case name; empty where it does not stand.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        let values = self.head.iter().filter_map(|line| line.split_once(": "));
        values
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
            .unwrap_or("")
    }
}

/// Asks `server` for `path`.
pub async fn get(server: &Server, path: &str) -> Answer {
    get_from(server, path, &server.authority()).await
}

/// Asks `server` for `path` under the name `host`.
pub async fn get_from(server: &Server, path: &str, host: &str) -> Answer {
    send(server, &format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")).await
}

/// Posts a body to `path`; `headers` are further header lines, each with its line end.
pub async fn post(server: &Server, path: &str, headers: &str, body: &str) -> Answer {
    let (host, length) = (server.authority(), body.len());
    let head =
        format!("POST {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n");
    send(server, &format!("{head}{headers}\r\n{body}")).await
}

/// Sends a request that asks for the end of the connection, and reads to that end.
async fn send(server: &Server, request: &str) -> Answer {
    let exchange = async {
        let mut stream = TcpStream::connect(server.authority()).await?;
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    Answer::read(&timeout(DEADLINE, exchange).await.expect("no answer in time").unwrap())
}
