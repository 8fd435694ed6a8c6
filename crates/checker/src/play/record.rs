//! The transcript while it is written.

use tokio::time::Instant;

use crate::transcript::{Event, Transcript, What};

/// An event of a check that is being played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct EventId(usize);

/// Takes down events. Those of a check are put in the order of time when it is over: what came while nobody was
/// looking is taken down later than it came.
#[derive(Debug)]
pub(super) struct Recorder {
    zero: Instant,
    setup: String,
    check: String,
    step: usize,
    /// The checks before this one.
    done: Vec<Event>,
    /// This check. The place is the id.
    events: Vec<Event>,
}

impl Recorder {
    pub(super) fn new(setup: String) -> Self {
        Self {
            zero: Instant::now(),
            setup,
            check: String::new(),
            step: 0,
            done: Vec::new(),
            events: Vec::new(),
        }
    }

    pub(super) fn begin(&mut self, check: &str) {
        check.clone_into(&mut self.check);
        self.step = 0;
    }

    pub(super) fn step(&mut self, step: usize) {
        self.step = step;
    }

    /// Takes down what happened then; `client` is empty for what is no client's.
    pub(super) fn add(&mut self, at: Instant, client: &str, what: What) -> EventId {
        // Whole microseconds, so that the text of a time has no noise. No check lasts so long that they get lost.
        #[allow(clippy::cast_precision_loss)]
        let micros = at.saturating_duration_since(self.zero).as_micros() as f64;
        self.events.push(Event {
            at: micros / 1000.0,
            check: self.check.clone(),
            step: self.step,
            setup: self.setup.clone(),
            client: client.to_owned(),
            what,
        });
        EventId(self.events.len() - 1)
    }

    /// Ends the check. Gives back the line that an event of it has in the transcript, counted from 1.
    pub(super) fn end(&mut self, wanted: Option<EventId>) -> Option<usize> {
        let mut order: Vec<(usize, Event)> = self.events.drain(..).enumerate().collect();
        // Stable: what happened at the same moment stays in the order in which it was taken down.
        order.sort_by(|(_, one), (_, other)| one.at.total_cmp(&other.at));
        let wanted = wanted.map(|EventId(wanted)| wanted);
        let place = order.iter().position(|(id, _)| Some(*id) == wanted);
        let line = place.map(|place| self.done.len() + place + 1);
        self.done.extend(order.into_iter().map(|(_, event)| event));
        line
    }

    pub(super) fn transcript(self) -> Transcript {
        Transcript { events: self.done }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn events_are_put_in_the_order_of_time_and_the_wanted_one_is_found_again() {
        let mut recorder = Recorder::new("main".into());
        let moment = |millis| recorder.zero + Duration::from_millis(millis);
        let moments = [moment(5), moment(9), moment(7), moment(9)];
        recorder.begin("1.1");
        recorder.add(moments[0], "A", What::Leave { code: None });
        assert_eq!(recorder.end(None), None);
        recorder.begin("1.2");
        recorder.step(3);
        let late = recorder.add(moments[1], "A", What::Leave { code: Some(1) });
        recorder.add(moments[2], "B", What::Leave { code: Some(2) });
        recorder.add(moments[3], "C", What::Leave { code: Some(3) });
        assert_eq!(recorder.end(Some(late)), Some(3));
        let events = recorder.transcript().events;
        let told: Vec<(f64, &str, usize, &str)> = events
            .iter()
            .map(|event| (event.at, event.check.as_str(), event.step, event.client.as_str()))
            .collect();
        assert_eq!(
            told,
            [(5.0, "1.1", 0, "A"), (7.0, "1.2", 3, "B"), (9.0, "1.2", 3, "A"), (9.0, "1.2", 3, "C")]
        );
    }

    #[test]
    fn what_came_before_the_player_was_there_came_at_its_beginning() {
        let mut recorder = Recorder::new(String::new());
        let early = recorder.zero.checked_sub(Duration::from_millis(1)).unwrap();
        recorder.add(early, "A", What::Leave { code: None });
        recorder.end(None);
        assert!(recorder.transcript().events[0].at.abs() < f64::EPSILON);
    }
}
