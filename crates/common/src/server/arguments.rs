//! 명령줄 인자와 환경 변수.
//!
//! The arguments that every lab takes, and those that a lab adds.

use std::{
    ffi::OsString,
    fmt::{self, Display},
};

use lexopt::Arg;

/// One argument, as `--help` shows it.
#[derive(Debug, Clone, Copy)]
pub struct Parameter {
    /// The name without its dashes.
    pub name: &'static str,
    /// What the value is called; empty for a switch without a value.
    pub value: &'static str,
    /// What it does, in Korean.
    pub korean: &'static str,
    /// What it does, in English.
    pub english: &'static str,
}

/// The port of the lecture, `ws://127.0.0.1:5000/ws`.
const DEFAULT_PORT: u16 = 5000;

const COMMON: [Parameter; 6] = [
    Parameter {
        name: "port",
        value: "N",
        korean: "포트. 0이면 빈 포트를 찾습니다. 없으면 환경 변수 PORT, 그것도 없으면 5000",
        english: "port; 0 takes a free one. Otherwise the environment's PORT, otherwise 5000",
    },
    Parameter {
        name: "host",
        value: "ADDRESS",
        korean: "여는 주소. 기본은 127.0.0.1 (이 컴퓨터만)",
        english: "address to listen on; 127.0.0.1, this machine alone, unless told",
    },
    Parameter {
        name: "lan",
        value: "",
        korean: "같은 네트워크의 다른 컴퓨터에도 엽니다",
        english: "lets other machines of the network in",
    },
    Parameter {
        name: "allow-host",
        value: "NAME",
        korean: "이 이름(Host)으로 온 요청도 받습니다. 여러 번 쓸 수 있습니다",
        english: "answers for this host name too; may be given again",
    },
    Parameter {
        name: "allow-origin",
        value: "ORIGIN",
        korean: "이 출처(http://이름:포트)의 페이지도 받습니다. 여러 번 쓸 수 있습니다",
        english: "lets pages of this origin (http://name:port) in too; may be given again",
    },
    Parameter { name: "help", value: "", korean: "이 도움말", english: "this help" },
];

/// What the command line and the environment ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arguments {
    /// Port to listen on; 0 takes a free one.
    pub port: u16,
    /// Address or name to listen on.
    pub host: String,
    /// `--allow-host`, as given.
    pub allowed_hosts: Vec<String>,
    /// `--allow-origin`, as given.
    pub allowed_origins: Vec<String>,
    /// The lab's own arguments, in the order given.
    own: Vec<(&'static str, String)>,
}

/// What a command line comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Serve(Arguments),
    Help,
}

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
    /// The argument is not valid Unicode.
    NoUnicode,
    /// A value of `--allow-host` or `--allow-origin` is neither.
    NoHostOrOrigin(String),
}

impl Arguments {
    /// Reads `words` (without the program's name) and the value of the variable `PORT`.
    pub(super) fn parse(
        own: &'static [Parameter],
        words: impl IntoIterator<Item = OsString>,
        port_variable: Option<OsString>,
    ) -> Result<Command, Misuse> {
        let mut parser = lexopt::Parser::from_args(words);
        let (mut port, mut host, mut lan) = (None, None, false);
        let mut arguments = Self {
            port: DEFAULT_PORT,
            host: String::new(),
            allowed_hosts: Vec::new(),
            allowed_origins: Vec::new(),
            own: Vec::new(),
        };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
                Arg::Long("port") => port = Some(parser.value()?),
                Arg::Long("host") => host = Some(text(parser.value()?)?),
                Arg::Long("lan") => lan = true,
                Arg::Long("allow-host") => arguments.allowed_hosts.push(text(parser.value()?)?),
                Arg::Long("allow-origin") => arguments.allowed_origins.push(text(parser.value()?)?),
                Arg::Long(name) => match own.iter().find(|parameter| parameter.name == name) {
                    Some(parameter) => arguments.own.push((parameter.name, text(parser.value()?)?)),
                    None => return Err(Misuse::Unknown(format!("--{name}"))),
                },
                Arg::Short(letter) => return Err(Misuse::Unknown(format!("-{letter}"))),
                Arg::Value(word) => return Err(Misuse::Unknown(text(word)?)),
            }
        }
        // An empty variable is how some shells and tools unset one.
        if let Some(value) = port.or(port_variable.filter(|value| !value.is_empty())) {
            let value = text(value)?;
            arguments.port = value.trim().parse().map_err(|_| Misuse::NoPort(value))?;
        }
        arguments.host = match (host, lan) {
            (Some(_), true) => return Err(Misuse::LanAndHost),
            (Some(host), false) => host,
            (None, true) => "0.0.0.0".to_owned(),
            (None, false) => "127.0.0.1".to_owned(),
        };
        Ok(Command::Serve(arguments))
    }

    /// The value of one of the lab's own arguments; the last one where it was given twice.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.own.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

fn text(word: OsString) -> Result<String, Misuse> {
    word.into_string().map_err(|_| Misuse::NoUnicode)
}

/// The text of `--help`.
pub(super) fn help(name: &str, own: &[Parameter]) -> String {
    let mut text = format!("cargo run -p {name} -- [인자 · arguments]\n");
    for Parameter { name, value, korean, english } in own.iter().chain(&COMMON) {
        let gap = if value.is_empty() { "" } else { " " };
        text.push_str(&format!("\n  --{name}{gap}{value}\n      {korean}\n      {english}\n"));
    }
    text
}

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
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &[Parameter] =
        &[Parameter { name: "prefix", value: "TEXT", korean: "머리말", english: "prefix" }];

    fn parse(words: &[&str], port: Option<&str>) -> Result<Command, Misuse> {
        Arguments::parse(OWN, words.iter().map(OsString::from), port.map(OsString::from))
    }

    fn served(words: &[&str], port: Option<&str>) -> Arguments {
        match parse(words, port) {
            Ok(Command::Serve(arguments)) => arguments,
            other => panic!("{words:?}: {other:?}"),
        }
    }

    #[test]
    fn without_arguments_a_lab_listens_where_the_lecture_does() {
        let arguments = served(&[], None);
        assert_eq!((arguments.host.as_str(), arguments.port), ("127.0.0.1", 5000));
        assert_eq!(served(&[], Some("")).port, 5000);
    }

    #[test]
    fn the_argument_wins_over_the_variable() {
        assert_eq!(served(&[], Some("5001")).port, 5001);
        assert_eq!(served(&["--port", "5002"], Some("5001")).port, 5002);
        assert_eq!(served(&["--port=0"], Some("nonsense")).port, 0);
    }

    #[test]
    fn lan_opens_every_address_and_a_host_its_own() {
        assert_eq!(served(&["--lan"], None).host, "0.0.0.0");
        assert_eq!(served(&["--host", "::1"], None).host, "::1");
        assert_eq!(parse(&["--lan", "--host", "::1"], None), Err(Misuse::LanAndHost));
    }

    #[test]
    fn a_lab_reads_its_own_arguments_even_empty_ones() {
        assert_eq!(served(&[], None).value("prefix"), None);
        assert_eq!(served(&["--prefix", ""], None).value("prefix"), Some(""));
        assert_eq!(served(&["--prefix=a", "--prefix", "--b"], None).value("prefix"), Some("--b"));
    }

    #[test]
    fn misuse_is_named() {
        assert_eq!(parse(&["--prot", "1"], None), Err(Misuse::Unknown("--prot".to_owned())));
        assert_eq!(parse(&["-x"], None), Err(Misuse::Unknown("-x".to_owned())));
        assert_eq!(parse(&["5001"], None), Err(Misuse::Unknown("5001".to_owned())));
        assert_eq!(parse(&["--port"], None), Err(Misuse::NoValue("--port".to_owned())));
        assert_eq!(parse(&["--lan=yes"], None), Err(Misuse::UnwantedValue("--lan".to_owned())));
        for port in ["65536", "-1", "abc", "5000 5001"] {
            assert_eq!(parse(&["--port", port], None), Err(Misuse::NoPort(port.to_owned())));
            assert_eq!(parse(&[], Some(port)), Err(Misuse::NoPort(port.to_owned())));
        }
    }

    #[test]
    fn help_names_every_argument() {
        assert_eq!(parse(&["--help"], None), Ok(Command::Help));
        let text = help("lab1-echo", OWN);
        for Parameter { name, .. } in OWN.iter().chain(&COMMON) {
            assert!(text.contains(&format!("--{name}")), "{text}");
        }
    }
}
