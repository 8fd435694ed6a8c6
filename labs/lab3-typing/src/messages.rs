//! 메시지: 클라이언트의 부탁과 서버의 답. 글(plain)과 JSON(rich) 두 형식이 있습니다.
//!
//! The messages: what a client asks, what the server replies, each in the plain and the rich form.

use std::fmt::{self, Display};

use lab_common::{
    Form, Message,
    form::{self, Fault},
};
use serde::{Deserialize, Serialize};

/// 끝낸 글의 최대 길이, 글자(유니코드 스칼라) 수.
/// The longest finished line, in characters (Unicode scalar values).
pub(crate) const LONGEST_LINE: usize = 500;

/// 누가 입력하는 동안의 글.
/// What the plain form says while somebody types.
const INDICATOR: &str = "💬 누군가 입력 중…";

/// 클라이언트의 부탁.
/// What a client asks.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Request {
    /// 나는 입력 중입니다. · I am typing.
    Typing,
    /// 나는 멈췄습니다. · I have stopped.
    Stop,
    /// 글을 끝냈습니다. · I have finished a line.
    Say {
        /// 모두에게 갈 글. · What goes to everyone.
        text: String,
    },
}

impl form::Request for Request {
    const TYPES: &'static [&'static str] = &["typing", "stop", "say"];
}

impl Request {
    /// 메시지를 읽습니다. [`LONGEST_LINE`] 보다 긴 글은 받지 않습니다.
    /// Reads a message. A line longer than [`LONGEST_LINE`] is a fault.
    pub(crate) fn read(form: Form, message: &Message) -> Result<Self, Fault> {
        let request = match (form, message) {
            (Form::Rich, message) => form::read(message)?,
            (Form::Plain, Message::Text(text)) => Self::plain(text),
            (Form::Plain, Message::Binary(_)) => {
                return Err(Fault::BadField("a text is expected, not a binary message".to_owned()));
            }
        };
        match request {
            Self::Say { text } if text.chars().nth(LONGEST_LINE).is_some() => {
                Err(Fault::BadField(format!("`text` is longer than {LONGEST_LINE} characters")))
            }
            request => Ok(request),
        }
    }

    /// 글 형식에서는 `typing` 과 `stop` 만 신호이고, 나머지는 모두 끝낸 글입니다.
    /// In the plain form `typing` and `stop` are signals, and every other text is a finished line.
    fn plain(text: &str) -> Self {
        match text {
            "typing" => Self::Typing,
            "stop" => Self::Stop,
            text => Self::Say { text: text.to_owned() },
        }
    }
}

/// 서버의 답.
/// What the server replies.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Reply<'line> {
    /// 몇 명이 입력 중입니다. · So many are typing.
    Typing {
        /// 1 이상. · At least 1.
        count: usize,
    },
    /// 아무도 입력하지 않습니다. · Nobody types.
    Idle,
    /// 누군가 글을 끝냈습니다. rich 형식에서만 보냅니다. · Somebody has finished a line; sent in the rich form alone.
    Said {
        /// 쓴 그대로. · As it was written.
        text: &'line str,
    },
}

impl Reply<'_> {
    /// `count` 명이 입력 중일 때의 상태.
    /// The state in which `count` clients type.
    pub(crate) fn state(count: usize) -> Self {
        match count {
            0 => Self::Idle,
            count => Self::Typing { count },
        }
    }
}

impl Display for Reply<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Typing { .. } => INDICATOR,
            // 빈 글이 표시를 지웁니다. · The empty text clears the indicator.
            Self::Idle => "",
            Self::Said { text } => text,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(form: Form, text: &str) -> Result<Request, &'static str> {
        Request::read(form, &Message::from(text.to_owned())).map_err(|fault| fault.code())
    }

    #[test]
    fn a_plain_text_is_a_signal_or_a_finished_line() {
        assert_eq!(read(Form::Plain, "typing"), Ok(Request::Typing));
        assert_eq!(read(Form::Plain, "stop"), Ok(Request::Stop));
        for line in ["", "안녕", "Typing", "typing ", "stop\n", r#"{"type":"typing"}"#] {
            assert_eq!(read(Form::Plain, line), Ok(Request::Say { text: line.to_owned() }), "{line}");
        }
    }

    #[test]
    fn a_rich_message_is_an_object_with_a_type() {
        assert_eq!(read(Form::Rich, r#"{"type":"typing"}"#), Ok(Request::Typing));
        assert_eq!(read(Form::Rich, r#"{"type":"stop","why":1}"#), Ok(Request::Stop));
        let line = Request::Say { text: "안녕".to_owned() };
        assert_eq!(read(Form::Rich, r#"{"type":"say","text":"안녕"}"#), Ok(line));
        assert_eq!(read(Form::Rich, "typing"), Err("bad_json"));
        assert_eq!(read(Form::Rich, r#"{"type":"say"}"#), Err("bad_field"));
        assert_eq!(read(Form::Rich, r#"{"type":"shout"}"#), Err("unknown_type"));
    }

    #[test]
    fn a_line_has_at_most_five_hundred_characters() {
        let longest = "👍".repeat(LONGEST_LINE);
        assert_eq!(read(Form::Plain, &longest), Ok(Request::Say { text: longest.clone() }));
        assert_eq!(read(Form::Plain, &format!("{longest}.")), Err("bad_field"));
        let rich = format!(r#"{{"type":"say","text":"{longest}."}}"#);
        assert_eq!(read(Form::Rich, &rich), Err("bad_field"));
    }

    #[test]
    fn a_reply_has_both_forms() {
        let said = Reply::Said { text: "안\"녕" };
        for (reply, plain, rich) in [
            (Reply::state(0), "", r#"{"type":"idle"}"#),
            (Reply::state(1), "💬 누군가 입력 중…", r#"{"type":"typing","count":1}"#),
            (Reply::state(2), "💬 누군가 입력 중…", r#"{"type":"typing","count":2}"#),
            (said, "안\"녕", r#"{"type":"said","text":"안\"녕"}"#),
        ] {
            assert_eq!(Form::Plain.write(&reply), plain);
            assert_eq!(Form::Rich.write(&reply), rich);
        }
    }
}
