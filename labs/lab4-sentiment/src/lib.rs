//! [실습 4] 실시간 감정 분석: 글을 입력하는 동안 그 글의 감정을 알려 줍니다.
//!
//! Lab 4, sentiment: tells the feeling of a text while it is being typed. Read from top to bottom (the routes,
//! the opening handshake, the session loop), then `sentiment/mod.rs` for how a text is judged.
//!
//! 느린 상대: 글마다 답이 하나이고, 답을 보낸 뒤에야 다음 글을 읽습니다.
//! Lag policy: one text in flight per client, in order; the session loop waits in `send`.

pub mod sentiment;

use actix_web::{
    Error, HttpRequest, HttpResponse, rt,
    web::{Data, Payload, ServiceConfig, get},
};
use lab_common::{
    Closed, Connection, Form, Message,
    console::{self, Safe},
    form,
    server::{Arguments, Lab},
};
use sentiment::{Analyser, LexiconError};
use serde::Deserialize;

/// 이 실습의 이름.
/// The name of this lab.
pub const LAB: Lab = Lab {
    name: env!("CARGO_PKG_NAME"),
    title: "[실습 4] 실시간 감정 분석 · Lab 4: Real-time sentiment",
    folder: env!("CARGO_MANIFEST_DIR"),
    parameters: &[],
};

/// 메시지 하나의 한도.
/// The limit of one message.
const LONGEST_MESSAGE: usize = 64 * 1024;

/// 경로: `/ws` 하나입니다. 분석기 하나를 모든 연결이 함께 씁니다. 사전에 틀린 줄이 있으면 시작하지 않습니다.
/// The routes: `/ws` alone. All connections share one analyser. A wrong line in the lexicon ends the start.
pub fn routes(arguments: &Arguments) -> Result<impl Fn(&mut ServiceConfig) + Clone + use<>, LexiconError> {
    let limits = arguments.limits(LONGEST_MESSAGE);
    let analyser = Data::new(Analyser::new()?);
    Ok(move |config: &mut ServiceConfig| {
        config.app_data(analyser.clone()).app_data(limits).route("/ws", get().to(handshake));
    })
}

/// 여는 핸드셰이크. 서브프로토콜을 제안한 클라이언트와는 JSON으로 이야기합니다 (RFC 6455 1.9절).
/// Opening handshake: a client that offers the subprotocol is spoken to in JSON (RFC 6455 section 1.9).
async fn handshake(
    request: HttpRequest,
    body: Payload,
    analyser: Data<Analyser>,
) -> Result<HttpResponse, Error> {
    let (switching_protocols, session, messages) =
        actix_ws::handle_with_protocols(&request, body, &[form::RICH])?;
    let connection = Connection::new(&request, session, messages);
    rt::spawn(converse(connection, Form::of(&switching_protocols), analyser));
    Ok(switching_protocols)
}

/// JSON으로 부탁할 수 있는 것.
/// What a client may ask for in JSON.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Request {
    Analyse { text: String },
}

impl form::Request for Request {
    const TYPES: &'static [&'static str] = &["analyse"];
}

/// 세션 루프: 글 하나를 받고, 감정 하나를 보냅니다.
/// Session loop: takes one text, sends one feeling.
async fn converse(mut connection: Connection, form: Form, analyser: Data<Analyser>) -> Result<(), Closed> {
    while let Some(message) = connection.receive().await {
        if let Message::Text(text) = &message {
            console::received(Safe(text));
        }
        let reply = match (form, &message) {
            (Form::Plain, Message::Text(text)) => form.write(&analyser.analyse(text)),
            // 바이트에는 감정이 없으므로 답하지 않습니다. · Bytes have no feeling, and get no answer.
            (Form::Plain, Message::Binary(_)) => continue,
            (Form::Rich, message) => match form::read(message) {
                Ok(Request::Analyse { text }) => form.write(&analyser.analyse(&text)),
                Err(fault) => form.write(&fault),
            },
        };
        connection.send(reply).await?;
        // 압축된 긴 글은 수십 개가 한꺼번에 올 수 있고, 글 하나의 분석이 0.05초까지 걸립니다 (64 KiB, 디버그 빌드).
        // 다음 글을 읽기 전에 이 스레드의 다른 연결에 차례를 줍니다.
        // Dozens of long texts may come at once when they are compressed, and one takes up to 0.05 s (64 KiB,
        // debug build). The thread's other connections have their turn before the next text is read.
        rt::task::yield_now().await;
    }
    connection.close().await
}
