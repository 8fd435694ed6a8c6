//! Hint files in a course of their own, and those of this course.

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::*;

const SCENARIO: &str = r#"
format = 1
lab = 1
name = "lab1-echo"
title = { ko = "에코", en = "Echo" }
[[setup]]
name = "main"
[[check]]
id = "1.3"
title = { ko = "셋", en = "Three" }
contract = "three"
steps = [{ connect = "A" }]
[[check]]
id = "1.4"
title = { ko = "넷", en = "Four" }
contract = "four"
steps = [{ connect = "A" }]
"#;

const COMMON: &str = r#"
[no-reply]
what = "Nothing came."
hints = ["common 1", "common 2", "common 3"]
[flood]
what = "Too much."
[wrong-case]
what = "Other letters."
hints = ["case 1", "case 2", "case 3"]
"#;

const LAB: &str = r#"
["1.3".no-reply]
hints = ["both 1", "both 2", "both 3"]
[wrong-case]
hints = ["lab 1", "lab 2", "lab 3"]
["1.4"]
hints = ["check 1", "check 2", "check 3"]
["1.4".wrong-case]
hints = ["both 4", "both 5", "both 6"]
"#;

/// A course in a folder that is gone when it is dropped.
struct Temporary(PathBuf);

impl Temporary {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("lab-checker-hints-{}-{name}", std::process::id()));
        fs::create_dir_all(root.join("labs/lab1-echo")).unwrap();
        fs::write(root.join("labs/lab1-echo/scenario.toml"), SCENARIO).unwrap();
        Self(root)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.0.join("labs").join(path), text).unwrap();
    }

    fn read(&self) -> Result<Hints, BadHints> {
        let course = Course::find(&self.0).unwrap();
        let lab = course.lab("1").unwrap();
        Hints::read(&course, &lab, Language::En)
    }

    /// The mistakes that these files have.
    fn mistakes(&self, common: &str, lab: &str) -> String {
        self.write("hints.en.toml", common);
        self.write("lab1-echo/hints.en.toml", lab);
        self.read().unwrap_err().to_string()
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn the_most_specific_hint_is_given() {
    let course = Temporary::new("specific");
    course.write("hints.en.toml", COMMON);
    course.write("lab1-echo/hints.en.toml", LAB);
    let hints = course.read().unwrap();
    let first = |check: &str, kind| hints.get(check, kind).map(|[first, _, _]| first);
    assert_eq!(first("1.3", FailureKind::NoReply), Some("both 1"));
    assert_eq!(first("1.4", FailureKind::NoReply), Some("common 1"));
    assert_eq!(first("1.4", FailureKind::WrongCase), Some("both 4"));
    assert_eq!(first("1.3", FailureKind::WrongCase), Some("lab 1"));
    assert_eq!(first("1.4", FailureKind::Flood), Some("check 1"));
    assert_eq!(first("1.3", FailureKind::Flood), None);
    assert_eq!(hints.get("1.4", FailureKind::Flood), Some(["check 1", "check 2", "check 3"]));
    assert_eq!(hints.what(FailureKind::Flood), Some("Too much."));
    assert_eq!(hints.what(FailureKind::NotUtf8), None);
}

#[test]
fn a_lab_without_a_file_has_the_common_hints_and_without_those_there_are_none() {
    let course = Temporary::new("without");
    let nothing = course.read().unwrap_err().to_string();
    assert!(nothing.contains("hints.en.toml: 힌트 파일을"), "{nothing}");
    course.write("hints.en.toml", COMMON);
    let hints = course.read().unwrap();
    assert_eq!(hints.get("1.3", FailureKind::NoReply), Some(["common 1", "common 2", "common 3"]));
}

#[test]
fn a_mistake_is_told_with_its_file_and_line() {
    let course = Temporary::new("mistakes");
    for (common, lab, told) in [
        ("\n[no-replay]\nwhat = 'x'", "", "labs/hints.en.toml:2: `no-replay`: 그런 검사나 실패 유형은"),
        ("\n[no-replay]\nwhat = 'x'", "", "do you mean `no-reply`?"),
        ("['1.3']\nwhat = 'x'", "", "labs/hints.en.toml:1: `1.3`"),
        ("[flood]\nhints = ['a', 'b', 'c']", "", "labs/hints.en.toml:1: flood: `what`"),
        ("[flood]\nwhat = ''", "", "labs/hints.en.toml:2: `what`: 비어"),
        ("[flood]\nwhat = 'x'\nhints = ['a', 'b']", "", "labs/hints.en.toml:3: `hints`: 세 단계"),
        ("[flood]\nwhat = 'x'\nhints = ['a', 'b', ' ']", "", "must be three texts"),
        ("[flood]\nwhat = 'x'\nhints = 'a'", "", "labs/hints.en.toml:3: `hints`"),
        ("[flood]\nwhat = 'x'\nhint = ['a']", "", "do you mean `hints`?"),
        ("flood = 'x'", "", "flood: must be a table"),
        ("[flood", "", "labs/hints.en.toml:1: TOML"),
        (COMMON, "\n['1.5']\nhints = ['a', 'b', 'c']", "labs/lab1-echo/hints.en.toml:2: `1.5`"),
        (COMMON, "['1.3'.floot]\nhints = ['a', 'b', 'c']", "do you mean `flood`?"),
        (COMMON, "['1.3'.flood]\nwhat = 'x'", "the key `hints` is missing"),
        (
            COMMON,
            "[flood]\nwhat = 'x'\nhints = ['a', 'b', 'c']",
            "labs/lab1-echo/hints.en.toml:2: flood: `what`",
        ),
        (COMMON, "['1.3']\nhints = []", "labs/lab1-echo/hints.en.toml:2: `hints`: 세 단계"),
        (COMMON, "[nonsense]\nhints = ['a', 'b', 'c']", "the kinds are listed in"),
    ] {
        let mistakes = course.mistakes(common, lab);
        assert!(mistakes.contains(told), "no {told:?} in {mistakes}");
    }
}

#[test]
fn the_hints_of_this_course_have_no_mistakes() {
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    for lab in course.labs().unwrap() {
        for language in [Language::Ko, Language::En] {
            if let Err(bad) = Hints::read(&course, &lab, language) {
                panic!("{bad}");
            }
        }
    }
}
