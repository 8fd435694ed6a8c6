//! A lab's contract as data: what clients do and what must come of it.
//!
//! A scenario is a TOML file beside its lab, `labs/labN-…/scenario.toml`. Its vocabulary is small and closed, so
//! that a handout can quote it, a teacher can add a check without Rust, and any other tool can play it.
//!
//! ```toml
//! format = 1
//! lab = 1
//! name = "lab1-echo"
//! title = { ko = "에코 서버", en = "Echo server" }
//!
//! [values]
//! word = { kind = "word" }
//!
//! [[setup]]
//! name = "main"
//!
//! [[check]]
//! id = "1.3"
//! title = { ko = "\"Echo: \" 를 붙여 답한다", en = "Answers with \"Echo: \" in front" }
//! contract = "text M is answered with `Echo: M`"
//! needs = ["1.1"]
//! steps = [
//!   { connect = "A" },
//!   { send = "A", text = "안녕 {word}" },
//!   { expect = "A", text = "Echo: 안녕 {word}" },
//!   { quiet = "A" },
//! ]
//! ```
//!
//! # Parts
//!
//! | part | keys |
//! |---|---|
//! | the head | `format` (1), `lab` (its number), `name`, `title` |
//! | `[values]` | names of values that come from the seed anew each run, see [`Kind`]; written `{name}` wherever a text stands |
//! | `[[setup]]` | one start of the server: `name`, `env`, `args` (only the course's own crates understand them), `reference` (arguments for the reference alone), `exchange` (true: a stand-in exchange beside it, its address in `BINANCE_URL`), `period` (milliseconds between pushes), `running` (`yes`, `no`, `only`: whether its checks can be played on a server that runs already; `yes` if absent and neither `env`, `args` nor `exchange` is there) |
//! | `[[check]]` | `id`, `stage` (`core`, `advanced`), `title`, `contract`, `needs`, `setup` (the first one if absent), `running` (where it differs from its setup), `steps` |
//!
//! Setups are started side by side where the server honours `PORT`, one after another where it does not. The
//! checks of a setup are played in their order; a client connected in one check is gone in the next.
//!
//! # Steps
//!
//! Every step has one verb. Clients are named by capital letters: `"A"`, or `["A", "B"]` for each in turn.
//!
//! | verb | what happens | further keys |
//! |---|---|---|
//! | `connect` | the opening handshake must succeed | `first` (true: the connection that has shown the server to be ready, with what came on it since), `path` (`/ws`), `offer` (a subprotocol), `selects` (the one the server must select, `""` for none) |
//! | `send` | one of `text`, `binary` (hex), `fragments` (texts), `ping` (text), `raw` (hex, bytes as they are) | |
//! | `expect` | the next message must be one of: `text`, `one_of`, `begins` (a text or several), `binary` (hex), `json`, `pong`, `close` (codes) | `within` (ms), `tolerated` (texts that pass with a note), `skip` (texts that may come before), `skip_types` (the same for JSON with such a `type`), `fails` (the kind of failure when nothing comes), `otherwise` (the kind when something else comes and no kind says it better) |
//! | `quiet` | nothing comes | `within` (ms), `exact` (true: not scaled), `skip`, `fails` |
//! | `count` | `at_least` further messages come to each, the text `pattern` with a number for `{n}` that grows by one | `starts` (the first number of this server), `joins` (true: goes on from where the others are), `same` (true: all get the same numbers), `paced` (true: the period of the setup, −20 %/+50 %), `fails` |
//! | `drain` | whatever comes is ignored | `within` (ms) |
//! | `barrier` | a ping is answered, then 50 ms pass: what was sent before has been read | |
//! | `wait` | nothing is done for so many milliseconds, which are not scaled | |
//! | `close` | a closing handshake with 1000, or `code` | |
//! | `kill` | the connection is cut without one (a TCP reset) | |
//! | `http` | `"GET /"` is answered | `body` (what is sent, JSON), `status`, `json`, `contains` |
//! | `exchange` | `"price hang always"` and other lines of the stand-in exchange's script, `"clear"`, `"down"`, `"up"`, `"set {price}"`, `"forget"` (the requests so far), `"at-most N"` (requests since) | |
//! | `printed` | the server has printed a line with this text in it | `within` |
//! | `stop` | the server is told to stop (a termination signal) | |
//! | `exit` | the server's process ends with this exit code | `within` |
//!
//! Positive waits are deadlines and end as soon as the message is there: 2,000 ms if absent. Negative ones
//! (`quiet`) last 300 ms if absent. Both are multiplied by the run's scale.
//!
//! # How steps are played
//!
//! | verb | |
//! |---|---|
//! | several clients | `expect`, `send`, `barrier`, `close`, `kill` take them in turn, each with its own deadline. `quiet`, `drain` and `count` look at all of them in the same time. `send` and `expect` may name a client several times |
//! | `connect` | without `first`, a connection of its own. A name is free again after `close` or `kill` |
//! | `send` | what cannot be sent is no failure: the next step that looks at the client tells what became of the connection |
//! | `expect` | of a client that sends several things in a row and is due as many messages, each message answers the one at its place. Pings and pongs may come at any time. Before the end of a connection (`close`) anything may come; what comes before a `pong` is left to the next step. A close frame without a code counts as 1005. `tolerated`: `stop` brings the note `stop-for-empty`, the empty text `cleared-by-itself` |
//! | `quiet` | what has come since the client was last looked at counts. Without `fails`, the kind is `other-clients-message` for a text that is due to another client, else `too-early` while the client has sent nothing in this check, else `duplicate` for what came last, else `extra-message`. `exact` counts from what any client of the check has sent last, so that a slow answer to it makes the time no longer. The end of the connection is a failure too |
//! | `count` | the first message must come within two periods and 2 s, and so must each after it. The first number of a client is not smaller than any that was seen before it connected, of whatever check; `joins` and `starts` say how much higher it may be, as far as the time that has passed explains it. A number that another client got instead is `count-differs`. `same`: what has come since all were connected and looked at; one number apart is in time. `paced`: the mean time between the messages of this step; on a fresh connection, where it is too short, without the first one, which may be the current number again. Of a period that is not known, `paced` says nothing |
//! | `drain` | a number may then have been passed over. Whether an end matters is for the next step to say |
//! | `close` | the server has 2 s to answer; without a close frame of its own it passes with the note `no-close-frame`. Nothing that comes after a close frame matters |
//! | `http` | a client of its own, `Connection: close`; a body is cut after 1 MiB |
//! | `exchange` | `down` ends the exchange and its connections, `up` starts it at the same port with the same price. `set` works while it is down. `at-most` counts the requests below `/api/v3/ticker/`. After each check it is up and without faults; its price stays |
//! | `printed` | in all that the server has printed so far, within 64 KiB |
//! | `stop` | what ends after it ends because of it |
//! | `printed`, `stop`, `exit` | on a server that somebody else has started, the check is unplayable |
//!
//! A connection that ends where it should have stayed is `connection-closed`, `connection-lost`, `protocol-error`,
//! `not-utf8` or `flood` (more than 2,000 messages, more than 1 MiB and 64 KiB unread, 16 MiB in all, or one
//! message of more than 2 MiB); where the server's process has ended, `server-exited`. A check as a whole has
//! 60 s, times the scale.
//!
//! In `json`, an object must have at least the keys that are named. `"<any>"`, `"<string>"`, `"<number>"`,
//! `"<bool>"`, `"<time>"` (RFC 3339 in UTC) stand for any such value, `"<number 0 1>"` for one in a range,
//! `"<string:name>"` and `"<number:name>"` for one that later steps of the check can write as `{name}`. A string
//! `"<number={name}>"` stands for the number that a value is.

mod read;
mod step;
mod value;

use std::collections::BTreeMap;

pub use read::BadScenario;
pub use step::{Action, Count, Expect, Matcher, Outgoing, Step};
pub(crate) use value::is_name;
pub use value::{Kind, Unbound, Values};

use crate::{language::Bilingual, verdict::Stage};

/// The contract of one lab.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scenario {
    /// 1 to 5.
    pub number: u8,
    /// `lab1-echo`: the package of the reference, and its folder below `labs`.
    pub name: String,
    /// What it is called.
    pub title: Bilingual,
    /// Values that come from the seed, in the order in which they are drawn.
    pub values: Vec<(String, Kind)>,
    /// The starts of the server; at least one.
    pub setups: Vec<Setup>,
    /// In the order they are played and shown.
    pub checks: Vec<Check>,
}

/// One start of the server.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Setup {
    /// Its name.
    pub name: String,
    /// Environment variables beside `PORT`; the values may hold `{name}`.
    pub env: BTreeMap<String, String>,
    /// Arguments that the course's own crates understand.
    pub args: Vec<String>,
    /// Arguments for the reference alone.
    pub reference: Vec<String>,
    /// Whether a stand-in exchange stands beside it.
    pub exchange: bool,
    /// The time between pushes, in milliseconds, as a text that may hold `{name}`.
    pub period: Option<String>,
    /// Whether its checks can be played on a server that runs already.
    pub running: Running,
}

/// Whether the checks of a setup can be played on a server that somebody else has started.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Running {
    /// On such a server as on one we start.
    #[default]
    Yes,
    /// Only on one we start.
    No,
    /// Only on such a server.
    Only,
}

/// One check.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// The stable id, such as `1.3`.
    pub id: String,
    /// Whether it decides.
    pub stage: Stage,
    /// One line for people.
    pub title: Bilingual,
    /// The line of the contract it comes from.
    pub contract: String,
    /// The ids of checks that must have passed before it makes sense; all of them stand before it.
    pub needs: Vec<String>,
    /// The place of its setup in [`Scenario::setups`].
    pub setup: usize,
    /// Whether it can be played on a server that runs already, where that differs from its setup.
    pub running: Option<Running>,
    /// What happens.
    pub steps: Vec<Step>,
}
