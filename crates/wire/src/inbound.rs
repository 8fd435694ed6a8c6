//! The payload that actix-ws reads in place of the connection's own.

use std::{
    pin::Pin,
    task::{Context, Poll},
    thread,
};

use actix_web::{dev::Payload, error::PayloadError, web::Bytes};
use futures_util::Stream;

use crate::{
    closing::{Ending, INTERNAL},
    socket::Shared,
};

/// The application's end of a connection's input.
pub(crate) struct Inbound(Shared);

impl Inbound {
    pub(crate) fn payload(socket: &Shared) -> Payload {
        Payload::Stream { payload: Box::pin(Self(Shared::clone(socket))) }
    }
}

impl Stream for Inbound {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.borrow_mut().poll_reader(cx).map(|messages| messages.map(Ok))
    }
}

impl Drop for Inbound {
    /// An application that no longer reads has ended, or does nothing but send. One that panics takes its
    /// stream with it, and this is where that shows.
    fn drop(&mut self) {
        let mut socket = self.0.borrow_mut();
        socket.is_reader_gone = true;
        if thread::panicking() {
            socket.end(Ending::Failed(INTERNAL));
        }
        socket.wake_writer();
    }
}
