//! 판정이 없는 까닭: 무엇이, 어디서, 그래서 무엇을 하면 되는지.
//!
//! Why there is no verdict: what happened, where, and what to do next.

use lab_checker::{run::RunError, target::StartError};

use super::{
    Outcome, View,
    human::{self, Page},
};
use crate::{
    messages::Messages,
    paths::Places,
    screen::{Ink, Screen},
    text::{duration, safe},
};

/// A problem in words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// What happened, and where.
    pub(crate) what: String,
    /// What a program printed: the compiler's first error, the last lines of the server.
    pub(crate) printed: Vec<String>,
    /// What to do next.
    pub(crate) next: Vec<String>,
}

/// How a program in two languages takes its port; code is the same in both languages of the tool.
const PORT_EXAMPLES: [&str; 2] = [
    "Flask  app.run(port=int(os.environ.get(\"PORT\", 5000)))",
    "Rust   let port = std::env::var(\"PORT\").ok().and_then(|port| port.parse().ok()).unwrap_or(5000);",
];

/// The whole problem on one page.
pub(super) fn show(view: View<'_>, page: &mut Page<'_>, outcome: &Outcome, error: &RunError) {
    let screen = view.screen;
    let told = told(screen, view.places, error);
    let mark = screen.ink(Ink::Bad, screen.charset.fail());
    page.line(0, &format!("{}  {mark} {}", screen.ink(Ink::Strong, &outcome.lab.name), told.what));
    for line in &told.printed {
        let line = screen.ink(Ink::Faint, &format!("| {line}"));
        page.line(4, &line);
    }
    if let RunError::ReferenceFailed(result) = error {
        page.gap();
        human::reference(view, page, result, outcome.hints.as_ref());
        page.gap();
    }
    for (place, line) in told.next.iter().enumerate() {
        let label = if place == 0 { screen.messages.next() } else { String::new() };
        let label = crate::text::pad(&label, crate::text::width(&screen.messages.next()));
        page.line(2, &format!("{label} {line}"));
    }
}

/// A problem in words.
pub(crate) fn told(screen: &Screen, places: &Places, error: &RunError) -> Told {
    let messages = &screen.messages;
    match error {
        RunError::Target(error) => start(screen, places, error),
        RunError::Reference(error) => {
            let told = start(screen, places, error);
            let what = messages.reference_did_not_start(told.what);
            Told { what, printed: told.printed, next: vec![messages.next_tool()] }
        }
        RunError::ReferenceFailed(result) => {
            let failing = result.first_failure().map_or("", |check| check.id.as_str());
            Told {
                what: messages.reference_failed(failing),
                printed: Vec::new(),
                next: vec![messages.next_tool(), messages.next_no_reference()],
            }
        }
        RunError::Scenario(why) => Told {
            what: messages.bad_scenario(),
            printed: lines(screen, why),
            next: vec![messages.next_tool()],
        },
    }
}

/// Why there is no server to judge.
pub(crate) fn start(screen: &Screen, places: &Places, error: &StartError) -> Told {
    let messages = &screen.messages;
    let safe = |text: &str| safe(text, screen.charset);
    match error {
        StartError::NoFolder(folder) => {
            Told::new(messages.no_folder(safe(&places.shown(folder))), vec![messages.next_target()])
        }
        StartError::NothingToStart(folder) => Told::new(
            messages.nothing_to_start(safe(&places.shown(folder))),
            vec![messages.next_nothing_to_start(), messages.next_command("{port}")],
        ),
        StartError::BadFile(file, why) => {
            let told =
                Told::new(messages.bad_file(safe(&places.shown(file))), vec![messages.next_bad_file()]);
            Told { printed: lines(screen, why), ..told }
        }
        StartError::BadCommand(why) => {
            Told::new(messages.bad_command(safe(why)), vec![messages.next_bad_command()])
        }
        StartError::BadUrl(why) => Told::new(messages.bad_url(safe(why)), vec![messages.next_bad_url()]),
        StartError::NoProgram(program) => {
            Told::new(messages.no_program(safe(program)), vec![next_program(messages, program)])
        }
        StartError::Build { first, errors } => Told {
            what: messages.no_build(errors),
            printed: lines(screen, first),
            next: vec![messages.next_build()],
        },
        StartError::Exited { code, log } => Told {
            what: match code {
                Some(code) => messages.ended_early_with(code),
                None => messages.ended_early(),
            },
            printed: log.iter().map(|line| safe(line)).collect(),
            next: vec![if log.is_empty() {
                messages.next_ended_silently()
            } else {
                messages.next_ended_early()
            }],
        },
        StartError::NeverReady { port, waited, log } => {
            let mut next = vec![messages.next_port(port)];
            next.extend(PORT_EXAMPLES.map(str::to_owned));
            Told {
                what: messages.never_ready(port, duration(*waited)),
                printed: log.iter().map(|line| safe(line)).collect(),
                next,
            }
        }
        StartError::Unreachable { url, why } => {
            let told = Told::new(messages.unreachable(safe(url)), vec![messages.next_unreachable()]);
            Told { printed: lines(screen, why), ..told }
        }
        StartError::System(why) => Told {
            printed: lines(screen, why),
            ..Told::new(messages.system_refused(), vec![messages.next_system()])
        },
    }
}

impl Told {
    fn new(what: String, next: Vec<String>) -> Self {
        Self { what, printed: Vec::new(), next }
    }

    /// What happened and what was printed, for readers that are programs.
    pub(crate) fn message(&self) -> String {
        let mut lines = vec![self.what.clone()];
        lines.extend(self.printed.iter().cloned());
        lines.join("\n")
    }
}

/// The names that the same program has elsewhere.
fn next_program(messages: &Messages, program: &str) -> String {
    match program {
        "python" => messages.next_program("python3"),
        "python3" => messages.next_program("python"),
        "pip" => messages.next_program("python3 -m pip"),
        "flask" => messages.next_program("python3 -m flask"),
        "cargo" | "rustc" => messages.next_rust(),
        "node" | "npm" => messages.next_install("https://nodejs.org"),
        _ => messages.next_path(),
    }
}

/// The problem in a word or two, for a table.
pub(super) fn in_a_word(messages: &Messages, error: &RunError) -> String {
    match error {
        RunError::Target(StartError::Build { .. }) => messages.word_build(),
        RunError::Target(StartError::NoFolder(_) | StartError::NothingToStart(_)) => messages.word_missing(),
        RunError::Target(_) => messages.word_start(),
        RunError::Reference(_) | RunError::ReferenceFailed(_) => messages.word_reference(),
        RunError::Scenario(_) => messages.word_scenario(),
    }
}

/// The lines of a text by somebody else.
fn lines(screen: &Screen, text: &str) -> Vec<String> {
    text.lines().map(|line| safe(line, screen.charset)).collect()
}
