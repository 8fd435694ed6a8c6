//! [실습 1] WebSocket 서버 구현하기: 받은 메시지를 `Echo: …` 로 돌려보냅니다.
//!
//! Lab 1, echo: every message comes back, a text as `Echo: …`. Read from top to bottom: the routes, the
//! opening handshake, the session loop.
//!
//! 느린 상대: 상대가 읽지 않으면 우리도 더 읽지 않습니다.
//! Lag policy: whoever does not read is not read from; the session loop waits in `send`.

use actix_web::{
    Error, HttpRequest, HttpResponse, rt,
    web::{Data, Payload, ServiceConfig, get},
};
use lab_common::{
    Closed, Connection, Limits, Message,
    console::{self, Safe},
    server::{Arguments, Lab, Parameter},
};

/// 이 실습의 이름과 인자.
/// The name and the argument of this lab.
pub const LAB: Lab = Lab {
    name: env!("CARGO_PKG_NAME"),
    title: "[실습 1] WebSocket 서버 구현하기 · Lab 1: WebSocket server",
    folder: env!("CARGO_MANIFEST_DIR"),
    parameters: &[Parameter {
        name: "prefix",
        value: "TEXT",
        korean: "답 앞에 붙일 글. 기본은 \"Echo: \". 빈 글이면 그대로 돌려보내고 메시지를 16 MiB까지 받습니다",
        english: "text before an answer, \"Echo: \" unless told; empty makes a pure echo that takes messages up to 16 MiB",
    }],
};

const MIB: usize = 1024 * 1024;

/// 답 앞에 붙이는 글. 모든 연결이 함께 씁니다.
/// The text before an answer, shared by all connections.
struct Prefix(String);

/// 경로: `/ws` 하나입니다. 페이지는 `lab-common` 이 내줍니다.
/// The routes: `/ws` alone; `lab-common` serves the page.
pub fn routes(arguments: &Arguments) -> impl Fn(&mut ServiceConfig) + Clone + use<> {
    let prefix = arguments.value("prefix").unwrap_or("Echo: ");
    let limits = if prefix.is_empty() { Limits::of(16 * MIB) } else { arguments.limits(MIB) };
    let prefix = Data::new(Prefix(prefix.to_owned()));
    move |config| {
        config.app_data(prefix.clone()).app_data(limits).route("/ws", get().to(handshake));
    }
}

/// 여는 핸드셰이크 (RFC 6455 4절): HTTP 요청 하나가 WebSocket 연결로 바뀝니다.
/// Opening handshake (RFC 6455 section 4): one HTTP request becomes a WebSocket connection.
async fn handshake(request: HttpRequest, body: Payload, prefix: Data<Prefix>) -> Result<HttpResponse, Error> {
    let (switching_protocols, session, messages) = actix_ws::handle(&request, body)?;
    let connection = Connection::new(&request, session, messages);
    // 클라이언트가 101을 읽은 뒤에야 메시지가 오가므로, 대화는 따로 돌리고 여기서는 101을 바로 돌려줍니다.
    // Messages flow only after the client has read the 101, so the session loop runs as a task of its own.
    rt::spawn(echo(connection, prefix));
    Ok(switching_protocols)
}

/// 세션 루프: 한쪽이 닫을 때까지 받은 것을 돌려보냅니다.
/// Session loop: sends back what it receives until either side closes.
async fn echo(mut connection: Connection, prefix: Data<Prefix>) -> Result<(), Closed> {
    let prefix = &prefix.0;
    while let Some(message) = connection.receive().await {
        match message {
            Message::Text(text) if !prefix.is_empty() => {
                console::received(Safe(&text));
                connection.send(format!("{prefix}{text}")).await?;
            }
            // 텍스트가 아니면, 그리고 앞에 붙일 글이 없으면, 받은 그대로 돌려보냅니다.
            // What is not text comes back unchanged, and so does everything where there is no prefix.
            message => connection.send(message).await?,
        }
    }
    connection.close().await
}
