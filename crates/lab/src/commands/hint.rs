//! `lab hint`: one level more each time, for the failure that is there now.

use lab_checker::verdict::CheckResult;
use toml::{Table, Value};

use super::asked;
use crate::{
    arguments::HintArguments,
    exit::Exit,
    hints::Hints,
    paths::Places,
    report::{Explain as _, json},
    screen::Screen,
    store,
};

pub(crate) fn run(arguments: &HintArguments, screen: &Screen, places: &Places) -> Exit {
    let messages = &screen.messages;
    let (lab, _) = match asked(screen, places, arguments.word.as_deref()) {
        Ok(asked) => asked,
        Err(exit) => return exit,
    };
    let last = store::results(&places.course, &lab).ok().flatten().and_then(|text| json::result(&text));
    let Some(result) = last else {
        println!("{}", messages.not_checked_yet(lab.number));
        return Exit::Usage;
    };
    let Some(CheckResult { id, failure: Some(failure), title, .. }) = result.first_failure() else {
        println!("{}", messages.nothing_failed());
        return Exit::Passed;
    };
    let hints = Hints::of(&places.course, &lab, messages.language);
    let Some(levels) = hints.levels(id, failure.kind) else {
        println!("{}", messages.no_hint());
        return Exit::Tool;
    };
    let level =
        arguments.level.unwrap_or_else(|| next_level(places, &lab.name, &format!("{id} {}", failure.kind)));
    println!("{id}  {}", messages.of(title));
    println!("{}", messages.hint_head(failure.kind, level));
    for line in levels[usize::from(level) - 1].lines() {
        println!("  {line}");
    }
    if level < 3 {
        println!("{}", messages.hint_more(lab.number));
    }
    Exit::Passed
}

/// One more than was shown for this failure, 3 at most. Another failure begins at 1.
fn next_level(places: &Places, lab: &str, failure: &str) -> u8 {
    let file = places.course.root().join("work/.lab/hints.toml");
    let mut shown: Table =
        std::fs::read_to_string(&file).ok().and_then(|text| text.parse().ok()).unwrap_or_default();
    let entry = shown.get(lab).and_then(Value::as_table);
    let is_same = entry.is_some_and(|entry| entry.get("failure").and_then(Value::as_str) == Some(failure));
    let before = entry.and_then(|entry| entry.get("level")?.as_integer()).filter(|_| is_same).unwrap_or(0);
    let level = u8::try_from(before + 1).unwrap_or(3).clamp(1, 3);
    let mut entry = Table::new();
    entry.insert("failure".into(), failure.into());
    entry.insert("level".into(), i64::from(level).into());
    shown.insert(lab.into(), entry.into());
    // A level that cannot be written down is shown again the next time, which harms nobody.
    let _ = store::write(&file, |to| to.write_all(shown.to_string().as_bytes()));
    level
}
