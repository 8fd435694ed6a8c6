//! `cargo lab`: 실습 서버를 검사하고, 비교하고, 설명합니다.
//!
//! Checks, compares and explains a lab's server. The judging is done by `lab-checker`; here are the command line and
//! the ways to tell a result.

mod arguments;
mod commands;
mod exit;
mod hints;
mod messages;
mod paths;
mod progress;
mod report;
mod screen;
mod store;
#[cfg(test)]
mod testing;
mod text;

use std::{env, process::ExitCode};

use lab_checker::{course::Course, language::Language};

use self::{
    arguments::{Command, misuse},
    commands::{check, diff, hint},
    exit::Exit,
    messages::Messages,
    paths::Places,
    screen::Screen,
};

/// How people call the tool.
const PROGRAM: &str = "cargo lab";

fn main() -> ExitCode {
    let said = match arguments::read(PROGRAM, env::args_os()) {
        Ok(said) => said,
        Err(error) if !error.use_stderr() => {
            print!("{}", error.render());
            return Exit::Passed.into();
        }
        Err(error) => {
            eprint!("{}", misuse(&Messages::new(asked_language(), PROGRAM), &error));
            return Exit::Usage.into();
        }
    };
    let messages = Messages::new(said.common.lang.unwrap_or_else(asked_language), PROGRAM);
    let screen = Screen::of_stdout(messages, said.common.color, said.common.detail());
    let here = match env::current_dir() {
        Ok(here) => here,
        Err(error) => return fail(&error),
    };
    let places = match Course::find(&here) {
        Ok(course) => Places { course, here },
        Err(error) => return fail(&error),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&error),
    };
    let exit = match &said.command {
        Command::Hint(arguments) => hint::run(arguments, &screen, &places),
        Command::Diff(arguments) => diff::run(arguments, &screen, &places),
        Command::Check(arguments) => runtime.block_on(async {
            tokio::select! {
                exit = check::run(arguments, &screen, &places) => exit,
                () = interrupted() => Exit::Interrupted,
            }
        }),
    };
    exit.into()
}

/// The language that the command line or `LAB_LANG` asks for, even where the rest cannot be understood.
fn asked_language() -> Language {
    let words: Vec<String> = env::args().collect();
    let said = words.iter().position(|word| word == "--lang").and_then(|at| words.get(at + 1).cloned());
    let said = said.or_else(|| words.iter().find_map(|word| Some(word.strip_prefix("--lang=")?.to_owned())));
    said.or_else(|| env::var("LAB_LANG").ok()).and_then(|said| said.parse().ok()).unwrap_or_default()
}

/// Nothing can be done here: why.
fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("{error}");
    Exit::Tool.into()
}

/// Somebody wants it to end: Ctrl+C, or a termination signal.
async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
