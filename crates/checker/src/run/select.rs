//! Which checks are played on which target.

use std::collections::BTreeSet;

use super::{Options, Selection};
use crate::{
    scenario::{Action, Check, Running, Scenario},
    target::Launcher,
    verdict::Unplayable,
};

/// The checks that are asked for, with those they need, in the order of the scenario.
pub(super) fn selected<'a>(scenario: &'a Scenario, launcher: &Launcher, options: &Options) -> Selection<'a> {
    let mut wanted: BTreeSet<&str> = options.only.iter().map(String::as_str).collect();
    // What a check needs stands before it, so that one way back finds all.
    for check in scenario.checks.iter().rev() {
        if wanted.contains(check.id.as_str()) {
            wanted.extend(check.needs.iter().map(String::as_str));
        }
    }
    let stage = |check: &Check| options.show_advanced || check.stage <= options.stage;
    let asked =
        |check: &Check| if wanted.is_empty() { stage(check) } else { wanted.contains(check.id.as_str()) };
    let fits = |check: &Check| launcher.running() || running(scenario, check) != Running::Only;
    scenario.checks.iter().filter(|check| asked(check) && fits(check)).collect()
}

/// Why a check cannot be played on this target, if it cannot.
pub(super) fn unplayable(scenario: &Scenario, check: &Check, launcher: &Launcher) -> Option<Unplayable> {
    let setup = &scenario.setups[check.setup];
    if !launcher.running() {
        return (!setup.args.is_empty() && !launcher.own()).then_some(Unplayable::Arguments);
    }
    if running(scenario, check) == Running::No {
        let environment = setup.exchange || !setup.env.is_empty();
        return Some(if environment { Unplayable::Environment } else { Unplayable::Process });
    }
    let action = |wanted: fn(&Action) -> bool| check.steps.iter().any(|step| wanted(&step.action));
    if action(|action| matches!(action, Action::Stop | Action::Exit { .. } | Action::Printed { .. })) {
        return Some(Unplayable::Process);
    }
    let paced = action(|action| matches!(action, Action::Count(count) if count.paced));
    paced.then_some(Unplayable::Environment)
}

fn running(scenario: &Scenario, check: &Check) -> Running {
    check.running.unwrap_or(scenario.setups[check.setup].running)
}
