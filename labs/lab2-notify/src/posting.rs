//! `POST /notify`: 누구나 `{"text":"…"}` 로 알림을 하나 만듭니다.
//!
//! `POST /notify`: anybody publishes a text as a notification. It takes the next number and goes to everybody.

use actix_web::{
    HttpResponse,
    web::{Data, Json},
};
use lab_common::console::{self, Safe};
use serde_json::{Map, Value, json};

use crate::{feed::Feed, refusal::Refusal};

/// The longest text, in characters.
pub const LONGEST_TEXT: usize = 500;

/// The longest body that is read, in bytes: far more than such a text needs, so that most of those who write too
/// much are told how much it was.
pub const LONGEST_BODY: usize = 64 * 1024;

/// Publishes the text and answers 202 with its id and number. Other fields are ignored.
pub async fn notify(feed: Data<Feed>, post: Json<Map<String, Value>>) -> Result<HttpResponse, Refusal> {
    let text = checked(post.get("text").and_then(Value::as_str).unwrap_or_default())?;
    console::received(Safe(text));
    let id = feed.publish(Some(text));
    Ok(HttpResponse::Accepted().json(json!({"id": id, "number": id.offset})))
}

/// Any text that is not empty and not too long. Line breaks may stay: one message is one notification, whatever it
/// contains.
fn checked(text: &str) -> Result<&str, Refusal> {
    match text.chars().count() {
        _ if text.trim().is_empty() => Err(Refusal::NoText),
        characters if characters > LONGEST_TEXT => Err(Refusal::TooLong(characters)),
        _ => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_of_500_characters_is_taken_and_a_longer_one_is_not() {
        for character in ["a", "가", "😊"] {
            assert_eq!(checked(&character.repeat(500)), Ok(character.repeat(500).as_str()));
            assert_eq!(checked(&character.repeat(501)), Err(Refusal::TooLong(501)));
        }
        for empty in ["", " ", "\n\t\u{3000}"] {
            assert_eq!(checked(empty), Err(Refusal::NoText));
        }
        assert_eq!(checked("한 줄\n두 줄"), Ok("한 줄\n두 줄"));
    }
}
