//! Reading a scenario, with errors that say where and what to do.

mod beside;
mod check;
mod expect;
mod json;
mod names;
mod setup;
mod step;
mod values;

use self::names::Names;
use super::Scenario;
use crate::document::{BadFile, Keys, Reading, both};

/// Why a file is no scenario: its mistakes, at most ten, each with its line and what would be right.
pub type BadScenario = BadFile;

/// The version of the format that is understood.
const FORMAT: u64 = 1;

impl Scenario {
    /// Reads a scenario from the text of a file. `name` is what messages call the file.
    ///
    /// # Errors
    ///
    /// Where the mistakes are, what they are, and what would be right.
    pub fn read(text: &str, name: &str) -> Result<Self, BadScenario> {
        let reading = Reading::of(text);
        let file = reading.parse();
        // Behind a mistake of syntax, what was read may be something else than what was written.
        let scenario = reading.is_fine().then(|| {
            let keys = Keys::of(&reading, "scenario", file.get_ref(), 0..0);
            let scenario = scenario(&keys);
            keys.done();
            scenario
        });
        match scenario {
            Some(scenario) => reading.end(name, scenario),
            None => reading.end(name, Self::default()),
        }
    }
}

fn scenario(keys: &Keys<'_, '_>) -> Scenario {
    let format = keys.must_number("format");
    if keys.has("format") && format != FORMAT {
        keys.wrong_at("format", both!("`format`: 1 이어야 합니다", "`format`: must be 1"));
    }
    let number = lab(keys);
    let name = keys.must_text("name");
    let fits = name.strip_prefix(&format!("lab{number}-")).is_some_and(|rest| !rest.is_empty());
    if !fits && !name.is_empty() {
        keys.wrong_at(
            "name",
            both!("`name`: \"lab{number}-…\" 여야 합니다", "`name`: must be \"lab{number}-…\""),
        );
    }
    let title = keys.must_bilingual("title");
    let values = values::read(keys);
    let names = Names::of(&values);
    let setups = setup::read(keys, &names);
    let checks = check::read(keys, number, &setups, &names);
    Scenario { number, name, title, values, setups, checks }
}

/// The number of the lab.
fn lab(keys: &Keys<'_, '_>) -> u8 {
    let lab = keys.must_number("lab");
    let number = u8::try_from(lab).ok().filter(|number| (1..=99).contains(number));
    if number.is_none() && keys.has("lab") {
        keys.wrong_at("lab", both!("`lab`: 1, 2, 3 … 이어야 합니다", "`lab`: must be 1, 2, 3, …"));
    }
    number.unwrap_or(0)
}

#[cfg(test)]
mod tests;
