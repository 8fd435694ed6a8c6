//! A client of a check: its connection, and what is known of it.

use std::collections::VecDeque;

use tokio::time::Instant;

use crate::{
    lane::{Arrival, End, Incoming, Lane},
    transcript::{Payload, What},
};

use super::{
    hex::hex,
    record::{EventId, Recorder},
};

/// A client of a check.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) lane: Lane,
    /// What was looked at and is still to be judged.
    held: VecDeque<Seen>,
    /// The end in the transcript.
    ended: Option<EventId>,
    /// When and what it sent last in this check; pings do not count.
    pub(super) sent: Option<(Instant, String)>,
    /// When it sent something that nothing has come for yet.
    pub(super) waits_since: Option<Instant>,
    /// The last message that came.
    pub(super) last: Option<Incoming>,
    /// The last number, while none can have been missed since, and when it came.
    pub(super) number: Option<(u64, Instant)>,
    /// No number may be smaller: what others had seen when it connected, or it had seen itself.
    pub(super) floor: Option<u64>,
}

/// Something that came and is in the transcript.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) event: EventId,
    pub(super) at: Instant,
    pub(super) what: Incoming,
}

impl Client {
    pub(super) fn new(lane: Lane, floor: Option<u64>) -> Self {
        Self {
            lane,
            held: VecDeque::new(),
            ended: None,
            sent: None,
            waits_since: None,
            last: None,
            number: None,
            floor,
        }
    }

    /// What comes next, but pings, which say nothing. After the end there is only the end.
    pub(super) async fn next(&mut self, name: &str, until: Instant, recorder: &mut Recorder) -> Option<Seen> {
        loop {
            if let Some(seen) = self.held.pop_front() {
                return Some(seen);
            }
            let arrival = self.lane.next(until).await?;
            if let Some(seen) = self.seen(name, arrival, recorder) {
                return Some(seen);
            }
        }
    }

    /// What has come already, for whoever looks ahead; it is still to be judged.
    pub(super) fn ahead(&mut self, name: &str, recorder: &mut Recorder) -> impl Iterator<Item = &Seen> {
        while let Some(arrival) = self.lane.ready() {
            let seen = self.seen(name, arrival, recorder);
            self.held.extend(seen);
        }
        self.held.iter()
    }

    /// It is still to be judged, before everything else.
    pub(super) fn put_back(&mut self, seen: impl DoubleEndedIterator<Item = Seen>) {
        seen.rev().for_each(|seen| self.held.push_front(seen));
    }

    fn seen(&mut self, name: &str, arrival: Arrival, recorder: &mut Recorder) -> Option<Seen> {
        let Arrival { at, what } = arrival;
        let event = match (&what, self.ended) {
            // The end is told again and again, and was taken down once.
            (Incoming::End(_), Some(event)) => event,
            _ => record(name, at, &what, recorder),
        };
        match what {
            Incoming::Ping(_) => return None,
            Incoming::End(_) => self.ended = Some(event),
            _ => {}
        }
        Some(Seen { event, at, what })
    }

    /// Whether its end is in the transcript.
    pub(super) fn end_told(&self) -> bool {
        self.ended.is_some()
    }

    /// Numbers may have been passed over: the next one may be any that does not go back.
    pub(super) fn lose_count(&mut self) {
        if let Some((number, _)) = self.number.take() {
            self.floor = self.floor.max(Some(number));
        }
    }
}

/// Takes down what came.
pub(super) fn record(name: &str, at: Instant, what: &Incoming, recorder: &mut Recorder) -> EventId {
    let what = match what {
        Incoming::Text(text) => What::Received(Payload::Text(text.clone())),
        Incoming::Binary(bytes) => What::Received(Payload::Binary(hex(bytes))),
        Incoming::Ping(bytes) => What::Received(Payload::Ping(lossy(bytes))),
        Incoming::Pong(bytes) => What::Received(Payload::Pong(lossy(bytes))),
        Incoming::End(End::Closed(code, reason)) => What::Ended { code: Some(*code), reason: reason.clone() },
        Incoming::End(
            End::Lost(reason) | End::NotUtf8(reason) | End::Protocol(reason) | End::Flood(reason),
        ) => What::Ended { code: None, reason: reason.clone() },
    };
    recorder.add(at, name, what)
}

/// The payload of a control frame as people read it.
pub(super) fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
