//! An observer that keeps what it sees.

use actix_web::dev::{RequestHead, ResponseHead};
use lab_wire::{
    Observer, Wire,
    header::Opcode,
    observer::{Direction, End, FrameSeen},
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::reported;

/// One call of an observer.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Event {
    Handshake { path: String, status: u16, extensions: String },
    Frame(Seen),
    End(End),
}

/// A frame as the observer saw it, but for its time.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Seen {
    pub(crate) direction: Direction,
    pub(crate) fin: bool,
    pub(crate) rsv1: bool,
    pub(crate) opcode: Opcode,
    pub(crate) key: Option<[u8; 4]>,
    pub(crate) header_length: usize,
    pub(crate) payload_length: u64,
    pub(crate) payload: Vec<u8>,
}

/// The recordings of all connections, in the order of their requests.
pub(crate) struct Recorders(UnboundedReceiver<Recording>);

impl Recorders {
    /// Has every connection of `wire` recorded.
    pub(crate) fn over(wire: Wire) -> (Self, Wire) {
        let (sender, recordings) = unbounded_channel();
        let wire = wire.observe(move |_| {
            let (events, recording) = unbounded_channel();
            sender.send(Recording(recording)).unwrap();
            Some(Box::new(Recorder(events)))
        });
        (Self(recordings), wire)
    }

    /// The recording of the next connection.
    pub(crate) async fn next(&mut self) -> Recording {
        reported(&mut self.0).await
    }

    /// All of the next connection. It begins with the handshake and ends with the one end.
    pub(crate) async fn whole(&mut self) -> Whole {
        let mut recording = self.next().await;
        let mut events = vec![reported(&mut recording.0).await];
        while !matches!(events.last(), Some(Event::End(_))) {
            events.push(reported(&mut recording.0).await);
        }
        // The observer is dropped as soon as it has seen the end, so nothing can follow.
        assert_eq!(recording.0.recv().await, None, "after the end");
        let Some(Event::End(end)) = events.pop() else { unreachable!("the loop ended with it") };
        Whole { events, end }
    }
}

/// What one observer has seen.
#[derive(Debug)]
pub(crate) struct Recording(UnboundedReceiver<Event>);

impl Recording {
    /// How many frames it has seen up to now.
    pub(crate) fn frames(&mut self) -> usize {
        std::iter::from_fn(|| self.0.try_recv().ok()).filter(|event| matches!(event, Event::Frame(_))).count()
    }
}

/// All that one observer saw.
#[derive(Debug)]
pub(crate) struct Whole {
    pub(crate) events: Vec<Event>,
    pub(crate) end: End,
}

struct Recorder(UnboundedSender<Event>);

impl Recorder {
    fn tell(&self, event: Event) {
        // The test may have seen enough.
        let _ = self.0.send(event);
    }
}

impl Observer for Recorder {
    fn handshake(&mut self, request: &RequestHead, response: &ResponseHead) {
        let extensions = response.headers.get("sec-websocket-extensions");
        self.tell(Event::Handshake {
            path: request.uri.path().to_owned(),
            status: response.status.as_u16(),
            extensions: extensions.map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default(),
        });
    }

    fn frame(&mut self, frame: &FrameSeen<'_>) {
        let &FrameSeen { at: _, direction, fin, rsv1, opcode, key, header_length, payload_length, payload } =
            frame;
        let payload = payload.to_vec();
        self.tell(Event::Frame(Seen {
            direction,
            fin,
            rsv1,
            opcode,
            key,
            header_length,
            payload_length,
            payload,
        }));
    }

    fn end(&mut self, end: &End) {
        self.tell(Event::End(*end));
    }
}
