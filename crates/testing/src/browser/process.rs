//! The browser's process and its profile folder.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{self, Child, Command, Stdio},
    sync::{
        atomic::{AtomicU32, Ordering},
        mpsc::channel,
    },
    thread,
    time::{Duration, Instant},
};

use crate::server::DEADLINE;

const FLAGS: [&str; 17] = [
    "--headless=new",
    // A free port; the browser prints the URL.
    "--remote-debugging-port=0",
    "--no-startup-window",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-sync",
    "--password-store=basic",
    "--use-mock-keychain",
    // The class's language, whatever this machine speaks.
    "--accept-lang=ko-KR,ko,en",
    "--window-size=1280,900",
    // Nothing but this machine can be reached, so a page that needs the internet fails here.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// A running browser process. Dropping it kills it and removes its profile.
pub(super) struct Process {
    child: Child,
    _profile: Profile,
}

impl Process {
    /// Starts the browser with a fresh profile and these flags besides the usual ones; gives back the URL of
    /// its CDP WebSocket as well.
    #[track_caller]
    pub(super) fn start(executable: &Path, flags: &[&str]) -> (Self, String) {
        let profile = Profile::new();
        let mut command = Command::new(executable);
        command.args(FLAGS).args(flags).arg(format!("--user-data-dir={}", profile.0.display()));
        if profile.is_of_root() {
            // Chromium's sandbox refuses to run as root.
            command.arg("--no-sandbox");
        }
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = match command.spawn() {
            Ok(child) => child,
            Err(error) => panic!("{} does not start: {error}", executable.display()),
        };
        let output = child.stderr.take().unwrap();
        let process = Self { child, _profile: profile };
        let (sender, lines) = channel();
        // Reads to the end, or a full pipe would stop the browser.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let start = Instant::now();
        let mut printed = Vec::new();
        while let Ok(line) = lines.recv_timeout(DEADLINE.saturating_sub(start.elapsed())) {
            if let Some(url) = line.strip_prefix("DevTools listening on ") {
                return (process, url.trim().to_owned());
            }
            printed.push(line);
        }
        panic!("{} prints no CDP address: {printed:#?}", executable.display())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A folder for cookies, storage and caches of one browser.
struct Profile(PathBuf);

impl Profile {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let folder = env::temp_dir().join(format!("lab-browser-{}-{number}", process::id()));
        // One may be left of a killed test run whose process id has come round again.
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Whether the folder belongs to root, and so this process does.
    #[cfg(unix)]
    fn is_of_root(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(&self.0).is_ok_and(|metadata| metadata.uid() == 0)
    }

    #[cfg(not(unix))]
    fn is_of_root(&self) -> bool {
        false
    }
}

impl Drop for Profile {
    fn drop(&mut self) {
        // The helper processes end a moment after the browser, and one of them may make the folder anew.
        for _ in 0..100 {
            let _ = fs::remove_dir_all(&self.0);
            thread::sleep(Duration::from_millis(20));
            if !self.0.exists() {
                return;
            }
        }
    }
}
