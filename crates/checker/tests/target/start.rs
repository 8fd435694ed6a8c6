//! Starting targets, and asking them over HTTP.

use std::{
    fmt::Write as _,
    net::SocketAddr,
    path::Path,
    process::{Command, Stdio},
    sync::Mutex,
    time::Duration,
};

use lab_checker::{
    progress::{Listener, Progress, Silent},
    target::{Launcher, Probe, Server, Start, StartError, Target},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use crate::folder::Folder;

/// Longer than a loaded machine needs; a test that waits this long has failed.
pub(crate) const DEADLINE: Duration = Duration::from_mins(1);

/// The server of the tests. `listen(port)` answers every `GET` with what `answer()` gives: a status and a text.
const SERVER: &str = r#"
import http.server, os, signal, socketserver, subprocess, sys, time

def answer():
    return 200, "\n".join(sys.argv[1:])

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        status, text = sys.modules["__main__"].answer()
        body = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

def listen(port=None):
    Server(("127.0.0.1", int(port or os.environ["PORT"])), Handler).serve_forever()
"#;

/// The name of Python, or `None`, said on standard error, where there is none.
pub(crate) fn python() -> Option<&'static str> {
    let runs = |name: &&str| {
        let mut command = Command::new(name);
        command.arg("--version").stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    };
    let found = ["python3", "python"].into_iter().find(runs);
    if found.is_none() {
        eprintln!("SKIPPED · 건너뜀: no Python");
    }
    found
}

/// A folder with this program and what it needs: `from server import *` stands before it.
pub(crate) fn program(python_text: &str) -> Folder {
    let program = format!("from server import *\n{python_text}\n");
    Folder::new().with("server.py", SERVER).with("app.py", &program)
}

/// A command in a folder.
pub(crate) fn command(line: &str, cwd: &Path) -> Target {
    Target::Command { line: line.to_owned(), cwd: cwd.to_owned() }
}

/// The same with a time until it must be ready.
pub(crate) fn within(seconds: f64, line: &str, cwd: &Path) -> Target {
    let ready_timeout = Some(Duration::from_secs_f64(seconds));
    Target::LabToml { line: line.to_owned(), cwd: cwd.to_owned(), ready_timeout }
}

/// Prepares a target outside any course.
pub(crate) async fn prepared(target: &Target) -> Result<Launcher, StartError> {
    Launcher::prepare(target, Path::new("no course"), &Silent).await
}

/// Starts a target with the usual means.
pub(crate) async fn start(target: &Target) -> Result<(Server, Option<String>), StartError> {
    prepared(target).await?.start(&Start::default(), 1.0, probe).await
}

/// Asks for `/`: ready with the body of a 200.
pub(crate) async fn probe(address: SocketAddr, authority: &str) -> Probe<String> {
    match timeout(Duration::from_secs(10), ask(address, authority)).await {
        Ok(Some((200, body))) => Probe::Ready(body),
        Ok(Some(_)) => Probe::Answers,
        Ok(None) | Err(_) => Probe::NotYet,
    }
}

async fn ask(address: SocketAddr, authority: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(address).await.ok()?;
    let mut request = String::new();
    write!(request, "GET / HTTP/1.0\r\nHost: {authority}\r\n\r\n").unwrap();
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.ok()?;
    let status = answer.split(' ').nth(1)?.parse().ok()?;
    Some((status, answer.split_once("\r\n\r\n")?.1.to_owned()))
}

/// Whether anybody accepts there.
pub(crate) async fn accepts(address: SocketAddr) -> bool {
    TcpStream::connect(address).await.is_ok()
}

/// Writes down what it is told.
#[derive(Default)]
pub(crate) struct Told(pub(crate) Mutex<Vec<String>>);

impl Listener for Told {
    fn on(&self, progress: &Progress<'_>) {
        self.0.lock().unwrap().push(match progress {
            Progress::Building(label) => format!("building {label}"),
            Progress::BuildLine(line) => (*line).to_owned(),
            other => panic!("a launcher tells of no {other:?}"),
        });
    }
}
