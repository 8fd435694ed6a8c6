//! A wrong text beside what was due.

use crate::judge::{
    Context,
    tolerance::{self, normal, own},
};

/// A wrong text beside what was due.
#[derive(Debug)]
pub(in crate::judge) struct Seen<'a> {
    /// What is due, with everything made equal that may differ.
    pub(super) expected: String,
    /// What came, in the same way.
    pub(super) received: String,
    /// What is due, as it is.
    pub(super) due: &'a str,
    /// What came, as it is.
    pub(super) raw: &'a str,
    /// What this client sent, where it is part of what is due.
    pub(super) own: Option<String>,
    pub(super) context: &'a Context<'a>,
    /// Whether only the beginning is known of what is due.
    beginning: bool,
}

/// A place in what came where a value may stand instead of its text.
#[derive(Debug)]
pub(super) struct Rest<'s> {
    /// What stands before it.
    before: &'s str,
    /// From there to the end.
    pub(super) value: &'s str,
    /// What is due there.
    pub(super) due: &'s str,
}

impl<'a> Seen<'a> {
    /// A text instead of another.
    pub(in crate::judge) fn of(due: &'a str, raw: &'a str, context: &'a Context<'a>) -> Self {
        let sent = context.sent.map(own).filter(|sent| !sent.trim().is_empty());
        let sent = sent.filter(|sent| own(due).contains(sent.as_str()));
        Self { expected: normal(due), received: normal(raw), due, raw, own: sent, context, beginning: false }
    }

    /// A text instead of one that begins in some way.
    pub(in crate::judge) fn beginning(due: &'a str, raw: &'a str, context: &'a Context<'a>) -> Self {
        Self { beginning: true, own: None, ..Self::of(due, raw, context) }
    }

    /// Whether what came is one of these.
    pub(super) fn is_one_of(&self, texts: &[String]) -> bool {
        texts.iter().any(|text| normal(text) == self.received && !self.received.is_empty())
    }

    /// Whether a text says what was due, or what the client sent.
    pub(super) fn is_meant(&self, text: &str) -> bool {
        if self.beginning {
            return tolerance::begins_at_all(self.due, text);
        }
        normal(text) == self.expected || self.own.as_ref().is_some_and(|sent| own(text) == *sent)
    }

    /// The same for a text at a place: alone, or behind what stands before it.
    pub(super) fn is_meant_at(&self, rest: &Rest<'_>, text: &str) -> bool {
        self.is_meant(text) || self.is_meant(&format!("{}{text}", rest.before))
    }

    /// The places where a value may stand: the whole text, and what follows the words of the server.
    pub(super) fn rests(&self) -> Vec<Rest<'_>> {
        let whole = Rest { before: "", value: self.raw.trim(), due: self.due };
        let server = self.server_words();
        let rest = self.raw.strip_prefix(server).filter(|_| !server.is_empty());
        let rest = rest.map(|value| Rest {
            before: server,
            value: value.trim(),
            due: self.due.strip_prefix(server).unwrap_or(self.due).trim_start(),
        });
        [Some(whole), rest].into_iter().flatten().collect()
    }

    /// What the server says before the value: what stands before the client's own text, else whole words that both
    /// texts begin with.
    pub(super) fn server_words(&self) -> &str {
        let before = self.own.as_ref().and(self.context.sent).and_then(|sent| {
            let at = self.due.rfind(sent)?;
            self.due.get(..at)
        });
        if let Some(before) = before {
            return if self.raw.starts_with(before) { before } else { before.trim_end() };
        }
        let both = self.due.char_indices().zip(self.raw.chars());
        let same = both.take_while(|((_, due), raw)| due == raw);
        // Up to the last white space that both have.
        let spaces = same.filter(|((_, due), _)| due.is_whitespace());
        let end = spaces.map(|((at, due), _)| at + due.len_utf8()).last();
        self.due.get(..end.unwrap_or(0)).unwrap_or("")
    }
}
