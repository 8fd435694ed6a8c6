//! What went wrong: what the contract asks for, and what came instead.

use serde::{Deserialize, Serialize};

use crate::failure::FailureKind;

/// What went wrong at a step of a check.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Failure {
    /// What kind of failure it is.
    pub kind: FailureKind,
    /// The client that saw it: `A`, `B`, ….
    pub client: Option<String>,
    /// What that client had sent last, when what is missing or wrong answers it.
    pub sent: Option<String>,
    /// What the contract asks for.
    pub expected: Expected,
    /// What came.
    pub received: Received,
    /// The first grapheme cluster that differs, counted from 0, where both are texts.
    pub differs_at: Option<usize>,
    /// The line of the transcript that holds what was received, counted from 1.
    pub line: Option<usize>,
    /// The last lines the server printed before.
    pub log: Vec<String>,
    /// The step of the check, counted from 0.
    pub step: usize,
}

/// What the contract asks for at a step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// The opening handshake: 101, and this subprotocol selected (`None`: none).
    Handshake(Option<String>),
    /// This text.
    Text(String),
    /// One of these texts.
    OneOf(Vec<String>),
    /// A text that begins in one of these ways and goes on.
    Begins(Vec<String>),
    /// These bytes, in hexadecimal, as a binary message.
    Binary(String),
    /// JSON that has at least this.
    Json(String),
    /// A pong with this payload.
    Pong(String),
    /// Nothing for so many milliseconds.
    Silence(u64),
    /// Not earlier than so many milliseconds after what was sent last.
    NotBefore(u64),
    /// The text of this number; the number is written where the pattern has `{n}`.
    Number {
        /// Such as `🔔 새 알림 {n}`.
        pattern: String,
        /// The number that is due; `None` when any is.
        number: Option<u64>,
    },
    /// So many milliseconds between messages on average, at least and at most.
    Period {
        /// At least.
        from: u64,
        /// At most.
        to: u64,
    },
    /// The end of the connection with one of these close codes.
    Close(Vec<u16>),
    /// An HTTP answer with this status.
    Status(u16),
    /// An HTTP answer whose body has this.
    Body(String),
    /// At most so many requests to the exchange.
    Requests(u64),
    /// A line of the server's output with this in it.
    Printed(String),
    /// The end of the process with this exit code, within so many milliseconds.
    Exit {
        /// The exit code.
        code: i32,
        /// In milliseconds.
        within: u64,
    },
}

/// What came instead.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Received {
    /// Nothing within so many milliseconds.
    Nothing(u64),
    /// A text message.
    Text(String),
    /// A binary message, in hexadecimal; a long one only its beginning.
    Binary(String),
    /// A pong with this payload.
    Pong(String),
    /// The end of the connection: close code and reason, or no closing handshake.
    Closed(Option<(u16, String)>),
    /// An HTTP answer: status and body.
    Http(u16, String),
    /// A handshake that selected this subprotocol.
    Selected(Option<String>),
    /// So many milliseconds between messages on average.
    Period(u64),
    /// After so many milliseconds.
    After(u64),
    /// So many requests to the exchange.
    Requests(u64),
    /// The process ended: its exit code, where there is one.
    Exited(Option<i32>),
    /// An error of the connection, in the words of the library that met it.
    Error(String),
}
