//! What a run tells while it goes on.

use crate::verdict::CheckResult;

/// What happens now.
#[derive(Clone, Debug)]
pub enum Progress<'a> {
    /// The reference or the target (its label) is being built.
    Building(&'a str),
    /// A line of what the build prints, such as `Compiling actix-web v4.18.0`.
    BuildLine(&'a str),
    /// The reference or the target (its label) is being started.
    Starting(&'a str),
    /// It is ready.
    Ready {
        /// Its label.
        label: &'a str,
        /// Milliseconds from the start of the process.
        millis: u64,
    },
    /// A check of the reference (`true`) or the target begins: its place, of how many.
    Playing {
        /// Whether it is the reference.
        reference: bool,
        /// The id of the check.
        id: &'a str,
        /// From 1.
        place: usize,
        /// Of how many.
        total: usize,
    },
    /// A check of the target has its verdict.
    Checked(&'a CheckResult),
    /// A failure in time is played again.
    Replaying(&'a str),
}

/// Who is told.
pub trait Listener: Send + Sync {
    /// Is told what happens now. It must not block.
    fn on(&self, progress: &Progress<'_>);
}

/// Nobody is told.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Listener for Silent {
    fn on(&self, _: &Progress<'_>) {}
}
