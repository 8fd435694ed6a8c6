//! `lab check`: judges a server by the contract of its lab.

use std::{
    fs, io,
    path::Path,
    time::{SystemTime, UNIX_EPOCH},
};

use lab_checker::{
    course::Lab,
    run::{self, Options, RunError},
    scenario::Scenario,
    target::{Said, Target},
};
use tokio::sync::Mutex;

use crate::{
    arguments::{Asked, CheckArguments, Format, here, word},
    exit::Exit,
    hints::Hints,
    paths::Places,
    progress::Shown,
    report::{Outcome, View, github, human, json, junit},
    screen::{Detail, Screen},
    store,
};

/// What is to be checked: labs, and of them only these checks.
struct Wanted {
    labs: Vec<Lab>,
    only: Vec<String>,
}

/// Checks what was asked for. When the future is dropped, every server it started is ended.
pub(crate) async fn run(arguments: &CheckArguments, screen: &Screen, places: &Places) -> Exit {
    let wanted = match wanted(arguments, places) {
        Ok(wanted) => wanted,
        Err(said) => {
            let messages = &screen.messages;
            eprintln!("{}", said.map_or_else(|| messages.which_lab(), |said| messages.unknown_lab(said)));
            return Exit::Usage;
        }
    };
    let view = View { screen, places };
    let is_machine = arguments.format != Format::Human && arguments.out.is_none();
    let quiet = screen.detail == Detail::Quiet || is_machine;
    let shown = Shown::new(&screen.messages, quiet);
    let options = options(arguments, &wanted.only);
    // Servers of our own may be played at the same time; others may want the same port.
    let turn = Mutex::new(());
    let all = wanted.labs.iter().map(async |lab| {
        let _turn = if arguments.reference_itself.is_some() { None } else { Some(turn.lock().await) };
        one(arguments, &options, places, lab, &shown).await
    });
    let found = futures_util::future::join_all(all).await;
    shown.clear();
    let outcomes: Vec<Outcome> = wanted
        .labs
        .into_iter()
        .zip(found)
        .map(|(lab, found)| {
            let hints = Box::new(Hints::of(&places.course, &lab, screen.messages.language));
            Outcome { lab, found, hints }
        })
        .collect();
    let kept = outcomes.iter().try_for_each(|outcome| {
        store::keep(&places.course, &outcome.lab, &json::one(view, outcome), outcome.found.as_ref().ok())
    });
    if let Err(error) = kept.and_then(|()| tell(view, arguments, &outcomes)) {
        eprintln!("{}", screen.messages.cannot_write(error));
        return Exit::Tool;
    }
    outcomes.iter().map(Outcome::exit).max().unwrap_or(Exit::Passed)
}

/// The labs and checks that the words name; what is wrong is the word, or that there is none.
fn wanted(arguments: &CheckArguments, places: &Places) -> Result<Wanted, Option<String>> {
    let mut wanted = Wanted { labs: Vec::new(), only: arguments.only.clone() };
    if arguments.words.is_empty() {
        wanted.labs.push(here(&places.course, &places.here).ok_or(None)?);
    }
    for said in &arguments.words {
        match word(&places.course, said).map_err(|unknown| Some(unknown.0))? {
            Asked::All => wanted.labs.extend(places.course.labs().map_err(|_| None)?),
            Asked::Lab(lab) => wanted.labs.push(lab),
            Asked::Check(lab, check) => {
                wanted.labs.push(lab);
                wanted.only.push(check);
            }
        }
    }
    wanted.labs.sort_by_key(|lab| lab.number);
    wanted.labs.dedup();
    Ok(wanted)
}

fn options(arguments: &CheckArguments, only: &[String]) -> Options {
    Options {
        seed: arguments.seed.unwrap_or_else(seed),
        scale: arguments.scale,
        stage: arguments.stage.into(),
        show_advanced: !arguments.core_only,
        only: only.to_vec(),
        reference: !arguments.no_reference,
    }
}

/// Another one each time, and short enough to be typed again.
fn seed() -> u64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::from(now.subsec_nanos()) ^ (now.as_secs() << 8) & 0xffff_ffff
}

async fn one(
    arguments: &CheckArguments,
    options: &Options,
    places: &Places,
    lab: &Lab,
    shown: &Shown,
) -> Result<run::Checked, RunError> {
    let path = lab.scenario();
    let text = fs::read_to_string(&path).map_err(|error| RunError::Scenario(error.to_string()))?;
    let scenario = Scenario::read(&text, &places.in_course(&path))
        .map_err(|error| RunError::Scenario(error.to_string()))?;
    if let Some(unknown) = options.only.iter().find(|id| {
        id.starts_with(&format!("{}.", lab.number)) && !scenario.checks.iter().any(|check| check.id == **id)
    }) {
        return Err(RunError::Scenario(format!("{}: no check {unknown}", lab.name)));
    }
    let target = target(arguments, places, lab).map_err(RunError::Target)?;
    run::check(&places.course, &scenario, &target, options, shown).await
}

fn target(
    arguments: &CheckArguments,
    places: &Places,
    lab: &Lab,
) -> Result<Target, lab_checker::target::StartError> {
    if arguments.reference_itself.is_some() {
        return Ok(Target::Crate(lab.folder.clone()));
    }
    let chosen = &arguments.target;
    let own = places.course.root().join("work").join(&lab.name);
    let is_said = chosen.url.is_some() || chosen.line.is_some();
    let folder = chosen.folder.as_deref().unwrap_or(&own);
    let said = Said {
        url: chosen.url.as_deref(),
        command: chosen.line.as_deref(),
        cwd: chosen.cwd.as_deref(),
        package: None,
        folder: (!is_said).then_some(folder),
    };
    Target::resolve(&said, lab.number, &places.here)
}

/// Tells the result in the form that was asked for.
fn tell(view: View<'_>, arguments: &CheckArguments, outcomes: &[Outcome]) -> io::Result<()> {
    let document = match arguments.format {
        Format::Human => human_text(view, outcomes),
        Format::Json => json::all(view, outcomes),
        Format::Junit => junit::all(view, outcomes),
        Format::Github => github::annotations(view, outcomes),
    };
    if let (Format::Github, Some(file)) = (arguments.format, std::env::var_os("GITHUB_STEP_SUMMARY")) {
        append(Path::new(&file), &github::summary(view, outcomes))?;
    }
    match &arguments.out {
        None => print!("{document}"),
        Some(file) => {
            let for_file = view.screen.for_file();
            let document = match arguments.format {
                Format::Human => human_text(View { screen: &for_file, ..view }, outcomes),
                _ => document,
            };
            store::write(file, |to| to.write_all(document.as_bytes()))?;
            print!("{}", human_text(view, outcomes));
        }
    }
    Ok(())
}

fn human_text(view: View<'_>, outcomes: &[Outcome]) -> String {
    let mut texts: Vec<String> = outcomes.iter().map(|outcome| human::lab(view, outcome)).collect();
    if outcomes.len() > 1 {
        texts.push(human::table(view.screen, outcomes));
    }
    texts.join("\n")
}

fn append(path: &Path, text: &str) -> io::Result<()> {
    use io::Write as _;
    fs::OpenOptions::new().create(true).append(true).open(path)?.write_all(text.as_bytes())
}
