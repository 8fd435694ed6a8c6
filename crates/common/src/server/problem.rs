//! 서버가 켜지지 않는 까닭과 다음에 할 일.
//!
//! Why a server does not start or does not go on, in words that say what to do next.

use std::{
    error::Error,
    fmt::{self, Display},
    io::{self, ErrorKind},
    process::ExitCode,
};

use super::{arguments::Arguments, misuse::Misuse};
use crate::pages::NoPage;

/// What ended a lab before its user did.
#[derive(Debug)]
pub(super) enum Problem {
    Misuse(Misuse),
    NoPage(NoPage),
    PortTaken(u16),
    PortForbidden(u16),
    BadAddress {
        host: String,
        reason: ErrorKind,
    },
    /// The lab itself cannot begin.
    Unready(Box<dyn Error>),
    Stopped(io::Error),
    /// A second signal ended the server before its connections had closed.
    Interrupted,
    #[cfg(feature = "tls")]
    NoCertificate(Box<dyn Error>),
}

impl Problem {
    pub(super) fn of_bind(error: &io::Error, arguments: &Arguments) -> Self {
        match error.kind() {
            ErrorKind::AddrInUse => Self::PortTaken(arguments.port),
            ErrorKind::PermissionDenied => Self::PortForbidden(arguments.port),
            reason => Self::BadAddress { host: arguments.host.clone(), reason },
        }
    }

    pub(super) fn of_lab(error: Box<dyn Error>) -> Self {
        match error.downcast::<Misuse>() {
            Ok(misuse) => Self::Misuse(*misuse),
            Err(error) => Self::Unready(error),
        }
    }

    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Misuse(_) => ExitCode::from(2),
            // What a shell reports of a program that Ctrl+C ended.
            Self::Interrupted => ExitCode::from(130),
            _ => ExitCode::FAILURE,
        }
    }
}

impl From<Misuse> for Problem {
    fn from(misuse: Misuse) -> Self {
        Self::Misuse(misuse)
    }
}

impl Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Misuse(misuse) => misuse.fmt(f),
            Self::Unready(error) => error.fmt(f),
            Self::NoPage(missing) => missing.fmt(f),
            Self::PortTaken(port) => {
                // Only macOS, and there only these two ports.
                let (airplay, airplay_english) = match port {
                    5000 | 7000 => (", 또는 macOS의 AirPlay 수신 모드", ", or AirPlay Receiver on macOS"),
                    _ => ("", ""),
                };
                let free = port.checked_add(1).unwrap_or(5001);
                write!(
                    f,
                    "포트 {port}을(를) 다른 프로그램이 쓰고 있습니다 (켜 둔 다른 실습{airplay}). --port {free} 으로 다시 켜 보세요. \
                     · Port {port} is taken (by another lab still running{airplay_english}). Try --port {free}."
                )
            }
            Self::PortForbidden(port) => write!(
                f,
                "포트 {port}을(를) 열 권한이 없습니다. --port 5001 처럼 1024 이상의 포트를 쓰세요. \
                 · No permission to open port {port}. Use one from 1024 up, such as --port 5001."
            ),
            Self::BadAddress { host, reason } => write!(
                f,
                "주소 {host} 에서 열 수 없습니다 ({reason}). 이 컴퓨터의 주소인지 확인하거나 --host 없이 켜세요. \
                 · Cannot listen on {host} ({reason}). Check that it is this machine's address, or leave --host out."
            ),
            Self::Interrupted => f.write_str("바로 끝냈습니다. · Ended at once."),
            #[cfg(feature = "tls")]
            Self::NoCertificate(error) => {
                write!(f, "인증서를 만들지 못했습니다: {error} · No certificate could be made: {error}")
            }
            Self::Stopped(error) => write!(f, "서버가 멈췄습니다: {error} · The server stopped: {error}"),
        }
    }
}
