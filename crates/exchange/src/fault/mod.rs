//! What can go wrong, and with what.

mod name;

use std::time::Duration;

pub use name::{NAMES, UnknownFault};

use crate::target::Target;

/// One thing that goes wrong. [`NAMES`] and the documentation of this crate list their names, which
/// [`Display`](std::fmt::Display) writes and [`FromStr`](std::str::FromStr) reads.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// Nothing: the answer is right. It takes its place between others in a script.
    Nothing,

    /// Another status than 200.
    Status {
        /// 200 to 599.
        code: u16,
        /// The seconds of a `Retry-After`.
        retry_after: Option<u32>,
        /// What the answer says.
        page: Page,
    },
    /// A redirect (302) to this address.
    Redirect(String),
    /// Status 200 with the venue's envelope of an error.
    ErrorIn200,

    /// This text instead of an answer or a message.
    Body(String),
    /// Plain text that is no JSON, as a proxy writes it.
    Garbage,
    /// All of the answer is there, but in single quotes.
    MalformedJson,
    /// The first half of the JSON text, as a complete answer.
    TruncatedJson,

    /// This text as the price.
    Price(String),
    /// The price as a JSON number, not as a text.
    PriceNumber,
    /// `null` as the price.
    PriceNull,
    /// No price at all.
    PriceMissing,
    /// The price twice, and the second time another one.
    PriceTwice,
    /// The price of another coin.
    WrongSymbol,
    /// A price this many percent away from the true one.
    Jump(i32),
    /// The times of an answer lie this far back, and its last trade is an older one.
    Older(Duration),

    /// The right answer after this time.
    Late(Duration),
    /// No answer, and the connection stays open.
    Hang,
    /// Half of the body, then nothing more, and the connection stays open.
    HangInBody,
    /// One byte of the head each time this has passed.
    SlowHead(Duration),
    /// One byte of the body each time this has passed.
    Drip(Duration),
    /// The connection ends in the middle of a body with a `Content-Length`.
    CutBody,
    /// The connection ends between the chunks of a body.
    CutChunked,
    /// A right answer whose end is the end of the connection.
    CloseDelimited,
    /// The connection ends instead of an answer.
    CloseAtOnce,
    /// The connection is reset instead of an answer.
    Reset,
    /// An answer that is not HTTP.
    NotHttp,
    /// Header lines for ever.
    EndlessHead,
    /// A price with decimals for ever.
    EndlessBody,
    /// The right answer, compressed.
    Gzip,
    /// Compressed, with an error in it.
    BadGzip,
    /// 256 KiB that inflate to 256 MiB.
    GzipBomb,

    /// No message, while pings go on.
    Freeze,
    /// The stream falls silent for good: no message, no ping, no answer to a ping.
    Silence,
    /// The last message once more.
    Repeat,
    /// All streams end without a closing handshake.
    Cut,
    /// All streams are closed with this code.
    Close(u16),
    /// All streams are told `serverShutdown`, and go on.
    ServerShutdown,
    /// An event of a kind that no client knows.
    UnknownEvent,
    /// The message as a binary one.
    Binary,
    /// The message in three fragments.
    Fragments,
    /// A message of 70,000 bytes.
    HugeMessage,
    /// A frame with a reserved bit, which no extension has been agreed for.
    ReservedBit,
}

/// What an answer with another status says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Page {
    /// What the venue documents for this status.
    #[default]
    Documented,
    /// A page for people.
    Html,
    /// Nothing.
    Empty,
    /// What is right under status 200: a careless reader takes it for that.
    Right,
}

/// Which targets a fault has a meaning for.
enum Reach {
    Everything,
    /// Every request, opening handshakes included.
    Requests,
    /// Every request that is answered with a body.
    Answers,
    /// What tells a price.
    Prices,
    /// What tells a time.
    Times,
    /// What tells a price, or an open stream.
    Messages,
    Streams,
}

impl Fault {
    /// Whether this fault has a meaning for `target`.
    #[must_use]
    pub fn fits(&self, target: Target) -> bool {
        use Target::{Book, Day, Handshake, Okx, Price, Stream};
        match self.reach() {
            Reach::Everything => true,
            Reach::Requests => target != Stream,
            Reach::Answers => !matches!(target, Stream | Handshake),
            Reach::Prices => matches!(target, Price | Day | Book | Okx),
            Reach::Times => matches!(target, Day | Okx | Stream),
            Reach::Messages => matches!(target, Price | Day | Book | Okx | Stream),
            Reach::Streams => target == Stream,
        }
    }

    fn reach(&self) -> Reach {
        match self {
            Self::Nothing => Reach::Everything,
            Self::Status { .. }
            | Self::Redirect(_)
            | Self::Late(_)
            | Self::Hang
            | Self::SlowHead(_)
            | Self::CloseAtOnce
            | Self::Reset
            | Self::NotHttp
            | Self::EndlessHead => Reach::Requests,
            Self::HangInBody
            | Self::Drip(_)
            | Self::CutBody
            | Self::CutChunked
            | Self::CloseDelimited
            | Self::EndlessBody
            | Self::Gzip
            | Self::BadGzip
            | Self::GzipBomb => Reach::Answers,
            Self::ErrorIn200 => Reach::Prices,
            Self::Older(_) => Reach::Times,
            Self::Body(_)
            | Self::Garbage
            | Self::MalformedJson
            | Self::TruncatedJson
            | Self::Price(_)
            | Self::PriceNumber
            | Self::PriceNull
            | Self::PriceMissing
            | Self::PriceTwice
            | Self::WrongSymbol
            | Self::Jump(_) => Reach::Messages,
            Self::Freeze
            | Self::Silence
            | Self::Repeat
            | Self::Cut
            | Self::Close(_)
            | Self::ServerShutdown
            | Self::UnknownEvent
            | Self::Binary
            | Self::Fragments
            | Self::HugeMessage
            | Self::ReservedBit => Reach::Streams,
        }
    }
}
