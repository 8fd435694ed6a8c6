//! 알아들을 수 없는 명령줄, 그리고 고치는 법.
//!
//! A command line that cannot be understood, and how to put it right.

use std::{
    error::Error,
    fmt::{self, Display},
};

/// A command line that cannot be understood.
#[derive(Debug, PartialEq, Eq)]
pub enum Misuse {
    /// There is no such argument.
    Unknown(String),
    /// An argument stands without its value.
    NoValue(String),
    /// A switch was given a value.
    UnwantedValue(String),
    /// The value of an argument, or of the variable `PORT`, is no port.
    NoPort(String),
    /// `--lan` and `--host` contradict each other.
    LanAndHost,
    /// The value of `--rate` is no number.
    NoRate(String),
    /// The lab was built without the feature `tls`.
    NoTls,
    /// The argument is not valid Unicode.
    NoUnicode,
    /// A value of `--allow-host` or `--allow-origin` is neither.
    NoHostOrOrigin(String),
    /// A value of a lab's own argument or variable is none that it can take.
    BadValue {
        /// What was given.
        value: String,
        /// What is taken, in Korean.
        korean: &'static str,
        /// What is taken, in English.
        english: &'static str,
    },
}

impl Error for Misuse {}

impl From<lexopt::Error> for Misuse {
    fn from(error: lexopt::Error) -> Self {
        match error {
            lexopt::Error::MissingValue { option } => Self::NoValue(option.unwrap_or_default()),
            lexopt::Error::UnexpectedValue { option, .. } => Self::UnwantedValue(option),
            lexopt::Error::UnexpectedOption(option) => Self::Unknown(option),
            _ => Self::NoUnicode,
        }
    }
}

impl Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(word) => write!(f, "모르는 인자입니다: {word} · unknown argument: {word}"),
            Self::NoValue(option) => write!(f, "{option} 뒤에 값이 필요합니다 · {option} needs a value"),
            Self::UnwantedValue(option) => {
                write!(f, "{option} 에는 값을 쓰지 않습니다 · {option} takes no value")
            }
            Self::NoPort(value) => write!(
                f,
                "포트는 0부터 65535까지의 수입니다: \"{value}\" · a port is a number from 0 to 65535: \"{value}\""
            ),
            Self::NoRate(value) => write!(
                f,
                "--rate 에는 1초에 받을 메시지 수를 씁니다 (0이면 제한 없음): \"{value}\" \
                 · --rate is a number of messages per second (0 is no limit): \"{value}\""
            ),
            Self::NoTls => f.write_str(
                "wss를 쓰려면 tls 기능을 켜고 빌드하세요: cargo run -p 실습 --features tls -- --tls \
                 · wss needs the feature tls: cargo run -p LAB --features tls -- --tls",
            ),
            Self::LanAndHost => f.write_str(
                "--lan 과 --host 는 함께 쓸 수 없습니다 · --lan and --host cannot be used together",
            ),
            Self::NoUnicode => {
                f.write_str("인자를 글자로 읽을 수 없습니다 · an argument is not valid Unicode")
            }
            Self::NoHostOrOrigin(value) => write!(
                f,
                "호스트 이름이나 출처(http://이름:포트)가 아닙니다: \"{value}\" · neither a host name nor an origin (http://name:port): \"{value}\""
            ),
            Self::BadValue { value, korean, english } => {
                write!(f, "{korean}: \"{value}\" · {english}: \"{value}\"")
            }
        }
    }
}
