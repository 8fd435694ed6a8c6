//! Scenarios with and without mistakes.

use serde_json::json;

use crate::{
    failure::FailureKind,
    scenario::{Action, Count, Expect, Kind, Matcher, Outgoing, Running, Scenario, Step},
    verdict::Stage,
};

/// A scenario without mistakes.
const HEAD: &str = r#"format = 1
lab = 1
name = "lab1-echo"
title = { ko = "에코", en = "Echo" }

[values]
word = { kind = "word" }
btc = { kind = "price" }
period = { kind = "number", from = 180, to = 260 }

[[setup]]
name = "main"

[[check]]
id = "1.1"
title = { ko = "하나", en = "One" }
contract = "one"
steps = [{ connect = "A" }]
"#;

/// The scenario with one more check of these steps, each in a line from 25 on.
fn with_steps(steps: &str) -> String {
    format!(
        "{HEAD}\n[[check]]\nid = \"1.2\"\ntitle = {{ ko = \"둘\", en = \"Two\" }}\ncontract = \"two\"\nsteps = [\n{steps}\n]\n"
    )
}

fn steps(steps: &str) -> Vec<Step> {
    let scenario = Scenario::read(&with_steps(steps), "test.toml").unwrap_or_else(|bad| panic!("{bad}"));
    scenario.checks[1].steps.clone()
}

fn mistakes(text: &str) -> Vec<(usize, String)> {
    let bad = Scenario::read(text, "test.toml").expect_err("a scenario with a mistake");
    bad.mistakes.into_iter().map(|mistake| (mistake.line, mistake.text.en)).collect()
}

#[test]
fn a_scenario_is_read_with_all_its_parts() {
    let text = r#"
format = 1
lab = 5
name = "lab5-bitcoin"
title = { ko = "가격", en = "Price" }
[values]
zeta = { kind = "price", cents = "365" }
alpha = { kind = "price", near = "zeta" }
long = { kind = "text", bytes = 60_000 }
[[setup]]
name = "plain"
reference = ["--source", "live"]
[[setup]]
name = "exchange"
exchange = true
env = { NOTIFY_INTERVAL_MS = 200, OTHER = "{zeta.display}" }
period = 200
[[setup]]
name = "running"
args = ["--prefix", ""]
running = "only"
[[check]]
id = "5.1"
title = { ko = "하나", en = "One" }
contract = "one"
steps = [ { connect = "A" } ]
[[check]]
id = "5.2"
stage = "advanced"
title = { ko = "둘", en = "Two" }
contract = "two"
needs = ["5.1"]
setup = "exchange"
steps = [ { exchange = "set {alpha}" } ]
"#;
    let scenario = Scenario::read(text, "test.toml").unwrap_or_else(|bad| panic!("{bad}"));
    assert_eq!(
        (scenario.number, scenario.name.as_str(), scenario.title.en.as_str()),
        (5, "lab5-bitcoin", "Price")
    );
    let names: Vec<&str> = scenario.values.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["zeta", "alpha", "long"], "drawn in the order of the file");
    assert_eq!(scenario.values[2].1, Kind::Text { bytes: 60_000 });
    let running: Vec<Running> = scenario.setups.iter().map(|setup| setup.running).collect();
    assert_eq!(running, [Running::Yes, Running::No, Running::Only]);
    assert_eq!(scenario.setups[0].reference, ["--source", "live"]);
    assert_eq!(scenario.setups[1].env["NOTIFY_INTERVAL_MS"], "200");
    assert_eq!(scenario.setups[1].period.as_deref(), Some("200"));
    assert_eq!(scenario.setups[2].args, ["--prefix", ""]);
    assert_eq!((scenario.checks[0].stage, scenario.checks[0].setup), (Stage::Core, 0));
    assert_eq!((scenario.checks[1].stage, scenario.checks[1].setup), (Stage::Advanced, 1));
    assert_eq!(scenario.checks[1].needs, ["5.1"]);
}

#[test]
fn what_a_step_leaves_out_is_as_documented() {
    let read = steps(
        r#"{ connect = ["A", "B"] },
           { send = "A", text = "" },
           { expect = "A", text = "Echo: {word}" },
           { quiet = "B" },
           { close = "A" },
           { wait = 50 },
           { drain = "B" },
           { http = "GET /" }"#,
    );
    let actions: Vec<Action> = read.iter().map(|step| step.action.clone()).collect();
    assert_eq!(read[0].clients, ["A", "B"]);
    assert_eq!(read[5].clients, Vec::<String>::new());
    assert_eq!(
        actions,
        [
            Action::Connect { path: "/ws".into(), offer: None, selects: None, first: false },
            Action::Send(Outgoing::Text(String::new())),
            Action::Expect(Expect {
                matcher: Matcher::Text("Echo: {word}".into()),
                within: 2000,
                tolerated: vec![],
                skip: vec![],
                skip_types: vec![],
                fails: None,
                otherwise: None,
            }),
            Action::Quiet { within: 300, exact: false, skip: vec![], fails: None },
            Action::Close(1000),
            Action::Wait(50),
            Action::Drain(300),
            Action::Http {
                method: "GET".into(),
                path: "/".into(),
                body: None,
                status: 200,
                json: None,
                contains: None,
                within: 2000,
            },
        ]
    );
}

#[test]
fn every_key_of_a_step_is_read() {
    let read = steps(
        r#"{ connect = "A", path = "/ws?x=1", offer = "realtime-labs.v1", selects = "" },
           { send = "A", binary = "00 fF" },
           { send = "A", fragments = ["가", "나"] },
           { send = "A", ping = "hi" },
           { send = "A", raw = "c1" },
           { expect = "A", one_of = ["a", "b"], within = 5, skip = "c", tolerated = ["d"], fails = "no-pong", otherwise = "wrong-label" },
           { expect = "A", begins = "⚠ " },
           { expect = "A", binary = "00ff" },
           { expect = "A", pong = "hi" },
           { expect = "A", close = [1000, 1001] },
           { quiet = "A", within = 1000, exact = true, fails = "cleared-too-early" },
           { barrier = "A" },
           { kill = "A" },
           { close = "A", code = 3000 },
           { http = "POST /notify", body = { text = "{word}" }, status = 202, json = '{"id":"<string:id>"}', contains = "id", within = 9 },
           { printed = "{id}", within = 7 },
           { stop = true },
           { exit = 0, within = 500 }"#,
    );
    let shown: Vec<String> = read.iter().map(|step| format!("{:?}", step.action)).collect();
    for (place, part) in [
        (
            0,
            r#"Connect { path: "/ws?x=1", offer: Some("realtime-labs.v1"), selects: Some(""), first: false }"#,
        ),
        (1, "Send(Binary([0, 255]))"),
        (2, r#"Send(Fragments(["가", "나"]))"#),
        (3, r#"Send(Ping("hi"))"#),
        (4, "Send(Raw([193]))"),
        (
            5,
            r#"matcher: OneOf(["a", "b"]), within: 5, tolerated: ["d"], skip: ["c"], skip_types: [], fails: Some(NoPong), otherwise: Some(WrongLabel)"#,
        ),
        (6, r#"matcher: Begins(["⚠ "])"#),
        (7, "matcher: Binary([0, 255])"),
        (8, r#"matcher: Pong("hi")"#),
        (9, "matcher: Close([1000, 1001])"),
        (10, "Quiet { within: 1000, exact: true, skip: [], fails: Some(ClearedTooEarly) }"),
        (11, "Barrier"),
        (12, "Kill"),
        (13, "Close(3000)"),
        (14, r#"body: Some("{\"text\":\"{word}\"}"), status: 202"#),
        (15, r#"Printed { text: "{id}", within: 7 }"#),
        (16, "Stop"),
        (17, "Exit { code: 0, within: 500 }"),
    ] {
        assert!(shown[place].contains(part), "{} has no {part}", shown[place]);
    }
}

#[test]
fn expected_json_is_toml_or_a_text_with_json() {
    let read = steps(
        r#"{ connect = "A" },
           { expect = "A", json = { type = "price", age_ms = "<number 0 1000>", ok = true, list = [1, 2.5, { a = -1 }] } },
           { expect = "A", json = '{"last": null, "at": "<time>"}' },
           { expect = "A", json = "<any>" }"#,
    );
    let values: Vec<_> = read
        .iter()
        .filter_map(|step| match &step.action {
            Action::Expect(Expect { matcher: Matcher::Json(value), .. }) => Some(value.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(
        values,
        [
            json!({"type": "price", "age_ms": "<number 0 1000>", "ok": true, "list": [1, 2.5, {"a": -1}]}),
            json!({"last": null, "at": "<time>"}),
            json!("<any>"),
        ]
    );
}

#[test]
fn a_value_that_an_answer_brings_can_be_used_from_the_next_step_on() {
    let capture = r#"{ expect = "A", json = { id = "<string:id>", number = "<number:number>" } }"#;
    let use_it = r#"{ expect = "A", json = { after = "{id}", number = "<number={number}>" } }"#;
    steps(&format!("{{ connect = \"A\" }},\n{capture},\n{use_it}"));
    let found = mistakes(&with_steps(&format!("{{ connect = \"A\" }},\n{use_it},\n{capture}")));
    assert_eq!(found.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [26, 26], "{found:?}");
    let same = r#"{ expect = "A", json = { id = "<string:id>", other = "{id}" } }"#;
    assert_eq!(mistakes(&with_steps(&format!("{{ connect = \"A\" }},\n{same}")))[0].0, 26);
    let next_check = format!(
        "{}\n[[check]]\nid = \"1.3\"\ntitle = {{ ko = \"셋\", en = \"Three\" }}\ncontract = \"three\"\nsteps = [{{ exchange = \"set {{id}}\" }}]",
        with_steps(&format!("{{ connect = \"A\" }},\n{capture}"))
    );
    assert!(mistakes(&next_check)[0].1.contains("`{id}` has no value"));
}

#[test]
fn a_count_is_read() {
    let text = with_steps(
        r#"{ connect = "A" }, { count = "A", at_least = 4, pattern = "🔔 {word} {n}", starts = 1, same = true, joins = true, paced = true, fails = "fan-out-stopped" }"#,
    );
    let paced = text.replace("name = \"main\"", "name = \"main\"\nperiod = \"{period}\"");
    let scenario = Scenario::read(&paced, "test.toml").unwrap_or_else(|bad| panic!("{bad}"));
    let count = Count {
        pattern: "🔔 {word} {n}".into(),
        at_least: 4,
        starts: Some(1),
        joins: true,
        same: true,
        paced: true,
        fails: Some(FailureKind::FanOutStopped),
    };
    assert_eq!(scenario.checks[1].steps[1].action, Action::Count(count));
}

#[test]
fn orders_to_the_exchange_are_those_it_understands() {
    let with_exchange = |order: &str| {
        with_steps(&format!("{{ exchange = '{order}' }}"))
            .replace("name = \"main\"", "name = \"main\"\nexchange = true")
    };
    for order in [
        "clear",
        "down",
        "up",
        "forget",
        "at-most 3",
        "set {btc}",
        "price hang always",
        "price price:{btc} x2",
        "price body:{\"a\":1}",
    ] {
        assert!(Scenario::read(&with_exchange(order), "test.toml").is_ok(), "{order}");
    }
    for order in ["off", "set ", "at-most", "at-most many", "price", "nowhere hang", "price freeze", "up now"]
    {
        let found = mistakes(&with_exchange(order));
        assert!(found[0].1.contains("no order to the exchange"), "{order}: {found:?}");
        assert_eq!((found.len(), found[0].0), (1, 26));
    }
}

#[test]
fn a_mistake_is_told_with_its_line_and_what_would_be_right() {
    for (from, to, line, part) in [
        ("format = 1", "format = 2", 1, "`format`: must be 1"),
        ("format = 1", "", 1, "`format` is missing"),
        ("lab = 1", "lab = \"1\"", 2, "`lab`: must be a whole number"),
        ("lab = 1", "lab = 0", 2, "`lab`: must be 1, 2, 3"),
        ("lab = 1", "lab = 2", 3, "must be \"lab2-…\""),
        ("name = \"lab1-echo\"", "name = \"echo\"", 3, "must be \"lab1-…\""),
        ("ko = \"에코\"", "ko = \"\"", 4, "`ko`: must not be empty"),
        ("en = \"Echo\"", "english = \"Echo\"", 4, "`en` is missing"),
        ("lab = 1", "lab = 1\nauthor = \"x\"", 3, "no key is called `author`; there are: format, lab"),
        ("[values]", "[value]", 6, "no key is called `value`; do you mean `values`?"),
        ("kind = \"word\"", "kind = \"wort\"", 7, "`wort`: no kind of value; there is: word"),
        ("kind = \"word\"", "kind = \"song\"", 7, "there is: word, digits, hangul"),
        ("kind = \"word\"", "kind = \"word\", bytes = 3", 7, "no key is called `bytes`"),
        ("kind = \"word\"", "kind = \"text\"", 7, "`bytes` is missing"),
        ("word = {", "Word = {", 7, "`Word`: a name has lower-case letters"),
        ("word = {", "n = {", 7, "is not `n`"),
        (
            "kind = \"price\"",
            "kind = \"price\", near = \"word\"",
            8,
            "no price before this one is called `word`",
        ),
        ("kind = \"price\"", "kind = \"price\", near = \"btc\"", 8, "no price before this one"),
        ("kind = \"price\"", "kind = \"price\", cents = \"3.6\"", 8, "one to eight digits"),
        ("kind = \"price\"", "kind = \"price\", cents = 36", 8, "`cents`: must be a \"text\""),
        ("from = 180", "from = 280", 9, "`to`: is smaller than `from`"),
        ("from = 180, to = 260", "from = 180", 9, "`to` is missing"),
        ("[[setup]]\nname = \"main\"", "", 1, "there must be a [[setup]]"),
        ("name = \"main\"", "name = \"main\"\n[[setup]]\nname = \"main\"", 14, "the name is taken already"),
        ("name = \"main\"", "name = \"main\"\nenv = { PORT = \"1\" }", 13, "the checker sets it itself"),
        ("name = \"main\"", "name = \"main\"\nenv = { A = \"{wrd}\" }", 13, "do you mean `{word}`?"),
        ("name = \"main\"", "name = \"main\"\nenv = { A = true }", 13, "`A`: must be a \"text\""),
        ("name = \"main\"", "name = \"main\"\nperiod = \"{word}s\"", 13, "milliseconds"),
        ("name = \"main\"", "name = \"main\"\nrunning = true", 13, "`running`: must be a \"text\""),
        (
            "name = \"main\"",
            "name = \"main\"\nrunning = \"never\"",
            13,
            "must be \"yes\", \"no\" or \"only\"",
        ),
        ("id = \"1.1\"", "id = \"2.1\"", 15, "an id of this lab is like \"1.1\""),
        ("id = \"1.1\"", "id = \"1\"", 15, "an id of this lab is like"),
        ("id = \"1.1\"", "id = \"1.1\"\nstage = \"extra\"", 16, "\"core\" or \"advanced\""),
        ("id = \"1.1\"", "id = \"1.1\"\nneeds = [\"1.0\"]", 16, "`1.0`: no check before this one"),
        ("id = \"1.1\"", "id = \"1.1\"\nneeds = [\"1.1\"]", 16, "`1.1`: no check before this one"),
        ("id = \"1.1\"", "id = \"1.1\"\nsetup = \"mian\"", 16, "no such [[setup]]; there is: main"),
        ("id = \"1.1\"", "id = \"1.1\"\ntimeout = 3", 16, "[[check]]: no key is called `timeout`"),
        ("contract = \"one\"", "", 14, "`contract` is missing"),
        ("steps = [{ connect = \"A\" }]", "", 14, "there must be a step"),
        ("steps = [{ connect = \"A\" }]", "steps = [\"connect\"]", 18, "steps: must be a table"),
        ("steps = [{ connect = \"A\" }]", "steps = [{ connect = \"A\" ]", 18, "not TOML"),
        ("lab = 1", "lab = 1\nlab = 1", 3, "not TOML"),
    ] {
        assert!(HEAD.contains(from), "{from}");
        let found = mistakes(&HEAD.replacen(from, to, 1));
        assert!(
            found.iter().any(|(at, text)| *at == line && text.contains(part)),
            "{to}: no line {line} with {part:?} in {found:#?}"
        );
    }
}

#[test]
fn a_mistake_in_a_step_is_told_at_its_line() {
    for (step, part) in [
        ("{ send = \"A\" }", "exactly one of: text, binary"),
        ("{ send = \"A\", text = \"a\", ping = \"b\" }", "exactly one of: text, binary"),
        ("{ send = \"A\", text = 1 }", "`text`: must be a \"text\""),
        (
            "{ send = \"A\", text = \"a\", within = 5 }",
            "send: no key is called `within`; there are: send, text",
        ),
        ("{ send = \"A\", texts = \"a\" }", "no key is called `texts`; do you mean `text`?"),
        ("{ send = \"a\", text = \"a\" }", "`a`: clients are \"A\" to \"Z\""),
        ("{ send = \"AB\", text = \"a\" }", "`AB`: clients are"),
        ("{ send = [], text = \"a\" }", "must name a client"),
        ("{ send = true, text = \"a\" }", "`send`: must be a \"text\" or a list"),
        ("{ send = [\"A\", \"A\"], text = \"a\" }", "`A`: is named twice"),
        ("{ send = \"B\", text = \"a\" }", "`B`: is not connected in this check"),
        ("{ send = \"A\", binary = \"0\" }", "pairs of hexadecimal digits"),
        ("{ send = \"A\", raw = \"0g\" }", "pairs of hexadecimal digits"),
        ("{ send = \"A\", text = \"{nobody}\" }", "`{nobody}` has no value; put it into [values]"),
        ("{ send = \"A\", text = \"{word.display}\" }", "`{word.display}` has no value"),
        ("{ send = \"A\", text = \"{n}\" }", "belongs into the pattern"),
        ("{ send = \"A\", fragments = [\"{wort}\"] }", "do you mean `{word}`?"),
        ("{ expect = \"A\" }", "exactly one of: text, one_of"),
        ("{ expect = \"A\", text = \"a\", begins = \"b\" }", "exactly one of: text, one_of"),
        (
            "{ expect = \"A\", text = \"a\", fails = \"no-replay\" }",
            "`no-replay`: no kind of failure → `no-reply`",
        ),
        ("{ expect = \"A\", text = \"a\", otherwise = \"nonsense\" }", "`nonsense`: no kind of failure"),
        ("{ expect = \"A\", text = \"a\", within = \"5\" }", "`within`: must be a whole number"),
        ("{ expect = \"A\", text = \"a\", within = -5 }", "`within`: must be a whole number from 0"),
        ("{ expect = \"A\", one_of = [] }", "`one_of`: must not be empty"),
        ("{ expect = \"A\", one_of = [1] }", "`one_of`: must be a list"),
        ("{ expect = \"A\", begins = \"\" }", "`begins`: must not be empty"),
        ("{ expect = \"A\", close = [100] }", "close codes from 1000 to 4999"),
        (
            "{ expect = \"A\", json = { at = \"<tme 1>\", b = \"<number 2 1>\" } }",
            "`<number 2 1>`: there are <any>",
        ),
        ("{ expect = \"A\", json = '{\"a\":' }", "not JSON"),
        ("{ expect = \"A\", json = { at = 2026-01-01 } }", "JSON has no such value"),
        ("{ quiet = \"A\", text = \"a\" }", "quiet: no key is called `text`"),
        ("{ quiet = \"A\", exact = 1 }", "`exact`: must be true or false"),
        ("{ count = \"A\", at_least = 2, pattern = \"새 알림\" }", "must have one `{n}`"),
        ("{ count = \"A\", at_least = 2, pattern = \"{n} {n}\" }", "must have one `{n}`"),
        ("{ count = \"A\", pattern = \"{n}\" }", "`at_least` is missing"),
        ("{ count = \"A\", at_least = 0, pattern = \"{n}\" }", "must be 1 or more"),
        ("{ count = \"A\", at_least = 2, pattern = \"{n}\", paced = true }", "has no `period`"),
        ("{ wait = \"50\" }", "`wait`: must be a whole number"),
        ("{ close = \"A\", code = 999 }", "`code`: must be 1000 to 4999"),
        ("{ http = \"/\" }", "a method and a path"),
        ("{ http = \"GET /\", status = 1 }", "`status`: must be 100 to 999"),
        ("{ connect = \"A\", path = \"ws\" }", "must begin with \"/\""),
        ("{ exchange = \"clear\" }", "has no `exchange = true`"),
        ("{ printed = \"\" }", "`printed`: must not be empty"),
        ("{ stop = false }", "`stop`: must be true"),
        ("{ exit = \"0\" }", "`exit`: must be a whole number"),
        ("{ }", "has no verb; it must have one of: connect, send"),
        ("{ sned = \"A\", text = \"a\" }", "has no verb; it must have one of: send"),
        ("{ send = \"A\", expect = \"A\", text = \"a\" }", "one verb, not send, expect"),
        ("{ send = \"A\", close = \"A\" }", "one verb, not send, close"),
    ] {
        let found = mistakes(&with_steps(&format!("{{ connect = \"A\" }},\n{step},")));
        assert!(
            found.iter().any(|(at, text)| *at == 26 && text.contains(part)),
            "{step}: no line 26 with {part:?} in {found:#?}"
        );
    }
}

#[test]
fn duplicated_ids_are_told_at_the_second() {
    let text = with_steps("{ connect = \"A\" }").replace("\"1.2\"", "\"1.1\"");
    assert_eq!(mistakes(&text), [(21, "`1.1`: the id is taken already".to_owned())]);
}

#[test]
fn all_mistakes_are_told_at_once_but_no_more_than_ten() {
    let steps = "{ send = \"A\" },\n".repeat(11);
    let bad = Scenario::read(&with_steps(&steps), "labs/lab1-echo/scenario.toml").unwrap_err();
    assert_eq!((bad.mistakes.len(), bad.more), (10, 2));
    let shown = bad.to_string();
    assert_eq!(shown.lines().count(), 11);
    let first = "labs/lab1-echo/scenario.toml:25: `A`: 이 검사에서 아직 연결하지 않았습니다. \
                 앞에 { connect = \"A\" } 가 필요합니다 · `A`: is not connected in this check; \
                 { connect = \"A\" } must come before";
    assert!(shown.starts_with(first), "{shown}");
    assert!(shown.ends_with("labs/lab1-echo/scenario.toml: 이 밖에 2개 더 · and 2 more"), "{shown}");
}

#[test]
fn every_mistake_is_told_in_korean_too() {
    let bad = Scenario::read("format = 7\nlab = -1\nname = \"\"\nsetup = 1", "x").unwrap_err();
    for mistake in &bad.mistakes {
        assert!(mistake.text.ko.chars().any(|letter| ('가'..='힣').contains(&letter)), "{mistake:?}");
    }
}

#[test]
fn the_example_of_the_documentation_is_a_scenario() {
    let documentation = include_str!("../../mod.rs");
    let example = documentation.split("```").nth(1).unwrap();
    let lines = example.lines().skip(1).map(|line| line.trim_start_matches("//!"));
    let text = lines.collect::<Vec<_>>().join("\n").replace("needs = [\"1.1\"]", "");
    let scenario = Scenario::read(&text, "example").unwrap_or_else(|bad| panic!("{bad}"));
    assert_eq!(scenario.checks[0].steps.len(), 4);
}
