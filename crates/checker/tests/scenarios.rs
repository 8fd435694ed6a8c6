//! The scenarios of the five labs are right.
#![allow(clippy::unwrap_used, clippy::panic)] // The helpers fail as tests do.

use std::{collections::BTreeSet, fs, path::Path};

use lab_checker::{course::Course, scenario::Scenario, verdict::Stage};

fn scenarios() -> Vec<Scenario> {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let read = |lab: lab_checker::course::Lab| {
        let text = fs::read_to_string(lab.scenario()).unwrap();
        let name = format!("labs/{}/scenario.toml", lab.name);
        let scenario = Scenario::read(&text, &name).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!((scenario.number, &scenario.name), (lab.number, &lab.name));
        scenario
    };
    course.labs().unwrap().into_iter().map(read).collect()
}

#[test]
fn all_five_can_be_read() {
    let numbers: Vec<u8> = scenarios().iter().map(|scenario| scenario.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
}

#[test]
fn every_lab_has_checks_of_both_stages_and_core_needs_core_alone() {
    for scenario in scenarios() {
        let of = |stage| scenario.checks.iter().filter(move |check| check.stage == stage);
        assert!(of(Stage::Core).count() >= 8 && of(Stage::Advanced).count() >= 5, "{}", scenario.name);
        let core: BTreeSet<&str> = of(Stage::Core).map(|check| check.id.as_str()).collect();
        for check in of(Stage::Core) {
            assert!(check.needs.iter().all(|need| core.contains(need.as_str())), "{}", check.id);
        }
    }
}
