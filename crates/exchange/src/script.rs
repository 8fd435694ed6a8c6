//! The script: which faults come next, for each target.

use std::{collections::VecDeque, error::Error, fmt, num::NonZeroU32, str::FromStr};

use crate::{fault::Fault, target::Target};

/// How often a fault comes. Its name is `x3` for three times and `always` for until cleared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// So many times.
    Next(NonZeroU32),
    /// Until it is cleared, or another fault is scripted for the same target.
    Always,
}

impl Times {
    /// Once.
    pub const ONCE: Self = Self::Next(NonZeroU32::MIN);

    /// So many times; 0 counts as 1.
    #[must_use]
    pub const fn of(times: u32) -> Self {
        match NonZeroU32::new(times) {
            Some(times) => Self::Next(times),
            None => Self::ONCE,
        }
    }
}

impl fmt::Display for Times {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Next(times) => write!(to, "x{times}"),
            Self::Always => to.write_str("always"),
        }
    }
}

impl FromStr for Times {
    type Err = UnknownTimes;

    fn from_str(name: &str) -> Result<Self, UnknownTimes> {
        let times = match name.strip_prefix('x') {
            Some(times) => times.parse().ok().map(Self::Next),
            None => (name == "always").then_some(Self::Always),
        };
        times.ok_or_else(|| UnknownTimes(name.to_owned()))
    }
}

/// The faults that are still to come, in their order.
#[derive(Debug, Default)]
pub(crate) struct Script {
    queues: [VecDeque<(Fault, Times)>; Target::ALL.len()],
}

impl Script {
    pub(crate) fn add(&mut self, target: Target, fault: Fault, times: Times) -> Result<(), Unfit> {
        if !fault.fits(target) {
            return Err(Unfit { target, fault });
        }
        let queue = &mut self.queues[target as usize];
        // What lasts until something else comes ends here.
        queue.pop_back_if(|(_, times)| *times == Times::Always);
        queue.push_back((fault, times));
        Ok(())
    }

    /// Forgets what is still to come for one target.
    pub(crate) fn clear(&mut self, target: Target) {
        self.queues[target as usize].clear();
    }

    /// How many faults are still to come for one target; one that is always there counts as one.
    pub(crate) fn pending(&self, target: Target) -> usize {
        let count = |times: &Times| match times {
            Times::Next(times) => times.get() as usize,
            Times::Always => 1,
        };
        self.queues[target as usize].iter().map(|(_, times)| count(times)).sum()
    }

    /// The fault whose turn it is for `target`, [`Fault::Nothing`] when none is.
    pub(crate) fn take(&mut self, target: Target) -> Fault {
        let own = self.next(target);
        let any = || target.is_rest().then_some(Target::Rest);
        own.or_else(|| self.next(any()?)).unwrap_or(Fault::Nothing)
    }

    fn next(&mut self, target: Target) -> Option<Fault> {
        let queue = &mut self.queues[target as usize];
        let (fault, times) = queue.front_mut()?;
        let left = match times {
            Times::Always => return Some(fault.clone()),
            Times::Next(times) => NonZeroU32::new(times.get() - 1),
        };
        if let Some(left) = left {
            *times = Times::Next(left);
            return Some(fault.clone());
        }
        queue.pop_front().map(|(fault, _)| fault)
    }
}

/// A fault has no meaning for a target, such as a cut body for a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// What the fault was scripted for.
    pub target: Target,
    /// The fault.
    pub fault: Fault,
}

impl fmt::Display for Unfit {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} means nothing to {}", self.fault, self.target)
    }
}

impl Error for Unfit {}

/// This says no number of times.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownTimes(
    /// The text as it was written.
    pub String,
);

impl fmt::Display for UnknownTimes {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{:?} is neither always nor a number of times such as x3", self.0)
    }
}

impl Error for UnknownTimes {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_come_in_their_order_as_often_as_said_and_then_no_more() {
        let mut script = Script::default();
        script.add(Target::Price, Fault::Hang, Times::of(2)).unwrap();
        script.add(Target::Price, Fault::Nothing, Times::ONCE).unwrap();
        script.add(Target::Price, Fault::Reset, Times::ONCE).unwrap();
        assert_eq!(script.pending(Target::Price), 4);
        let taken: Vec<Fault> = (0..5).map(|_| script.take(Target::Price)).collect();
        assert_eq!(taken, [Fault::Hang, Fault::Hang, Fault::Nothing, Fault::Reset, Fault::Nothing]);
        assert_eq!(script.pending(Target::Price), 0);
    }

    #[test]
    fn what_is_always_there_ends_when_cleared_or_followed() {
        let mut script = Script::default();
        script.add(Target::Day, Fault::Hang, Times::Always).unwrap();
        assert!((0..100).all(|_| script.take(Target::Day) == Fault::Hang));
        script.add(Target::Day, Fault::Reset, Times::ONCE).unwrap();
        assert_eq!(script.take(Target::Day), Fault::Reset);
        assert_eq!(script.take(Target::Day), Fault::Nothing);
        script.add(Target::Day, Fault::Hang, Times::Always).unwrap();
        script.clear(Target::Day);
        assert_eq!(script.take(Target::Day), Fault::Nothing);
    }

    #[test]
    fn rest_speaks_for_every_request_without_a_fault_of_its_own_and_for_no_stream() {
        let mut script = Script::default();
        script.add(Target::Rest, Fault::Hang, Times::Always).unwrap();
        script.add(Target::Okx, Fault::Reset, Times::ONCE).unwrap();
        assert_eq!(script.take(Target::Okx), Fault::Reset);
        assert_eq!(script.take(Target::Okx), Fault::Hang);
        assert_eq!(script.take(Target::Rest), Fault::Hang);
        assert_eq!(script.take(Target::Stream), Fault::Nothing);
        assert_eq!(script.take(Target::Handshake), Fault::Nothing);
    }

    #[test]
    fn a_fault_without_meaning_for_a_target_is_refused_and_named() {
        let mut script = Script::default();
        let refused = script.add(Target::Stream, Fault::CutBody, Times::ONCE).unwrap_err();
        assert_eq!(refused.to_string(), "cut-body means nothing to stream");
        assert!(script.add(Target::Price, Fault::Freeze, Times::ONCE).is_err());
        assert!(script.add(Target::Price, Fault::Older(std::time::Duration::ZERO), Times::ONCE).is_err());
        assert!(script.add(Target::Rest, Fault::PriceNull, Times::ONCE).is_err());
        assert!(script.add(Target::Handshake, Fault::GzipBomb, Times::ONCE).is_err());
    }

    #[test]
    fn times_are_read_as_they_are_written() {
        for times in [Times::ONCE, Times::of(3), Times::Always] {
            assert_eq!(times.to_string().parse(), Ok(times));
        }
        for wrong in ["", "x", "x0", "x-1", "3", "Always"] {
            assert_eq!(wrong.parse::<Times>(), Err(UnknownTimes(wrong.to_owned())));
        }
    }
}
