//! 표시를 유니코드로 그릴지 ASCII로 그릴지.
//!
//! Whether marks are drawn with Unicode or with ASCII alone.

/// The characters that marks are drawn with. Texts themselves are always printed as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    /// `✔ ✘ ⊘ ~`.
    Unicode,
    /// `[ok] [FAIL] [skip] [flaky]`.
    Ascii,
}

impl Charset {
    /// What standard output can show. A file or a pipe is UTF-8. A terminal of Unix is what its locale says, and
    /// one without a locale is taken for UTF-8, which all have been for years. The old console of Windows draws
    /// Hangul but has no glyph for most marks; newer ones name themselves in the environment.
    pub(crate) fn of(terminal: bool, windows: bool, variable: impl Fn(&str) -> Option<String>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let capable = if !terminal {
            true
        } else if windows {
            ["WT_SESSION", "TERM_PROGRAM", "TERM"].into_iter().any(is_set)
        } else {
            let locale =
                ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find(|name| is_set(name)).and_then(&variable);
            let locale_fits = locale.is_none_or(|locale| {
                let locale = locale.to_ascii_lowercase();
                locale.contains("utf-8") || locale.contains("utf8")
            });
            // The console of Linux itself has 512 glyphs.
            locale_fits && variable("TERM").as_deref() != Some("linux")
        };
        if capable { Self::Unicode } else { Self::Ascii }
    }

    fn either(self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self {
            Self::Unicode => unicode,
            Self::Ascii => ascii,
        }
    }

    pub(crate) fn pass(self) -> &'static str {
        self.either("✔", "[ok]")
    }

    pub(crate) fn fail(self) -> &'static str {
        self.either("✘", "[FAIL]")
    }

    pub(crate) fn skip(self) -> &'static str {
        self.either("⊘", "[skip]")
    }

    pub(crate) fn flaky(self) -> &'static str {
        self.either("~", "[flaky]")
    }

    /// Points at the character above.
    pub(crate) fn caret(self) -> &'static str {
        self.either("↑", "^")
    }

    /// Between two lanes: the same on both sides.
    pub(crate) fn same(self) -> &'static str {
        self.either("│", "|")
    }

    /// Between two lanes: not the same.
    pub(crate) fn differs(self) -> &'static str {
        self.either("≠", "#")
    }

    /// From a client to the server.
    pub(crate) fn to_server(self) -> &'static str {
        self.either("→", "->")
    }

    /// From the server to a client.
    pub(crate) fn to_client(self) -> &'static str {
        self.either("←", "<-")
    }

    /// Between parts of one line.
    pub(crate) fn dot(self) -> &'static str {
        self.either("·", "-")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(terminal: bool, windows: bool, environment: &[(&str, &str)]) -> Charset {
        Charset::of(terminal, windows, |name| {
            environment.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn a_terminal_is_what_its_locale_says() {
        assert_eq!(of(true, false, &[("LANG", "ko_KR.UTF-8")]), Charset::Unicode);
        assert_eq!(of(true, false, &[("LANG", "ko_KR.utf8")]), Charset::Unicode);
        assert_eq!(of(true, false, &[("LANG", "ko_KR.EUC-KR")]), Charset::Ascii);
        assert_eq!(of(true, false, &[("LANG", "C")]), Charset::Ascii);
        assert_eq!(of(true, false, &[]), Charset::Unicode);
    }

    #[test]
    fn the_first_locale_that_is_set_counts() {
        assert_eq!(of(true, false, &[("LC_ALL", "C"), ("LANG", "ko_KR.UTF-8")]), Charset::Ascii);
        assert_eq!(of(true, false, &[("LC_ALL", ""), ("LANG", "ko_KR.UTF-8")]), Charset::Unicode);
        assert_eq!(of(true, false, &[("LC_CTYPE", "C.UTF-8"), ("LANG", "C")]), Charset::Unicode);
    }

    #[test]
    fn a_file_is_utf_8_whatever_the_locale() {
        assert_eq!(of(false, false, &[("LANG", "C")]), Charset::Unicode);
        assert_eq!(of(false, true, &[]), Charset::Unicode);
    }

    #[test]
    fn old_consoles_get_ascii() {
        assert_eq!(of(true, true, &[]), Charset::Ascii);
        assert_eq!(of(true, true, &[("WT_SESSION", "1")]), Charset::Unicode);
        assert_eq!(of(true, false, &[("TERM", "linux"), ("LANG", "ko_KR.UTF-8")]), Charset::Ascii);
    }
}
