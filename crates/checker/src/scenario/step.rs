//! One step of a check.

use serde_json::Value;

use crate::failure::FailureKind;

/// One step of a check. Texts may still hold `{name}`.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The clients it is about, each in turn; empty where it is about none.
    pub clients: Vec<String>,
    /// What happens.
    pub action: Action,
}

/// What happens at a step. Times are in milliseconds before they are scaled.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// The opening handshake must succeed.
    Connect {
        /// The path, `/ws` if absent.
        path: String,
        /// The subprotocol that is offered.
        offer: Option<String>,
        /// The subprotocol that must be selected; `Some("")`: none may be.
        selects: Option<String>,
        /// Whether it is the connection that has shown the server to be ready, with what came on it since.
        first: bool,
    },
    /// Something is sent.
    Send(Outgoing),
    /// The next message must be this.
    Expect(Expect),
    /// Nothing comes.
    Quiet {
        /// So long.
        within: u64,
        /// Whether the time is not scaled, because the contract itself names it.
        exact: bool,
        /// But for these texts.
        skip: Vec<String>,
        /// The kind of failure when something comes.
        fails: Option<FailureKind>,
    },
    /// Numbered messages come.
    Count(Count),
    /// Whatever comes is ignored for so long.
    Drain(u64),
    /// A ping is answered, then 50 ms pass.
    Barrier,
    /// So much time passes.
    Wait(u64),
    /// A closing handshake with this code.
    Close(u16),
    /// The connection is cut.
    Kill,
    /// A request over HTTP.
    Http {
        /// `GET`, `POST`.
        method: String,
        /// The path, with its query.
        path: String,
        /// What is sent.
        body: Option<String>,
        /// The status that must come.
        status: u16,
        /// JSON that must be in the answer.
        json: Option<Value>,
        /// A text that must be in the answer.
        contains: Option<String>,
        /// The answer must come so soon.
        within: u64,
    },
    /// An order to the stand-in exchange.
    Exchange(String),
    /// The server has printed a line with this in it.
    Printed {
        /// This.
        text: String,
        /// So soon.
        within: u64,
    },
    /// The server is told to stop.
    Stop,
    /// The server's process ends.
    Exit {
        /// With this exit code.
        code: i32,
        /// So soon.
        within: u64,
    },
}

/// What a client sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outgoing {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Vec<u8>),
    /// A text message in so many fragments.
    Fragments(Vec<String>),
    /// A ping.
    Ping(String),
    /// Bytes as they are, past the codec.
    Raw(Vec<u8>),
}

/// What must come next.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// What it must be.
    pub matcher: Matcher,
    /// So soon.
    pub within: u64,
    /// Texts that pass as well, with a note.
    pub tolerated: Vec<String>,
    /// Texts that may come before and are passed over.
    pub skip: Vec<String>,
    /// JSON of these `type`s may come before and is passed over.
    pub skip_types: Vec<String>,
    /// The kind of failure when nothing comes.
    pub fails: Option<FailureKind>,
    /// The kind of failure when something else comes and no kind says it better.
    pub otherwise: Option<FailureKind>,
}

/// What a message must be.
#[derive(Clone, Debug, PartialEq)]
pub enum Matcher {
    /// This text.
    Text(String),
    /// One of these texts.
    OneOf(Vec<String>),
    /// A text that begins in one of these ways and goes on.
    Begins(Vec<String>),
    /// A binary message.
    Binary(Vec<u8>),
    /// A text with JSON that has at least this.
    Json(Value),
    /// A pong with this payload.
    Pong(String),
    /// The end of the connection with one of these close codes.
    Close(Vec<u16>),
}

/// Numbered messages.
#[derive(Clone, Debug, PartialEq)]
pub struct Count {
    /// The text, with `{n}` where the number stands.
    pub pattern: String,
    /// So many further messages must come to each client.
    pub at_least: usize,
    /// The number with which this server begins.
    pub starts: Option<u64>,
    /// The clients have just joined: they must go on from where others are.
    pub joins: bool,
    /// All must get the same numbers.
    pub same: bool,
    /// The mean time between messages must be the period of the setup, −20 %/+50 %.
    pub paced: bool,
    /// The kind of failure when nothing comes.
    pub fails: Option<FailureKind>,
}
