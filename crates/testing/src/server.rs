//! A lab's server as a child process: start it, read what it prints, stop it.

use std::{
    env,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

/// Builds a package's program in release, by itself as whoever uses it does, and says where it is. What
/// Cargo builds for a test or a benchmark has the features that their own dependencies ask for, and with
/// some of those tokio's timers are larger and slower.
#[must_use]
pub fn built_alone(package: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/alone");
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(["build", "--release", "--quiet", "--package", package, "--target-dir"]).arg(&target);
    let status = command.status();
    assert!(status.is_ok_and(|status| status.success()), "{command:?} failed");
    target.join("release").join(package).with_extension(env::consts::EXE_EXTENSION)
}

/// Longer than a loaded machine needs; a test that waits this long has failed.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// A running server. Dropping it kills it.
#[derive(Debug)]
pub struct Server {
    child: Child,
    lines: Receiver<String>,
    printed: Vec<String>,
    port: u16,
    /// "s" where it speaks TLS, as in https and wss.
    secure: &'static str,
}

impl Server {
    /// Starts `binary` on a free port.
    #[must_use]
    pub fn start(binary: &str) -> Self {
        Self::start_with(binary, &["--port", "0"])
    }

    /// Starts `binary` with these arguments, and waits until it has printed its URL.
    #[must_use]
    pub fn start_with(binary: &str, arguments: &[&str]) -> Self {
        let mut command = Command::new(binary);
        command.args(arguments).env_remove("PORT");
        Self::spawn(&mut command)
    }

    /// Starts a prepared command, and waits until it has printed its URL.
    #[must_use]
    pub fn spawn(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?} does not start: {error}"));
        let (sender, lines) = channel();
        let outputs: [Box<dyn Read + Send>; 2] =
            [Box::new(child.stdout.take().unwrap()), Box::new(child.stderr.take().unwrap())];
        for output in outputs {
            let sender = sender.clone();
            thread::spawn(move || {
                BufReader::new(output).lines().map_while(Result::ok).all(|line| sender.send(line).is_ok())
            });
        }
        let mut server = Self { child, lines, printed: Vec::new(), port: 0, secure: "" };
        let line = server.line_with("://");
        let authority = line.split("://").nth(1).and_then(|rest| rest.split('/').next());
        let port = authority.and_then(|authority| authority.rsplit(':').next()?.parse().ok());
        server.port = port.unwrap_or_else(|| panic!("no port in {line:?}"));
        if line.contains("https://") {
            server.secure = "s";
        }
        server
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// `127.0.0.1:PORT`.
    #[must_use]
    pub fn authority(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    /// The URL of its page.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("http{}://{}/", self.secure, self.authority())
    }

    /// The URL of its WebSocket.
    #[must_use]
    pub fn socket_url(&self) -> String {
        format!("ws{}://{}/ws", self.secure, self.authority())
    }

    /// Process id, for signals and for reading its memory.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Everything printed so far, standard output and standard error together.
    #[must_use]
    pub fn printed(&mut self) -> &[String] {
        self.printed.extend(self.lines.try_iter());
        &self.printed
    }

    /// Waits for a line that contains `text`, also among those printed before.
    ///
    /// # Panics
    /// When none has come after [`DEADLINE`], or the process has ended without one.
    pub fn line_with(&mut self, text: &str) -> String {
        let start = Instant::now();
        let mut seen = 0;
        loop {
            if let Some(line) = self.printed[seen..].iter().find(|line| line.contains(text)) {
                return line.clone();
            }
            seen = self.printed.len();
            match self.lines.recv_timeout(DEADLINE.saturating_sub(start.elapsed())) {
                Ok(line) => self.printed.push(line),
                Err(RecvTimeoutError::Timeout) => panic!("no {text:?} in {:#?}", self.printed),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended without printing {text:?}: {:#?}", self.printed)
                }
            }
        }
    }

    /// Sends a signal, such as `libc::SIGTERM`.
    #[cfg(unix)]
    pub fn signal(&self, signal: i32) {
        let pid = self.child.id().to_string();
        let status = Command::new("kill").args([&format!("-{signal}"), &pid]).status();
        assert!(status.is_ok_and(|status| status.success()), "kill -{signal} {pid}");
    }

    /// Waits for the end of the process.
    ///
    /// # Panics
    /// When it still runs after [`DEADLINE`].
    pub fn wait(&mut self) -> ExitStatus {
        let start = Instant::now();
        while start.elapsed() < DEADLINE {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("still running after {DEADLINE:?}: {:#?}", self.printed)
    }

    /// Kills the process at once and waits for its end, so that its port is free.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
