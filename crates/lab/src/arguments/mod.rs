//! 명령줄.
//!
//! The command line. Help is in both languages at once, because who needs it may not have found `--lang` yet;
//! what is wrong with a command line is said in the language that was asked for ([`misuse()`]).

mod check;
mod hint;
mod misuse;
mod word;

use std::{ffi::OsString, str::FromStr};

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use lab_checker::language::Language;

pub(crate) use self::{
    check::{CheckArguments, Format},
    hint::{DiffArguments, HintArguments},
    misuse::misuse,
    word::{Asked, here, word},
};
use crate::screen::{ColourChoice, Detail};

/// 실습 서버를 검사하고, 비교하고, 설명합니다.
/// Checks, compares and explains a lab's server.
#[derive(Debug, Parser)]
#[command(
    name = "lab",
    version,
    disable_version_flag = true,
    propagate_version = false,
    disable_help_subcommand = true,
    arg_required_else_help = true,
    subcommand_value_name = "명령 · COMMAND",
    subcommand_help_heading = "명령 · Commands",
    override_usage = "{program} [옵션 · OPTIONS] <명령 · COMMAND>",
    help_template = TEMPLATE,
    after_help = "명령 하나의 도움말 · help on one command:  {program} check --help"
)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// How help is laid out, with headings in both languages.
const TEMPLATE: &str = "{about-with-newline}\n사용법 · Usage: {usage}\n\n{all-args}{after-help}\n";

/// What every command takes.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "공통 · Common")]
pub(crate) struct Common {
    /// 말: ko, en (환경 변수 LAB_LANG, 없으면 ko) · language: ko, en (else LAB_LANG, else ko)
    #[arg(long, global = true, value_name = "ko|en", value_parser = Language::from_str)]
    pub(crate) lang: Option<Language>,

    /// 색: auto, always, never (NO_COLOR 를 따름) · colours (NO_COLOR is honoured)
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(crate) color: ColourChoice,

    /// 판정만 짧게 · only the verdict
    #[arg(long, short, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,

    /// 모든 실패와 시간을 자세히 · all failures and times
    #[arg(long, short, global = true)]
    pub(crate) verbose: bool,

    /// 이 도구의 버전 · the version of this tool
    #[arg(long, short = 'V', action = clap::ArgAction::Version)]
    version: Option<bool>,

    /// 도움말 · this help
    #[arg(long, short, global = true, action = clap::ArgAction::Help)]
    help: Option<bool>,
}

impl Common {
    pub(crate) fn detail(&self) -> Detail {
        match (self.quiet, self.verbose) {
            (true, _) => Detail::Quiet,
            (_, true) => Detail::Verbose,
            _ => Detail::Normal,
        }
    }
}

#[derive(Debug, Subcommand)]
#[command(disable_help_flag = true)]
pub(crate) enum Command {
    /// 서버를 켜고 약속대로 답하는지 검사합니다 · starts a server and checks it against its contract
    Check(CheckArguments),
    /// 지금 실패에 맞는 힌트를 한 단계씩 봅니다 · a hint for the present failure, one level at a time
    Hint(HintArguments),
    /// 마지막 검사를 레퍼런스와 나란히 봅니다 · the last run beside the reference's
    Diff(DiffArguments),
}

/// Reads a command line. An error is one of clap's, which [`misuse()`] puts into words.
pub(crate) fn read(
    program: &str,
    words: impl IntoIterator<Item = OsString>,
) -> Result<Arguments, clap::Error> {
    let matches = command(program).try_get_matches_from(words)?;
    Arguments::from_arg_matches(&matches)
}

/// The command line as clap knows it, with the name that the user calls the tool by.
fn command(program: &str) -> clap::Command {
    let mut command = Arguments::command().bin_name(program);
    command = named(command, program);
    let names: Vec<String> = command.get_subcommands().map(|command| command.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(name, |command| named(command.help_template(TEMPLATE), program));
    }
    command
}

/// Fills in the name in the texts that have it.
fn named(mut command: clap::Command, program: &str) -> clap::Command {
    let fill = |text: &clap::builder::StyledStr| text.to_string().replace("{program}", program);
    if let Some(text) = command.get_after_help().map(fill) {
        command = command.after_help(text);
    }
    if command.get_name() == "lab" {
        command = command.override_usage(format!("{program} [옵션 · OPTIONS] <명령 · COMMAND>"));
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command("cargo lab").debug_assert();
    }

    #[test]
    fn help_is_in_both_languages() {
        let mut command = command("cargo lab");
        command.build();
        let mut all = vec![command.clone()];
        all.extend(command.get_subcommands().cloned());
        for mut command in all {
            let name = command.get_name().to_owned();
            for argument in command.get_arguments().filter(|argument| !argument.is_hide_set()) {
                let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
                assert!(help.contains(" · "), "{name} {}: {help}", argument.get_id());
                let (korean, english) = help.split_once(" · ").unwrap();
                assert!(
                    !english.chars().any(|character| ('가'..='힣').contains(&character)),
                    "{name}: {help}"
                );
                assert!(korean.chars().any(|character| ('가'..='힣').contains(&character)), "{name}: {help}");
            }
            let help = command.render_help().to_string();
            assert!(help.contains("사용법 · Usage:"), "{help}");
            assert!(!help.contains("{program}"), "{help}");
        }
    }
}
