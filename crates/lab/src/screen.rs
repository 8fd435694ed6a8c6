//! 어디에 쓰는가: 너비, 색, 글자, 말.
//!
//! Where the output goes: its width, its colours, its characters, its language.

use std::{env, io::IsTerminal as _};

use crate::{messages::Messages, text::Charset};

/// The width where there is no terminal.
pub(crate) const WIDTH: usize = 100;

/// Narrower than this, nothing can be laid out; wider than that, nobody reads it.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=200;

/// When colours are used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ColourChoice {
    #[default]
    Auto,
    Always,
    Never,
}

/// How much is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    Quiet,
    #[default]
    Normal,
    Verbose,
}

/// What a piece of text is, for those who see colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ink {
    Good,
    Bad,
    Doubtful,
    Faint,
    Strong,
}

/// Where the output goes.
#[derive(Clone, Debug)]
pub(crate) struct Screen {
    pub(crate) messages: Messages,
    pub(crate) charset: Charset,
    pub(crate) colour: bool,
    /// In cells.
    pub(crate) width: usize,
    pub(crate) detail: Detail,
}

impl Screen {
    /// Standard output.
    pub(crate) fn of_stdout(messages: Messages, choice: ColourChoice, detail: Detail) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let variable = |name: &str| env::var(name).ok();
        let term = console::Term::stdout();
        // It also tells an old console of Windows to understand colours.
        let capable = term.features().colors_supported();
        let columns =
            if terminal { term.size_checked().map(|(_, columns)| usize::from(columns)) } else { None };
        Self {
            charset: Charset::of(terminal, cfg!(windows), variable),
            colour: colours(choice, terminal && capable, variable("NO_COLOR").as_deref()),
            width: columns.unwrap_or(WIDTH).clamp(*WIDTHS.start(), *WIDTHS.end()),
            messages,
            detail,
        }
    }

    /// The same for a file, which has neither width nor colours.
    pub(crate) fn for_file(&self) -> Self {
        Self { charset: Charset::Unicode, colour: false, width: WIDTH, ..self.clone() }
    }

    /// The text in its colour, where there are colours.
    pub(crate) fn ink(&self, ink: Ink, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match ink {
            Ink::Good => "32",
            Ink::Bad => "31",
            Ink::Doubtful => "33",
            Ink::Faint => "2",
            Ink::Strong => "1",
        };
        format!("\x1b[{code}m{text}\x1b[0m")
    }

    /// Says how much was left out of a text, so that it cannot be taken for a part of it: these brackets are
    /// drawn by their number where a text has them.
    pub(crate) fn cut(&self, left_out: usize) -> String {
        let text = self.messages.left_out(crate::text::grouped(left_out));
        match self.charset {
            Charset::Unicode => format!("⟪{text}⟫"),
            Charset::Ascii => format!("\\[{text}\\]"),
        }
    }

    /// A word of ours in the place of a text.
    pub(crate) fn stand_in(&self, text: &str) -> String {
        match self.charset {
            Charset::Unicode => format!("⟨{text}⟩"),
            Charset::Ascii => format!("\\<{text}\\>"),
        }
    }
}

/// <https://no-color.org>: a variable that is there and not empty, whatever its value.
fn colours(choice: ColourChoice, capable: bool, no_color: Option<&str>) -> bool {
    match choice {
        ColourChoice::Always => true,
        ColourChoice::Never => false,
        ColourChoice::Auto => capable && no_color.is_none_or(str::is_empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_for_comes_before_no_color() {
        assert!(colours(ColourChoice::Auto, true, None));
        assert!(colours(ColourChoice::Auto, true, Some("")));
        assert!(!colours(ColourChoice::Auto, true, Some("1")));
        assert!(!colours(ColourChoice::Auto, false, None));
        assert!(colours(ColourChoice::Always, false, Some("1")));
        assert!(!colours(ColourChoice::Never, true, None));
    }
}
