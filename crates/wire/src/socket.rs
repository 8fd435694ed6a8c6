//! What the two halves of one connection share: the bytes that come in, and how it ends.
//!
//! Both halves are polled on one thread, by two tasks: the application's reads, the connection's own
//! writes. The bytes have one waker, so one of the two reads at any time: the application as long as it
//! holds its stream, then the connection.

use std::{
    cell::RefCell,
    pin::Pin,
    rc::Rc,
    task::{Context, Poll, Waker, ready},
};

use actix_web::{dev::Payload, web::Bytes};
use futures_util::Stream;
use tokio::time::{Duration, Instant};

use crate::{
    Farewell, Fault, Limits,
    allowance::Allowance,
    closing::{CloseFrame, Ending},
    message::{BATCH, Decoder},
    observer::{End, Watch},
    timer::Timer,
};

/// actix-ws keeps the last bytes it was given until the next ones come. Above this length they are worth
/// being replaced by none.
const WORTH_RELEASING: usize = 4 * 1024;

/// How long nothing must have come before they are, once or twice over. At once would be dear: whoever sends
/// one long message often sends the next.
const RELEASE_AFTER: Duration = Duration::from_millis(20);

pub(crate) type Shared = Rc<RefCell<Socket>>;

pub(crate) struct Socket {
    source: Payload,
    input: Bytes,
    decoder: Decoder,
    allowance: Allowance,
    patience: Patience,
    timer: Timer,
    /// Bytes given since the reader was last told to wait.
    given: usize,
    /// The application has been given messages since it was last told to wait, and deals with those first.
    is_fed: bool,
    lent: Lent,
    pub(crate) watch: Watch,
    pub(crate) ending: Option<Ending>,
    pub(crate) is_going_away: bool,
    pub(crate) is_reader_gone: bool,
    pub(crate) farewell: Farewell,
    /// Our own close frame, once it is out.
    pub(crate) sent: Option<CloseFrame>,
    reader: Option<Waker>,
    writer: Option<Waker>,
}

/// Whether the reader still holds a long piece that it has dealt with.
enum Lent {
    Nothing,
    /// It was given one since the alarm was set.
    Fresh(Instant),
    /// It was given none since then, and does without when the alarm rings.
    Stale(Instant),
}

/// Waiting for the rest of a message. Only time in which this side waits for the peer counts.
struct Patience {
    whole: Duration,
    left: Duration,
    since: Option<Instant>,
}

impl Socket {
    pub(crate) fn shared(source: Payload, limits: Limits, compression: bool, watch: Watch) -> Shared {
        Rc::new(RefCell::new(Self {
            source,
            input: Bytes::new(),
            decoder: Decoder::new(limits, compression),
            allowance: Allowance::new(limits.rate),
            patience: Patience { whole: limits.patience, left: limits.patience, since: None },
            timer: Timer::default(),
            given: 0,
            is_fed: false,
            lent: Lent::Nothing,
            watch,
            ending: None,
            is_going_away: false,
            is_reader_gone: false,
            farewell: Farewell::default(),
            sent: None,
            reader: None,
            writer: None,
        }))
    }

    /// Nothing more is read. The first reason counts.
    pub(crate) fn end(&mut self, ending: Ending) {
        if self.ending.is_none() {
            self.ending = Some(ending);
            // What lies behind the end is no frame any more, and may be as long as a buffer of actix-http.
            self.input = Bytes::new();
            self.wake_writer();
        }
    }

    /// The server stops: the application gets no more messages.
    pub(crate) fn go_away(&mut self) {
        if !self.is_going_away {
            self.is_going_away = true;
            if let Some(reader) = self.reader.take() {
                reader.wake();
            }
        }
    }

    pub(crate) fn wake_writer(&mut self) {
        if let Some(writer) = self.writer.take() {
            writer.wake();
        }
    }

    /// Has `cx` woken when the connection ends.
    pub(crate) fn keep_writer(&mut self, cx: &Context<'_>) {
        keep(&mut self.writer, cx);
    }

    /// The application's next batch of whole messages; `None` once there will be no more.
    pub(crate) fn poll_reader(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.is_going_away {
            return Poll::Ready(None);
        }
        let polled = self.poll_messages(cx);
        match &polled {
            // Empty bytes are no message.
            Poll::Ready(messages) => self.is_fed |= messages.as_ref().is_some_and(|bytes| !bytes.is_empty()),
            Poll::Pending => {
                self.is_fed = false;
                keep(&mut self.reader, cx);
            }
        }
        polled
    }

    /// Reads and throws away whole messages until the peer closes, fails or is gone.
    pub(crate) fn poll_ending(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        self.is_fed = false;
        while ready!(self.poll_messages(cx)).is_some() {}
        Poll::Ready(())
    }

    fn poll_messages(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if self.given >= BATCH {
            // actix-ws asks until it is told to wait, and queues all it gets. Told so once a batch, it hands
            // out those messages first: that is the back-pressure.
            self.given = 0;
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        self.patience.stop_waiting();
        loop {
            if self.ending.is_none() {
                let tokens = self.allowance.tokens();
                let before = *tokens;
                let fed = self.decoder.feed(&mut self.input, tokens, &mut self.watch);
                if self.input.is_empty() {
                    // Even empty, they are part of actix-http's buffer, which could not be used again.
                    self.input = Bytes::new();
                }
                if *tokens < before {
                    // What is begun now is another message than the one that was waited for.
                    self.patience.left = self.patience.whole;
                }
                match fed {
                    Ok(None) => {}
                    Ok(Some(close)) => self.end(Ending::Closed(close)),
                    Err(fault) => self.end(Ending::Failed(fault)),
                }
            }
            if let Some(messages) = self.decoder.take() {
                self.given += messages.len();
                if self.given > WORTH_RELEASING {
                    self.lent.renew();
                }
                return Poll::Ready(Some(messages));
            }
            if self.ending.is_some() {
                return Poll::Ready(None);
            }
            if !self.input.is_empty() {
                // Only a lack of tokens leaves bytes undecoded.
                self.given = 0;
                ready!(self.timer.poll_until(self.allowance.next(), cx));
                continue;
            }
            match Pin::new(&mut self.source).poll_next(cx) {
                Poll::Ready(Some(Ok(bytes))) => self.input = bytes,
                Poll::Ready(_) => self.end(Ending::Lost),
                Poll::Pending => return self.wait(cx),
            }
        }
    }

    /// The peer has sent nothing more.
    fn wait(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        self.given = 0;
        if self.poll_release(cx).is_ready() {
            return Poll::Ready(Some(Bytes::new()));
        }
        if self.decoder.is_idle() {
            self.patience.left = self.patience.whole;
            return Poll::Pending;
        }
        if self.is_fed {
            // actix-ws asks until it is told to wait before it hands out anything. So this is no wait yet: the
            // application has work, and asks again when that is done.
            return Poll::Pending;
        }
        ready!(self.timer.poll_until(self.patience.wait(), cx));
        self.end(Ending::Failed(Fault::policy("the message was not completed in time")));
        Poll::Ready(None)
    }

    /// Ready when the reader shall let go of a long piece.
    fn poll_release(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Lent::Fresh(alarm) | Lent::Stale(alarm) = self.lent {
            ready!(self.timer.poll_until(alarm, cx));
            if matches!(self.lent, Lent::Stale(_)) {
                self.lent = Lent::Nothing;
                return Poll::Ready(());
            }
            self.lent = Lent::Stale(Instant::now() + RELEASE_AFTER);
        }
        Poll::Pending
    }

    /// Reads and forgets bytes, not frames. Ready at their end, or when `most` have come.
    pub(crate) fn poll_drain(&mut self, cx: &mut Context<'_>, most: &mut usize) -> Poll<()> {
        while *most > 0 {
            match ready!(Pin::new(&mut self.source).poll_next(cx)) {
                Some(Ok(bytes)) => *most = most.saturating_sub(bytes.len()),
                _ => break,
            }
        }
        Poll::Ready(())
    }

    /// Tells the observer, who sees nothing after that. The connection is over once its writing half is gone,
    /// whatever the application still holds; it never had one where the handshake was refused.
    pub(crate) fn tell_end(&mut self) {
        if let Some(mut observer) = self.watch.0.take() {
            let (received, fault) = match self.ending {
                Some(Ending::Closed(close)) => (Some(close), None),
                Some(Ending::Failed(fault)) => (None, Some(fault)),
                Some(Ending::Lost) | None => (None, None),
            };
            observer.end(&End { at: Instant::now(), sent: self.sent, received, fault });
        }
    }
}

impl Lent {
    fn renew(&mut self) {
        *self = match self {
            Self::Nothing => Self::Fresh(Instant::now() + RELEASE_AFTER),
            Self::Fresh(alarm) | Self::Stale(alarm) => Self::Fresh(*alarm),
        }
    }
}

impl Patience {
    fn stop_waiting(&mut self) {
        if let Some(since) = self.since.take() {
            self.left = self.left.saturating_sub(since.elapsed());
        }
    }

    /// Begins to wait, and says until when.
    fn wait(&mut self) -> Instant {
        let now = Instant::now();
        self.since = Some(now);
        now + self.left
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        self.tell_end();
    }
}

fn keep(kept: &mut Option<Waker>, cx: &Context<'_>) {
    match kept {
        Some(waker) => waker.clone_from(cx.waker()),
        None => *kept = Some(cx.waker().clone()),
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use actix_web::error::PayloadError;
    use futures_util::stream;
    use tokio::{sync::mpsc, time::sleep};

    use super::*;
    use crate::header::{Opcode, Written};

    const PATIENCE: Duration = Duration::from_secs(10);

    /// A socket and the end that a peer writes into.
    fn connected() -> (Shared, mpsc::UnboundedSender<Bytes>) {
        let (peer, mut bytes) = mpsc::unbounded_channel();
        let source =
            stream::poll_fn(move |cx| bytes.poll_recv(cx).map(|bytes| bytes.map(Ok::<_, PayloadError>)));
        let limits = Limits { patience: PATIENCE, ..Limits::DEFAULT };
        let source: Payload = Payload::Stream { payload: Box::pin(source) };
        (Socket::shared(source, limits, false, Watch::off()), peer)
    }

    /// Asks as actix-ws does: until it is told to wait or that there is no more. It hands out what it got
    /// then, and only if that is nothing, it waits.
    async fn receive(socket: &Shared) -> Vec<u8> {
        let mut received = Vec::new();
        poll_fn(|cx| {
            loop {
                match socket.borrow_mut().poll_reader(cx) {
                    Poll::Ready(Some(bytes)) => received.extend_from_slice(&bytes),
                    Poll::Pending if received.is_empty() => return Poll::Pending,
                    _ => return Poll::Ready(()),
                }
            }
        })
        .await;
        received
    }

    fn message(length: usize) -> Vec<u8> {
        [Written::from_client(Opcode::Binary, length).as_ref(), &vec![0; length]].concat()
    }

    fn is_out_of_patience(socket: &Shared) -> bool {
        matches!(socket.borrow().ending, Some(Ending::Failed(Fault { code: 1008, .. })))
    }

    /// Waits for messages while the peer sends `rest` after half of the patience.
    async fn receive_late(socket: &Shared, peer: &mpsc::UnboundedSender<Bytes>, rest: Vec<u8>) -> Vec<u8> {
        let late = async {
            sleep(PATIENCE / 2).await;
            peer.send(rest.into()).unwrap();
        };
        tokio::join!(receive(socket), late).0
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_complete_a_message_is_failed_after_the_patience() {
        let (socket, peer) = connected();
        let start = Instant::now();
        peer.send(message(100).into_iter().take(50).collect()).unwrap();
        assert_eq!(receive(&socket).await, b"");
        assert!(is_out_of_patience(&socket));
        assert!(start.elapsed() >= PATIENCE && start.elapsed() < PATIENCE + Duration::from_millis(5));
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_completes_each_message_in_time_goes_on_for_ever() {
        let (socket, peer) = connected();
        let whole = message(100);
        let (head, tail) = whole.split_at(50);
        peer.send(head.to_vec().into()).unwrap();
        for _ in 0..10 {
            // The end of one message and the beginning of the next arrive together.
            assert_eq!(receive_late(&socket, &peer, [tail, head].concat()).await, whole);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn pings_inside_a_message_buy_no_time() {
        let (socket, peer) = connected();
        let ping = Written::from_client(Opcode::Ping, 0).as_ref().to_vec();
        let mut first = message(100);
        // Without FIN.
        first[0] &= 0x7f;
        peer.send(first.into()).unwrap();
        assert_eq!(receive_late(&socket, &peer, ping.clone()).await, ping);
        assert_eq!(receive_late(&socket, &peer, Vec::new()).await, b"");
        assert!(is_out_of_patience(&socket));
    }

    #[tokio::test(start_paused = true)]
    async fn the_time_in_which_the_application_is_busy_does_not_count() {
        let (socket, peer) = connected();
        let whole = message(100);
        let (head, tail) = whole.split_at(50);
        peer.send([&whole, head].concat().into()).unwrap();
        for _ in 0..3 {
            assert_eq!(receive(&socket).await, whole);
            sleep(PATIENCE * 2).await;
            assert_eq!(receive_late(&socket, &peer, [tail, &whole, head].concat()).await, whole.repeat(2));
            peer.send([tail, head].concat().into()).unwrap();
        }
    }

    #[tokio::test(start_paused = true)]
    async fn patience_ends_as_well_where_the_messages_are_thrown_away() {
        let (socket, peer) = connected();
        let whole = message(100);
        peer.send([&whole, &whole[..50]].concat().into()).unwrap();
        poll_fn(|cx| socket.borrow_mut().poll_ending(cx)).await;
        assert!(is_out_of_patience(&socket));
    }
}
