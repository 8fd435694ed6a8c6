//! What can be at fault.

use std::{error::Error, fmt, str::FromStr};

/// What a fault is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Target {
    /// Every request of REST that has no fault of its own. Its name is `rest`.
    Rest,
    /// `/api/v3/ping`, by the name `ping`.
    Ping,
    /// `/api/v3/time`, by the name `time`.
    Time,
    /// `/api/v3/ticker/price`, by the name `price`.
    Price,
    /// `/api/v3/ticker/24hr`, by the name `24hr`.
    Day,
    /// `/api/v3/ticker/bookTicker`, by the name `book`.
    Book,
    /// `/api/v5/market/ticker` of OKX, by the name `okx`.
    Okx,
    /// The opening handshakes of streams, by the name `handshake`.
    Handshake,
    /// The messages of open streams, by the name `stream`.
    Stream,
}

impl Target {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Rest,
        Self::Ping,
        Self::Time,
        Self::Price,
        Self::Day,
        Self::Book,
        Self::Okx,
        Self::Handshake,
        Self::Stream,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Ping => "ping",
            Self::Time => "time",
            Self::Price => "price",
            Self::Day => "24hr",
            Self::Book => "book",
            Self::Okx => "okx",
            Self::Handshake => "handshake",
            Self::Stream => "stream",
        }
    }

    /// Whether [`Target::Rest`] speaks for this one too.
    pub(crate) const fn is_rest(self) -> bool {
        !matches!(self, Self::Handshake | Self::Stream)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

impl FromStr for Target {
    type Err = UnknownTarget;

    fn from_str(name: &str) -> Result<Self, UnknownTarget> {
        let found = Self::ALL.into_iter().find(|target| target.name() == name);
        found.ok_or_else(|| UnknownTarget(name.to_owned()))
    }
}

/// No target has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTarget(
    /// The name as it was written.
    pub String,
);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "no target is called {:?}", self.0)
    }
}

impl Error for UnknownTarget {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_read_as_it_is_written() {
        for target in Target::ALL {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        let refused = "nowhere".parse::<Target>().unwrap_err();
        assert_eq!(refused.to_string(), "no target is called \"nowhere\"");
    }
}
