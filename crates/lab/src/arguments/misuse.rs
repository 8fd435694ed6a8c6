//! A command line that cannot be understood, in the language of the user, and how to put it right.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::{
    messages::Messages,
    text::{Charset, safe},
};

/// What is wrong with a command line: what, where, what to do.
pub(crate) fn misuse(messages: &Messages, error: &clap::Error) -> String {
    let value = |kind| error.get(kind).map(shown);
    let argument = value(ContextKind::InvalidArg).unwrap_or_default();
    let given = value(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => messages.unknown_argument(argument),
        ErrorKind::InvalidSubcommand => {
            messages.unknown_command(value(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::InvalidValue if given.is_empty() => messages.value_missing(argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => messages.value_invalid(argument, given),
        ErrorKind::ArgumentConflict => {
            messages.arguments_conflict(argument, value(ContextKind::PriorArg).unwrap_or_default())
        }
        ErrorKind::MissingRequiredArgument => messages.argument_missing(argument),
        ErrorKind::MissingSubcommand => messages.command_missing(),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            messages.value_count(argument)
        }
        ErrorKind::InvalidUtf8 => messages.not_unicode(),
        _ => messages.misunderstood(),
    };
    let mut lines = vec![messages.misuse(what)];
    if let Some(valid) = value(ContextKind::ValidValue).filter(|valid| !valid.is_empty()) {
        lines.push(messages.possible_values(valid));
    } else if let Some(source) = std::error::Error::source(error) {
        lines.push(messages.possible_values(source));
    }
    let similar = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    if let Some(similar) = similar.into_iter().find_map(value) {
        lines.push(messages.similar(similar));
    }
    lines.push(messages.see_help());
    lines.iter().map(|line| safe(line, Charset::Unicode) + "\n").collect()
}

/// What clap knows about an error, as a text.
fn shown(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        ContextValue::Bool(value) => value.to_string(),
        ContextValue::Number(value) => value.to_string(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use lab_checker::language::Language;

    use super::*;
    use crate::arguments;

    fn said(language: Language, line: &str) -> String {
        let words = ["lab"].into_iter().chain(line.split(' ')).map(Into::into);
        let error = arguments::read("cargo lab", words).unwrap_err();
        misuse(&Messages::new(language, "cargo lab"), &error)
    }

    #[test]
    fn what_is_wrong_is_said_in_both_languages() {
        let lines = [
            "check --formt json",
            "chek 1",
            "check --format xml",
            "check --format",
            "check --seed x",
            "check --scale 0",
            "check --cmd a --url b",
            "check --cwd .",
            "check --stage all",
            "check --target mine",
            "hint 1 --level 4",
            "hint 1 2",
            "check --quiet --verbose",
            "--lang fr check 1",
            "--lang",
        ];
        for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
            let texts: Vec<String> =
                lines.iter().map(|line| format!("$ cargo lab {line}\n{}", said(language, line))).collect();
            crate::testing::assert_fixture(&format!("misuse.{short}.txt"), &texts.join("\n"));
        }
    }

    #[test]
    fn what_was_typed_cannot_drive_the_terminal() {
        let text = said(Language::En, "check --\x1b[2J");
        assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{text:?}");
    }
}
