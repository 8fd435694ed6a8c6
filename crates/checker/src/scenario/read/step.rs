//! One step of a check: its verb, its clients and its keys.

use std::collections::BTreeSet;

use super::{
    beside, expect,
    names::{Names, has_number},
};
use crate::{
    document::{Keys, both, nearest},
    failure::FailureKind,
    scenario::{Action, Outgoing, Setup, Step},
};

const VERBS: [&str; 15] = [
    "connect", "send", "expect", "quiet", "count", "drain", "barrier", "wait", "close", "kill", "http",
    "exchange", "printed", "stop", "exit",
];

/// How long something may take, in milliseconds, where the scenario does not say it.
pub(super) const DEADLINE: u64 = 2000;
/// How long nothing must come, in milliseconds, where the scenario does not say it.
const SILENCE: u64 = 300;

/// What the steps of a check have brought so far.
pub(super) struct Scope<'s> {
    pub(super) setup: Option<&'s Setup>,
    names: Names,
    connected: BTreeSet<String>,
}

impl<'s> Scope<'s> {
    pub(super) fn of(setup: Option<&'s Setup>, names: Names) -> Self {
        Self { setup, names, connected: BTreeSet::new() }
    }
}

/// Reads a step; `None`, with a mistake, when it has no verb or several.
pub(super) fn read(keys: Keys<'_, '_>, scope: &mut Scope<'_>) -> Option<Step> {
    let verb = verb(&keys)?;
    let keys = keys.called(verb);
    for (key, _, entry) in keys.all() {
        scope.names.check(keys.reading, entry);
        let text = entry.get_ref().as_str().unwrap_or_default();
        if has_number(text) && (verb, key) != ("count", "pattern") {
            let text = both!(
                "`{{n}}` 은 count 의 pattern 에만 쓸 수 있습니다",
                "`{{n}}` belongs into the pattern of a count only"
            );
            keys.reading.wrong(&entry.span(), text);
        }
    }
    let mut named = Vec::new();
    let clients = clients(&keys, verb, scope);
    let action = action(&keys, verb, scope, &mut named);
    keys.done();
    for name in named {
        scope.names.add(name);
    }
    Some(Step { clients, action })
}

/// The one verb of a step. `close` is a key of `expect` as well.
fn verb(keys: &Keys<'_, '_>) -> Option<&'static str> {
    let verbs: Vec<&str> = VERBS
        .into_iter()
        .filter(|verb| keys.has(verb) && !(*verb == "close" && keys.has("expect")))
        .collect();
    match verbs[..] {
        [verb] => Some(verb),
        [] => {
            let words = keys.all();
            let meant = words.iter().find_map(|(word, _, _)| nearest(word, VERBS));
            let list = meant.map_or_else(|| VERBS.join(", "), str::to_owned);
            keys.wrong(both!(
                "이 단계에는 동사가 없습니다. 다음 중 하나: {list}",
                "this step has no verb; it must have one of: {list}"
            ));
            None
        }
        _ => {
            let list = verbs.join(", ");
            keys.wrong(both!(
                "한 단계에 동사는 하나입니다: {list}. 단계를 나누세요",
                "a step has one verb, not {list}; make it several steps"
            ));
            None
        }
    }
}

/// The clients of a step, which must be connected before they do anything.
fn clients(keys: &Keys<'_, '_>, verb: &'static str, scope: &mut Scope<'_>) -> Vec<String> {
    if matches!(verb, "wait" | "http" | "exchange" | "printed" | "stop" | "exit") {
        return Vec::new();
    }
    let clients = keys.one_or_more(verb);
    let right =
        |client: &String| client.len() == 1 && client.bytes().all(|letter| letter.is_ascii_uppercase());
    let mut seen = BTreeSet::new();
    for client in &clients {
        if !right(client) {
            keys.wrong_at(
                verb,
                both!(
                    "`{client}`: 클라이언트는 \"A\"부터 \"Z\"까지입니다",
                    "`{client}`: clients are \"A\" to \"Z\""
                ),
            );
        } else if !seen.insert(client) {
            keys.wrong_at(verb, both!("`{client}`: 두 번 나옵니다", "`{client}`: is named twice"));
        } else if verb == "connect" {
            scope.connected.insert(client.clone());
        } else if scope.connected.insert(client.clone()) {
            // Told once: from here on it counts as connected.
            let text = both!(
                "`{client}`: 이 검사에서 아직 연결하지 않았습니다. 앞에 {{ connect = \"{client}\" }} 가 필요합니다",
                "`{client}`: is not connected in this check; {{ connect = \"{client}\" }} must come before"
            );
            keys.wrong_at(verb, text);
        }
    }
    if clients.is_empty() {
        keys.wrong_at(
            verb,
            both!(
                "`{verb}`: 클라이언트가 있어야 합니다. 예: \"A\"",
                "`{verb}`: must name a client, such as \"A\""
            ),
        );
    }
    clients
}

fn action(keys: &Keys<'_, '_>, verb: &'static str, scope: &Scope<'_>, named: &mut Vec<String>) -> Action {
    let within = |absent| keys.number("within").unwrap_or(absent);
    match verb {
        "connect" => Action::Connect {
            path: path(keys),
            offer: keys.text("offer"),
            selects: keys.text("selects"),
            first: keys.flag("first"),
        },
        "send" => Action::Send(outgoing(keys)),
        "expect" => Action::Expect(expect::read(keys, named)),
        "quiet" => Action::Quiet {
            within: within(SILENCE),
            exact: keys.flag("exact"),
            skip: keys.one_or_more("skip"),
            fails: kind(keys, "fails"),
        },
        "count" => Action::Count(expect::count(keys, scope)),
        "drain" => Action::Drain(within(SILENCE)),
        "barrier" => Action::Barrier,
        "wait" => Action::Wait(keys.must_number("wait")),
        "close" => Action::Close(code(keys)),
        "kill" => Action::Kill,
        "http" => beside::http(keys, named),
        "exchange" => Action::Exchange(beside::exchange(keys, scope)),
        "printed" => Action::Printed { text: keys.must_text("printed"), within: within(DEADLINE) },
        "stop" => {
            if !keys.flag("stop") {
                keys.wrong_at("stop", both!("`stop`: true 여야 합니다", "`stop`: must be true"));
            }
            Action::Stop
        }
        _ => Action::Exit {
            code: i32::try_from(keys.must_number("exit")).unwrap_or(0),
            within: within(DEADLINE),
        },
    }
}

/// The path of an opening handshake.
fn path(keys: &Keys<'_, '_>) -> String {
    let path = keys.text("path").unwrap_or_else(|| "/ws".to_owned());
    if !path.starts_with('/') {
        keys.wrong_at("path", both!("`path`: \"/\" 로 시작해야 합니다", "`path`: must begin with \"/\""));
    }
    path
}

/// The code of a closing handshake.
fn code(keys: &Keys<'_, '_>) -> u16 {
    let code = keys.number("code").unwrap_or(1000);
    let right = u16::try_from(code).ok().filter(|code| (1000..5000).contains(code));
    if right.is_none() {
        keys.wrong_at("code", both!("`code`: 1000~4999 여야 합니다", "`code`: must be 1000 to 4999"));
    }
    right.unwrap_or(1000)
}

fn outgoing(keys: &Keys<'_, '_>) -> Outgoing {
    match one_of(keys, &["text", "binary", "fragments", "ping", "raw"]) {
        Some("text") => Outgoing::Text(keys.text("text").unwrap_or_default()),
        Some("binary") => Outgoing::Binary(hex(keys, "binary")),
        Some("fragments") => Outgoing::Fragments(keys.texts("fragments")),
        Some("ping") => Outgoing::Ping(keys.text("ping").unwrap_or_default()),
        Some("raw") => Outgoing::Raw(hex(keys, "raw")),
        _ => Outgoing::Text(String::new()),
    }
}

/// The one of these keys that is there; a mistake when there is none, or more than one.
pub(super) fn one_of(keys: &Keys<'_, '_>, choice: &'static [&'static str]) -> Option<&'static str> {
    let mut there = choice.iter().copied().filter(|key| keys.entry(key).is_some()).collect::<Vec<_>>();
    if there.len() != 1 {
        let list = choice.join(", ");
        keys.wrong(both!("이 가운데 하나만 있어야 합니다: {list}", "there must be exactly one of: {list}"));
    }
    there.truncate(1);
    there.pop()
}

/// Bytes in hexadecimal, with or without spaces between them.
pub(super) fn hex(keys: &Keys<'_, '_>, key: &'static str) -> Vec<u8> {
    let text = keys.text(key).unwrap_or_default().replace(' ', "");
    let digits = text.bytes().all(|digit| digit.is_ascii_hexdigit()) && text.len().is_multiple_of(2);
    if !digits {
        let text = both!(
            "`{key}`: 16진수 두 자리씩이어야 합니다. 예: \"00ff\"",
            "`{key}`: must be pairs of hexadecimal digits, such as \"00ff\""
        );
        keys.wrong_at(key, text);
        return Vec::new();
    }
    let pairs = (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16));
    pairs.map(|byte| byte.unwrap_or(0)).collect()
}

/// A kind of failure by its id.
pub(super) fn kind(keys: &Keys<'_, '_>, key: &'static str) -> Option<FailureKind> {
    let id = keys.text(key)?;
    let kind = id.parse().ok();
    if kind.is_none() {
        let ids = FailureKind::ALL.iter().map(|kind| kind.id());
        let meant =
            nearest(&id, ids).map_or_else(|| "src/failure.rs".to_owned(), |meant| format!("`{meant}`"));
        keys.wrong_at(
            key,
            both!("`{id}`: 그런 실패 유형은 없습니다 → {meant}", "`{id}`: no kind of failure → {meant}"),
        );
    }
    kind
}
