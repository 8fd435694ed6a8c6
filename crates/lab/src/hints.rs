//! 힌트: 실패의 종류와 검사에 맞는 세 단계의 글.
//!
//! Hints for a failure, in three levels: where to look, which idea, a few lines with a gap. The files beside the labs
//! hold them: `labs/hints.ko.toml` for every kind of failure, `labs/labN-…/hints.ko.toml` for what is special there.

use lab_checker::{
    course::{Course, Lab},
    failure::FailureKind,
    hint,
    language::Language,
};

use crate::report::Explain;

/// The hints of one lab in one language. Where they have mistakes there are none: a hint is a help, and its lack must
/// not take away the verdict. The checker's own tests find such mistakes.
#[derive(Debug, Default)]
pub(crate) struct Hints(hint::Hints);

impl Hints {
    pub(crate) fn of(course: &Course, lab: &Lab, language: Language) -> Self {
        Self(hint::Hints::read(course, lab, language).unwrap_or_default())
    }
}

impl Explain for Hints {
    fn what(&self, kind: FailureKind) -> Option<String> {
        self.0.what(kind).map(str::to_owned)
    }

    fn levels(&self, check: &str, kind: FailureKind) -> Option<[String; 3]> {
        self.0.get(check, kind).map(|levels| levels.map(str::to_owned))
    }
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
}
