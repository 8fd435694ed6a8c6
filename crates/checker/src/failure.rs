//! The ways in which a server can part from its contract.
//!
//! Each has a stable English id that results, hints and tests of wrong servers rely on. It is never translated.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $id:literal,)*) => {
        /// What kind of failure it is. The list is closed: every kind has an explanation and hints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum FailureKind { $($(#[$doc])* $name,)* }

        impl FailureKind {
            /// All kinds, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The stable id, such as `no-reply`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }
        }
    };
}

kinds! {
    // The connection.
    /// Nobody listens at the address any more.
    Refused = "refused",
    /// The opening handshake was answered with another status than 101.
    HandshakeRefused = "handshake-refused",
    /// 101, but not a handshake as RFC 6455 4.2.2 asks: a wrong `Sec-WebSocket-Accept`, or a subprotocol nobody offered.
    HandshakeInvalid = "handshake-invalid",
    /// No answer to the opening handshake in time.
    HandshakeTimeout = "handshake-timeout",
    /// The server selected no subprotocol, or another than the check wants.
    SubprotocolNotSelected = "subprotocol-not-selected",
    /// The server ended the connection, with a closing handshake, where it should have stayed.
    ConnectionClosed = "connection-closed",
    /// The connection ended without a closing handshake (what browsers call 1006).
    ConnectionLost = "connection-lost",
    /// The server's process ended.
    ServerExited = "server-exited",
    /// The bytes were no WebSocket frames as RFC 6455 defines them.
    ProtocolError = "protocol-error",
    /// A text message whose bytes are not UTF-8.
    NotUtf8 = "not-utf8",
    /// More messages or bytes than any right answer has.
    Flood = "flood",
    /// A ping was not answered, or with another payload.
    NoPong = "no-pong",
    /// The connection was closed with another close code than the contract names.
    WrongCloseCode = "wrong-close-code",
    /// The connection stayed open where the contract closes it.
    NotClosed = "not-closed",

    // A message that did not come, or one too many.
    /// Nothing came in time.
    NoReply = "no-reply",
    /// Nothing came in time for this client while another one is connected.
    NoReplyBesideAnother = "no-reply-beside-another",
    /// Nothing came in time after another client had left.
    NoReplyAfterLeave = "no-reply-after-leave",
    /// Something came before the client had sent anything.
    TooEarly = "too-early",
    /// More messages came than the contract has.
    ExtraMessage = "extra-message",
    /// The same message came twice.
    Duplicate = "duplicate",
    /// The right answers in another order.
    WrongOrder = "wrong-order",
    /// An answer to what another client sent.
    OtherClientsMessage = "other-clients-message",
    /// An answer to an earlier message of this client.
    EarlierMessage = "earlier-message",

    // The text of a message.
    /// Another text, and no other kind fits.
    WrongText = "wrong-text",
    /// A binary message where a text is due.
    BinaryReply = "binary-reply",
    /// A text message where a binary one is due.
    TextReply = "text-reply",
    /// The right text without its beginning: `M` for `Echo: M`.
    MissingPrefix = "missing-prefix",
    /// The right text with other upper and lower case.
    WrongCase = "wrong-case",
    /// The right text with other white space.
    WrongSpaces = "wrong-spaces",
    /// The beginning or part of the right text only.
    Truncated = "truncated",
    /// The right text with something before or after it.
    ExtraText = "extra-text",
    /// The empty text where another one is due.
    EmptyText = "empty-text",
    /// Python bytes shown as text: `b'…'`.
    BytesRepr = "bytes-repr",
    /// A Python value shown as text: `{'type': …}`, `None`, `True`.
    PythonRepr = "python-repr",
    /// A JavaScript value shown as text: `[object Object]`, `undefined`, `<Buffer …>`.
    JavascriptRepr = "javascript-repr",
    /// A Rust value shown as text: `Some("…")`, `Text("…")`.
    RustRepr = "rust-repr",
    /// Characters written as `\uc548`.
    AsciiEscapes = "ascii-escapes",
    /// The text inside JSON quotation marks, or wrapped in a JSON object.
    JsonWrapped = "json-wrapped",
    /// `&lt;` for `<`.
    HtmlEscaped = "html-escaped",
    /// UTF-8 read as another encoding, or characters replaced by `?` or U+FFFD.
    Mojibake = "mojibake",
    /// A placeholder that was never filled in: `Echo: {data}`.
    Placeholder = "placeholder",

    // JSON of the rich form.
    /// A text that is not JSON where JSON is due.
    NotJson = "not-json",
    /// A field is missing.
    JsonMissingField = "json-missing-field",
    /// A field has another value than it should.
    JsonWrongValue = "json-wrong-value",
    /// A field has another type than it should: `"1"` for `1`.
    JsonWrongType = "json-wrong-type",

    // Numbers that grow (lab 2).
    /// The first number is not where the count begins.
    CountStart = "count-start",
    /// A number was left out.
    CountGap = "count-gap",
    /// A number came again, or a smaller one.
    CountBack = "count-back",
    /// A client that joined late got numbers of its own from the beginning.
    CountPerClient = "count-per-client",
    /// Clients that are connected at the same time get different numbers.
    CountDiffers = "count-differs",
    /// The time between messages is shorter than it should be.
    PeriodTooShort = "period-too-short",
    /// The time between messages is longer than it should be.
    PeriodTooLong = "period-too-long",
    /// No further message after another client had left.
    FanOutStopped = "fan-out-stopped",

    // The indicator (lab 3).
    /// Cleared earlier than one second after the last `typing`.
    ClearedTooEarly = "cleared-too-early",
    /// Cleared one second after an earlier `typing`, although another one had come.
    TimerNotReset = "timer-not-reset",
    /// `stop` did not clear the indicator.
    NotCleared = "not-cleared",
    /// Others see the indicator, its sender does not.
    OthersOnly = "others-only",

    // The label (lab 4).
    /// The label of another polarity.
    WrongLabel = "wrong-label",
    /// The label without its emoji, or the emoji without its label.
    HalfLabel = "half-label",

    // The price (lab 5).
    /// Another price than the exchange told.
    WrongPrice = "wrong-price",
    /// The right price in another format.
    PriceFormat = "price-format",
    /// The right price, rounded wrongly.
    PriceRounding = "price-rounding",
    /// A price the exchange told more than a second ago.
    StalePrice = "stale-price",
    /// A price, although the exchange failed.
    PriceDespiteFailure = "price-despite-failure",
    /// A text about the failure that does not begin as the contract says.
    UnmarkedFailure = "unmarked-failure",
    /// A failure is told without a reason.
    NoReason = "no-reason",
    /// Still a failure, although the exchange is back.
    NotRecovered = "not-recovered",
    /// The exchange was asked more often than the contract allows.
    TooManyRequests = "too-many-requests",

    // HTTP and the program itself.
    /// Another HTTP status.
    WrongStatus = "wrong-status",
    /// The right status with another body.
    WrongBody = "wrong-body",
    /// The program did not print what it should.
    NotPrinted = "not-printed",
    /// The program did not end, or with another exit code.
    WrongExit = "wrong-exit",
}

impl FailureKind {
    /// Whether slowness of the machine alone can cause it. Such a failure is played again before it counts.
    #[must_use]
    pub fn timing_only(self) -> bool {
        matches!(
            self,
            Self::NoReply
                | Self::NoReplyBesideAnother
                | Self::NoReplyAfterLeave
                | Self::HandshakeTimeout
                | Self::NoPong
                | Self::NotClosed
                | Self::PeriodTooShort
                | Self::PeriodTooLong
                | Self::FanOutStopped
                | Self::ClearedTooEarly
                | Self::TimerNotReset
                | Self::NotCleared
                | Self::StalePrice
                | Self::NotRecovered
                | Self::NotPrinted
        )
    }
}

impl fmt::Display for FailureKind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(self.id())
    }
}

/// A word that names no kind of failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownKind(pub String);

impl fmt::Display for UnknownKind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "no kind of failure: {}", self.0)
    }
}

impl std::error::Error for UnknownKind {}

impl FromStr for FailureKind {
    type Err = UnknownKind;

    fn from_str(id: &str) -> Result<Self, UnknownKind> {
        Self::ALL.iter().copied().find(|kind| kind.id() == id).ok_or_else(|| UnknownKind(id.to_owned()))
    }
}

impl Serialize for FailureKind {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id())
    }
}

impl<'de> Deserialize<'de> for FailureKind {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_found_by_its_id() {
        for kind in FailureKind::ALL {
            assert_eq!(kind.id().parse(), Ok(*kind));
        }
        assert!("nonsense".parse::<FailureKind>().is_err());
    }
}
