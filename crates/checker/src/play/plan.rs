//! What is sent and what is due in a whole check, so that a wrong message can be seen against all of it.

use crate::{
    judge::Context,
    scenario::{Action, Check, Matcher, Outgoing, Values},
};

use super::hex::hex;

/// All that the clients of a check send and are due, in order.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    deeds: Vec<Deed<'a>>,
}

#[derive(Debug)]
struct Deed<'a> {
    step: usize,
    /// The place among the clients of the step.
    place: usize,
    client: &'a str,
    what: What<'a>,
}

#[derive(Clone, Copy, Debug)]
enum What<'a> {
    Sends(&'a Outgoing),
    /// A message is due, and this is its text where only one is right.
    Due(Option<&'a str>),
}

/// What a message is seen against, with its values filled in.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    pub(super) sent: Option<String>,
    earlier: Vec<String>,
    later: Vec<String>,
    others: Vec<String>,
}

impl Surroundings {
    pub(super) fn context(&self) -> Context<'_> {
        Context {
            sent: self.sent.as_deref(),
            earlier: &self.earlier,
            later: &self.later,
            others: &self.others,
        }
    }
}

impl<'a> Plan<'a> {
    pub(super) fn new(check: &'a Check) -> Self {
        let mut deeds = Vec::new();
        for (step, here) in check.steps.iter().enumerate() {
            let what = match &here.action {
                Action::Send(what) => What::Sends(what),
                Action::Expect(expect) => What::Due(match &expect.matcher {
                    Matcher::Text(text) => Some(text),
                    _ => None,
                }),
                _ => continue,
            };
            let clients = here.clients.iter().enumerate();
            deeds.extend(clients.map(|(place, client)| Deed { step, place, client, what }));
        }
        Self { deeds }
    }

    /// What the message is seen against that is due at a place of a step. Texts whose values are not known yet
    /// are left out.
    pub(super) fn around(&self, step: usize, place: usize, values: &Values) -> Surroundings {
        let Some(here) = self.deeds.iter().position(|deed| (deed.step, deed.place) == (step, place)) else {
            return Surroundings::default();
        };
        let client = self.deeds[here].client;
        let texts = |deeds: &[Deed<'a>], own: bool, text: fn(&Deed<'a>) -> Option<&'a str>| {
            let texts = deeds.iter().filter(|deed| (deed.client == client) == own).filter_map(text);
            texts.filter_map(|text| values.fill(text).ok()).collect::<Vec<String>>()
        };
        let (earlier, later) = self.deeds.split_at(here);
        let own = texts(&self.deeds, true, Deed::text);
        let mut others = texts(&self.deeds, false, Deed::text);
        // What this client sends or is due itself says nothing about others.
        others.retain(|text| !own.contains(text));
        Surroundings {
            sent: self.answered(here).and_then(|what| shown(what, values)),
            earlier: texts(earlier, true, Deed::due),
            later: texts(&later[1..], true, Deed::due),
            others,
        }
    }

    /// The texts that are due to other clients than this one, and not to this one.
    pub(super) fn due_to_others(&self, client: &str, values: &Values) -> Vec<String> {
        let due = |own: bool| -> Vec<String> {
            let deeds = self.deeds.iter().filter(|deed| (deed.client == client) == own);
            deeds.filter_map(Deed::due).filter_map(|text| values.fill(text).ok()).collect()
        };
        let own = due(true);
        due(false).into_iter().filter(|text| !own.contains(text)).collect()
    }

    /// What the message answers that is due at this place: of several things sent in a row that as many messages
    /// follow, the one at the same place; else what was sent last.
    fn answered(&self, here: usize) -> Option<&'a Outgoing> {
        let client = self.deeds[here].client;
        let mut sent: Vec<&'a Outgoing> = Vec::new();
        let mut place = 0;
        let mut due = 0;
        for (at, deed) in self.deeds.iter().enumerate().filter(|(_, deed)| deed.client == client) {
            match deed.what {
                What::Sends(_) if at > here => break,
                What::Sends(what) => {
                    if due > 0 {
                        (sent, due) = (Vec::new(), 0);
                    }
                    sent.push(what);
                }
                What::Due(_) => {
                    if at == here {
                        place = due;
                    }
                    due += 1;
                }
            }
        }
        if sent.len() == due { sent.get(place).copied() } else { sent.last().copied() }
    }
}

impl<'a> Deed<'a> {
    /// The text that is sent or due.
    fn text(&self) -> Option<&'a str> {
        match self.what {
            What::Sends(Outgoing::Text(text)) => Some(text),
            What::Sends(_) => None,
            What::Due(text) => text,
        }
    }

    /// The text that is due.
    fn due(&self) -> Option<&'a str> {
        match self.what {
            What::Due(text) => text,
            What::Sends(_) => None,
        }
    }
}

/// What was sent, as people read it: a text as it is, bytes in hexadecimal.
pub(super) fn shown(what: &Outgoing, values: &Values) -> Option<String> {
    match what {
        Outgoing::Text(text) | Outgoing::Ping(text) => values.fill(text).ok(),
        Outgoing::Fragments(texts) => values.fill(&texts.concat()).ok(),
        Outgoing::Binary(bytes) | Outgoing::Raw(bytes) => Some(hex(bytes)),
    }
}
