//! Lines under each other.

use lab_checker::language::Language;

use crate::{
    messages::Messages,
    screen::{Ink, Screen},
    text::{Cell, Look},
};

/// A text that grows line by line.
pub(crate) struct Page<'a> {
    pub(crate) screen: &'a Screen,
    text: String,
    indent: usize,
}

impl<'a> Page<'a> {
    pub(crate) fn new(screen: &'a Screen) -> Self {
        Self { screen, text: String::new(), indent: 0 }
    }

    pub(crate) fn messages(&self) -> &'a Messages {
        &self.screen.messages
    }

    pub(crate) fn language(&self) -> Language {
        self.screen.messages.language
    }

    /// All lines from here on begin so many cells further to the right.
    pub(crate) fn indent(&mut self, cells: usize) {
        self.indent = cells;
    }

    /// A line. Spaces at its end are dropped: they come from columns that are empty.
    pub(crate) fn line(&mut self, indent: usize, text: &str) {
        let line = format!("{}{text}", " ".repeat(self.indent + indent));
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// An empty line, unless there is one already.
    pub(crate) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// Cells of an excerpt: what is not of the text itself stands out where there are colours.
    pub(crate) fn cells(&self, cells: &[Cell]) -> String {
        let mut text = String::new();
        for run in cells.chunk_by(|left, right| left.look == right.look) {
            let joined: String = run.iter().map(|cell| cell.text.as_str()).collect();
            text.push_str(&match run[0].look {
                Look::Plain => joined,
                Look::Sign => self.screen.ink(Ink::Doubtful, &joined),
                Look::Cut => self.screen.ink(Ink::Faint, &joined),
            });
        }
        text
    }

    pub(crate) fn finish(self) -> String {
        self.text
    }
}
