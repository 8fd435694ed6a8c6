//! 알림의 이름표 `EPOCH:OFFSET`: 어느 서버가 켜졌을 때의, 몇 번째 알림인지.
//!
//! The id of a notification: the run of the server, and the place in that run. To a client it is a text without a
//! meaning; it only gives back the last one it saw.

use std::{
    fmt::{self, Display},
    hash::{BuildHasher, RandomState},
    str::FromStr,
    time::SystemTime,
};

use serde::{Deserialize, Serialize, Serializer};

/// Longer than the epochs of this server, and short enough to be kept and told.
const LONGEST_EPOCH: usize = 64;

/// The id of a notification, or of the moment before the first one (offset 0).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Id {
    /// The run of the server. After a restart it is another one, and the offsets begin again.
    pub epoch: String,
    /// The number of the notification in that run.
    pub offset: u64,
}

/// An epoch that no other run has: it comes from the time and from the system's source of randomness.
#[must_use]
pub fn new_epoch() -> String {
    format!("{:016x}", RandomState::new().hash_one(SystemTime::now()))
}

/// A text that is no id.
#[derive(Debug, PartialEq, Eq)]
pub struct NoId;

impl FromStr for Id {
    type Err = NoId;

    fn from_str(text: &str) -> Result<Self, NoId> {
        let (epoch, offset) = text.split_once(':').ok_or(NoId)?;
        let is_epoch = (1..=LONGEST_EPOCH).contains(&epoch.len())
            && epoch.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
        // `parse` takes a sign as well.
        let is_number = offset.bytes().all(|byte| byte.is_ascii_digit());
        match offset.parse() {
            Ok(offset) if is_epoch && is_number => Ok(Self { epoch: epoch.to_owned(), offset }),
            _ => Err(NoId),
        }
    }
}

impl TryFrom<String> for Id {
    type Error = NoId;

    fn try_from(text: String) -> Result<Self, NoId> {
        text.parse()
    }
}

impl Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.epoch, self.offset)
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Display for NoId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EPOCH:OFFSET")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        for (text, offset) in [("00ff:0", 0), ("a-Z_9:7", 7), ("e:18446744073709551615", u64::MAX)] {
            let id: Id = text.parse().unwrap();
            assert_eq!((id.offset, id.to_string()), (offset, text.to_owned()));
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        let long = format!("{}:1", "e".repeat(65));
        for text in [
            "", ":", "e:", ":1", "e", "e:-1", "e:+1", "e: 1", "e:1:2", "가:1", "e f:1", "e:1.0", "e:0x1",
            &long,
        ] {
            assert_eq!(text.parse::<Id>(), Err(NoId), "{text}");
        }
        assert_eq!("e:18446744073709551616".parse::<Id>(), Err(NoId), "more than 64 bits");
    }

    #[test]
    fn every_run_has_its_own_epoch() {
        let (one, other) = (new_epoch(), new_epoch());
        assert_ne!(one, other);
        assert!(format!("{one}:1").parse::<Id>().is_ok());
    }
}
