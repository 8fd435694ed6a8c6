//! `[[setup]]`: the starts of the server.

use std::collections::{BTreeMap, BTreeSet};

use super::names::{Names, with_ones};
use crate::{
    document::{Keys, both, number_or_text},
    scenario::{Running, Setup},
};

/// The setups in the order of the file.
pub(super) fn read(scenario: &Keys<'_, '_>, names: &Names) -> Vec<Setup> {
    let tables = scenario.tables("setup", "[[setup]]");
    if tables.is_empty() {
        let text = both!(
            "[[setup]] 이 하나는 있어야 합니다. 예: name = \"main\"",
            "there must be a [[setup]], such as one with name = \"main\""
        );
        scenario.wrong_at("setup", text);
    }
    let mut seen = BTreeSet::new();
    let mut setups = Vec::new();
    for keys in tables {
        let setup = setup(&keys, names);
        if !setup.name.is_empty() && !seen.insert(setup.name.clone()) {
            let name = &setup.name;
            keys.wrong_at(
                "name",
                both!("`{name}`: 같은 이름이 이미 있습니다", "`{name}`: the name is taken already"),
            );
        }
        keys.done();
        setups.push(setup);
    }
    setups
}

fn setup(keys: &Keys<'_, '_>, names: &Names) -> Setup {
    let setup = Setup {
        name: keys.must_text("name"),
        env: environment(keys),
        args: keys.texts("args"),
        reference: keys.texts("reference"),
        exchange: keys.flag("exchange"),
        period: keys.number_or_text("period"),
        running: Running::Yes,
    };
    for entry in ["env", "args", "reference", "period"].into_iter().filter_map(|key| keys.entry(key)) {
        names.check(keys.reading, entry);
    }
    let milliseconds = |period: &String| with_ones(period).parse::<u64>().is_ok_and(|period| period > 0);
    if !setup.period.as_ref().is_none_or(milliseconds) {
        let text = both!(
            "`period`: 밀리초로 된 정수여야 합니다. 예: 200 또는 \"{{period}}\"",
            "`period`: must be a whole number of milliseconds, such as 200 or \"{{period}}\""
        );
        keys.wrong_at("period", text);
    }
    let own = setup.exchange || !setup.env.is_empty() || !setup.args.is_empty();
    let running = running(keys).unwrap_or(if own { Running::No } else { Running::Yes });
    Setup { running, ..setup }
}

fn environment(keys: &Keys<'_, '_>) -> BTreeMap<String, String> {
    let table = keys.entry("env").and_then(|entry| Keys::within(keys.reading, "env", entry));
    let mut environment = BTreeMap::new();
    for (name, at, entry) in table.iter().flat_map(Keys::all) {
        let value = number_or_text(entry.get_ref());
        if name == "PORT" || (name == "BINANCE_URL" && keys.has("exchange")) {
            let text = both!(
                "`{name}`: 검사기가 정하는 값입니다. 지우세요",
                "`{name}`: the checker sets it itself; take it out"
            );
            keys.reading.wrong(&at, text);
        } else if value.is_none() {
            keys.reading
                .wrong(&entry.span(), both!("`{name}`: \"글자\"여야 합니다", "`{name}`: must be a \"text\""));
        }
        environment.insert(name.to_owned(), value.unwrap_or_default());
    }
    environment
}

/// `running`, where it is there.
pub(super) fn running(keys: &Keys<'_, '_>) -> Option<Running> {
    match keys.text("running")?.as_str() {
        "yes" => Some(Running::Yes),
        "no" => Some(Running::No),
        "only" => Some(Running::Only),
        _ => {
            let text = both!(
                "`running`: \"yes\", \"no\", \"only\" 중 하나여야 합니다",
                "`running`: must be \"yes\", \"no\" or \"only\""
            );
            keys.wrong_at("running", text);
            None
        }
    }
}
