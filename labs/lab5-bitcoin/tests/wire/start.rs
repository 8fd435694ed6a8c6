//! What is wrong on the command line or in the environment is said at the start.

use std::process::{Command, Output};

use crate::BINARY;

fn run(arguments: &[&str], url: &str) -> Output {
    Command::new(BINARY).args(arguments).env("BINANCE_URL", url).output().unwrap()
}

#[test]
fn an_unknown_source_and_a_wrong_address_end_the_start_with_code_2() {
    for (arguments, url, words) in [
        (&["--source", "real"][..], "", "auto, live, simulated"),
        (&["--source", "live"][..], "127.0.0.1:8000", "BINANCE_URL"),
    ] {
        let output = run(arguments, url);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn help_names_the_sources() {
    let said = String::from_utf8(run(&["--help"], "").stdout).unwrap();
    assert!(said.contains("--source auto|live|simulated") && said.contains("BINANCE_URL"), "{said}");
}
