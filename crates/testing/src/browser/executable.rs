//! Where a Chromium is installed.

use std::{
    env::{self, consts::EXE_SUFFIX},
    path::PathBuf,
};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where installers put a browser that is not on the `PATH`: on macOS, then on Windows.
const PLACES: [&str; 6] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    // Edge is on every Windows, and is a Chromium.
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// The browser that `LAB_BROWSER` names, else the first one that is installed.
pub(super) fn find() -> Option<PathBuf> {
    if let Some(chosen) = env::var_os("LAB_BROWSER").filter(|chosen| !chosen.is_empty()) {
        return Some(chosen.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let folders: Vec<_> = env::split_paths(&path).collect();
    let on_path = NAMES
        .iter()
        .flat_map(|name| folders.iter().map(move |folder| folder.join(format!("{name}{EXE_SUFFIX}"))));
    on_path.chain(PLACES.iter().map(PathBuf::from)).find(|place| place.is_file())
}
