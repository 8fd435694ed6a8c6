//! 알림 하나: 만들 때 두 가지 형식으로 한 번씩 쓰고, 듣는 사람이 몇이든 다시 쓰지 않습니다.
//!
//! One notification. It is written once in each form when it is made, and a clone counts instead of copying, so
//! that a thousand listeners cost no second serialisation.

use std::{
    fmt::{self, Display},
    time::SystemTime,
};

use bytestring::ByteString;
use lab_common::{Form, form::rfc_3339};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::id::Id;

/// A notification, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notification {
    /// 1, 2, 3 … in one run of the server.
    pub number: u64,
    plain: ByteString,
    rich: ByteString,
}

impl Notification {
    /// Writes the notification with this id, whose offset is its number. Without a `text` of somebody's it is
    /// `새 알림 N`, the server's own.
    #[must_use]
    pub fn new(id: &Id, text: Option<&str>, at: SystemTime) -> Self {
        let own = format!("새 알림 {}", id.offset);
        let unwritten = Unwritten { id, text: text.unwrap_or(&own), at };
        let (plain, rich) = (Form::Plain.write(&unwritten), Form::Rich.write(&unwritten));
        Self { number: id.offset, plain, rich }
    }

    /// The text of its message.
    #[must_use]
    pub fn text(&self, form: Form) -> &ByteString {
        match form {
            Form::Plain => &self.plain,
            Form::Rich => &self.rich,
        }
    }

    /// What it takes up in memory, in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.plain.len() + self.rich.len()
    }
}

/// What both forms say.
struct Unwritten<'a> {
    id: &'a Id,
    text: &'a str,
    at: SystemTime,
}

impl Display for Unwritten<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "🔔 {}", self.text)
    }
}

impl Serialize for Unwritten<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("Notification", 5)?;
        object.serialize_field("type", "notification")?;
        object.serialize_field("id", self.id)?;
        object.serialize_field("number", &self.id.offset)?;
        object.serialize_field("text", self.text)?;
        object.serialize_field("at", &rfc_3339(self.at))?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use serde_json::{Value, json};

    use super::*;

    fn written(text: Option<&str>) -> (String, Value) {
        let id = Id { epoch: "e".to_owned(), offset: 7 };
        let at = SystemTime::UNIX_EPOCH + Duration::from_millis(1_772_701_200_120);
        let notification = Notification::new(&id, text, at);
        assert_eq!(notification.number, 7);
        let rich = serde_json::from_str(notification.text(Form::Rich)).unwrap();
        (notification.text(Form::Plain).to_string(), rich)
    }

    #[test]
    fn the_servers_own_says_its_number_in_both_forms() {
        let (plain, rich) = written(None);
        assert_eq!(plain, "🔔 새 알림 7");
        let expected = json!({
            "type": "notification", "id": "e:7", "number": 7, "text": "새 알림 7", "at": "2026-03-05T09:00:00.120Z"
        });
        assert_eq!(rich, expected);
    }

    #[test]
    fn a_text_of_somebody_is_kept_as_it_is() {
        for text in ["수업 끝!", "a\n\"b\"\\\t\u{0}\u{2028}", "👨‍👩‍👧‍👦", "{\"type\":\"x\"}"]
        {
            let (plain, rich) = written(Some(text));
            assert_eq!((plain, &rich["text"]), (format!("🔔 {text}"), &json!(text)));
        }
    }

    #[test]
    fn a_clone_shares_its_text() {
        let id = Id { epoch: "e".to_owned(), offset: 1 };
        let one = Notification::new(&id, None, SystemTime::now());
        let pointer = |notification: &Notification| notification.text(Form::Rich).as_ptr();
        assert_eq!(pointer(&one), pointer(&one.clone()));
    }
}
