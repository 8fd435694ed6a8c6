//! A command as a person types it, taken apart without a shell where none is needed.
//!
//! Without a shell between, the process we start is the server itself: its exit code and its end are its own,
//! and Windows needs no `sh`.

/// The rules of a system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    /// As `sh` reads it.
    Unix,
    /// As `cmd` reads it: a backslash is a letter.
    Windows,
}

impl Rules {
    /// Those of this system.
    pub(super) const HERE: Self = if cfg!(windows) { Self::Windows } else { Self::Unix };

    /// Whether a character outside quotes asks for a shell.
    fn special(self, letter: char, begins_word: bool) -> bool {
        match self {
            Self::Unix => "&|;<>()$`*?[\n".contains(letter) || begins_word && "~#!".contains(letter),
            Self::Windows => "&|<>^%\n".contains(letter),
        }
    }

    /// Whether a character inside double quotes asks for a shell.
    fn special_in_quotes(self, letter: char) -> bool {
        match self {
            Self::Unix => "$`".contains(letter),
            Self::Windows => letter == '%',
        }
    }

    /// Whether the first word is the shell's own: a command of its, or `NAME=value` before the command.
    fn shells_own(self, word: &str) -> bool {
        let assignment = word.split_once('=').is_some_and(|(name, _)| {
            !name.is_empty()
                && !name.starts_with(|first: char| first.is_ascii_digit())
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        });
        match self {
            Self::Unix => {
                assignment || [".", "cd", "eval", "exec", "exit", "export", "ulimit"].contains(&word)
            }
            Self::Windows => ["call", "cd", "set", "start"].contains(&word.to_ascii_lowercase().as_str()),
        }
    }
}

/// A command that can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum CommandLine {
    /// A program and its arguments; there is a program.
    Words(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

impl CommandLine {
    /// Takes a line apart.
    ///
    /// # Errors
    ///
    /// Why it cannot be.
    pub(super) fn parse(line: &str, rules: Rules) -> Result<Self, &'static str> {
        let line = line.trim();
        let mut splitter = Splitter { rules, words: Vec::new(), word: None, needs_shell: false };
        splitter.split(line)?;
        match splitter.words.first() {
            None => Err("it is empty"),
            Some(first) if splitter.needs_shell || rules.shells_own(first) => {
                Ok(Self::Shell(line.to_owned()))
            }
            Some(first) if first.is_empty() => Err("it begins with an empty word"),
            Some(_) => Ok(Self::Words(splitter.words)),
        }
    }

    /// With the port in the place of `{port}`.
    pub(super) fn with_port(&self, port: u16) -> Self {
        let fill = |text: &String| text.replace("{port}", &port.to_string());
        match self {
            Self::Words(words) => Self::Words(words.iter().map(fill).collect()),
            Self::Shell(line) => Self::Shell(fill(line)),
        }
    }
}

struct Splitter {
    rules: Rules,
    words: Vec<String>,
    /// The word that has begun; an empty one where it has only begun with a quote.
    word: Option<String>,
    needs_shell: bool,
}

impl Splitter {
    fn split(&mut self, line: &str) -> Result<(), &'static str> {
        let mut letters = line.chars();
        while let Some(letter) = letters.next() {
            let begins_word = self.word.is_none();
            match letter {
                ' ' | '\t' => self.words.extend(self.word.take()),
                // What is no quote on Windows may stand inside a word there: don't.
                '\'' if self.rules == Rules::Unix || begins_word => self.quoted(letter, &mut letters)?,
                '"' => self.quoted(letter, &mut letters)?,
                '\\' if self.rules == Rules::Unix => {
                    self.push(letters.next().ok_or("it ends with a backslash")?);
                }
                letter => {
                    self.needs_shell |= self.rules.special(letter, begins_word);
                    self.push(letter);
                }
            }
        }
        self.words.extend(self.word.take());
        Ok(())
    }

    /// The rest of a quotation, whose first quote has been read.
    fn quoted(&mut self, quote: char, letters: &mut std::str::Chars<'_>) -> Result<(), &'static str> {
        self.word.get_or_insert_default();
        while let Some(mut letter) = letters.next() {
            if letter == quote {
                return Ok(());
            }
            if quote == '"' {
                if letter == '\\' && self.rules == Rules::Unix {
                    letter = self.escaped(letters)?;
                } else {
                    self.needs_shell |= self.rules.special_in_quotes(letter);
                }
            }
            self.push(letter);
        }
        Err("a quote is not closed")
    }

    /// What a backslash inside double quotes stands for: itself, but before `"`, `\`, `$` and a backtick.
    fn escaped(&mut self, letters: &mut std::str::Chars<'_>) -> Result<char, &'static str> {
        match letters.next().ok_or("a quote is not closed")? {
            letter @ ('"' | '\\' | '$' | '`') => Ok(letter),
            letter => {
                self.push('\\');
                Ok(letter)
            }
        }
    }

    fn push(&mut self, letter: char) {
        self.word.get_or_insert_default().push(letter);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(rules: Rules, line: &str) -> Vec<String> {
        match CommandLine::parse(line, rules) {
            Ok(CommandLine::Words(words)) => words,
            other => panic!("{line}: {other:?}"),
        }
    }

    #[test]
    fn a_plain_line_is_words_on_both_systems() {
        let table: [(&str, &[&str]); 8] = [
            ("python app.py", &["python", "app.py"]),
            ("  flask  --app app\trun --port {port} ", &["flask", "--app", "app", "run", "--port", "{port}"]),
            ("'my python' app.py", &["my python", "app.py"]),
            ("\"my python\" \"한글 폴더/app.py\"", &["my python", "한글 폴더/app.py"]),
            ("node server.js ''", &["node", "server.js", ""]),
            ("a --name=\"b c\"", &["a", "--name=b c"]),
            ("python -c 'print(1); print($x)'", &["python", "-c", "print(1); print($x)"]),
            ("a \"it's\" b=c#d", &["a", "it's", "b=c#d"]),
        ];
        for (line, expected) in table {
            assert_eq!(words(Rules::Unix, line), expected, "{line}");
            assert_eq!(words(Rules::Windows, line), expected, "{line}");
        }
    }

    #[test]
    fn a_backslash_is_a_letter_on_windows_alone() {
        assert_eq!(
            words(Rules::Windows, r"venv\Scripts\python.exe app.py"),
            [r"venv\Scripts\python.exe", "app.py"]
        );
        assert_eq!(words(Rules::Windows, r#""C:\my files\py.exe" don't"#), [r"C:\my files\py.exe", "don't"]);
        assert_eq!(words(Rules::Unix, r"my\ python app\.py"), ["my python", "app.py"]);
        assert_eq!(words(Rules::Unix, r#"a "b\"c\\d\n\$x""#), ["a", r#"b"c\d\n$x"#]);
    }

    #[test]
    fn a_line_that_only_a_shell_understands_goes_to_it() {
        let unix = [
            "cd app && flask run",
            "flask run | tee log",
            "a; b",
            "a > log",
            "a < input",
            "echo $PORT",
            "a \"$HOME/b\"",
            "a `b`",
            "FLASK_APP=app flask run",
            "python *.py",
            "python app?.py",
            "~/venv/bin/python app.py",
            "(a)",
            "a & b",
            "exec python app.py",
            "a #b",
        ];
        for line in unix {
            assert_eq!(CommandLine::parse(line, Rules::Unix), Ok(CommandLine::Shell(line.into())), "{line}");
        }
        for line in ["set A=1&& b", "a | b", "echo %PORT%", "a \"%HOME%\"", "a ^b", "a > b", "CD app"] {
            assert_eq!(
                CommandLine::parse(line, Rules::Windows),
                Ok(CommandLine::Shell(line.into())),
                "{line}"
            );
        }
    }

    #[test]
    fn a_line_that_is_none_says_why() {
        for rules in [Rules::Unix, Rules::Windows] {
            let why = |line| CommandLine::parse(line, rules).unwrap_err();
            assert_eq!(why(" \t "), "it is empty");
            assert_eq!(why("'' a"), "it begins with an empty word");
            assert_eq!(why("python 'app.py"), "a quote is not closed");
            assert_eq!(why("cd a && \"b"), "a quote is not closed");
        }
        assert_eq!(CommandLine::parse("a\\", Rules::Unix), Err("it ends with a backslash"));
    }

    #[test]
    fn the_port_is_put_into_every_place() {
        let line = CommandLine::parse("a --port {port} --url=ws://x:{port}", Rules::Unix).unwrap();
        let words = ["a", "--port", "8123", "--url=ws://x:8123"].map(str::to_owned);
        assert_eq!(line.with_port(8123), CommandLine::Words(words.into()));
        let line = CommandLine::parse("a {port} && b", Rules::Unix).unwrap();
        assert_eq!(line.with_port(8123), CommandLine::Shell("a 8123 && b".into()));
    }
}
