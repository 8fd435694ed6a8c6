//! Servers that do what a lab's server never would, so that a page's answer to it can be tested.

use std::{
    io::{BufRead, BufReader, ErrorKind, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use tokio_tungstenite::tungstenite::{
    WebSocket, accept, accept_hdr,
    handshake::server::{ErrorResponse, Request, Response},
};

use crate::server::DEADLINE;

/// A server in threads of the test. Dropping it frees its port and drops its connections.
pub struct Stub {
    port: u16,
    is_over: Arc<AtomicBool>,
    accepting: Option<JoinHandle<()>>,
}

impl Stub {
    /// Answers every request with what `respond` makes of its path. Port 0 takes a free one.
    pub fn http(port: u16, respond: impl Fn(&str) -> String + Clone + Send + 'static) -> Self {
        Self::serve(port, move |mut stream| {
            let respond = respond.clone();
            thread::spawn(move || {
                let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
                let request = lines.next().unwrap_or_default();
                // The rest of the head is read too: closing with unread bytes resets the connection.
                lines.find(String::is_empty);
                let answer = respond(request.split(' ').nth(1).unwrap_or_default());
                let _ = stream.write_all(answer.as_bytes());
            });
        })
    }

    /// Accepts connections and never says a word.
    #[must_use]
    pub fn silent(port: u16) -> Self {
        let mut held = Vec::new();
        Self::serve(port, move |stream| held.push(stream))
    }

    /// Makes the opening handshake and hands the connection to `talk`.
    pub fn web_socket(port: u16, talk: impl Fn(WebSocket<TcpStream>) + Clone + Send + 'static) -> Self {
        Self::serve(port, move |stream| {
            let talk = talk.clone();
            thread::spawn(move || {
                if let Ok(socket) = accept(stream) {
                    talk(socket);
                }
            });
        })
    }

    /// As [`web_socket`](Self::web_socket), and selects the subprotocol that the page offers.
    pub fn rich(port: u16, talk: impl Fn(WebSocket<TcpStream>) + Clone + Send + 'static) -> Self {
        Self::serve(port, move |stream| {
            let talk = talk.clone();
            thread::spawn(move || {
                if let Ok(socket) = accept_hdr(stream, select_offer) {
                    talk(socket);
                }
            });
        })
    }

    /// The port it listens on.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The URL of its page.
    #[must_use]
    pub fn page_url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// The URL of its WebSocket.
    #[must_use]
    pub fn socket_url(&self) -> String {
        format!("ws://127.0.0.1:{}/ws", self.port)
    }

    fn serve(port: u16, mut handle: impl FnMut(TcpStream) + Send + 'static) -> Self {
        let listener = bind(port);
        let port = listener.local_addr().unwrap().port();
        // So that the loop can see its end.
        listener.set_nonblocking(true).unwrap();
        let is_over = Arc::new(AtomicBool::new(false));
        let over = Arc::clone(&is_over);
        let accepting = thread::spawn(move || {
            while !over.load(Ordering::Relaxed) {
                match listener.accept() {
                    Ok((stream, _)) => {
                        // On some systems an accepted stream inherits it.
                        stream.set_nonblocking(false).unwrap();
                        stream.set_read_timeout(Some(DEADLINE)).unwrap();
                        handle(stream);
                    }
                    Err(_) => thread::sleep(Duration::from_millis(5)),
                }
            }
        });
        Self { port, is_over, accepting: Some(accepting) }
    }
}

impl Drop for Stub {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

#[allow(clippy::result_large_err, clippy::unnecessary_wraps)] // The signature is that of the crate.
fn select_offer(request: &Request, mut response: Response) -> Result<Response, ErrorResponse> {
    const OFFER: &str = "sec-websocket-protocol";
    if let Some(offer) = request.headers().get(OFFER) {
        response.headers_mut().insert(OFFER, offer.clone());
    }
    Ok(response)
}

/// Binds as soon as the server before has let go of the port.
fn bind(port: u16) -> TcpListener {
    let start = Instant::now();
    loop {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
            Ok(listener) => return listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse && start.elapsed() < DEADLINE => {
                thread::sleep(Duration::from_millis(10));
            }
            Err(error) => panic!("port {port}: {error}"),
        }
    }
}
