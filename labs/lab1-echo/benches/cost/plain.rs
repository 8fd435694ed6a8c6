//! The server to compare with: an echo as the documentation of actix-ws writes it, with nothing around it.

use std::process::ExitCode;

use actix_web::{App, Error, HttpRequest, HttpResponse, HttpServer, rt, web};
use actix_ws::Message;

/// Serves until it is killed, on a free port that it prints as the labs do.
pub(crate) fn run() -> ExitCode {
    rt::System::new().block_on(async {
        let server = HttpServer::new(|| App::new().route("/ws", web::get().to(echo)))
            .tcp_nodelay(true)
            .bind(("127.0.0.1", 0))
            .unwrap();
        println!("http://{}/", server.addrs()[0]);
        server.run().await.unwrap();
    });
    ExitCode::SUCCESS
}

async fn echo(request: HttpRequest, body: web::Payload) -> Result<HttpResponse, Error> {
    let (response, mut session, messages) = actix_ws::handle(&request, body)?;
    // As much as lab 1 takes.
    let mut messages = messages.max_frame_size(16 * 1024 * 1024);
    rt::spawn(async move {
        while let Some(Ok(message)) = messages.recv().await {
            let sent = match message {
                Message::Text(text) => session.text(text).await,
                Message::Binary(bytes) => session.binary(bytes).await,
                Message::Ping(payload) => session.pong(&payload).await,
                Message::Close(_) => break,
                _ => Ok(()),
            };
            if sent.is_err() {
                return;
            }
        }
        let _ = session.close(None).await;
    });
    Ok(response)
}
