//! 힌트: 실패의 종류와 검사에 맞는 세 단계의 글.
//!
//! Hints for a failure, in three levels: where to look, which idea, a few lines with a gap. The files beside the labs
//! hold them: `labs/hints.ko.toml` for every kind of failure, `labs/labN-…/hints.ko.toml` for what is special there.

use std::fs;

use lab_checker::{
    course::{Course, Lab},
    failure::FailureKind,
    language::Language,
};
use toml::{Table, Value};

use crate::report::Explain;

/// The hints of one lab in one language. What cannot be read is as if it were not there: a hint is a help, and its
/// lack must not take away the verdict.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    common: Table,
    own: Table,
}

impl Hints {
    pub(crate) fn of(course: &Course, lab: &Lab, language: Language) -> Self {
        let name = match language {
            Language::Ko => "hints.ko.toml",
            Language::En => "hints.en.toml",
        };
        let read = |path: std::path::PathBuf| fs::read_to_string(path).ok()?.parse::<Table>().ok();
        Self {
            common: read(course.root().join("labs").join(name)).unwrap_or_default(),
            own: read(lab.folder.join(name)).unwrap_or_default(),
        }
    }
}

impl Explain for Hints {
    fn what(&self, kind: FailureKind) -> Option<String> {
        Some(self.common.get(kind.id())?.get("what")?.as_str()?.to_owned())
    }

    /// The most specific ones: of this failure at this check, of the failure in the lab, of the failure anywhere, of
    /// the check.
    fn levels(&self, check: &str, kind: FailureKind) -> Option<[String; 3]> {
        let kind = kind.id();
        let check = self.own.get(check);
        check
            .and_then(|check| levels(check.get(kind)?))
            .or_else(|| levels(self.own.get(kind)?))
            .or_else(|| levels(self.common.get(kind)?))
            .or_else(|| levels(check?))
    }
}

fn levels(table: &Value) -> Option<[String; 3]> {
    let texts = table.get("hints")?.as_array()?.iter();
    texts.map(|text| text.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn course() -> Course {
        Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()
    }

    #[test]
    fn every_kind_of_failure_is_explained_in_korean() {
        let course = course();
        for lab in course.labs().unwrap() {
            let hints = Hints::of(&course, &lab, Language::Ko);
            for kind in FailureKind::ALL {
                assert!(hints.what(*kind).is_some_and(|what| !what.is_empty()), "{kind}");
                assert!(hints.levels("9.9", *kind).is_some(), "{kind} in {}", lab.name);
            }
        }
    }

    #[test]
    fn what_is_said_for_a_check_goes_before_what_is_said_for_all() {
        let table = |text: &str| text.parse::<Table>().unwrap();
        let hints = Hints {
            common: table("[no-reply]\nwhat = 'w'\nhints = ['a', 'b', 'c']"),
            own: table("['1.3']\nhints = ['d', 'e', 'f']\n['1.4'.no-reply]\nhints = ['g', 'h', 'i']"),
        };
        let first = |check: &str, kind| hints.levels(check, kind).map(|levels| levels[0].clone());
        assert_eq!(first("1.4", FailureKind::NoReply).as_deref(), Some("g"));
        assert_eq!(first("1.3", FailureKind::NoReply).as_deref(), Some("a"));
        assert_eq!(first("1.3", FailureKind::Flood).as_deref(), Some("d"));
        assert_eq!(first("1.5", FailureKind::Flood), None);
    }
}
