//! The period, from the variable and from the argument.

use std::process::Command;

use lab_testing::{Client, Server, http};

use super::LAB;

#[test]
fn a_wrong_period_is_explained_with_exit_code_2() {
    for value in ["abc", "0", "-1", "1.5", "86400001", "3s", " ", "99999999999999999999"] {
        for command in [
            Command::new(LAB).env("NOTIFY_INTERVAL_MS", value),
            Command::new(LAB).args(["--interval", value]),
        ] {
            let output = command.args(["--port", "0"]).output().unwrap();
            assert_eq!(output.status.code(), Some(2), "{value:?}");
            assert!(output.stdout.is_empty(), "{value:?}");
            let error = String::from_utf8(output.stderr).unwrap();
            for part in ["NOTIFY_INTERVAL_MS", "알림 간격", "milliseconds", "--help", &format!("\"{value}\"")]
            {
                assert!(error.contains(part), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn the_argument_wins_over_the_variable_and_an_empty_variable_is_none() {
    let mut command = Command::new(LAB);
    command.env("NOTIFY_INTERVAL_MS", "86400000").args(["--port", "0", "--interval", " 50 "]);
    let server = Server::spawn(&mut command);
    let mut client = Client::connect(&server.socket_url()).await;
    assert!(client.text().await.starts_with("🔔 새 알림 "));
    let mut command = Command::new(LAB);
    let server = Server::spawn(command.env("NOTIFY_INTERVAL_MS", "").args(["--port", "0"]));
    assert_eq!(http::get(&server, "/poll").await.status, 200);
}

#[test]
fn help_tells_of_the_period() {
    let output = Command::new(LAB).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    assert!(help.contains("--interval MS") && help.contains("NOTIFY_INTERVAL_MS"), "{help}");
}
