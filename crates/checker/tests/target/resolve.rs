//! What is meant by what a person says.

use std::{path::Path, time::Duration};

use lab_checker::target::{Said, StartError, Target};

use crate::folder::Folder;

fn in_folder(folder: &Folder, lab: u8) -> Result<Target, StartError> {
    Target::resolve(&Said::default(), lab, folder.path())
}

#[test]
fn an_address_goes_before_a_command_and_that_before_what_the_folder_holds() {
    let folder = Folder::new().with("x/Cargo.toml", "").with("y/z", "").with("lab.toml", "broken");
    let here = folder.path();
    let command = |cwd: &str| Ok(Target::Command { line: "a b".into(), cwd: here.join(cwd) });
    let url = Some("127.0.0.1:5000");
    let (line, x, y) = (Some("a b"), Some(Path::new("x")), Some(Path::new("y")));
    let table = [
        (
            Said { url, command: line, package: x, ..Said::default() },
            Ok(Target::Url("127.0.0.1:5000".into())),
        ),
        (Said { command: line, package: x, ..Said::default() }, command("")),
        (Said { command: line, folder: x, ..Said::default() }, command("x")),
        (Said { command: line, folder: x, cwd: y, ..Said::default() }, command("y")),
        (Said { package: x, folder: y, ..Said::default() }, Ok(Target::Crate(here.join("x")))),
        (Said { package: y, ..Said::default() }, Err(StartError::NothingToStart(here.join("y")))),
        (Said { folder: y, ..Said::default() }, Err(StartError::NothingToStart(here.join("y")))),
    ];
    for (said, expected) in table {
        assert_eq!(Target::resolve(&said, 1, here), expected, "{said:?}");
    }
    let nowhere = Some(Path::new("nowhere"));
    for said in [
        Said { folder: nowhere, ..Said::default() },
        Said { package: nowhere, ..Said::default() },
        Said { command: line, cwd: nowhere, ..Said::default() },
    ] {
        assert_eq!(
            Target::resolve(&said, 1, here),
            Err(StartError::NoFolder(here.join("nowhere"))),
            "{said:?}"
        );
    }
}

#[test]
fn a_folder_is_a_lab_toml_a_package_or_an_app_in_this_order() {
    let folder = Folder::new();
    assert_eq!(in_folder(&folder, 1), Err(StartError::NothingToStart(folder.path().into())));
    let folder = folder.with("app.py", "");
    let found = in_folder(&folder, 1);
    let Ok(Target::Command { line, cwd }) = found else { panic!("{found:?}") };
    assert!(["python app.py", "python3 app.py"].contains(&line.as_str()), "{line}");
    assert_eq!(cwd, folder.path());
    let folder = folder.with("Cargo.toml", "");
    assert_eq!(in_folder(&folder, 1), Ok(Target::Crate(folder.path().into())));
    let listed = "[lab1]\ncmd = \"flask --app app run --port {port}\"\nready_timeout = 30\n\n[lab2]\ncmd = \"b\"\ncwd = \"x\"\n";
    let folder = folder.with("lab.toml", listed).with("x/y", "");
    let lab = |line: &str, cwd: &str, seconds: Option<u64>| {
        let ready_timeout = seconds.map(Duration::from_secs);
        Ok(Target::LabToml { line: line.into(), cwd: folder.path().join(cwd), ready_timeout })
    };
    assert_eq!(in_folder(&folder, 1), lab("flask --app app run --port {port}", "", Some(30)));
    assert_eq!(in_folder(&folder, 2), lab("b", "x", None));
    assert_eq!(in_folder(&folder, 3), Ok(Target::Crate(folder.path().into())));
}

#[test]
fn a_lab_toml_that_helps_nobody_says_so() {
    let folder = Folder::new().with("lab.toml", "[lab2]\ncmd = \"b\"\n");
    let file = folder.path().join("lab.toml");
    assert_eq!(
        in_folder(&folder, 1),
        Err(StartError::BadFile(file.clone(), "it has no `cmd` for lab1".into()))
    );
    let folder = folder.with("lab.toml", "[lab1]\ncmd = 1\n");
    let found = in_folder(&folder, 1);
    let Err(StartError::BadFile(named, why)) = found else { panic!("{found:?}") };
    assert_eq!(named, file);
    assert!(why.starts_with("line 2: "), "{why}");
    let folder = folder.with("lab.toml", "cmd = \"b\"\ncwd = \"nowhere\"\n");
    assert_eq!(in_folder(&folder, 1), Err(StartError::NoFolder(folder.path().join("nowhere"))));
}
