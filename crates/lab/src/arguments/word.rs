//! The word that names a lab or one of its checks.

use std::path::Path;

use lab_checker::course::{Course, Lab};

/// What a word means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// `all`.
    All,
    /// `1`, `lab1`, `lab1-echo`, `echo`.
    Lab(Lab),
    /// `1.3`.
    Check(Lab, String),
}

/// A word that names nothing of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct UnknownWord(pub(crate) String);

/// What this word means in this course.
pub(crate) fn word(course: &Course, said: &str) -> Result<Asked, UnknownWord> {
    let unknown = || UnknownWord(said.to_owned());
    if said == "all" {
        return Ok(Asked::All);
    }
    if let Some(lab) = course.lab(said) {
        return Ok(Asked::Lab(lab));
    }
    let (number, check) = said.split_once('.').ok_or_else(unknown)?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(number) || !is_number(check) {
        return Err(unknown());
    }
    let lab = course.lab(number).ok_or_else(unknown)?;
    Ok(Asked::Check(lab, said.to_owned()))
}

/// The lab that this folder belongs to: below `labs/lab1-echo` or `work/lab1-echo`.
pub(crate) fn here(course: &Course, folder: &Path) -> Option<Lab> {
    let inside = folder.strip_prefix(course.root()).ok()?;
    let mut parts = inside.iter().filter_map(|part| part.to_str());
    match parts.next()? {
        "labs" | "work" => course.lab(parts.next()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_lab_has_many_names() {
        let course = testing::places("").course;
        for name in ["1", "lab1", "lab1-echo", "echo"] {
            assert_eq!(word(&course, name), Ok(Asked::Lab(testing::lab(1))), "{name}");
        }
        assert_eq!(word(&course, "all"), Ok(Asked::All));
        assert_eq!(word(&course, "2.10"), Ok(Asked::Check(testing::lab(2), "2.10".into())));
        for nonsense in ["", "9", "1.", ".3", "1.x", "lab", "echo.3", "1.2.3", "9.1", "../lab1-echo"] {
            assert_eq!(word(&course, nonsense), Err(UnknownWord(nonsense.into())), "{nonsense}");
        }
    }

    #[test]
    fn the_folder_says_which_lab_is_meant() {
        let course = testing::places("").course;
        let lab = |folder: &str| here(&course, &course.root().join(folder)).map(|lab| lab.number);
        assert_eq!(lab("labs/lab1-echo"), Some(1));
        assert_eq!(lab("labs/lab2-notify/src"), Some(2));
        assert_eq!(lab("work/lab2-notify"), Some(2));
        assert_eq!(lab(""), None);
        assert_eq!(lab("work"), None);
        assert_eq!(lab("crates/lab1-echo"), None);
        assert_eq!(here(&course, Path::new("/elsewhere/labs/lab1-echo")), None);
    }
}
