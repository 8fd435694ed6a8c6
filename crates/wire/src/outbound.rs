//! The response body that goes out in place of the one that actix-ws writes: long messages compressed, and
//! at the end a close frame with the right code.

use std::{
    pin::Pin,
    task::{Context, Poll, ready},
};

use actix_web::{
    body::{BodySize, MessageBody},
    web::{Buf, Bytes, BytesMut},
};
use tokio::time::{Duration, Instant};

use crate::{
    closing::{self, DRAIN, DRAIN_BYTES, Ending, GRACE, INTERNAL, LINGER},
    deflate::compress,
    header::{self, Opcode, Written},
    shutdown::Departure,
    socket::Shared,
    timer::Timer,
};

/// Messages from this length on are compressed, with this window.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compressing {
    pub(crate) from: usize,
    pub(crate) window_bits: u8,
}

/// How far the closing handshake has come.
enum Phase {
    Open,
    /// Our close frame is out, and the peer's is not in.
    Closing,
    /// Both are out, or no other will come: what the peer still sends, up to so many bytes, is no frame
    /// any more.
    Draining(usize),
    Ended,
}

pub(crate) struct Outbound<B> {
    /// Gone as soon as nothing of it can be sent any more, so that whoever sends notices.
    body: Option<Pin<Box<B>>>,
    socket: Shared,
    compressing: Option<Compressing>,
    /// The beginning of a frame whose rest the body has not written yet.
    begun: BytesMut,
    departure: Departure,
    phase: Phase,
    timer: Timer,
    /// When the present wait is over.
    deadline: Option<Instant>,
}

impl<B: MessageBody> Outbound<B> {
    pub(crate) fn new(
        body: B,
        socket: Shared,
        compressing: Option<Compressing>,
        departure: Departure,
    ) -> Self {
        Self {
            body: Some(Box::pin(body)),
            socket,
            compressing,
            begun: BytesMut::new(),
            departure,
            phase: Phase::Open,
            timer: Timer::default(),
            deadline: None,
        }
    }

    /// Passes on what the application wrote, frame by frame: untouched where nothing has to change, and up
    /// to its close frame, which becomes ours.
    fn rewrite(&mut self, mut bytes: Bytes) -> Bytes {
        if !self.begun.is_empty() {
            self.begun.extend_from_slice(&bytes);
            bytes = self.begun.split().freeze();
        }
        let is_passed_on = self.compressing.is_none() && !self.socket.borrow().watch.is_on();
        let (mut rewritten, mut end) = (BytesMut::new(), 0);
        while let Some((first, start, length)) = measure(&bytes[end..]) {
            let (start, next) = (end + start, end + start + length);
            let opcode = Opcode::of(first);
            if opcode == Some(Opcode::Close) {
                let own = bytes.slice(start..next);
                rewritten.extend_from_slice(&bytes[..end]);
                rewritten.extend_from_slice(&self.close(Some(&own)));
                return rewritten.freeze();
            }
            if is_passed_on {
                end = next;
            } else if let Some((opcode, small)) = self.compressed(first, opcode, &bytes[start..next]) {
                rewritten.extend_from_slice(&bytes[..end]);
                rewritten.extend_from_slice(Written::from_server(opcode, true, small.len()).as_ref());
                rewritten.extend_from_slice(&small);
                bytes.advance(next);
                end = 0;
            } else {
                self.watch(first, opcode, &bytes[start..next]);
                end = next;
            }
        }
        if end < bytes.len() {
            self.begun.extend_from_slice(&bytes[end..]);
            bytes.truncate(end);
        }
        if rewritten.is_empty() {
            return bytes;
        }
        rewritten.extend_from_slice(&bytes);
        rewritten.freeze()
    }

    /// A whole message that is worth it, compressed.
    fn compressed(&self, first: u8, opcode: Option<Opcode>, payload: &[u8]) -> Option<(Opcode, Vec<u8>)> {
        let Compressing { from, window_bits } = self.compressing?;
        let opcode = opcode.filter(|opcode| matches!(opcode, Opcode::Text | Opcode::Binary))?;
        if first & 0x80 == 0 || payload.len() < from {
            return None;
        }
        let small = compress(payload, window_bits)?;
        self.socket.borrow_mut().watch.sent(true, true, opcode, &small);
        Some((opcode, small))
    }

    fn watch(&self, first: u8, opcode: Option<Opcode>, payload: &[u8]) {
        let watch = &mut self.socket.borrow_mut().watch;
        if let (true, Some(opcode)) = (watch.is_on(), opcode) {
            watch.sent(first & 0x80 != 0, false, opcode, payload);
        }
    }

    /// Our close frame. `own` is the payload of the application's, where it wrote one.
    fn close(&mut self, own: Option<&[u8]>) -> Bytes {
        let mut socket = self.socket.borrow_mut();
        let farewell = socket.farewell.payload().filter(|_| socket.ending.is_none());
        let own = own.or(farewell.as_deref());
        let payload = closing::payload(socket.ending, socket.is_going_away, own);
        let sent = closing::frame_of(&payload);
        socket.sent = Some(sent);
        socket.watch.sent(true, false, Opcode::Close, &payload);
        self.phase = match socket.ending {
            None if socket.is_reader_gone && sent.0.is_some_and(closing::is_failure) => {
                Phase::Draining(DRAIN_BYTES)
            }
            None => Phase::Closing,
            Some(Ending::Closed(_)) => Phase::Draining(0),
            Some(Ending::Failed(_)) => Phase::Draining(DRAIN_BYTES),
            Some(Ending::Lost) => Phase::Ended,
        };
        // The body may hold the application's stream, which reaches for the socket when it is dropped.
        drop(socket);
        self.deadline = None;
        if !matches!(self.phase, Phase::Closing) {
            self.body = None;
        }
        let mut frame = BytesMut::from(Written::from_server(Opcode::Close, false, payload.len()).as_ref());
        frame.extend_from_slice(&payload);
        frame.freeze()
    }

    fn poll_open(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, B::Error>>> {
        loop {
            match self.body.as_mut().map(|body| body.as_mut().poll_next(cx)) {
                Some(Poll::Ready(Some(Ok(bytes)))) => {
                    let bytes = self.rewrite(bytes);
                    if !bytes.is_empty() {
                        return Poll::Ready(Some(Ok(bytes)));
                    }
                }
                Some(Poll::Ready(Some(Err(_)))) => {
                    // The application wrote what cannot be sent, such as the continuation of nothing. Passed
                    // on, the error would end TCP without a word.
                    self.socket.borrow_mut().end(Ending::Failed(INTERNAL));
                    break;
                }
                Some(Poll::Ready(None)) | None => break,
                Some(Poll::Pending) => {
                    ready!(self.poll_idle(cx));
                    break;
                }
            }
        }
        if matches!(self.socket.borrow().ending, Some(Ending::Lost)) {
            self.phase = Phase::Ended;
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(self.close(None))))
    }

    /// The application has nothing to send now. Ready when it is time to close in its place.
    fn poll_idle(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut socket = self.socket.borrow_mut();
        if self.departure.is_due(cx) {
            socket.go_away();
        }
        socket.keep_writer(cx);
        match (socket.ending.is_some() || socket.is_going_away, socket.is_reader_gone) {
            (true, true) => Poll::Ready(()),
            (true, false) => {
                drop(socket);
                self.poll_wait(GRACE, cx)
            }
            // Nobody else reads, and a close of the peer must not go unseen.
            (false, true) => socket.poll_ending(cx),
            (false, false) => Poll::Pending,
        }
    }

    /// After our close frame. Ready when the peer has answered, is gone, or had its time.
    fn poll_closing(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut socket = self.socket.borrow_mut();
        socket.keep_writer(cx);
        let is_over = if socket.is_reader_gone || socket.is_going_away {
            socket.poll_ending(cx).is_ready()
        } else {
            socket.ending.is_some()
        };
        drop(socket);
        if is_over { Poll::Ready(()) } else { self.poll_wait(LINGER, cx) }
    }

    fn poll_wait(&mut self, wait: Duration, cx: &mut Context<'_>) -> Poll<()> {
        let deadline = *self.deadline.get_or_insert_with(|| Instant::now() + wait);
        self.timer.poll_until(deadline, cx)
    }
}

impl<B> Drop for Outbound<B> {
    fn drop(&mut self) {
        self.socket.borrow_mut().tell_end();
    }
}

/// The first byte, the length of the header and that of the payload of the first frame, when all of it is
/// there. A server's frames carry no masking key.
fn measure(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let (length, start) = header::length(bytes)?;
    let length = usize::try_from(length).ok()?;
    (bytes.len() - start >= length).then(|| (bytes[0], start, length))
}

impl<B: MessageBody> MessageBody for Outbound<B> {
    type Error = B::Error;

    fn size(&self) -> BodySize {
        BodySize::Stream
    }

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, B::Error>>> {
        let this = self.get_mut();
        loop {
            match &mut this.phase {
                Phase::Open => return this.poll_open(cx),
                Phase::Closing => {
                    ready!(this.poll_closing(cx));
                    let has_failed = matches!(this.socket.borrow().ending, Some(Ending::Failed(_)));
                    this.phase = Phase::Draining(if has_failed { DRAIN_BYTES } else { 0 });
                    this.deadline = None;
                    this.body = None;
                }
                Phase::Draining(most) => {
                    let is_dry = this.socket.borrow_mut().poll_drain(cx, most).is_ready();
                    if !is_dry {
                        ready!(this.poll_wait(DRAIN, cx));
                    }
                    this.phase = Phase::Ended;
                }
                Phase::Ended => return Poll::Ready(None),
            }
        }
    }
}
