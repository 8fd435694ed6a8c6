//! Cargo packages, from their folder to a server that is ready. They have no dependencies, so that nothing is fetched.

use std::path::Path;

use lab_checker::{
    progress::Silent,
    target::{Launcher, Start, StartError, Target},
    verdict::{TargetInfo, TargetKind},
};

use crate::{
    folder::Folder,
    start::{Told, prepared, probe},
};

/// A server that tells how it was started.
const SERVER: &str = r#"
use std::{env, io::{Read, Write}, net::TcpListener};

fn main() {
    let var = |name| env::var(name).unwrap_or_default();
    let listener = TcpListener::bind(("127.0.0.1", var("PORT").parse().unwrap())).unwrap();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let here = env::current_dir().unwrap();
    let told = format!("{}\n{}\n{}\n{}", var("CARGO_MANIFEST_DIR"), here.display(), arguments.join(" "), var("WORD"));
    println!("ready");
    for stream in listener.incoming() {
        let mut stream = stream.unwrap();
        let _ = stream.read(&mut [0; 1024]);
        let _ = write!(stream, "HTTP/1.0 200 OK\r\n\r\n{told}");
    }
}
"#;

/// Packages of different tests have different names: they may share a target folder.
fn manifest(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
}

async fn why(folder: &Folder) -> StartError {
    prepared(&Target::Crate(folder.path().into())).await.unwrap_err()
}

#[tokio::test]
async fn a_package_is_built_once_and_its_program_is_started_as_cargo_would() {
    // A course of its own, whose lab is a member of a workspace.
    let root = Folder::new()
        .with("Cargo.toml", "[workspace]\nmembers = [\"labs/lab1-target-tiny\"]\nresolver = \"3\"\n")
        .with("labs/lab1-target-tiny/Cargo.toml", &manifest("lab1-target-tiny"))
        .with("labs/lab1-target-tiny/src/main.rs", SERVER);
    let folder = root.path().join("labs/lab1-target-tiny");
    let told = Told::default();
    let launcher = Launcher::prepare(&Target::Crate(folder.clone()), root.path(), &told).await.unwrap();
    let told = told.0.into_inner().unwrap();
    assert_eq!(told.first().map(String::as_str), Some("building labs/lab1-target-tiny"));
    assert!(told.iter().any(|line| line.starts_with("Compiling lab1-target-tiny v0.1.0")), "{told:?}");
    let label = "labs/lab1-target-tiny".into();
    assert_eq!(launcher.info(), &TargetInfo { kind: TargetKind::Crate, label, url: None });
    assert!(launcher.own() && !launcher.running());

    let set = Start { env: [("WORD".into(), "한글".into())].into(), args: vec!["--a".into(), "b".into()] };
    let ((first, found), (second, _)) =
        tokio::try_join!(launcher.start(&set, 1.0, probe), launcher.start(&set, 1.0, probe)).unwrap();
    let found = found.unwrap();
    let lines: Vec<&str> = found.lines().collect();
    let canonical = |path: &Path| path.canonicalize().unwrap();
    assert_eq!(canonical(lines[0].as_ref()), canonical(&folder));
    assert_eq!(canonical(lines[1].as_ref()), canonical(root.path()));
    assert_eq!(lines[2..], ["--a b", "한글"]);
    assert_ne!(first.address(), second.address());
    assert_eq!(first.log(), ["ready"]);
}

#[tokio::test]
async fn a_package_outside_labs_is_not_the_courses_own_and_its_default_program_is_run() {
    let root = Folder::new()
        .with(
            "work/lab1-x/Cargo.toml",
            &(manifest("target-two") + "default-run = \"target-right\"\n\n[workspace]\n"),
        )
        .with("work/lab1-x/src/bin/target-wrong.rs", "fn main() {}")
        .with("work/lab1-x/src/bin/target-right.rs", SERVER);
    let folder = root.path().join("work/lab1-x");
    let launcher = Launcher::prepare(&Target::Crate(folder), root.path(), &Silent).await.unwrap();
    assert!(!launcher.own());
    assert_eq!(launcher.info().label, "work/lab1-x");
    let (server, found) = launcher.start(&Start::default(), 1.0, probe).await.unwrap();
    assert!(found.is_some() && !server.port_ignored());
}

#[tokio::test]
async fn a_package_that_does_not_build_shows_its_first_error_alone() {
    let program = "fn main() {\n    let number: i32 = \"one\";\n    missing();\n}\n";
    let folder = Folder::new()
        .with("Cargo.toml", &(manifest("target-broken") + "\n[workspace]\n"))
        .with("src/main.rs", program);
    let error = why(&folder).await;
    let StartError::Build { first, errors } = error else { panic!("{error:?}") };
    assert_eq!(errors, 2);
    assert!(first.starts_with("error[E0308]: mismatched types\n"), "{first}");
    let place = Path::new("src").join("main.rs").display().to_string();
    assert!(first.contains(&format!("{place}:2:23")) && !first.contains("missing"), "{first}");
    assert!(!first.contains('\u{1b}'), "{first}");
}

#[tokio::test]
async fn a_manifest_that_cannot_be_read_is_explained_in_cargos_words() {
    let folder =
        Folder::new().with("Cargo.toml", "[package]\nname = \"x\n").with("src/main.rs", "fn main() {}");
    let error = why(&folder).await;
    let StartError::Build { first, errors: 1 } = error else { panic!("{error:?}") };
    assert!(first.starts_with("error: ") && first.contains("Cargo.toml:2:"), "{first}");
    // No such version of a package in a folder: cargo says so after it has read the manifest.
    let wanting =
        manifest("target-wanting") + "\n[dependencies]\nnone = { path = \"none\" }\n\n[workspace]\n";
    let folder = folder.with("Cargo.toml", &wanting);
    let error = why(&folder).await;
    let StartError::Build { first, errors: 1 } = error else { panic!("{error:?}") };
    assert!(first.starts_with("error: ") && first.contains("none"), "{first}");
    assert!(!first.contains(&folder.path().display().to_string()), "{first}");
}

#[tokio::test]
async fn a_folder_without_a_program_says_what_is_missing() {
    let nowhere = Folder::new().path().join("nowhere");
    let error = prepared(&Target::Crate(nowhere.clone())).await.unwrap_err();
    assert_eq!(error, StartError::NoFolder(nowhere));
    let folder = Folder::new();
    assert_eq!(why(&folder).await, StartError::NothingToStart(folder.path().into()));
    let bad = |folder: &Folder, why: &str| StartError::BadFile(folder.path().join("Cargo.toml"), why.into());
    let folder = folder.with("Cargo.toml", "[workspace]\nresolver = \"3\"\n");
    assert_eq!(why(&folder).await, bad(&folder, "it has no [package], only a workspace"));
    let folder = folder
        .with("Cargo.toml", &(manifest("target-library") + "\n[workspace]\n"))
        .with("src/lib.rs", "//! Nothing.");
    assert_eq!(why(&folder).await, bad(&folder, "the package has no program: no src/main.rs"));
    let folder = folder.with("src/bin/a.rs", "fn main() {}").with("src/bin/b.rs", "fn main() {}");
    let several = "the package has several programs: name one as `default-run`";
    assert_eq!(why(&folder).await, bad(&folder, several));
}
