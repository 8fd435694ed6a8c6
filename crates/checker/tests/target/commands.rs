//! Commands, from their line to a server that is ready, or to the reason why not.

use std::time::Duration;

use lab_checker::{
    target::{Launcher, Start, StartError},
    verdict::{TargetInfo, TargetKind},
};

use crate::{
    folder::Folder,
    start::{DEADLINE, command, prepared, probe, program, python, start, within},
};

#[tokio::test]
async fn a_server_is_ready_when_it_answers_and_not_before() {
    let Some(python) = python() else { return };
    let folder = program("print('loading'); time.sleep(0.7); listen()");
    let (server, found) = start(&command(&format!("{python} app.py a 'b c'"), folder.path())).await.unwrap();
    assert_eq!(found.as_deref(), Some("a\nb c"));
    assert_ne!(server.address().port(), 5000);
    assert_eq!(server.authority(), server.address().to_string());
    assert_eq!(server.path(), "/ws");
    assert!(server.ours() && !server.port_ignored());
    assert!(server.printed("GET / HTTP/1.0", DEADLINE).await, "{:?}", server.log());
    assert_eq!(server.log().first().map(String::as_str), Some("loading"));
}

#[tokio::test]
async fn the_port_comes_as_an_argument_and_in_the_environment_with_what_the_setup_wants() {
    let Some(python) = python() else { return };
    let folder = program(
        "def answer():
            names = ['PORT', 'NOTIFY_INTERVAL_MS', 'CARGO_MANIFEST_DIR', 'CARGO_PKG_NAME', 'PYTHONUTF8']
            return 200, ' '.join([sys.argv[1]] + [str(os.environ.get(name)) for name in names])
listen(sys.argv[1])",
    );
    let launcher = prepared(&command(&format!("{python} app.py {{port}}"), folder.path())).await.unwrap();
    // What is set for this program, by cargo, must not reach another.
    assert!(std::env::var_os("CARGO_MANIFEST_DIR").is_some());
    let set = Start { env: [("NOTIFY_INTERVAL_MS".into(), "250".into())].into(), args: Vec::new() };
    let (server, found) = launcher.start(&set, 1.0, probe).await.unwrap();
    let port = server.address().port();
    assert_eq!(found, Some(format!("{port} {port} 250 None None 1")));
    let (second, _) = launcher.start(&Start::default(), 1.0, probe).await.unwrap();
    assert_ne!(second.address(), server.address(), "both run at the same time");
}

#[tokio::test]
async fn what_is_printed_is_there_at_once_in_order_and_in_hangul() {
    let Some(python) = python() else { return };
    let folder = program(
        "print('받은 메시지: 안녕 👋')
print('to standard error', file=sys.stderr)
print('and back', end='')
listen()",
    );
    let (server, _) = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    assert!(server.printed("and back", DEADLINE).await);
    let log = server.log();
    assert_eq!(log[..2], ["받은 메시지: 안녕 👋", "to standard error"]);
    assert!(log[2].starts_with("and back"), "{log:?}");
    assert_eq!(server.tail(1), log[log.len() - 1..]);
    assert!(!server.printed("never said", Duration::from_millis(50)).await);
}

#[tokio::test]
async fn a_server_that_ends_at_once_leaves_its_code_and_its_last_lines() {
    let Some(python) = python() else { return };
    let folder = program("print('a first line')\nraise RuntimeError('no such module')");
    let error = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap_err();
    let StartError::Exited { code, log } = error else { panic!("{error:?}") };
    assert_eq!(code, Some(1));
    assert_eq!(log.first().map(String::as_str), Some("a first line"));
    assert_eq!(log.last().map(String::as_str), Some("RuntimeError: no such module"));
}

#[tokio::test]
async fn a_server_that_never_listens_is_given_up_and_killed() {
    let Some(python) = python() else { return };
    let folder = program("print('sleeping'); time.sleep(3600)");
    let target = within(2.0, &format!("{python} app.py"), folder.path());
    let error = start(&target).await.unwrap_err();
    let StartError::NeverReady { waited, log, port } = error else { panic!("{error:?}") };
    assert!(waited >= 2000, "{waited}");
    assert_ne!(port, 5000);
    assert_eq!(log, ["sleeping"]);
}

#[tokio::test]
async fn a_wrong_answer_is_ready_when_it_stays_wrong() {
    let Some(python) = python() else { return };
    let line = format!("{python} app.py");
    let folder = program("def answer(): return 404, 'nothing here'\nlisten()");
    let (server, found) = start(&command(&line, folder.path())).await.unwrap();
    assert_eq!(found, None);
    assert!(server.printed(" 404 ", DEADLINE).await);
    let loading = program(
        "asked = 0
def answer():
    global asked
    asked += 1
    return (503, 'loading') if asked == 1 else (200, 'loaded')
listen()",
    );
    let (_server, found) = start(&command(&line, loading.path())).await.unwrap();
    assert_eq!(found.as_deref(), Some("loaded"));
}

#[tokio::test]
async fn a_flood_of_output_stops_nobody() {
    let Some(python) = python() else { return };
    let folder = program(
        "sys.stdout.write('x' * 3_000_000 + '\\n')
for number in range(50_000): sys.stdout.write(f'line {number}\\n')
print('flooded', flush=True)
listen()",
    );
    // As it is without PYTHONUNBUFFERED, or this would take long.
    let line = format!(
        "{python} -c \"import os, sys; del os.environ['PYTHONUNBUFFERED']; os.execv(sys.executable, [sys.executable, 'app.py'])\""
    );
    let (server, found) = start(&command(&line, folder.path())).await.unwrap();
    assert!(found.is_some());
    assert!(server.printed("flooded", DEADLINE).await);
    let log = server.log();
    assert!(log.iter().map(|line| line.len() + 1).sum::<usize>() <= 64 * 1024);
    assert!(log.contains(&"line 49999".to_owned()) && !log.contains(&"line 0".to_owned()));
}

#[tokio::test]
async fn a_program_or_a_folder_that_is_not_there_is_named() {
    let folder = Folder::new();
    let why = async |line: &str| start(&command(line, folder.path())).await.unwrap_err();
    assert_eq!(
        why("no-such-program-4711 {port}").await,
        StartError::NoProgram("no-such-program-4711".into())
    );
    assert_eq!(why("./missing.sh").await, StartError::NoProgram("./missing.sh".into()));
    assert_eq!(why("python 'app.py").await, StartError::BadCommand("a quote is not closed".into()));
    let nowhere = folder.path().join("nowhere");
    assert_eq!(start(&command("python app.py", &nowhere)).await.unwrap_err(), StartError::NoFolder(nowhere));
}

#[cfg(unix)]
#[tokio::test]
async fn a_line_for_the_shell_goes_to_the_shell_and_a_script_lies_where_the_command_starts() {
    use std::os::unix::fs::PermissionsExt;
    let Some(python) = python() else { return };
    let folder = program("listen()").with("run.sh", &format!("#!/bin/sh\nexec {python} app.py \"$@\"\n"));
    std::fs::set_permissions(folder.path().join("run.sh"), PermissionsExt::from_mode(0o755)).unwrap();
    for line in ["./run.sh a b", "WORD=b; ./run.sh a $WORD && true"] {
        let (_server, found) = start(&command(line, folder.path())).await.unwrap();
        assert_eq!(found.as_deref(), Some("a\nb"), "{line}");
    }
    let error = start(&command("echo over; exit 3", folder.path())).await.unwrap_err();
    assert_eq!(error, StartError::Exited { code: Some(3), log: vec!["over".into()] });
}

#[tokio::test]
async fn a_command_is_called_as_it_was_typed() {
    let folder = Folder::new();
    let launcher = prepared(&command("flask --app app run --port {port}", folder.path())).await.unwrap();
    let label = "flask --app app run --port {port}".into();
    assert_eq!(launcher.info(), &TargetInfo { kind: TargetKind::Command, label, url: None });
    assert!(!launcher.running() && !launcher.own());
    assert_eq!(Launcher::path(&launcher), "/ws");
}
