//! `lab diff`: what went over the wire in the last run, beside the reference.

use lab_checker::{
    course::Lab,
    transcript::{Event, Payload, Transcript, What},
};

use super::asked;
use crate::{
    arguments::DiffArguments,
    exit::Exit,
    paths::Places,
    report::json,
    screen::{Ink, Screen},
    store,
    text::{pad, safe, width},
};

/// A cell of one event is never longer, so that two fit beside each other.
const NARROWEST: usize = 20;

pub(crate) fn run(arguments: &DiffArguments, screen: &Screen, places: &Places) -> Exit {
    let (lab, check) = match asked(screen, places, arguments.word.as_deref()) {
        Ok(asked) => asked,
        Err(exit) => return exit,
    };
    let read = |name| store::transcript(&places.course, &lab, name).ok().flatten();
    let (Some(mine), reference) = (read(store::TRANSCRIPT), read(store::REFERENCE)) else {
        println!("{}", screen.messages.not_checked_yet(lab.number));
        return Exit::Usage;
    };
    let check = check.or_else(|| first_failing(places, &lab));
    let Some(check) = check else {
        println!("{}", screen.messages.nothing_failed());
        return Exit::Passed;
    };
    println!("{check}  {}", screen.messages.diff_head());
    for line in
        beside(screen, &of(screen, &mine, &check), &of(screen, &reference.unwrap_or_default(), &check))
    {
        println!("{line}");
    }
    Exit::Passed
}

fn first_failing(places: &Places, lab: &Lab) -> Option<String> {
    let result = json::result(&store::results(&places.course, lab).ok().flatten()?)?;
    result.first_failure().map(|check| check.id.clone())
}

/// What clients sent and received in a check, as lines, each with its step.
fn of(screen: &Screen, transcript: &Transcript, check: &str) -> Vec<(usize, String)> {
    transcript
        .events
        .iter()
        .filter(|event| event.check == check)
        .filter_map(|event| Some((event.step, line(screen, event)?)))
        .collect()
}

fn line(screen: &Screen, event: &Event) -> Option<String> {
    let client = &event.client;
    let (to, from) = (screen.charset.to_server(), screen.charset.to_client());
    let payload = |payload: &Payload| match payload {
        Payload::Text(text) => format!("{text:?}"),
        Payload::Fragments(texts) => format!("{texts:?}"),
        Payload::Binary(hex) | Payload::Raw(hex) => hex.clone(),
        Payload::Ping(text) => format!("ping {text}"),
        Payload::Pong(text) => format!("pong {text}"),
    };
    Some(match &event.what {
        What::Sent(sent) => format!("{client} {to} {}", payload(sent)),
        What::Received(received) => format!("{client} {from} {}", payload(received)),
        What::Refused { why } => format!("{client} {from} {why}"),
        What::Ended { code, reason } => {
            format!(
                "{client} {from} close {} {reason}",
                code.map_or_else(|| "1006".to_owned(), |code| code.to_string())
            )
        }
        What::Http { request, status, .. } => format!("{request} {status}"),
        _ => return None,
    })
}

/// Two lanes; lines of one step stand beside each other, and a mark says where they differ.
fn beside(screen: &Screen, mine: &[(usize, String)], reference: &[(usize, String)]) -> Vec<String> {
    let cell = ((screen.width.saturating_sub(5)) / 2).max(NARROWEST);
    let mut lines = Vec::new();
    let last = mine.iter().chain(reference).map(|(step, _)| *step).max().unwrap_or(0);
    for step in 0..=last {
        let of_step = |lane: &[(usize, String)]| -> Vec<String> {
            lane.iter().filter(|(of, _)| *of == step).map(|(_, text)| safe(text, screen.charset)).collect()
        };
        let (left, right) = (of_step(mine), of_step(reference));
        for place in 0..left.len().max(right.len()) {
            let text = |lane: &[String]| lane.get(place).cloned().unwrap_or_default();
            let (left, right) = (text(&left), text(&right));
            let differs = left != right;
            let line = format!(
                "{} {} {}",
                pad(&cut(&left, cell), cell),
                if differs { screen.charset.differs() } else { screen.charset.same() },
                cut(&right, cell)
            );
            lines.push(if differs { screen.ink(Ink::Bad, &line) } else { line });
        }
    }
    lines
}

/// As much of a text as fits; what is cut is in the transcript.
fn cut(text: &str, cells: usize) -> String {
    let mut kept = text.to_owned();
    while width(&kept) > cells {
        kept.pop();
    }
    kept
}
