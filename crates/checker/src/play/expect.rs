//! `expect`: what must come next.

use std::{collections::BTreeMap, time::Duration};

use serde_json::Value;
use tokio::time::Instant;

use crate::{
    failure::FailureKind,
    judge::{self, Judged},
    lane::{End, Incoming},
    scenario::{Expect, Matcher, Unbound, Values},
    verdict::{Expected, Note, Received},
};

use super::{
    client::Seen,
    halt::{Halt, Wrong},
    hex::hex,
    plan::Surroundings,
    quiet::{filled_all, message, passed_over},
    record::EventId,
    round::{POSITIVE, Round, millis},
};

/// What must come, with its values.
#[derive(Debug)]
pub(super) struct Due {
    matcher: Matcher,
    within: Duration,
    /// Whether the contract gives it more time than usual.
    patient: bool,
    tolerated: Vec<String>,
    skip: Vec<String>,
    skip_types: Vec<String>,
    fails: Option<FailureKind>,
    otherwise: Option<FailureKind>,
}

/// What is to be made of a message.
enum Ruling {
    Right(Vec<Note>),
    PassedOver,
    Wrong(FailureKind, Option<usize>),
}

impl Round<'_> {
    pub(super) fn due(&self, expect: &Expect) -> Result<Due, Unbound> {
        Ok(Due {
            matcher: filled(&expect.matcher, &self.values)?,
            within: self.scaled(expect.within),
            patient: expect.within > POSITIVE,
            tolerated: filled_all(&expect.tolerated, &self.values)?,
            skip: filled_all(&expect.skip, &self.values)?,
            skip_types: expect.skip_types.clone(),
            fails: expect.fails,
            otherwise: expect.otherwise,
        })
    }

    pub(super) async fn expect(&mut self, names: &[String], expect: &Expect) -> Result<(), Halt> {
        let due = self.due(expect)?;
        for (place, name) in names.iter().enumerate() {
            if let Matcher::Pong(payload) = &due.matcher {
                self.pong(name, payload, expect.within, expect.fails).await?;
            } else {
                let around = self.plan.around(self.step, place, &self.values);
                self.expect_one(name, &due, &around).await?;
            }
        }
        Ok(())
    }

    async fn expect_one(&mut self, name: &str, due: &Due, around: &Surroundings) -> Result<(), Halt> {
        let until = Instant::now() + due.within;
        while let Some(seen) = self.next(name, until).await? {
            let ruling = match &seen.what {
                Incoming::Ping(_) | Incoming::Pong(_) => Ruling::PassedOver,
                Incoming::End(end) => return self.ended(name, due, around, seen.event, end).await,
                Incoming::Text(text) => self.text(text, due, around),
                Incoming::Binary(bytes) => binary(bytes, due),
            };
            self.note_arrival(name, &seen, matches!(ruling, Ruling::Right(_)) && !due.patient)?;
            match ruling {
                Ruling::Right(notes) => {
                    self.notes.extend(notes);
                    return Ok(());
                }
                Ruling::PassedOver => {}
                Ruling::Wrong(kind, at) => {
                    let wrong = Wrong::new(kind, due.wanted(), message(&seen.what));
                    let wrong = wrong.client(name, around.sent.clone()).event(seen.event);
                    return Err(self.fail(wrong.differs_at(at)));
                }
            }
        }
        let kind = due.fails.unwrap_or(match due.matcher {
            Matcher::Close(_) => FailureKind::NotClosed,
            _ => FailureKind::NoReply,
        });
        let wrong = Wrong::new(kind, due.wanted(), Received::Nothing(millis(due.within)));
        Err(self.fail(wrong.client(name, around.sent.clone())))
    }

    /// Remembers what came, and how long it took where that tells of the machine.
    fn note_arrival(&mut self, name: &str, seen: &Seen, quick: bool) -> Result<(), Halt> {
        if !matches!(seen.what, Incoming::Text(_) | Incoming::Binary(_)) {
            return Ok(());
        }
        let client = self.client(name)?;
        client.last = Some(seen.what.clone());
        client.lose_count();
        let sent = client.waits_since.take();
        let latency = sent.and_then(|sent| seen.at.checked_duration_since(sent));
        self.player.latencies.extend(latency.filter(|_| quick));
        Ok(())
    }

    /// Values that an answer brought, for later steps.
    pub(super) fn keep(&mut self, named: BTreeMap<String, String>) {
        for (name, value) in named {
            self.values.set(&name, value);
        }
    }

    fn text(&mut self, text: &str, due: &Due, around: &Surroundings) -> Ruling {
        let context = around.context();
        let judged = match &due.matcher {
            Matcher::Text(expected) => judge::text(expected, text, &context),
            Matcher::OneOf(expected) => judge::one_of(expected, text, &context),
            Matcher::Begins(expected) => judge::begins(expected, text, &context),
            Matcher::Json(expected) => {
                let mut named = BTreeMap::new();
                let judged = judge::json(expected, text, &mut named);
                if matches!(judged, Judged::Same(_)) {
                    self.keep(named);
                }
                judged
            }
            Matcher::Binary(_) => Judged::Differs { kind: FailureKind::TextReply, at: None },
            // Until the end comes, whatever else comes does not matter.
            Matcher::Close(_) | Matcher::Pong(_) => return Ruling::PassedOver,
        };
        let (kind, at) = match judged {
            Judged::Same(notes) => return Ruling::Right(notes),
            Judged::Differs { kind, at } => (kind, at),
        };
        if passed_over(text, &due.tolerated) {
            return Ruling::Right(tolerated(text).into_iter().collect());
        }
        if passed_over(text, &due.skip) || of_type(text, &due.skip_types) {
            return Ruling::PassedOver;
        }
        let kind = match due.otherwise {
            Some(otherwise) if kind == FailureKind::WrongText => otherwise,
            _ => kind,
        };
        Ruling::Wrong(kind, at)
    }

    /// The connection has ended.
    async fn ended(
        &mut self,
        name: &str,
        due: &Due,
        around: &Surroundings,
        event: EventId,
        end: &End,
    ) -> Result<(), Halt> {
        if let (Matcher::Close(codes), End::Closed(code, reason)) = (&due.matcher, end) {
            if codes.contains(code) {
                return Ok(());
            }
            let received = Received::Closed(Some((*code, reason.clone())));
            let wrong = Wrong::new(FailureKind::WrongCloseCode, due.wanted(), received);
            return Err(self.fail(wrong.client(name, around.sent.clone()).event(event)));
        }
        Err(self.fail_at_end(name, end, event, around.sent.clone(), due.wanted()).await)
    }
}

impl Due {
    /// What is asked for, for a failure.
    pub(super) fn wanted(&self) -> Expected {
        match &self.matcher {
            Matcher::Text(text) => Expected::Text(text.clone()),
            Matcher::OneOf(texts) => Expected::OneOf(texts.clone()),
            Matcher::Begins(texts) => Expected::Begins(texts.clone()),
            Matcher::Binary(bytes) => Expected::Binary(hex(bytes)),
            Matcher::Json(json) => Expected::Json(json.to_string()),
            Matcher::Pong(payload) => Expected::Pong(payload.clone()),
            Matcher::Close(codes) => Expected::Close(codes.clone()),
        }
    }
}

fn binary(bytes: &[u8], due: &Due) -> Ruling {
    match &due.matcher {
        Matcher::Binary(expected) if expected == bytes => Ruling::Right(Vec::new()),
        Matcher::Binary(_) => Ruling::Wrong(due.otherwise.unwrap_or(FailureKind::WrongText), None),
        Matcher::Close(_) => Ruling::PassedOver,
        _ => Ruling::Wrong(FailureKind::BinaryReply, None),
    }
}

/// What is said about a text that passes as well.
fn tolerated(text: &str) -> Option<Note> {
    match text.trim() {
        "stop" => Some(Note::StopForEmpty),
        "" => Some(Note::ClearedByItself),
        _ => None,
    }
}

/// Whether a text is a JSON object with one of these in its field `type`.
fn of_type(text: &str, types: &[String]) -> bool {
    if types.is_empty() {
        return false;
    }
    let object: Option<Value> = serde_json::from_str(text).ok();
    let found = object.as_ref().and_then(|object| object.get("type")?.as_str());
    found.is_some_and(|found| types.iter().any(|wanted| wanted == found))
}

fn filled(matcher: &Matcher, values: &Values) -> Result<Matcher, Unbound> {
    Ok(match matcher {
        Matcher::Text(text) => Matcher::Text(values.fill(text)?),
        Matcher::OneOf(texts) => Matcher::OneOf(filled_all(texts, values)?),
        Matcher::Begins(texts) => Matcher::Begins(filled_all(texts, values)?),
        Matcher::Json(json) => Matcher::Json(filled_json(json, values)?),
        Matcher::Pong(payload) => Matcher::Pong(values.fill(payload)?),
        Matcher::Binary(_) | Matcher::Close(_) => matcher.clone(),
    })
}

/// JSON with the values in all its texts, but not in the names of its fields.
pub(super) fn filled_json(json: &Value, values: &Values) -> Result<Value, Unbound> {
    Ok(match json {
        Value::String(text) => Value::String(values.fill(text)?),
        Value::Array(items) => {
            Value::Array(items.iter().map(|item| filled_json(item, values)).collect::<Result<_, _>>()?)
        }
        Value::Object(fields) => {
            let filled = fields.iter().map(|(name, value)| Ok((name.clone(), filled_json(value, values)?)));
            Value::Object(filled.collect::<Result<_, Unbound>>()?)
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => json.clone(),
    })
}
