//! [실습 3] 타자기 효과: 누가 입력하는 동안 모두에게 `💬 누군가 입력 중…` 을 보여 줍니다.
//!
//! Lab 3, typing: everyone sees the indicator while at least one client types. Read from top to bottom, then
//! `messages.rs` (what is said), `typists.rs` (who types until when), `room.rs` (who hears of it).
//!
//! 느린 상대: 상태는 가장 새로운 것 하나만 기다립니다. 글이 1024개 밀리면 코드 1013으로 닫습니다.
//! Lag policy: of the states only the newest waits; whoever is 1024 lines behind is closed with 1013.

mod messages;
mod room;
mod typists;

use actix_web::{
    Error, HttpRequest, HttpResponse, rt,
    web::{Data, Payload, ServiceConfig, get},
};
use lab_common::{
    CloseCode, Closed, Connection, Form, Message,
    console::{self, Safe},
    form::{self, Fault},
    server::{Arguments, Lab},
};
use messages::{Reply, Request};
use room::{Member, Room};
use tokio::select;

/// 이 실습의 이름.
/// The name of this lab.
pub const LAB: Lab = Lab {
    name: env!("CARGO_PKG_NAME"),
    title: "[실습 3] 타자기 효과 · Lab 3: Typewriter effect",
    folder: env!("CARGO_MANIFEST_DIR"),
    parameters: &[],
};

/// 가장 긴 글을 JSON으로 쓴 것보다 넉넉한, 메시지 하나의 한도.
/// The limit of one message, ample for the longest line written as JSON.
const LONGEST_MESSAGE: usize = 16 * 1024;

/// 경로: `/ws` 하나, 방도 하나입니다. 페이지는 `lab-common` 이 내줍니다.
/// The routes: `/ws` alone, and one room behind it; `lab-common` serves the page.
pub fn routes(arguments: &Arguments) -> impl Fn(&mut ServiceConfig) + Clone + use<> {
    let limits = arguments.limits(LONGEST_MESSAGE);
    let room = Data::new(Room::new());
    rt::spawn(room.clone().into_inner().expire());
    move |config| {
        config.app_data(room.clone()).app_data(limits).route("/ws", get().to(handshake));
    }
}

/// 여는 핸드셰이크. 서브프로토콜을 제안한 클라이언트와는 JSON으로 이야기합니다 (RFC 6455 1.9절).
/// Opening handshake: a client that offers the subprotocol is spoken to in JSON (RFC 6455 section 1.9).
async fn handshake(request: HttpRequest, body: Payload, room: Data<Room>) -> Result<HttpResponse, Error> {
    let (switching_protocols, session, messages) =
        actix_ws::handle_with_protocols(&request, body, &[form::RICH])?;
    let connection = Connection::new(&request, session, messages);
    // 101보다 먼저 방에 들어갑니다: 연결된 것을 본 클라이언트는 그 뒤의 일을 하나도 놓치지 않습니다.
    // It joins before the 101 leaves: a client that has seen its connection open misses nothing after that.
    rt::spawn(converse(connection, Form::of(&switching_protocols), room.join()));
    Ok(switching_protocols)
}

/// 세션 루프: 상대의 메시지, 방의 상태, 방의 글 가운데 먼저 온 것에 답합니다.
/// Session loop: answers whichever comes first, a message of the peer, a state of the room or a line of it.
async fn converse(mut connection: Connection, form: Form, mut member: Member) -> Result<(), Closed> {
    let mut told = form.write(&Reply::Idle);
    let (code, reason) = loop {
        let mut line = None;
        select! {
            message = connection.receive() => match message {
                None => break (CloseCode::Normal, ""),
                Some(message) => match take(form, &message, &member) {
                    Err(fault) if form == Form::Rich => connection.send(form.write(&fault)).await?,
                    // 글로만 이야기하는 상대는 설명을 입력 표시로 여기므로 콘솔에만 씁니다.
                    // A plain client would show an explanation as its indicator.
                    Err(fault) => console::print(format_args!("무시함 · ignored: {fault}")),
                    Ok(()) => {}
                },
            },
            // 방은 그 안의 사람보다 오래 남으므로 오류는 없습니다. · No error: a room outlives its members.
            _ = member.states.changed() => {}
            next = member.lines.recv(), if form == Form::Rich => match next {
                Ok(text) => line = Some(text),
                Err(_) => break (CloseCode::Again, "too many lines unread"),
            },
        }
        // 다음 메시지를 읽기 전에, 마지막으로 말한 것과 다른 상태면 말합니다. 그래서 `typing` 과 `stop` 이 한꺼번에
        // 와도 저마다 답을 받고, 같은 상태는 두 번 가지 않으며, 글보다 그 글쓴이의 멈춤이 먼저 갑니다.
        // Before the next message is read, the state is told where it differs from the one told last: so a
        // `typing` and a `stop` of one burst are both answered, no state goes out twice in a row, and a line
        // comes after the end of its author's typing.
        let state = form.write(&Reply::state(member.typists()));
        if state != told {
            connection.send(state.clone()).await?;
            told = state;
        }
        if let Some(text) = line {
            connection.send(form.write(&Reply::Said { text: &text })).await?;
        }
    };
    // 닫는 핸드셰이크를 기다리기 전에 방을 나갑니다. · It leaves the room before it waits for the closing handshake.
    drop(member);
    connection.close_with(code, reason).await
}

/// 메시지 하나를 읽고, 부탁받은 대로 합니다.
/// Reads one message and does what it asks.
fn take(form: Form, message: &Message, member: &Member) -> Result<(), Fault> {
    if let Message::Text(text) = message {
        console::received(Safe(text));
    }
    match Request::read(form, message)? {
        Request::Typing => member.typing(),
        Request::Stop => member.stop(),
        Request::Say { text } => member.say(text),
    }
    Ok(())
}
