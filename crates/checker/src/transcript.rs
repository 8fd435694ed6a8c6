//! What went over the wire, one event a line (JSONL).
//!
//! Everything is kept as it was; what is made equal for comparison is made so when a transcript is read.

use std::io::{self, BufRead, Write};

use serde::{Deserialize, Serialize};

/// One event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Milliseconds since the server of this setup was ready.
    pub at: f64,
    /// The check that was played.
    pub check: String,
    /// The step of the check, counted from 0.
    pub step: usize,
    /// The setup: which start of the server it was.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub setup: String,
    /// The client: `A`, `B`, …. Empty for what is no client's.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub client: String,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "what")]
pub enum What {
    /// A client opened a connection; the answer follows as [`What::Opened`] or [`What::Refused`].
    Connect {
        /// The path.
        path: String,
        /// The subprotocol it offers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offer: Option<String>,
    },
    /// The opening handshake is complete.
    Opened {
        /// The subprotocol the server selected.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        selected: Option<String>,
    },
    /// There is no connection.
    Refused {
        /// Why.
        why: String,
    },
    /// The client sent.
    Sent(Payload),
    /// The server sent.
    Received(Payload),
    /// The client closed (`Some`: with this close code), or cut the connection (`None`).
    Leave {
        /// The close code.
        code: Option<u16>,
    },
    /// The server ended the connection: close code and reason, or no closing handshake.
    Ended {
        /// The close code.
        code: Option<u16>,
        /// The reason, or what was wrong.
        reason: String,
    },
    /// A request over HTTP.
    Http {
        /// Method and path.
        request: String,
        /// The status of the answer.
        status: u16,
        /// The body of the answer.
        body: String,
    },
    /// The stand-in exchange was told.
    Exchange {
        /// What.
        order: String,
    },
    /// The server printed.
    Log {
        /// A line.
        line: String,
    },
}

/// The payload of a message or of a control frame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Payload {
    /// A text message.
    Text(String),
    /// A text message sent in so many fragments.
    Fragments(Vec<String>),
    /// A binary message, in hexadecimal.
    Binary(String),
    /// A ping.
    Ping(String),
    /// A pong.
    Pong(String),
    /// Bytes that are no whole message, in hexadecimal.
    Raw(String),
}

/// A whole transcript in memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Transcript {
    /// In the order they happened.
    pub events: Vec<Event>,
}

impl Transcript {
    /// Writes one event a line.
    pub fn write(&self, mut to: impl Write) -> io::Result<()> {
        for event in &self.events {
            serde_json::to_writer(&mut to, event)?;
            to.write_all(b"\n")?;
        }
        to.flush()
    }

    /// Reads one event a line; empty lines are passed over.
    ///
    /// # Errors
    ///
    /// `InvalidData` names the line that is no event.
    pub fn read(from: impl BufRead) -> io::Result<Self> {
        let mut events = Vec::new();
        for (number, line) in from.lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let event = serde_json::from_str(&line).map_err(|error| {
                io::Error::new(io::ErrorKind::InvalidData, format!("line {}: {error}", number + 1))
            })?;
            events.push(event);
        }
        Ok(Self { events })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read_again() {
        let event = |client: &str, what| Event {
            at: 1.5,
            check: "1.3".into(),
            step: 2,
            setup: "main".into(),
            client: client.into(),
            what,
        };
        let transcript = Transcript {
            events: vec![
                event("A", What::Connect { path: "/ws".into(), offer: None }),
                event("A", What::Sent(Payload::Text("안녕 👋".into()))),
                event("A", What::Received(Payload::Binary("00ff".into()))),
                event("", What::Log { line: "받은 메시지".into() }),
            ],
        };
        let mut bytes = Vec::new();
        transcript.write(&mut bytes).unwrap();
        assert_eq!(Transcript::read(bytes.as_slice()).unwrap(), transcript);
        assert!(Transcript::read(&b"{}"[..]).unwrap_err().to_string().starts_with("line 1"));
    }
}
