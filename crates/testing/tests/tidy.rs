//! House rules that no compiler checks, over every file that git knows.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The longest file without its tests, in lines.
const LONGEST_FILE: usize = 300;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The text files of the repository with their content, but for this one, which names what it forbids.
fn files(endings: &[&str]) -> Vec<(String, String)> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    let names = String::from_utf8(output.stdout).unwrap();
    let wanted = names.lines().filter(|name| {
        endings.iter().any(|ending| name.ends_with(ending)) && !name.ends_with("testing/tests/tidy.rs")
    });
    let found: Vec<_> = wanted
        .filter_map(|name| Some((name.to_owned(), fs::read_to_string(root().join(name)).ok()?)))
        .collect();
    assert!(!found.is_empty(), "no files that end in {endings:?}");
    found
}

const SOURCES: &[&str] = &[".rs", ".js", ".css", ".html", ".toml", ".md"];

#[test]
fn every_rust_file_opens_with_what_it_is() {
    for (name, content) in files(&[".rs"]) {
        assert!(content.starts_with("//! "), "{name} does not open with `//!`");
    }
}

#[test]
fn nothing_is_left_to_do() {
    for (name, content) in files(SOURCES) {
        for mark in ["TODO", "FIXME", "XXX", "todo!(", "unimplemented!("] {
            assert!(!content.contains(mark), "{name} holds {mark}");
        }
    }
}

#[test]
fn no_two_files_are_equal() {
    let mut seen: HashMap<String, String> = HashMap::new();
    for (name, content) in files(SOURCES) {
        if let Some(other) = seen.insert(content, name.clone()) {
            panic!("{name} equals {other}");
        }
    }
}

#[test]
fn no_file_is_too_long() {
    for (name, content) in files(&[".rs", ".js", ".css", ".html"]) {
        let without_tests = content.split("#[cfg(test)]").next().unwrap_or_default();
        let lines = without_tests.lines().count();
        assert!(
            name.contains("/tests/") || lines <= LONGEST_FILE,
            "{name} has {lines} lines without its tests"
        );
    }
}

#[test]
fn no_file_names_a_place_of_one_machine() {
    for (name, content) in files(&[".rs", ".js", ".css", ".html", ".toml", ".md", ".lock", "scripts/test"]) {
        for place in ["/home/", "/root/", "/Users/", "C:\\\\Users", "/work/main"] {
            assert!(!content.contains(place), "{name} holds {place}");
        }
    }
}

#[test]
fn every_lab_has_its_page_and_its_readme() {
    let manifests = files(&["Cargo.toml"]);
    let labs = manifests.iter().filter_map(|(name, _)| {
        let lab = name.strip_suffix("/Cargo.toml")?;
        (lab.starts_with("labs/") && lab.matches('/').count() == 1).then_some(lab)
    });
    for lab in labs {
        for file in ["README.md", "static/index.html", "src/lib.rs", "src/main.rs"] {
            assert!(root().join(lab).join(file).is_file(), "{lab} has no {file}");
        }
    }
}

#[test]
fn every_korean_document_has_its_english_twin() {
    let twin = |name: &str| match name {
        "docs/ko/README.md" => "README.md".to_owned(),
        _ => name.replacen("docs/ko/", "docs/en/", 1),
    };
    let documents = files(&[".md"]);
    for (name, korean) in documents.iter().filter(|(name, _)| name.starts_with("docs/ko/")) {
        let english =
            fs::read_to_string(root().join(twin(name))).unwrap_or_else(|_| panic!("{name} has no twin"));
        let headings = |text: &str| text.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(headings(korean), headings(&english), "{name} and its twin have different headings");
    }
    for (name, _) in documents.iter().filter(|(name, _)| name.starts_with("docs/en/")) {
        assert!(root().join(name.replacen("docs/en/", "docs/ko/", 1)).is_file(), "{name} has no Korean twin");
    }
}
