//! [실습 5] 실시간 비트코인 가격 확인: `price` 라고 물으면 거래소에 물어 `$70,352.36` 처럼 답합니다.
//!
//! Lab 5, bitcoin: asked for the `price`, the server asks an exchange, where it is the client itself. Read from top to
//! bottom (the routes, the opening handshake, the session loop), then `market.rs` (one task asks for everybody),
//! `office.rs` and `desk.rs` (whom it asks), `venues` (what they say), `price.rs` and `guard.rs` (what is believed).
//!
//! 느린 상대: 가장 새로운 가격만 기다립니다. 그 사이의 가격은 건너뜁니다.
//! Lag policy: only the newest price waits; a slow client misses those in between.

mod backoff;
mod board;
mod client;
mod desk;
mod failure;
mod guard;
mod market;
mod messages;
mod office;
mod plan;
mod price;
mod quote;
mod records;
mod source;
mod stream;
mod turn;
mod venues;

use std::{env, error::Error as StdError, future::pending};

use actix_web::{
    Error, HttpRequest, HttpResponse, rt,
    web::{Data, Payload, ServiceConfig, get},
};
use board::{News, Subscription};
use bytestring::ByteString;
use lab_common::{
    Closed, Connection, Form, Message,
    console::{self, Safe},
    form,
    server::{Arguments, Lab, Parameter},
};
use market::Market;
use messages::{Reply, Request};
use source::Source;
use tokio::select;

/// 이 실습의 이름과 인자.
/// The name and the argument of this lab.
pub const LAB: Lab = Lab {
    name: env!("CARGO_PKG_NAME"),
    title: "[실습 5] 실시간 비트코인 가격 확인 · Lab 5: Real-time bitcoin price",
    folder: env!("CARGO_MANIFEST_DIR"),
    parameters: &[Parameter {
        name: "source",
        value: "auto|live|simulated",
        korean: "시세의 출처. live는 실제 거래소, simulated는 모의 시세. 기본은 auto: 실제, 한 번도 답이 없으면 모의. \
                 환경 변수 BINANCE_URL이 있으면 그 주소에만 묻습니다",
        english: "where prices come from: live exchanges, or simulated ones; auto, the default, is live, and simulated \
                  until one has answered. With the environment's BINANCE_URL, that address alone is asked",
    }],
};

/// 메시지 하나의 한도.
/// The limit of one message.
const LONGEST_MESSAGE: usize = 16 * 1024;

/// 경로: `/ws` 하나, 그 뒤의 가격 서비스도 하나입니다.
/// The routes: `/ws` alone, and one price service behind it.
pub fn routes(
    arguments: &Arguments,
) -> Result<impl Fn(&mut ServiceConfig) + Clone + use<>, Box<dyn StdError>> {
    let limits = arguments.limits(LONGEST_MESSAGE);
    let source = Source::of(arguments.value("source"), env::var_os("BINANCE_URL"))?;
    let market = Data::new(Market::open(source, client::new(&[])?));
    Ok(move |config: &mut ServiceConfig| {
        config.app_data(market.clone()).app_data(limits).route("/ws", get().to(handshake));
    })
}

/// 여는 핸드셰이크. 서브프로토콜을 제안한 클라이언트와는 JSON으로 이야기합니다 (RFC 6455 1.9절).
/// Opening handshake: a client that offers the subprotocol is spoken to in JSON (RFC 6455 section 1.9).
async fn handshake(request: HttpRequest, body: Payload, market: Data<Market>) -> Result<HttpResponse, Error> {
    let (switching_protocols, session, messages) =
        actix_ws::handle_with_protocols(&request, body, &[form::RICH])?;
    let connection = Connection::new(&request, session, messages);
    rt::spawn(converse(connection, Form::of(&switching_protocols), market));
    Ok(switching_protocols)
}

/// 세션 루프: 물으면 답하고, 구독하면 바뀔 때마다 보냅니다.
/// Session loop: answers what it is asked, and tells a subscriber of every change.
async fn converse(mut connection: Connection, form: Form, market: Data<Market>) -> Result<(), Closed> {
    let mut subscription = None;
    loop {
        let reply = select! {
            message = connection.receive() => match message {
                None => break,
                Some(message) => answer(form, &message, &market, &mut subscription).await,
            },
            news = next(&mut subscription) => Some(form.write(&Reply::from(news))),
        };
        if let Some(reply) = reply {
            connection.send(reply).await?;
        }
    }
    connection.close().await
}

/// 부탁을 들어주고, 할 말이 있으면 돌려줍니다.
/// Does what is asked, and gives back what is to be said, if anything.
async fn answer(
    form: Form,
    message: &Message,
    market: &Market,
    subscription: &mut Option<Subscription>,
) -> Option<ByteString> {
    if let Message::Text(text) = message {
        console::received(Safe(text));
    }
    let reply = match Request::read(form, message) {
        Ok(Some(Request::Price)) => match market.price().await {
            Ok(quote) => Reply::Price(quote),
            Err(failure) => Reply::Failed { failure, last: market.last() },
        },
        Ok(Some(Request::Subscribe)) => {
            subscription.get_or_insert_with(|| market.subscribe());
            return None;
        }
        Ok(Some(Request::Unsubscribe)) => {
            *subscription = None;
            return None;
        }
        Ok(None) => Reply::Hint,
        Err(fault) => return Some(form.write(&fault)),
    };
    if let (Some(subscription), Reply::Price(quote)) = (subscription, &reply) {
        // 방금 들은 가격을 한 번 더 보내지 않습니다. · A price that was just answered is not pushed as well.
        subscription.tell(quote);
    }
    Some(form.write(&reply))
}

/// 구독자에게 갈 소식. 구독하지 않았으면 오지 않습니다.
/// What a subscriber hears next; without a subscription, nothing ever.
async fn next(subscription: &mut Option<Subscription>) -> News {
    match subscription {
        Some(subscription) => subscription.next().await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests;
