//! Lab 1 as it is built without the feature `tls`.
#![cfg(not(feature = "tls"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::process::Command;

#[test]
fn tls_without_the_feature_is_explained_in_both_languages_with_exit_code_2() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_lab1-echo")).args(["--tls", "--port", "0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let error = String::from_utf8(output.stderr).unwrap();
    let line = error.lines().next().unwrap_or_default();
    for part in ["tls 기능을 켜고 빌드하세요", "wss needs the feature tls", "--features tls -- --tls"]
    {
        assert!(line.contains(part), "{error}");
    }
}
