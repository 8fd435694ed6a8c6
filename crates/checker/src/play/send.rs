//! `send`: what clients say.

use tokio::time::Instant;

use crate::{
    scenario::{Outgoing, Unbound, Values},
    transcript::{Payload, What},
};

use super::{
    halt::Halt,
    hex::hex,
    plan::shown,
    round::{POSITIVE, Round},
};

impl Round<'_> {
    /// What cannot be sent is no failure yet: how the connection ended, or that no answer comes, is told by the
    /// step that looks for the answer.
    pub(super) async fn send(&mut self, names: &[String], what: &Outgoing) -> Result<(), Halt> {
        let within = self.scaled(POSITIVE);
        let shown = shown(what, &self.values).unwrap_or_default();
        let what = filled(what, &self.values)?;
        for name in names {
            let client = self.client(name)?;
            // Before it leaves: no answer to it can be older.
            let at = Instant::now();
            if client.lane.send(&what, within).await.is_err() {
                continue;
            }
            if !matches!(what, Outgoing::Ping(_)) {
                client.sent = Some((at, shown.clone()));
                client.waits_since = Some(at);
                self.sent = Some(at);
            }
            self.player.recorder.add(at, name, What::Sent(payload(&what)));
        }
        Ok(())
    }
}

fn filled(what: &Outgoing, values: &Values) -> Result<Outgoing, Unbound> {
    Ok(match what {
        Outgoing::Text(text) => Outgoing::Text(values.fill(text)?),
        Outgoing::Ping(text) => Outgoing::Ping(values.fill(text)?),
        Outgoing::Fragments(texts) => {
            Outgoing::Fragments(texts.iter().map(|text| values.fill(text)).collect::<Result<_, _>>()?)
        }
        Outgoing::Binary(_) | Outgoing::Raw(_) => what.clone(),
    })
}

fn payload(what: &Outgoing) -> Payload {
    match what {
        Outgoing::Text(text) => Payload::Text(text.clone()),
        Outgoing::Fragments(texts) => Payload::Fragments(texts.clone()),
        Outgoing::Binary(bytes) => Payload::Binary(hex(bytes)),
        Outgoing::Ping(text) => Payload::Ping(text.clone()),
        Outgoing::Raw(bytes) => Payload::Raw(hex(bytes)),
    }
}
