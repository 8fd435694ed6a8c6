//! A server that says what the test tells it to, and keeps what it hears.

use std::{
    io::ErrorKind,
    net::TcpStream,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, TryRecvError, channel},
    },
    time::Duration,
};

use tokio_tungstenite::tungstenite::{
    Error, Message, WebSocket,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use super::stub::Stub;
use crate::{page::LabPage, server::DEADLINE};

/// How long it listens before it looks whether there is something to say.
const LISTENING: Duration = Duration::from_millis(5);

/// A server of one page. Dropping it drops the connection without a closing handshake, as a server that is
/// killed does.
pub struct Speaker {
    // Before the stub, so that its connections end first.
    messages: Sender<Message>,
    heard: Receiver<String>,
    stub: Stub,
}

impl Speaker {
    /// One that selects the rich form. Port 0 takes a free one.
    #[must_use]
    pub fn rich(port: u16) -> Self {
        let (mouth, messages, heard) = Mouth::new();
        Self { messages, heard, stub: Stub::rich(port, move |socket| mouth.talk(socket)) }
    }

    /// One that selects no subprotocol, as a first server of a student does. Port 0 takes a free one.
    #[must_use]
    pub fn plain(port: u16) -> Self {
        let (mouth, messages, heard) = Mouth::new();
        Self { messages, heard, stub: Stub::web_socket(port, move |socket| mouth.talk(socket)) }
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.stub.port()
    }

    /// Connects the page to this server.
    #[track_caller]
    pub fn welcome(&self, lab: &LabPage) {
        lab.connect_to(&self.stub.socket_url());
        lab.wait_for_state("open");
    }

    /// Says a text.
    #[track_caller]
    pub fn say(&self, text: &str) {
        self.messages.send(Message::text(text)).unwrap();
    }

    /// Closes the connection with this code.
    #[track_caller]
    pub fn close(&self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        self.messages.send(Message::Close(Some(frame))).unwrap();
    }

    /// The next text that the page sends.
    ///
    /// # Panics
    /// When it sends none within [`DEADLINE`].
    #[must_use]
    #[track_caller]
    pub fn hear(&self) -> String {
        self.heard.recv_timeout(DEADLINE).unwrap()
    }

    /// The texts that the page has sent and nobody has asked for.
    #[must_use]
    pub fn rest(&self) -> Vec<String> {
        self.heard.try_iter().collect()
    }
}

/// The server's side of its connections, of which the page has one at a time.
#[derive(Clone)]
struct Mouth {
    to_say: Arc<Mutex<Receiver<Message>>>,
    to_tell: Sender<String>,
}

impl Mouth {
    fn new() -> (Self, Sender<Message>, Receiver<String>) {
        let (messages, to_say) = channel();
        let (to_tell, heard) = channel();
        (Self { to_say: Arc::new(Mutex::new(to_say)), to_tell }, messages, heard)
    }

    fn talk(&self, mut socket: WebSocket<TcpStream>) {
        socket.get_ref().set_read_timeout(Some(LISTENING)).unwrap();
        loop {
            match socket.read() {
                Ok(Message::Text(text)) => drop(self.to_tell.send(text.to_string())),
                Ok(_) => {}
                Err(Error::Io(error))
                    if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) =>
                {
                    let next = self.to_say.lock().unwrap().try_recv();
                    match next {
                        Ok(message) => {
                            if socket.send(message).is_err() {
                                return;
                            }
                        }
                        Err(TryRecvError::Empty) => {}
                        Err(TryRecvError::Disconnected) => return,
                    }
                }
                Err(_) => return,
            }
        }
    }
}
