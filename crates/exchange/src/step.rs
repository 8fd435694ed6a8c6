//! One line of a scenario: which fault, for what, how often.

use std::{error::Error, fmt, str::FromStr};

use crate::{
    fault::{Fault, UnknownFault},
    script::{Times, Unfit},
    target::{Target, UnknownTarget},
};

/// One line of a scenario, such as `price status-429:7 x3`, `stream freeze always`, or `24hr ok` for once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the fault is for.
    pub target: Target,
    /// The fault, which has a meaning for the target when it was read from a line.
    pub fault: Fault,
    /// How often it comes.
    pub times: Times,
}

impl fmt::Display for Step {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} {} {}", self.target, self.fault, self.times)
    }
}

impl FromStr for Step {
    type Err = BadStep;

    fn from_str(line: &str) -> Result<Self, BadStep> {
        let (target, rest) = line.trim().split_once(' ').ok_or(BadStep::Incomplete)?;
        let target = target.parse().map_err(BadStep::Target)?;
        // A text in a fault may have spaces, so that the last word counts only where it says a number of times.
        let counted = rest.rsplit_once(' ').and_then(|(fault, times)| Some((fault, times.parse().ok()?)));
        let (fault, times) = counted.unwrap_or((rest, Times::ONCE));
        let fault: Fault = fault.trim().parse().map_err(BadStep::Fault)?;
        if !fault.fits(target) {
            return Err(BadStep::Unfit(Unfit { target, fault }));
        }
        Ok(Self { target, fault, times })
    }
}

/// Why a line is no step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BadStep {
    /// It has fewer than two words.
    Incomplete,
    /// Its first word is no target.
    Target(UnknownTarget),
    /// What follows is no fault.
    Fault(UnknownFault),
    /// The fault has no meaning for the target.
    Unfit(Unfit),
}

impl fmt::Display for BadStep {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Incomplete => to.write_str("a step is a target and a fault, such as: price hang x2"),
            Self::Target(error) => error.fmt(to),
            Self::Fault(error) => error.fmt(to),
            Self::Unfit(error) => error.fmt(to),
        }
    }
}

impl Error for BadStep {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_target_a_fault_and_how_often() {
        for (line, written) in [
            ("price status-429:7 x3", "price status-429:7 x3"),
            ("  stream freeze always ", "stream freeze always"),
            ("24hr ok", "24hr ok x1"),
            ("price body:{\"a\": 1} x2", "price body:{\"a\": 1} x2"),
            ("price body:two words", "price body:two words x1"),
            ("price price-spaces", "price price-spaces x1"),
        ] {
            let step: Step = line.parse().unwrap();
            assert_eq!(step.to_string(), written);
            assert_eq!(written.parse(), Ok(step));
        }
    }

    #[test]
    fn what_is_no_step_is_refused_with_its_reason() {
        for (line, reason) in [
            ("", "a step is a target and a fault, such as: price hang x2"),
            ("price", "a step is a target and a fault, such as: price hang x2"),
            ("nowhere hang", "no target is called \"nowhere\""),
            ("price hang 3", "no fault is called \"hang 3\""),
            ("stream cut-body", "cut-body means nothing to stream"),
        ] {
            assert_eq!(line.parse::<Step>().unwrap_err().to_string(), reason, "{line:?}");
        }
    }
}
