//! 오래 걸리는 일이 이어지고 있음을 보여 줍니다.
//!
//! Shows that what takes long goes on: a spinner where there is a terminal, plain lines where there is none.

use std::{io::IsTerminal as _, time::Duration};

use indicatif::ProgressBar;
use lab_checker::progress::{Listener, Progress};

use crate::{
    messages::Messages,
    text::{Charset, safe},
};

/// Shows it on standard error, so that the result alone is on standard output.
pub(crate) enum Shown {
    Spinner(ProgressBar, Messages),
    Lines(Messages),
    Nothing,
}

impl Shown {
    pub(crate) fn new(messages: &Messages, quiet: bool) -> Self {
        if quiet {
            return Self::Nothing;
        }
        if !std::io::stderr().is_terminal() {
            return Self::Lines(messages.clone());
        }
        let bar = ProgressBar::new_spinner();
        bar.enable_steady_tick(Duration::from_millis(100));
        Self::Spinner(bar, messages.clone())
    }

    /// The result comes now.
    pub(crate) fn clear(&self) {
        if let Self::Spinner(bar, _) = self {
            bar.finish_and_clear();
        }
    }
}

impl Listener for Shown {
    fn on(&self, progress: &Progress<'_>) {
        let (messages, is_terminal) = match self {
            Self::Spinner(_, messages) => (messages, true),
            Self::Lines(messages) => (messages, false),
            Self::Nothing => return,
        };
        let text = match progress {
            Progress::Building(label) => messages.building(safe(label, Charset::Unicode)),
            Progress::BuildLine(line) if is_terminal => safe(line, Charset::Unicode),
            Progress::Starting(label) if is_terminal => messages.starting(safe(label, Charset::Unicode)),
            Progress::Playing { reference: false, id, place, total } if is_terminal => {
                messages.playing(id, place, total)
            }
            Progress::Replaying(id) => messages.replaying(id),
            _ => return,
        };
        match self {
            Self::Spinner(bar, _) => bar.set_message(text),
            Self::Lines(_) => eprintln!("{text}"),
            Self::Nothing => {}
        }
    }
}
