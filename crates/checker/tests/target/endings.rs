//! How servers end, with everything they have started.
#![cfg(unix)]

use std::{fs, process::Command, time::Duration};

use lab_checker::target::{Server, Start};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    folder::Folder,
    start::{DEADLINE, accepts, command, prepared, probe, program, python, start},
};

/// A shell script that starts a server and waits for it: the number of both processes is in its log.
fn wrapper(python: &str) -> Folder {
    program("print('server', os.getpid()); listen()")
        .with("run.sh", &format!("echo wrapper $$\n{python} app.py &\nwait\n"))
}

/// The number that the log has after this word.
async fn number(server: &Server, word: &str) -> u32 {
    assert!(server.printed(&format!("{word} "), DEADLINE).await, "{:?}", server.log());
    server.log().iter().find_map(|line| line.strip_prefix(word)?.trim().parse().ok()).unwrap()
}

/// Whether a process runs. One that has ended may still be listed, until its parent has asked for its exit code.
fn runs(id: u32) -> bool {
    let output = Command::new("ps").args(["-o", "stat=", "-p", &id.to_string()]).output().unwrap();
    let state = String::from_utf8(output.stdout).unwrap();
    !state.trim().is_empty() && !state.trim().starts_with('Z')
}

async fn wait_until_gone(ids: &[u32]) {
    let begin = Instant::now();
    while ids.iter().any(|&id| runs(id)) {
        assert!(begin.elapsed() < DEADLINE, "one of {ids:?} still runs");
        sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_stopped_wrapper_takes_its_server_with_it() {
    let Some(python) = python() else { return };
    let folder = wrapper(python);
    let (server, _) = start(&command("sh run.sh", folder.path())).await.unwrap();
    let ids = [number(&server, "wrapper").await, number(&server, "server").await];
    assert!(ids.iter().all(|&id| runs(id)), "{ids:?}");
    let address = server.address();
    server.stop().await;
    assert!(!accepts(address).await);
    wait_until_gone(&ids).await;
}

#[tokio::test]
async fn a_dropped_wrapper_takes_its_server_with_it() {
    let Some(python) = python() else { return };
    let folder = wrapper(python);
    let (server, _) = start(&command("sh run.sh", folder.path())).await.unwrap();
    let ids = [number(&server, "wrapper").await, number(&server, "server").await];
    // As when a test panics: nothing is awaited.
    drop(server);
    wait_until_gone(&ids).await;
}

#[tokio::test]
async fn what_a_server_leaves_behind_when_it_ends_is_ended_too() {
    let Some(python) = python() else { return };
    let folder = program(
        "if len(sys.argv) > 1: time.sleep(3600)
left = subprocess.Popen([sys.executable, 'app.py', 'left'])
print('left', left.pid)
def answer(): return 200, ''
signal.signal(signal.SIGUSR1, lambda *_: os._exit(5))
print('server', os.getpid())
listen()",
    );
    let (mut server, _) = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    let left = number(&server, "left").await;
    assert_eq!(server.exited(), None);
    let id = number(&server, "server").await.to_string();
    assert!(Command::new("kill").args(["-USR1", &id]).status().unwrap().success());
    assert_eq!(server.ended(DEADLINE).await, Some(Some(5)));
    assert_eq!(server.exited(), Some(Some(5)));
    assert!(runs(left));
    drop(server);
    wait_until_gone(&[left]).await;
}

#[tokio::test]
async fn a_start_that_is_given_up_leaves_nobody_behind() {
    let Some(python) = python() else { return };
    let folder = program("open('id', 'w').write(str(os.getpid())); time.sleep(3600)");
    let launcher = prepared(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    let id = async {
        loop {
            let written = fs::read_to_string(folder.path().join("id")).unwrap_or_default();
            if let Ok(id) = written.parse::<u32>() {
                return id;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    let set = Start::default();
    let id = tokio::select! {
        id = timeout(DEADLINE, id) => id.unwrap(),
        started = launcher.start(&set, 1.0, probe) => panic!("{started:?}"),
    };
    wait_until_gone(&[id]).await;
}

#[tokio::test]
async fn who_does_not_want_to_end_is_killed() {
    let Some(python) = python() else { return };
    let folder =
        program("signal.signal(signal.SIGTERM, signal.SIG_IGN); print('server', os.getpid()); listen()");
    let (mut server, _) = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    let id = number(&server, "server").await;
    assert!(server.terminate());
    assert_eq!(server.ended(Duration::from_millis(300)).await, None);
    let address = server.address();
    server.stop().await;
    assert!(!accepts(address).await);
    wait_until_gone(&[id]).await;
}

#[tokio::test]
async fn who_wants_to_end_by_himself_has_the_time() {
    let Some(python) = python() else { return };
    let folder = program(
        "def bye(*_):
    print('bye')
    sys.exit(7)
signal.signal(signal.SIGTERM, bye)
listen()",
    );
    let (mut server, _) = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    assert_eq!(server.ended(Duration::ZERO).await, None);
    assert!(server.terminate());
    assert_eq!(server.ended(DEADLINE).await, Some(Some(7)));
    assert!(server.printed("bye", DEADLINE).await, "{:?}", server.log());
    assert!(!server.printed("never said", DEADLINE).await, "it can print no more");
    let address = server.address();
    server.stop().await;
    assert!(!accepts(address).await);
}

#[tokio::test]
async fn a_signal_is_no_exit_code() {
    let Some(python) = python() else { return };
    let folder = program("listen()");
    let (mut server, _) = start(&command(&format!("{python} app.py"), folder.path())).await.unwrap();
    assert!(server.terminate());
    assert_eq!(server.ended(DEADLINE).await, Some(None));
}
