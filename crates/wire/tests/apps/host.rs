//! An actix-web server of this process, and the ways to it.

use std::{sync::mpsc::channel, thread, time::Duration};

use actix_web::{
    App, Error, HttpRequest, HttpServer,
    dev::ServerHandle,
    rt::{self, System},
    web::{self, Payload, ServiceConfig},
};
use actix_ws::{MessageStream, Session};
use lab_testing::{Peer, http::Answer, raw::Request};
use lab_wire::Wire;

/// A running server. Dropping it stops it.
pub(crate) struct Host {
    authority: String,
    handle: ServerHandle,
}

impl Host {
    /// Serves one WebSocket application at `/ws`, as a student's starter would be written.
    pub(crate) fn serve<F, R>(wire: Wire, session_loop: F) -> Self
    where
        F: Fn(Session, MessageStream) -> R + Clone + Send + 'static,
        R: Future<Output = ()> + 'static,
    {
        Self::start(wire, 1, move |config| {
            config.route("/ws", web::get().to(socket(session_loop.clone())));
        })
    }

    /// Serves these routes on so many threads.
    pub(crate) fn start<F>(wire: Wire, workers: usize, routes: F) -> Self
    where
        F: Fn(&mut ServiceConfig) + Clone + Send + 'static,
    {
        let (sender, started) = channel();
        thread::spawn(move || {
            System::new().block_on(async move {
                let server = HttpServer::new(move || App::new().configure(routes.clone()).wrap(wire.clone()))
                    .workers(workers)
                    .client_disconnect_timeout(Duration::ZERO)
                    .disable_signals()
                    .shutdown_timeout(0)
                    .bind(("127.0.0.1", 0))
                    .unwrap();
                let authority = server.addrs()[0].to_string();
                let server = server.run();
                sender.send(Self { authority, handle: server.handle() }).unwrap();
                server.await.unwrap();
            });
        });
        started.recv().unwrap()
    }

    /// Where it listens.
    pub(crate) fn authority(&self) -> &str {
        &self.authority
    }

    /// The good request to `/ws`.
    pub(crate) fn request(&self) -> Request {
        Request::to_host(&self.authority)
    }

    /// The good request to another path.
    pub(crate) fn request_to(&self, path: &str) -> Request {
        self.request().first_line(&format!("GET {path} HTTP/1.1"))
    }

    /// Connects without a word.
    pub(crate) async fn connect(&self) -> Peer {
        Peer::connect(&self.authority).await
    }

    /// Connects to `/ws`.
    pub(crate) async fn open(&self) -> Peer {
        self.open_with(&self.request()).await.0
    }

    /// Connects to `/ws`, offers extensions, and gives back what was agreed on.
    pub(crate) async fn open_offering(&self, extensions: &str) -> (Peer, String) {
        let (peer, answer) = self.open_with(&self.request().offering(extensions)).await;
        (peer, answer.header("sec-websocket-extensions").to_owned())
    }

    /// Connects by this request.
    pub(crate) async fn open_with(&self, request: &Request) -> (Peer, Answer) {
        let mut peer = self.connect().await;
        let answer = peer.shake_hands(request).await;
        (peer, answer)
    }

    /// Sends a request that is not for a WebSocket, or that is refused.
    pub(crate) async fn ask(&self, request: &[u8]) -> Answer {
        let mut peer = self.connect().await;
        peer.write(request).await;
        peer.answer().await
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        // The call alone tells the server, and nobody waits for its end.
        drop(self.handle.stop(false));
    }
}

/// A handler that gives each WebSocket to `session_loop`.
pub(crate) fn socket<F, R>(
    session_loop: F,
) -> impl Fn(HttpRequest, Payload) -> std::future::Ready<Result<actix_web::HttpResponse, Error>> + Clone
where
    F: Fn(Session, MessageStream) -> R + Clone + 'static,
    R: Future<Output = ()> + 'static,
{
    move |request, body| {
        let handled = actix_ws::handle(&request, body).map(|(response, session, messages)| {
            rt::spawn(session_loop(session, messages));
            response
        });
        std::future::ready(handled)
    }
}
