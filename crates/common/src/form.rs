//! 형식: 같은 답을 글로(plain), 또는 JSON으로(rich). 어느 쪽인지는 여는 핸드셰이크에서 정해집니다.
//!
//! The form of the messages. A client that offers the subprotocol [`RICH`] (RFC 6455 section 1.9) speaks
//! JSON objects with a `type`; everybody else (Postman, a first page) speaks plain texts. A lab has one type
//! for each reply: its `Display` is the plain form, its `Serialize` the rich form.

use std::{
    fmt::{self, Display},
    num::NonZeroU8,
    time::SystemTime,
};

use actix_web::{HttpResponse, http::header::SEC_WEBSOCKET_PROTOCOL};
use bytestring::ByteString;
use serde::{Serialize, Serializer, de::DeserializeOwned, ser::SerializeStruct};
use serde_json::{Map, Value};
use time::{
    OffsetDateTime,
    format_description::well_known::{
        Iso8601,
        iso8601::{Config, EncodedConfig, TimePrecision},
    },
};

use crate::Message;

/// The subprotocol of the rich form.
pub const RICH: &str = "realtime-labs.v1";

/// How the two ends of a connection write their messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Texts without structure.
    Plain,
    /// JSON objects, one in each message.
    Rich,
}

impl Form {
    /// The form that this answer to an opening handshake agrees to.
    #[must_use]
    pub fn of(switching_protocols: &HttpResponse) -> Self {
        match switching_protocols.headers().get(SEC_WEBSOCKET_PROTOCOL) {
            Some(selected) if selected == RICH => Self::Rich,
            _ => Self::Plain,
        }
    }

    /// Writes a reply as the text of one message.
    #[must_use]
    pub fn write(self, reply: &(impl Display + Serialize)) -> ByteString {
        match self {
            Self::Plain => reply.to_string().into(),
            Self::Rich => match serde_json::to_string(reply) {
                Ok(json) => json.into(),
                // Only a reply that is no JSON by its type comes here; its peer is told rather than left waiting.
                Err(error) => Self::Rich.write(&Fault::Unwritable(error.to_string())),
            },
        }
    }
}

/// What a client may ask in the rich form: an enum with `#[serde(tag = "type")]`.
pub trait Request: DeserializeOwned {
    /// The values of `type`, as serde knows them.
    const TYPES: &'static [&'static str];
}

/// Reads a message of the rich form. Fields that the request does not know are ignored.
pub fn read<R: Request>(message: &Message) -> Result<R, Fault> {
    let Message::Text(text) = message else { return Err(Fault::BadJson) };
    let object: Map<String, Value> = serde_json::from_str(text).map_err(|_| Fault::BadJson)?;
    match object.get("type") {
        Some(Value::String(name)) if R::TYPES.contains(&name.as_str()) => {}
        Some(Value::String(name)) => {
            return Err(Fault::UnknownType { sent: shortened(name), known: R::TYPES });
        }
        _ => return Err(Fault::BadField("`type` must be a string".to_owned())),
    }
    R::deserialize(Value::Object(object)).map_err(|error| Fault::BadField(shortened(&error.to_string())))
}

/// A moment as the rich form writes it, `2026-03-05T09:00:00.123Z`: RFC 3339 in UTC, always with milliseconds. Empty
/// before the year 0 and after 9999.
#[must_use]
pub fn rfc_3339(at: SystemTime) -> String {
    const MILLISECONDS: TimePrecision = TimePrecision::Second { decimal_digits: NonZeroU8::new(3) };
    const FORMAT: EncodedConfig = Config::DEFAULT.set_time_precision(MILLISECONDS).encode();
    OffsetDateTime::from(at).format(&Iso8601::<FORMAT>).unwrap_or_default()
}

/// A name from a peer is repeated to it, but not at any length.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 200;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Why a message of the rich form was not understood; itself a reply: `{"type":"error","code":…,"message":…}`.
/// The connection stays open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// `bad_json`: the message is not a JSON object.
    BadJson,
    /// `unknown_type`: no request has this `type`.
    UnknownType {
        /// The type that came.
        sent: String,
        /// Those there are.
        known: &'static [&'static str],
    },
    /// `bad_field`: a field is missing or wrong.
    BadField(String),
    /// `internal`: the reply could not be written.
    Unwritable(String),
}

impl Fault {
    /// The stable name of this fault.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::BadJson => "bad_json",
            Self::UnknownType { .. } => "unknown_type",
            Self::BadField(_) => "bad_field",
            Self::Unwritable(_) => "internal",
        }
    }
}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadJson => f.write_str(
                "JSON 객체 하나를 텍스트로 보내세요. 예: {\"type\":\"…\"} · Send one JSON object as a text, such as {\"type\":\"…\"}",
            ),
            Self::UnknownType { sent, known } => {
                let known = known.join(", ");
                write!(f, "모르는 type: {sent}. 쓸 수 있는 것: {known} · Unknown type: {sent}. Known: {known}")
            }
            Self::BadField(why) => {
                write!(f, "필드가 없거나 틀렸습니다: {why} · A field is missing or wrong: {why}")
            }
            Self::Unwritable(why) => write!(f, "답을 쓰지 못했습니다: {why} · The reply could not be written: {why}"),
        }
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Fault", 3)?;
        object.serialize_field("type", "error")?;
        object.serialize_field("code", self.code())?;
        object.serialize_field("message", &self.to_string())?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde::Deserialize;

    use super::*;

    #[test]
    fn a_moment_is_written_in_utc_with_its_milliseconds() {
        let at = |milliseconds| rfc_3339(SystemTime::UNIX_EPOCH + Duration::from_millis(milliseconds));
        assert_eq!(at(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(at(1_772_701_200_120), "2026-03-05T09:00:00.120Z");
    }

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Ask {
        Typing,
        Say { text: String },
    }

    impl Request for Ask {
        const TYPES: &'static [&'static str] = &["typing", "say"];
    }

    fn ask(text: &str) -> Result<Ask, &'static str> {
        read(&Message::from(text.to_owned())).map_err(|fault| fault.code())
    }

    #[test]
    fn a_request_is_read_and_unknown_fields_are_ignored() {
        assert_eq!(ask(r#"{"type":"typing","by":{"x":[1]}}"#), Ok(Ask::Typing));
        assert_eq!(ask(r#" {"text":"안녕","type":"say"} "#), Ok(Ask::Say { text: "안녕".to_owned() }));
    }

    #[test]
    fn every_fault_has_its_code() {
        for (text, code) in [
            ("", "bad_json"),
            ("typing", "bad_json"),
            ("[]", "bad_json"),
            ("\"typing\"", "bad_json"),
            (r#"{"type":"typing"} x"#, "bad_json"),
            ("{}", "bad_field"),
            (r#"{"type":7}"#, "bad_field"),
            (r#"{"type":"sing"}"#, "unknown_type"),
            (r#"{"type":"Typing"}"#, "unknown_type"),
            (r#"{"type":"say"}"#, "bad_field"),
            (r#"{"type":"say","text":7}"#, "bad_field"),
        ] {
            assert_eq!(ask(text), Err(code), "{text}");
        }
        assert_eq!(read::<Ask>(&Message::from(actix_web::web::Bytes::new())), Err(Fault::BadJson));
        // Deeper than any parser should follow.
        assert_eq!(ask(&format!("{{\"type\":{}", "[".repeat(60_000))), Err("bad_json"));
    }

    #[test]
    fn a_fault_names_what_is_known_and_repeats_no_novel() {
        let fault =
            read::<Ask>(&Message::from(format!("{{\"type\":\"{}\"}}", "가".repeat(10_000)))).unwrap_err();
        let json: Value = serde_json::from_str(&Form::Rich.write(&fault)).unwrap();
        assert_eq!((&json["type"], &json["code"]), (&"error".into(), &"unknown_type".into()));
        let message = json["message"].as_str().unwrap();
        assert!(message.contains("typing, say") && message.len() < 2000, "{message}");
    }

    #[test]
    fn the_form_is_what_the_answer_selected() {
        let answer = HttpResponse::SwitchingProtocols;
        assert_eq!(Form::of(&answer().finish()), Form::Plain);
        let rich = answer().insert_header((SEC_WEBSOCKET_PROTOCOL, RICH)).finish();
        assert_eq!(Form::of(&rich), Form::Rich);
        assert_eq!(Form::Plain.write(&Fault::BadJson), Fault::BadJson.to_string());
    }
}
