//! What happened in a tab since it was opened: requests, frames, and everything that went wrong.

use std::{collections::HashMap, sync::Arc};

use chromiumoxide::{
    Page,
    cdp::{
        IntoEventKind,
        browser_protocol::{
            log::{EventEntryAdded, LogEntryLevel},
            network::{
                EventLoadingFailed, EventRequestWillBeSent, EventWebSocketCreated,
                EventWebSocketFrameReceived, EventWebSocketFrameSent, WebSocketFrame,
            },
        },
        js_protocol::runtime::{
            ConsoleApiCalledType, EventConsoleApiCalled, EventExceptionThrown, RemoteObject,
        },
    },
    error::Result,
    listeners::EventStream,
};
use futures_util::{FutureExt, StreamExt};

/// Where a [`Problem`] was noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The page called `console.error`.
    Console,
    /// An exception that nothing caught.
    Exception,
    /// The Content Security Policy forbade something.
    Policy,
    /// The browser itself logged an error, such as a request that failed.
    Browser,
}

/// Something that went wrong in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where it was noticed.
    pub source: Source,
    /// What the browser says about it.
    pub text: String,
}

/// Who sent a [`Frame`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The page.
    Sent,
    /// The server.
    Received,
}

/// A WebSocket message as the browser reports it. It reports no control frames.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// Who sent it.
    pub direction: Direction,
    /// 1 for text, 2 for binary.
    pub opcode: u8,
    /// The text, or the bytes in Base64.
    pub payload: String,
    /// Seconds on the browser's own clock.
    pub at: f64,
}

/// Collects the events of one page, and sorts them into lists when it is asked.
pub(super) struct Record {
    console: EventStream<EventConsoleApiCalled>,
    exceptions: EventStream<EventExceptionThrown>,
    log: EventStream<EventEntryAdded>,
    requests: EventStream<EventRequestWillBeSent>,
    failures: EventStream<EventLoadingFailed>,
    sockets: EventStream<EventWebSocketCreated>,
    sent: EventStream<EventWebSocketFrameSent>,
    received: EventStream<EventWebSocketFrameReceived>,
    urls: HashMap<String, String>,
    /// So far.
    pub(super) so_far: SoFar,
}

/// The lists of a [`Record`].
#[derive(Default)]
pub(super) struct SoFar {
    /// Every `console` call, for the report of a failed test.
    pub(super) console: Vec<String>,
    pub(super) problems: Vec<Problem>,
    pub(super) requests: Vec<String>,
    pub(super) sockets: Vec<String>,
    pub(super) failed: Vec<String>,
    pub(super) frames: Vec<Frame>,
}

/// The CDP events that a record is made of. One of these that cannot be read must fail the test.
pub(super) const EVENTS: [&str; 8] = [
    "Runtime.consoleAPICalled",
    "Runtime.exceptionThrown",
    "Log.entryAdded",
    "Network.requestWillBeSent",
    "Network.loadingFailed",
    "Network.webSocketCreated",
    "Network.webSocketFrameSent",
    "Network.webSocketFrameReceived",
];

impl Record {
    /// Begins to listen. The CDP crate has turned the events on when it made the page.
    pub(super) async fn of(page: &Page) -> Result<Self> {
        Ok(Self {
            console: page.event_listener().await?,
            exceptions: page.event_listener().await?,
            log: page.event_listener().await?,
            requests: page.event_listener().await?,
            failures: page.event_listener().await?,
            sockets: page.event_listener().await?,
            sent: page.event_listener().await?,
            received: page.event_listener().await?,
            urls: HashMap::new(),
            so_far: SoFar::default(),
        })
    }

    /// Takes in what has arrived.
    pub(super) fn update(&mut self) {
        self.update_network();
        let so_far = &mut self.so_far;
        for call in arrived(&mut self.console) {
            let text = call.args.iter().map(describe).collect::<Vec<_>>().join(" ");
            so_far.console.push(format!("{:?}: {text}", call.r#type));
            if matches!(call.r#type, ConsoleApiCalledType::Error | ConsoleApiCalledType::Assert) {
                so_far.problems.push(Problem { source: Source::Console, text });
            }
        }
        for event in arrived(&mut self.exceptions) {
            let details = &event.exception_details;
            let exception = details.exception.as_ref().map(describe).unwrap_or_default();
            let text = format!("{} {exception}", details.text);
            so_far.problems.push(Problem { source: Source::Exception, text });
        }
        for event in arrived(&mut self.log) {
            let entry = &event.entry;
            let text = format!("{} {}", entry.text, entry.url.as_deref().unwrap_or_default());
            if text.contains("Content Security Policy") {
                so_far.problems.push(Problem { source: Source::Policy, text });
            } else if entry.level == LogEntryLevel::Error {
                so_far.problems.push(Problem { source: Source::Browser, text });
            }
        }
    }

    fn update_network(&mut self) {
        let so_far = &mut self.so_far;
        for event in arrived(&mut self.requests) {
            self.urls.insert(event.request_id.inner().clone(), event.request.url.clone());
            so_far.requests.push(event.request.url.clone());
        }
        for event in arrived(&mut self.sockets) {
            so_far.requests.push(event.url.clone());
            so_far.sockets.push(event.url.clone());
        }
        for event in arrived(&mut self.failures) {
            let url = self.urls.get(event.request_id.inner()).map_or("", String::as_str);
            so_far.failed.push(format!("{url} {}", event.error_text));
        }
        let sent = arrived(&mut self.sent);
        let sent = sent.iter().map(|event| frame(Direction::Sent, &event.response, *event.timestamp.inner()));
        so_far.frames.extend(sent);
        let received = arrived(&mut self.received);
        let received = received
            .iter()
            .map(|event| frame(Direction::Received, &event.response, *event.timestamp.inner()));
        so_far.frames.extend(received);
        so_far.frames.sort_by(|one, other| one.at.total_cmp(&other.at));
    }
}

/// The events that wait in `stream`.
fn arrived<T: IntoEventKind + Unpin>(stream: &mut EventStream<T>) -> Vec<Arc<T>> {
    std::iter::from_fn(|| stream.next().now_or_never().flatten()).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // An opcode is a number from 0 to 15.
fn frame(direction: Direction, frame: &WebSocketFrame, at: f64) -> Frame {
    Frame { direction, opcode: frame.opcode as u8, payload: frame.payload_data.clone(), at }
}

fn describe(object: &RemoteObject) -> String {
    match (&object.value, &object.description) {
        (Some(serde_json::Value::String(text)), _) => text.clone(),
        (Some(value), _) => value.to_string(),
        (None, description) => description.clone().unwrap_or_default(),
    }
}
