//! Whole outputs against files, and what must hold whatever the result.

use lab_checker::{
    failure::FailureKind,
    language::Language,
    run::{Checked, RunError},
    target::StartError,
    verdict::{CheckStatus, Expected, LabResult, Note, Received, RunStatus, Stage, TargetKind, Unplayable},
};

use super::*;
use crate::{
    screen::Screen,
    testing::{self, assert_fixture, check, checked, failed, failure, result},
    text::{Charset, width},
};

fn shown(screen: &Screen, found: Result<Checked, RunError>) -> String {
    let places = testing::places("");
    lab(View { screen, places: &places }, &testing::outcome(1, found))
}

/// The same result in both languages against two files.
fn both_languages(name: &str, found: impl Fn() -> Result<Checked, RunError>, detail: Detail) {
    for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
        let screen = Screen { detail, ..testing::screen(language) };
        assert_fixture(&format!("human/{name}.{short}.txt"), &shown(&screen, found()));
    }
}

fn one(kind: FailureKind, expected: Expected, received: Received) -> LabResult {
    result(vec![failed(
        check("1.1", "제목", "Title", CheckStatus::Fail, 5),
        failure(kind, expected, received),
    )])
}

#[test]
fn a_failure_is_told_in_full() {
    both_languages("failing", || Ok(testing::failing()), Detail::Normal);
}

#[test]
fn everything_is_told_on_demand() {
    both_languages("verbose", || Ok(testing::failing()), Detail::Verbose);
}

#[test]
fn a_pass_is_told_in_few_lines() {
    both_languages("passing", || Ok(testing::passing()), Detail::Normal);
}

#[test]
fn one_line_is_enough_for_those_who_ask_for_little() {
    both_languages("quiet", || Ok(testing::failing()), Detail::Quiet);
}

#[test]
fn a_running_server_is_judged_with_what_it_allows() {
    let found = || {
        let unplayable = |why| CheckStatus::Unplayable { why };
        let mut result = result(vec![
            check("2.1", "연결된다", "Connects", CheckStatus::Pass, 11),
            check(
                "2.4",
                "주기가 맞다",
                "Keeps the period",
                CheckStatus::Flaky { passed: 2, played: 3 },
                5_100,
            ),
            check("2.8", "다시 켜도 된다", "Starts again", unplayable(Unplayable::Process), 0),
            check(
                "2.9",
                "기본 주기는 3초다",
                "Three seconds if not told",
                unplayable(Unplayable::Environment),
                0,
            ),
        ]);
        let expected = Expected::Period { from: 240, to: 450 };
        result.checks[1].failure = Some(failure(FailureKind::PeriodTooLong, expected, Received::Period(612)));
        result.partial = true;
        result.reference = None;
        result.target.kind = TargetKind::Url;
        result.target.label = "ws://127.0.0.1:5000/ws".into();
        result.scale = 2.0;
        result.spans.truncate(0);
        Ok(checked(result))
    };
    both_languages("running", found, Detail::Normal);
}

#[test]
fn when_advanced_decides_there_is_one_block() {
    let mut checked = testing::failing();
    checked.result.stage = Stage::Advanced;
    let text = shown(&testing::screen(Language::En), Ok(checked));
    assert!(!text.contains("does not decide"), "{text}");
    assert!(text.contains("3/6"), "{text}");
}

#[test]
fn every_reason_for_no_server_says_what_to_do() {
    let root = testing::places("").course.root().to_owned();
    let folder = root.join("work/lab1-echo");
    let errors = || {
        [
            StartError::NoFolder(folder.clone()),
            StartError::NothingToStart(folder.clone()),
            StartError::BadFile(folder.join("lab.toml"), "line 3: expected `=`".into()),
            StartError::BadCommand("a quotation mark has no partner".into()),
            StartError::BadUrl("http://127.0.0.1".into()),
            StartError::NoProgram("python".into()),
            StartError::NoProgram("flask".into()),
            StartError::NoProgram("cargo".into()),
            StartError::NoProgram("node".into()),
            StartError::NoProgram("serve\x1b[2Jr".into()),
            StartError::Build {
                first: "error[E0425]: cannot find value `mesage`\n --> src/main.rs:9:5".into(),
                errors: 2,
            },
            StartError::Exited { code: Some(1), log: vec!["Traceback (most recent call last):".into()] },
            StartError::Exited { code: None, log: vec![] },
            StartError::NeverReady { port: 53817, waited: 15_000, log: vec!["* Running on :8000".into()] },
            StartError::Unreachable {
                url: "ws://127.0.0.1:5000/ws".into(),
                why: "Connection refused".into(),
            },
            StartError::System("Too many open files".into()),
        ]
    };
    for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
        let screen = testing::screen(language);
        let texts: Vec<String> = errors().map(|error| shown(&screen, Err(RunError::Target(error)))).into();
        assert!(texts.iter().all(|text| text.contains(&screen.messages.next())));
        assert_fixture(&format!("human/no-server.{short}.txt"), &texts.join("\n"));
    }
}

#[test]
fn a_fault_of_the_tool_is_never_blamed_on_the_student() {
    let errors = || {
        [
            RunError::Reference(StartError::Build {
                first: "error: linker `cc` not found".into(),
                errors: 1,
            }),
            RunError::ReferenceFailed(Box::new(testing::failing().result)),
            RunError::Scenario("labs/lab1-echo/scenario.toml, line 3: no such verb: `conect`".into()),
        ]
    };
    for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
        let screen = testing::screen(language);
        let texts: Vec<String> = errors().map(|error| shown(&screen, Err(error))).into();
        assert_fixture(&format!("human/tool.{short}.txt"), &texts.join("\n"));
    }
}

#[test]
fn all_kinds_of_expectations_and_receptions_have_words() {
    let text = |text: &str| text.to_owned();
    let pairs = [
        (Expected::Handshake(None), Received::Selected(Some(text("chat")))),
        (Expected::Handshake(Some(text("realtime-labs.v1"))), Received::Selected(None)),
        (Expected::Text(String::new()), Received::Text(text(" "))),
        (Expected::OneOf(vec![text("긍정 😊"), text("부정 😢")]), Received::Text(text("긍정 😢"))),
        (Expected::Begins(vec![text("⚠ ")]), Received::Text(text("실패"))),
        (Expected::Binary(text("00ff")), Received::Text(text("00ff"))),
        (Expected::Json(text("{\"type\":\"typing\"}")), Received::Text(text("{'type': 'typing'}"))),
        (Expected::Pong(text("p1")), Received::Pong(text("p2"))),
        (Expected::Silence(300), Received::Text(text("Echo: hi"))),
        (Expected::NotBefore(1000), Received::After(404)),
        (
            Expected::Number { pattern: text("🔔 새 알림 {n}"), number: Some(3) },
            Received::Text(text("🔔 새 알림 5")),
        ),
        (Expected::Number { pattern: text("🔔 새 알림 {n}"), number: None }, Received::Nothing(2_000)),
        (Expected::Period { from: 240, to: 450 }, Received::Period(100)),
        (Expected::Close(vec![1000, 1001]), Received::Closed(Some((1006, String::new())))),
        (Expected::Text(text("Echo: hi")), Received::Closed(Some((1011, text("오류\x07"))))),
        (Expected::Text(text("Echo: hi")), Received::Closed(None)),
        (Expected::Status(202), Received::Http(500, text("Internal Server Error\n"))),
        (Expected::Body(text("ok")), Received::Http(200, text("no"))),
        (Expected::Requests(2), Received::Requests(9)),
        (Expected::Printed(text("받은 메시지: hi")), Received::Nothing(2_000)),
        (Expected::Exit { code: 0, within: 5_000 }, Received::Exited(Some(101))),
        (Expected::Text(text("Echo: hi")), Received::Exited(None)),
        (Expected::Text(text("Echo: hi")), Received::Error(text("connection reset"))),
        (Expected::Text(text("Echo: hi")), Received::Binary("ab".repeat(40))),
    ];
    for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
        let screen = testing::screen(language);
        let mut page = Page::new(&screen);
        let places = testing::places("");
        for (expected, received) in pairs.clone() {
            let result = one(FailureKind::WrongText, expected, received);
            failure::details(
                View { screen: &screen, places: &places },
                &mut page,
                &result.checks[0],
                &testing::Known,
            );
            page.gap();
        }
        assert_fixture(&format!("human/words.{short}.txt"), &page.finish());
    }
}

#[test]
fn every_note_has_words() {
    let mut result = testing::passing().result;
    result.notes = vec![
        Note::Nfd,
        Note::TrailingSpace,
        Note::LineEnds,
        Note::ThreeDots,
        Note::VariationSelector,
        Note::EmojiSpaces,
        Note::StopForEmpty,
        Note::PortIgnored,
        Note::NoCloseFrame,
        Note::ClearedByItself,
    ];
    both_languages("notes", || Ok(checked(result.clone())), Detail::Normal);
}

#[test]
fn nothing_that_a_server_sends_reaches_the_terminal() {
    let hostile = "\x1b[2J\x1b]0;title\x07\u{9b}31m\u{202e}evil\r\n";
    let mut result =
        one(FailureKind::WrongText, Expected::Text("Echo: hi".into()), Received::Text(hostile.into()));
    let failure = result.checks[0].failure.as_mut().unwrap();
    failure.sent = Some(hostile.into());
    failure.log = vec![hostile.into()];
    result.target.label = hostile.into();
    result.target.url = Some(hostile.into());
    for received in [
        Received::Text(hostile.into()),
        Received::Error(hostile.into()),
        Received::Closed(Some((1011, hostile.into()))),
        Received::Http(200, hostile.into()),
        Received::Selected(Some(hostile.into())),
        Received::Pong(hostile.into()),
    ] {
        result.checks[0].failure.as_mut().unwrap().received = received;
        for charset in [Charset::Unicode, Charset::Ascii] {
            let screen = Screen { charset, detail: Detail::Verbose, ..testing::screen(Language::Ko) };
            let text = shown(&screen, Ok(checked(result.clone())));
            let bad =
                |character: &char| character.is_control() && *character != '\n' || *character == '\u{202e}';
            assert_eq!(text.chars().find(bad), None, "{text}");
        }
    }
}

/// Column of the caret, and of the character it points at, in the output.
#[test]
fn the_caret_stands_where_the_texts_part() {
    for (expected, received, under) in [
        ("Echo: 안녕 👋 k3f9", "Echo: 안녕 👋 k3F9", "F9"),
        ("Echo: 안녕하세요", "Echo: 안녕히", "히"),
        ("Echo: 👨‍👩‍👧‍👦!", "Echo: 👨‍👩‍👧‍👦?", "?"),
        ("Echo: a", "echo: a", "echo"),
    ] {
        let result =
            one(FailureKind::WrongText, Expected::Text(expected.into()), Received::Text(received.into()));
        let text = shown(&testing::screen(Language::En), Ok(checked(result)));
        let lines: Vec<&str> = text.lines().collect();
        let caret = lines.iter().position(|line| line.contains('↑')).unwrap();
        let column = width(lines[caret].split_once('↑').unwrap().0);
        let above = lines[caret - 1];
        assert!(above.contains("received"), "{text}");
        let place = above.rfind(under).unwrap();
        assert_eq!(width(&above[..place]), column, "{text}");
    }
}

#[test]
fn lines_stay_within_the_terminal() {
    let long = "한글 ".repeat(300);
    let mut result = one(
        FailureKind::WrongText,
        Expected::Text(format!("Echo: {long}")),
        Received::Text(format!("Echo: {long}?").replace("Echo", "echo")),
    );
    let failure = result.checks[0].failure.as_mut().unwrap();
    failure.sent = Some(long.clone());
    failure.log = vec![long];
    for columns in [60, 80, 100] {
        let screen = Screen { width: columns, ..testing::screen(Language::Ko) };
        let text = shown(&screen, Ok(checked(result.clone())));
        let (body, _) = text.split_once("유형").unwrap();
        for line in body.lines().skip(4) {
            assert!(width(line) <= columns, "{columns}: {line}");
        }
    }
}

#[test]
fn marks_are_words_where_the_terminal_has_no_glyphs() {
    let screen = Screen { charset: Charset::Ascii, ..testing::screen(Language::En) };
    let text = shown(&screen, Ok(testing::failing()));
    for mark in ["[ok]", "[FAIL]", "[skip]", "^ differs"] {
        assert!(text.contains(mark), "{mark}\n{text}");
    }
    // All that is left is what was sent, and its titles.
    let marks: Vec<char> = "✔✘⊘↑│≠≈→←⟨⟩⟪⟫↵␍".chars().filter(|mark| text.contains(*mark)).collect();
    assert!(marks.is_empty(), "{marks:?}\n{text}");
}

#[test]
fn colours_change_nothing_but_colours() {
    let plain = shown(&testing::screen(Language::Ko), Ok(testing::failing()));
    let coloured = shown(&Screen { colour: true, ..testing::screen(Language::Ko) }, Ok(testing::failing()));
    let mut stripped = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        stripped.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    stripped.push_str(rest);
    assert_ne!(coloured, plain);
    // A line may end with spaces before its last colour ends.
    let trimmed = |text: &str| text.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>();
    assert_eq!(trimmed(&stripped), trimmed(&plain));
}

#[test]
fn columns_of_the_table_align_in_both_languages() {
    let outcomes = || {
        let mut second = testing::passing();
        second.result.lab = "lab2-notify".into();
        second.result.spans.clear();
        [
            testing::outcome(1, Ok(testing::failing())),
            testing::outcome(2, Ok(second)),
            testing::outcome(
                2,
                Err(RunError::Target(StartError::Build { first: "error".into(), errors: 1 })),
            ),
            testing::outcome(2, Err(RunError::Scenario("why".into()))),
        ]
    };
    for (language, short) in [(Language::Ko, "ko"), (Language::En, "en")] {
        let text = table(&testing::screen(language), &outcomes());
        assert_fixture(&format!("human/table.{short}.txt"), &text);
        let tally = |line: &str, of: &str| width(&line[..line.find(of).unwrap() + of.len()]);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(tally(lines[1], "2/4"), tally(lines[2], "2/2"));
        assert_eq!(
            tally(lines[0], if language == Language::Ko { "통과" } else { "passed" }),
            tally(lines[1], "2/4")
        );
    }
    assert_eq!(outcomes().map(|outcome| outcome.exit() as u8), [1, 0, 3, 4]);
    assert_eq!(testing::passing().result.status, RunStatus::Pass);
}
