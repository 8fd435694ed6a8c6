//! HTTP 요청을 거절할 때의 답: `{"type":"error","code":…,"message":"한국어 · English"}`.
//!
//! Why a request over HTTP was refused, as JSON, in words that say what to do.

use std::fmt::{self, Display};

use actix_web::{HttpResponse, ResponseError, error::JsonPayloadError, http::StatusCode};
use serde_json::json;

use crate::posting::{LONGEST_BODY, LONGEST_TEXT};

/// Why a request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The body is not labelled as JSON.
    NotLabelled,
    /// The body is not a JSON object.
    NotJson,
    /// The JSON has no string `text`, or an empty one.
    NoText,
    /// The text has so many characters.
    TooLong(usize),
    /// The body is longer than any text makes it.
    TooLarge,
    /// The query's `after` is no id.
    NoId,
}

impl Refusal {
    fn code(self) -> &'static str {
        match self {
            Self::NotLabelled => "bad_content_type",
            Self::NotJson => "bad_json",
            Self::NoText | Self::TooLong(_) | Self::NoId => "bad_field",
            Self::TooLarge => "too_large",
        }
    }
}

impl From<JsonPayloadError> for Refusal {
    fn from(error: JsonPayloadError) -> Self {
        match error {
            JsonPayloadError::OverflowKnownLength { .. } | JsonPayloadError::Overflow { .. } => {
                Self::TooLarge
            }
            JsonPayloadError::ContentType => Self::NotLabelled,
            _ => Self::NotJson,
        }
    }
}

impl Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLabelled => f.write_str(
                "Content-Type 헤더를 application/json 으로 보내세요. · Send the header Content-Type: application/json.",
            ),
            Self::NotJson => f.write_str(
                "JSON 객체를 보내세요. 예: {\"text\":\"안녕\"} · Send a JSON object, such as {\"text\":\"hello\"}.",
            ),
            Self::NoText => f.write_str(
                "text 에 빈 글이 아닌 글을 쓰세요. 예: {\"text\":\"안녕\"} · `text` must be a string that is not empty.",
            ),
            Self::TooLong(characters) => write!(
                f,
                "글은 {LONGEST_TEXT}자까지입니다. 보낸 글은 {characters}자입니다. \
                 · A text has at most {LONGEST_TEXT} characters; this one has {characters}."
            ),
            Self::TooLarge => write!(
                f,
                "본문은 {LONGEST_BODY}바이트까지입니다. · A body has at most {LONGEST_BODY} bytes."
            ),
            Self::NoId => f.write_str(
                "after 는 알림의 id(EPOCH:OFFSET) 하나입니다. · `after` must be the id of a notification (EPOCH:OFFSET).",
            ),
        }
    }
}

impl ResponseError for Refusal {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::NotLabelled => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::NotJson | Self::NoText | Self::TooLong(_) | Self::NoId => StatusCode::BAD_REQUEST,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let error = json!({"type": "error", "code": self.code(), "message": self.to_string()});
        HttpResponse::build(self.status_code()).json(error)
    }
}
