//! What the tests of several modules stand on: a course, results made by hand, fixtures.

use std::{
    fs,
    path::{Path, PathBuf},
};

use lab_checker::{
    course::{Course, Lab},
    failure::FailureKind,
    language::{Bilingual, Language},
    run::{Checked, RunError},
    transcript::{Event, Payload, Transcript, What},
    verdict::{
        CheckResult, CheckStatus, Expected, FORMAT, Failure, LabResult, Note, Part, Received, RunStatus,
        Span, Stage, Tally, TargetInfo, TargetKind,
    },
};

use crate::{
    messages::Messages,
    paths::Places,
    report::{Explain, Outcome},
    screen::{Detail, Screen, WIDTH},
    text::Charset,
};

/// A folder that is gone after the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("lab-test-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        Self(folder.canonicalize().unwrap())
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A course in it with the labs 1 and 2.
    pub(crate) fn course(&self) -> Course {
        for lab in ["lab1-echo", "lab2-notify"] {
            let folder = self.0.join("labs").join(lab);
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("scenario.toml"), "").unwrap();
        }
        Course::find(&self.0).unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The course of `fixtures/course`, seen from one of its folders.
pub(crate) fn places(here: &str) -> Places {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/course");
    Places { course: Course::find(&root).unwrap(), here: root.join(here) }
}

pub(crate) fn lab(number: u8) -> Lab {
    places("").course.lab(&number.to_string()).unwrap()
}

pub(crate) fn screen(language: Language) -> Screen {
    Screen {
        messages: Messages::new(language, "cargo lab"),
        charset: Charset::Unicode,
        colour: false,
        width: WIDTH,
        detail: Detail::Normal,
    }
}

/// Hints that say what they are for.
pub(crate) struct Known;

impl Explain for Known {
    fn what(&self, kind: FailureKind) -> Option<String> {
        (kind == FailureKind::BytesRepr)
            .then(|| "바이트를 글자로 바꾸지 않고 문자열에 넣은 모양입니다.".to_owned())
    }

    fn levels(&self, check: &str, kind: FailureKind) -> Option<[String; 3]> {
        (kind == FailureKind::BytesRepr).then(|| [1, 2, 3].map(|level| format!("{check} {kind} {level}")))
    }
}

pub(crate) fn outcome(number: u8, found: Result<Checked, RunError>) -> Outcome {
    Outcome { lab: lab(number), found, hints: Box::new(Known) }
}

pub(crate) fn both(ko: &str, en: &str) -> Bilingual {
    Bilingual { ko: ko.into(), en: en.into() }
}

pub(crate) fn check(id: &str, ko: &str, en: &str, status: CheckStatus, millis: u64) -> CheckResult {
    CheckResult {
        id: id.into(),
        stage: Stage::Core,
        title: both(ko, en),
        contract: "text M is answered with `Echo: M`".into(),
        status,
        millis,
        failure: None,
        notes: Vec::new(),
    }
}

pub(crate) fn advanced(mut check: CheckResult) -> CheckResult {
    check.stage = Stage::Advanced;
    check
}

pub(crate) fn failure(kind: FailureKind, expected: Expected, received: Received) -> Failure {
    Failure {
        kind,
        client: Some("A".into()),
        sent: Some("안녕 👋 k3f9".into()),
        expected,
        received,
        differs_at: None,
        line: Some(14),
        log: Vec::new(),
        step: 2,
    }
}

pub(crate) fn failed(mut check: CheckResult, failure: Failure) -> CheckResult {
    check.failure = Some(failure);
    check
}

pub(crate) fn event(at: f64, check: &str, step: usize, client: &str, what: What) -> Event {
    Event { at, check: check.into(), step, setup: "main".into(), client: client.into(), what }
}

pub(crate) fn result(checks: Vec<CheckResult>) -> LabResult {
    let passed = checks
        .iter()
        .filter(|check| check.decides(Stage::Core) && !check.status.unplayable())
        .all(|check| check.status == CheckStatus::Pass);
    LabResult {
        format: FORMAT,
        checker: "0.1.0".into(),
        lab: "lab1-echo".into(),
        number: 1,
        title: both("에코 서버", "Echo server"),
        target: TargetInfo {
            kind: TargetKind::Crate,
            label: "work/lab1-echo".into(),
            url: Some("ws://127.0.0.1:53817/ws".into()),
        },
        stage: Stage::Core,
        seed: 7342,
        scale: 1.0,
        status: if passed { RunStatus::Pass } else { RunStatus::Fail },
        partial: false,
        checks,
        notes: Vec::new(),
        reference: Some(Tally { passed: 4, total: 4 }),
        spans: vec![
            Span { part: Part::ReferenceBuild, millis: 400 },
            Span { part: Part::Reference, millis: 1_300 },
            Span { part: Part::Build, millis: 1_812 },
            Span { part: Part::Ready, millis: 187 },
            Span { part: Part::Play, millis: 1_240 },
        ],
        log: Vec::new(),
    }
}

pub(crate) fn checked(result: LabResult) -> Checked {
    Checked {
        log: vec!["받은 메시지: 안녕 👋 k3f9".into()],
        transcript: Transcript {
            events: vec![
                event(1.0, "1.3", 0, "A", What::Connect { path: "/ws".into(), offer: None }),
                event(2.0, "1.3", 1, "A", What::Sent(Payload::Text("안녕 👋 k3f9".into()))),
                event(3.0, "1.3", 2, "A", What::Received(Payload::Text("Echo: b'안녕'".into()))),
            ],
        },
        reference: None,
        result,
    }
}

/// The run that the fixtures tell: one check failed, one was not played, one passed with a note.
pub(crate) fn failing() -> Checked {
    let mut bytes = failure(
        FailureKind::BytesRepr,
        Expected::Text("Echo: 안녕 👋 k3f9".into()),
        Received::Text("Echo: b'\\xec\\x95\\x88\\xeb\\x85\\x95 k3f9'".into()),
    );
    bytes.differs_at = Some(6);
    bytes.log = vec!["* Running on http://127.0.0.1:53817".into(), "recv \x1b[31m16 bytes\x1b[0m".into()];
    let mut noted =
        check("1.2", "\"Echo: \" 를 붙여 답한다", "Answers with \"Echo: \" in front", CheckStatus::Pass, 2);
    noted.notes = vec![Note::TrailingSpace];
    let mut result = result(vec![
        check("1.1", "/ws 에 연결된다", "Connects at /ws", CheckStatus::Pass, 11),
        noted,
        failed(
            check(
                "1.3",
                "한글과 이모지도 그대로 돌아온다",
                "Hangul and emoji come back",
                CheckStatus::Fail,
                34,
            ),
            bytes,
        ),
        check(
            "1.10",
            "두 클라이언트의 답이 섞이지 않는다",
            "Two clients never mix",
            CheckStatus::Blocked { by: "1.3".into() },
            0,
        ),
        advanced(check("1.11", "조각난 메시지를 잇는다", "Joins fragments", CheckStatus::Pass, 4)),
        advanced(failed(
            check(
                "1.12",
                "바이너리는 바이너리로 돌려준다",
                "Returns binary as binary",
                CheckStatus::Fail,
                2_003,
            ),
            failure(FailureKind::NoReply, Expected::Binary("00ff10".into()), Received::Nothing(2_000)),
        )),
    ]);
    result.notes = vec![Note::PortIgnored];
    checked(result)
}

/// The run in which everything passed.
pub(crate) fn passing() -> Checked {
    checked(result(vec![
        check("1.1", "/ws 에 연결된다", "Connects at /ws", CheckStatus::Pass, 11),
        check("1.2", "\"Echo: \" 를 붙여 답한다", "Answers with \"Echo: \" in front", CheckStatus::Pass, 2),
    ]))
}

/// Compares with a file of `fixtures`. After a change that is meant, `LAB_RECORD=1 cargo test -p lab` writes the
/// files anew; read the difference before you keep it.
pub(crate) fn assert_fixture(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name);
    // A checkout on Windows may have turned line feeds into CRLF.
    let recorded = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if recorded != text && std::env::var_os("LAB_RECORD").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        return;
    }
    assert_eq!(text, recorded, "\n{name} differs; LAB_RECORD=1 writes it anew\n{text}");
}
