//! 마지막 결과를 두는 곳: `work/.lab/runs/labN/`.
//!
//! Where the last results are kept. Every file is written beside its place and then renamed, so that none is
//! ever half there.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use lab_checker::{
    course::{Course, Lab},
    run::Checked,
    transcript::Transcript,
};

/// The verdict, as `--format json` prints it.
pub(crate) const RESULTS: &str = "results.json";
/// What went over the wire.
pub(crate) const TRANSCRIPT: &str = "transcript.jsonl";
/// The same with the reference.
pub(crate) const REFERENCE: &str = "reference.jsonl";
/// What the server printed.
pub(crate) const LOG: &str = "server.log";

/// Writes a file whole or not at all. Its folder is made where it is missing.
pub(crate) fn write(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let beside = path.with_file_name(name);
    let written = File::create(&beside).and_then(|file| {
        let mut to = BufWriter::new(file);
        fill(&mut to)?;
        to.flush()
    });
    let done = written.and_then(|()| fs::rename(&beside, path));
    if done.is_err() {
        // What is half written helps nobody; the error that is told is the first one.
        let _ = fs::remove_file(&beside);
    }
    done
}

/// Keeps what a run brought, in the place of what the last one brought. `results` is the document of `--format json`.
pub(crate) fn keep(course: &Course, lab: &Lab, results: &str, checked: Option<&Checked>) -> io::Result<()> {
    let folder = course.run_folder(lab);
    let file = |name: &str| folder.join(name);
    let transcript = checked.map(|checked| &checked.transcript);
    let reference = checked.and_then(|checked| checked.reference.as_ref());
    keep_transcript(&file(TRANSCRIPT), transcript)?;
    keep_transcript(&file(REFERENCE), reference)?;
    match checked {
        Some(checked) => write(&file(LOG), |to| {
            checked.log.iter().try_for_each(|line| to.write_all(format!("{line}\n").as_bytes()))
        })?,
        None => remove(&file(LOG))?,
    }
    // Last, because it is what others look for first.
    write(&file(RESULTS), |to| to.write_all(results.as_bytes()))
}

fn keep_transcript(path: &Path, transcript: Option<&Transcript>) -> io::Result<()> {
    match transcript {
        Some(transcript) => write(path, |to| transcript.write(to)),
        // One of an earlier run would be taken for that of this one.
        None => remove(path),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Reads a transcript of the last run of a lab. `None`: there is none.
pub(crate) fn transcript(course: &Course, lab: &Lab, name: &str) -> io::Result<Option<Transcript>> {
    read_transcript(&course.run_folder(lab).join(name))
}

/// Reads a transcript. `None`: there is no such file.
pub(crate) fn read_transcript(path: &Path) -> io::Result<Option<Transcript>> {
    match File::open(path) {
        Ok(file) => Transcript::read(BufReader::new(file)).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads the document of the last run of a lab. `None`: there is none.
pub(crate) fn results(course: &Course, lab: &Lab) -> io::Result<Option<String>> {
    match fs::read_to_string(results_file(course, lab)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Where the document of the last run of a lab is.
pub(crate) fn results_file(course: &Course, lab: &Lab) -> PathBuf {
    course.run_folder(lab).join(RESULTS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Folder};

    #[test]
    fn a_file_is_whole_or_not_there() {
        let folder = Folder::new("store-whole");
        let path = folder.path().join("a/b/results.json");
        write(&path, |to| to.write_all(b"first")).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"first");
        let failed = write(&path, |to| {
            to.write_all(b"half")?;
            Err(io::Error::other("the disk is full"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "the disk is full");
        assert_eq!(fs::read(&path).unwrap(), b"first", "what was there stays");
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1, "nothing half stays beside it");
    }

    #[test]
    fn what_a_run_brought_takes_the_place_of_the_last_one() {
        let folder = Folder::new("store-keep");
        let course = folder.course();
        let lab = course.lab("1").unwrap();
        let mut checked = testing::failing();
        checked.reference = Some(Transcript::default());
        keep(&course, &lab, "{}", Some(&checked)).unwrap();
        assert_eq!(transcript(&course, &lab, TRANSCRIPT).unwrap(), Some(checked.transcript.clone()));
        assert_eq!(transcript(&course, &lab, REFERENCE).unwrap(), Some(Transcript::default()));
        assert_eq!(results(&course, &lab).unwrap().as_deref(), Some("{}"));
        assert_eq!(
            fs::read_to_string(course.run_folder(&lab).join(LOG)).unwrap(),
            "받은 메시지: 안녕 👋 k3f9\n"
        );

        keep(&course, &lab, "[]", None).unwrap();
        assert_eq!(transcript(&course, &lab, TRANSCRIPT).unwrap(), None);
        assert_eq!(transcript(&course, &lab, REFERENCE).unwrap(), None);
        let left: Vec<_> =
            fs::read_dir(course.run_folder(&lab)).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [RESULTS]);
    }

    #[test]
    fn where_nothing_was_kept_there_is_nothing() {
        let folder = Folder::new("store-none");
        let course = folder.course();
        let lab = course.lab("1").unwrap();
        assert_eq!(results(&course, &lab).unwrap(), None);
        assert_eq!(transcript(&course, &lab, TRANSCRIPT).unwrap(), None);
    }
}
