//! 명령줄 인자와 환경 변수.
//!
//! The arguments that every lab takes, and those that a lab adds.

use std::{ffi::OsString, num::NonZeroU32};

use lab_wire::{Limits, Rate};
use lexopt::Arg;

use super::misuse::Misuse;

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

/// What one connection may send unless told otherwise: far more than a person types, far less than a loop
/// of a client that has gone wild.
const DEFAULT_RATE: u32 = 200;

const COMMON: [Parameter; 8] = [
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
    Parameter {
        name: "rate",
        value: "N",
        korean: "연결 하나에서 1초에 읽을 메시지 수. 더 보내면 천천히 읽습니다. 기본은 200, 0이면 제한 없음",
        english: "messages read per second from one connection; more are read later. 200 unless told, 0 is no limit",
    },
    Parameter {
        name: "tls",
        value: "",
        korean: "https와 wss로 엽니다. 인증서는 켤 때 만듭니다 (cargo run에 --features tls)",
        english: "serves https and wss, with a certificate made at the start (cargo run with --features tls)",
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
    /// Messages per second; 0 is no limit.
    rate: u32,
    /// Whether to serve https and wss.
    pub tls: bool,
    /// The lab's own arguments, in the order given.
    own: Vec<(&'static str, String)>,
}

/// What a command line comes to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Command {
    Serve(Arguments),
    Help,
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
            rate: DEFAULT_RATE,
            tls: false,
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
                Arg::Long("rate") => arguments.rate = rate(text(parser.value()?)?)?,
                Arg::Long("tls") => arguments.tls = true,
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

    /// The limits of a lab that takes messages up to so many bytes, at the rate that was asked for: after a
    /// pause, twice as many messages at once.
    #[must_use]
    pub fn limits(&self, bytes: usize) -> Limits {
        Limits::of(bytes).at(self.rate())
    }

    /// The rate that was asked for, if any.
    pub(super) fn rate(&self) -> Option<Rate> {
        let per_second = NonZeroU32::new(self.rate)?;
        Some(Rate { per_second, burst: per_second.saturating_mul(NonZeroU32::MIN.saturating_add(1)) })
    }

    /// The value of one of the lab's own arguments; the last one where it was given twice.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.own.iter().rev().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }
}

fn rate(value: String) -> Result<u32, Misuse> {
    value.trim().parse().map_err(|_| Misuse::NoRate(value))
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
    fn the_rate_is_a_number_and_zero_lifts_it() {
        let rate = |words| served(words, None).limits(9).rate.map(|rate| rate.per_second.get());
        assert_eq!(rate(&[]), Some(200));
        assert_eq!(rate(&["--rate", "7"]), Some(7));
        assert_eq!(rate(&["--rate", "0"]), None);
        assert_eq!(served(&[], None).limits(9).message, 9);
        assert_eq!(parse(&["--rate", "fast"], None), Err(Misuse::NoRate("fast".to_owned())));
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
