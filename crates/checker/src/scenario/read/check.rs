//! `[[check]]`: the checks.

use std::collections::BTreeSet;

use super::{names::Names, setup::running, step};
use crate::{
    document::{Keys, both, nearest},
    scenario::{Check, Setup, Step},
    verdict::Stage,
};

/// The checks in the order of the file.
pub(super) fn read(scenario: &Keys<'_, '_>, lab: u8, setups: &[Setup], names: &Names) -> Vec<Check> {
    let tables = scenario.tables("check", "[[check]]");
    if tables.is_empty() {
        scenario.wrong_at("check", both!("[[check]] 가 하나는 있어야 합니다", "there must be a [[check]]"));
    }
    let mut checks: Vec<Check> = Vec::new();
    for keys in tables {
        let check = Check {
            id: id(&keys, lab, &checks),
            stage: stage(&keys),
            title: keys.must_bilingual("title"),
            contract: keys.must_text("contract"),
            needs: needs(&keys, &checks),
            setup: setup(&keys, setups),
            running: running(&keys),
            steps: Vec::new(),
        };
        let steps = steps(&keys, setups.get(check.setup), names);
        keys.done();
        checks.push(Check { steps, ..check });
    }
    checks
}

fn id(keys: &Keys<'_, '_>, lab: u8, earlier: &[Check]) -> String {
    let id = keys.must_text("id");
    let right = id.split_once('.').is_some_and(|(number, rest)| {
        number == lab.to_string() && !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric())
    });
    if !right && !id.is_empty() {
        keys.wrong_at(
            "id",
            both!(
                "`{id}`: 이 실습의 id 는 \"{lab}.1\" 꼴입니다",
                "`{id}`: an id of this lab is like \"{lab}.1\""
            ),
        );
    } else if earlier.iter().any(|check| check.id == id) {
        keys.wrong_at("id", both!("`{id}`: 같은 id 가 이미 있습니다", "`{id}`: the id is taken already"));
    }
    id
}

fn stage(keys: &Keys<'_, '_>) -> Stage {
    match keys.text("stage").as_deref() {
        None | Some("core") => Stage::Core,
        Some("advanced") => Stage::Advanced,
        Some(_) => {
            let text = both!(
                "`stage`: \"core\" 또는 \"advanced\" 여야 합니다",
                "`stage`: must be \"core\" or \"advanced\""
            );
            keys.wrong_at("stage", text);
            Stage::Core
        }
    }
}

fn needs(keys: &Keys<'_, '_>, earlier: &[Check]) -> Vec<String> {
    let needs = keys.texts("needs");
    let known: BTreeSet<&str> = earlier.iter().map(|check| check.id.as_str()).collect();
    for id in needs.iter().filter(|id| !known.contains(id.as_str())) {
        keys.wrong_at(
            "needs",
            both!(
                "`{id}`: 이 검사보다 앞에 그런 검사가 없습니다",
                "`{id}`: no check before this one has that id"
            ),
        );
    }
    needs
}

/// The place of the check's setup, which is the first one unless it says otherwise.
fn setup(keys: &Keys<'_, '_>, setups: &[Setup]) -> usize {
    let Some(name) = keys.text("setup") else { return 0 };
    let place = setups.iter().position(|setup| setup.name == name);
    if place.is_none() {
        let known: Vec<&str> = setups.iter().map(|setup| setup.name.as_str()).collect();
        let list = nearest(&name, known.iter().copied()).map_or_else(|| known.join(", "), str::to_owned);
        keys.wrong_at(
            "setup",
            both!(
                "`{name}`: 그런 [[setup]] 이 없습니다. 있는 것: {list}",
                "`{name}`: no such [[setup]]; there is: {list}"
            ),
        );
    }
    place.unwrap_or(0)
}

fn steps(keys: &Keys<'_, '_>, setup: Option<&Setup>, names: &Names) -> Vec<Step> {
    let tables = keys.tables("steps", "steps");
    if tables.is_empty() {
        keys.wrong_at("steps", both!("`steps` 가 하나는 있어야 합니다", "there must be a step in `steps`"));
    }
    let mut scope = step::Scope::of(setup, names.clone());
    tables.into_iter().filter_map(|table| step::read(table, &mut scope)).collect()
}
