//! [실습 2] 실시간 알림 서비스: 아무도 묻지 않아도 서버가 `🔔 새 알림 N` 을 보냅니다.
//!
//! Lab 2, notify: the server pushes without being asked. One background task makes the notifications
//! (`publisher`), one log keeps them (`history`, `feed`), and every session loop below takes from it what is new to
//! its client.
//!
//! 느린 상대: 너무 뒤처진 연결은 코드 1013으로 끊고, 다시 연결하면 놓친 알림부터 이어 보냅니다.
//! Lag policy: whoever falls too far behind is cut off with 1013, comes back and resumes from the history.

pub mod feed;
pub mod history;
pub mod id;
pub mod notification;
pub mod polling;
pub mod posting;
pub mod publisher;
pub mod refusal;

use std::env;

use actix_web::{
    Error, HttpRequest, HttpResponse, rt,
    web::{Data, JsonConfig, Payload, QueryConfig, ServiceConfig, get, resource},
};
use lab_common::{
    CloseCode, Closed, Connection, Form, Message,
    console::{self, Safe},
    form,
    server::{Arguments, Lab, Misuse, Parameter},
};
use serde::Deserialize;
use tokio::select;

use crate::{
    feed::{Feed, Subscription},
    history::Lagged,
    id::Id,
    notification::Notification,
    refusal::Refusal,
};

/// 이 실습의 이름과 인자.
/// The name and the argument of this lab.
pub const LAB: Lab = Lab {
    name: env!("CARGO_PKG_NAME"),
    title: "[실습 2] 실시간 알림 서비스 · Lab 2: real-time notifications",
    folder: env!("CARGO_MANIFEST_DIR"),
    parameters: &[Parameter {
        name: "interval",
        value: "MS",
        korean: "알림 간격, 밀리초. 없으면 환경 변수 NOTIFY_INTERVAL_MS, 그것도 없으면 3000",
        english: "milliseconds between notifications. Otherwise the environment's NOTIFY_INTERVAL_MS, otherwise 3000",
    }],
};

/// 경로, 그리고 모두가 함께 쓰는 알림의 흐름. 여기서 백그라운드 작업도 시작합니다.
/// The routes and the feed that all connections share; the background task starts here.
pub fn routes(arguments: &Arguments) -> Result<impl Fn(&mut ServiceConfig) + Clone + use<>, Misuse> {
    let period = publisher::period(arguments.value("interval"), env::var_os("NOTIFY_INTERVAL_MS"))?;
    let feed = Data::new(Feed::default());
    rt::spawn(publisher::publish_periodically(feed.clone().into_inner(), period));
    Ok(move |config: &mut ServiceConfig| {
        config
            .app_data(feed.clone())
            .app_data(
                JsonConfig::default()
                    .limit(posting::LONGEST_BODY)
                    .error_handler(|error, _| Refusal::from(error).into()),
            )
            .app_data(QueryConfig::default().error_handler(|_, _| Refusal::NoId.into()))
            .route("/ws", get().to(handshake))
            .service(resource("/notify").post(posting::notify))
            .service(resource("/poll").get(polling::poll))
            .service(resource("/long-poll").get(polling::long_poll));
    })
}

/// 여는 핸드셰이크. 101을 돌려주기 전에 구독하므로, 연결된 뒤의 알림은 하나도 놓치지 않습니다.
/// Opening handshake. It subscribes before the 101 goes out: a client that is connected misses nothing from then on.
async fn handshake(request: HttpRequest, body: Payload, feed: Data<Feed>) -> Result<HttpResponse, Error> {
    let (switching_protocols, session, messages) =
        actix_ws::handle_with_protocols(&request, body, &[form::RICH])?;
    let form = Form::of(&switching_protocols);
    let connection = Connection::new(&request, session, messages);
    rt::spawn(notify(connection, form, feed.subscribe()));
    Ok(switching_protocols)
}

/// 세션: 연결 하나의 처음부터 끝까지.
/// Session: one connection to its end.
async fn notify(mut connection: Connection, form: Form, mut feed: Subscription) -> Result<(), Closed> {
    match push(&mut connection, form, &mut feed).await {
        Ok(()) => connection.close().await,
        Err(Closed::PeerTooSlow) => {
            connection.close_with(CloseCode::Again, "too slow: reconnect and resume").await
        }
        Err(Closed::PeerLeft) => Err(Closed::PeerLeft),
    }
}

/// 세션 루프: 새 알림을 보내고, 클라이언트의 말을 듣습니다. 어느 쪽이든 먼저 온 것부터 합니다.
/// Session loop: sends what is new and listens to the client, whichever comes first.
async fn push(connection: &mut Connection, form: Form, feed: &mut Subscription) -> Result<(), Closed> {
    loop {
        select! {
            news = feed.next() => send_all(connection, form, news?).await?,
            message = connection.receive() => match message {
                Some(message) => answer(connection, form, feed, message).await?,
                None => return Ok(()),
            },
        }
    }
}

async fn send_all(
    connection: &mut Connection,
    form: Form,
    notifications: Vec<Notification>,
) -> Result<(), Closed> {
    for notification in notifications {
        connection.send(notification.text(form).clone()).await?;
    }
    Ok(())
}

/// 클라이언트의 말: JSON으로 말하기로 했을 때만 답합니다.
/// What the client said is answered where JSON was agreed on; a plain client only listens.
async fn answer(
    connection: &mut Connection,
    form: Form,
    feed: &mut Subscription,
    message: Message,
) -> Result<(), Closed> {
    if let Message::Text(text) = &message {
        console::received(Safe(text));
    }
    if form == Form::Plain {
        return Ok(());
    }
    match form::read(&message) {
        Ok(Request::Resume { after }) => {
            let missed = feed.resume(&after)?;
            send_all(connection, form, missed.notifications).await?;
            connection.send(format!(r#"{{"type":"resumed","recovered":{}}}"#, missed.recovered)).await
        }
        Err(fault) => connection.send(form.write(&fault)).await,
    }
}

/// 클라이언트가 할 수 있는 부탁: 이 알림 다음부터 이어서.
/// What a client may ask: go on after this notification.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Request {
    Resume { after: Id },
}

impl form::Request for Request {
    const TYPES: &'static [&'static str] = &["resume"];
}

impl From<Lagged> for Closed {
    fn from(Lagged: Lagged) -> Self {
        Self::PeerTooSlow
    }
}
