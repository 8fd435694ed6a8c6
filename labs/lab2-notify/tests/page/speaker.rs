//! A server that says what the test tells it to, and keeps what it hears.

use std::{
    net::TcpStream,
    sync::{
        Arc, Mutex,
        mpsc::{Receiver, Sender, channel},
    },
    time::Duration,
};

use lab_testing::{LabPage, browser::stub::Stub, server::DEADLINE};
use tokio_tungstenite::tungstenite::{
    Error, Message, WebSocket,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

/// How long it listens before it looks whether there is something to say.
const LISTENING: Duration = Duration::from_millis(5);

pub(crate) struct Speaker {
    stub: Stub,
    messages: Sender<Message>,
    heard: Receiver<String>,
}

impl Speaker {
    /// One that selects the rich form.
    pub(crate) fn rich() -> Self {
        let (mouth, messages, heard) = Mouth::new();
        let stub = Stub::rich(0, move |socket| mouth.talk(socket));
        Self { stub, messages, heard }
    }

    /// One that selects no subprotocol, as a first server of a student does.
    pub(crate) fn plain() -> Self {
        let (mouth, messages, heard) = Mouth::new();
        let stub = Stub::web_socket(0, move |socket| mouth.talk(socket));
        Self { stub, messages, heard }
    }

    /// Connects the page to this server.
    pub(crate) fn welcome(&self, lab: &LabPage) {
        lab.connect_to(&self.stub.socket_url());
        lab.wait_for_state("open");
    }

    /// Says a text.
    pub(crate) fn say(&self, text: &str) {
        self.messages.send(Message::text(text)).unwrap();
    }

    /// Says a notification in the rich form.
    pub(crate) fn notify(&self, id: &str, text: &str) {
        let number = id.rsplit(':').next().unwrap();
        self.say(&format!(
            "{{\"type\":\"notification\",\"id\":{id:?},\"number\":{number},\"text\":{text:?},\
             \"at\":\"2026-11-25T01:02:03.456Z\"}}"
        ));
    }

    /// Closes the connection with this code.
    pub(crate) fn close(&self, code: u16) {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        self.messages.send(Message::Close(Some(frame))).unwrap();
    }

    /// The next text that the page sends.
    pub(crate) fn hear(&self) -> String {
        self.heard.recv_timeout(DEADLINE).expect("the page sends a text")
    }

    /// The texts that the page has sent and nobody has asked for.
    pub(crate) fn rest(&self) -> Vec<String> {
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
                Ok(Message::Text(text)) => self.to_tell.send(text.to_string()).unwrap(),
                Ok(_) => {}
                Err(Error::Io(_)) => {
                    let Ok(message) = self.to_say.lock().unwrap().try_recv() else { continue };
                    if socket.send(message).is_err() {
                        return;
                    }
                }
                Err(_) => return,
            }
        }
    }
}
