//! Which answer a request gets, and which fault comes with it.

use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::{
    binance,
    fault::{Fault, Page},
    http::Answer,
    okx,
    record::Request,
    shared::Shared,
    target::Target,
};

/// The answer to a request, and what is to go wrong with its bytes.
pub(crate) fn answer(request: &Request, shared: &Shared) -> (Answer, Fault) {
    if request.method != "GET" {
        return (Answer::empty(405).with("allow", "GET"), Fault::Nothing);
    }
    let target = target(&request.path);
    let fault = shared.fault(target);
    let answer = match &fault {
        Fault::Status { code, retry_after, page } => {
            let answer = refused(target, request, shared, *code, *page, retry_after.unwrap_or(0));
            match retry_after {
                Some(seconds) => answer.with("retry-after", seconds.to_string()),
                None => answer,
            }
        }
        Fault::Redirect(address) => Answer::empty(302).with("location", address.clone()),
        fault => served(target, request, shared, fault),
    };
    (weighed(target, request, shared, answer), fault)
}

fn target(path: &str) -> Target {
    match path {
        "/api/v3/ping" => Target::Ping,
        "/api/v3/time" => Target::Time,
        "/api/v3/ticker/price" => Target::Price,
        "/api/v3/ticker/24hr" => Target::Day,
        "/api/v3/ticker/bookTicker" => Target::Book,
        "/api/v5/market/ticker" => Target::Okx,
        "/ws" | "/stream" => Target::Handshake,
        path if path.starts_with("/ws/") => Target::Handshake,
        _ => Target::Rest,
    }
}

/// What a venue answers when nothing is wrong with its status.
fn served(target: Target, request: &Request, shared: &Shared, fault: &Fault) -> Answer {
    let ticker = || shared.market.borrow().ticker(shared.now()).with(fault);
    match target {
        Target::Handshake => handshake(request),
        Target::Okx => okx::ticker(&request.parameters(), &ticker(), fault),
        Target::Ping => Answer::json(200, "{}"),
        Target::Time => Answer::json(200, format!("{{\"serverTime\":{}}}", shared.now())),
        Target::Price | Target::Day | Target::Book => {
            binance::ticker(target, &request.parameters(), &ticker(), fault)
        }
        Target::Rest | Target::Stream => Answer::html(404, "404 Not found"),
    }
}

/// What a venue says with another status than 200.
fn refused(
    target: Target,
    request: &Request,
    shared: &Shared,
    code: u16,
    page: Page,
    seconds: u32,
) -> Answer {
    match page {
        Page::Empty => Answer::empty(code),
        Page::Right => Answer { status: code, ..served(target, request, shared, &Fault::Nothing) },
        Page::Html => Answer::html(code, "The exchange is simulated, and so is this page."),
        // A security block comes from a machine before the exchange, which writes no JSON.
        Page::Documented if code == 403 => Answer::html(code, "403 Forbidden"),
        Page::Documented if target == Target::Okx => okx::refused(code),
        Page::Documented => {
            let until = shared.now() + 1000 * u64::from(seconds);
            Answer::json(code, binance::refused(code, until))
        }
    }
}

/// Binance counts the weight of every request, tells it, and refuses what is beyond the limit.
fn weighed(target: Target, request: &Request, shared: &Shared, answer: Answer) -> Answer {
    if !request.path.starts_with("/api/v3/") {
        return answer;
    }
    let (used, wait) = shared.weigh(binance::weight(target, &request.parameters()));
    let answer = match wait {
        Some(seconds) => Answer::json(429, binance::refused(429, 0)).with("retry-after", seconds.to_string()),
        None => answer,
    };
    answer.with("x-mbx-used-weight", used.to_string()).with("x-mbx-used-weight-1m", used.to_string())
}

/// The opening handshake of a stream (RFC 6455 section 4.2).
fn handshake(request: &Request) -> Answer {
    let key = request.header("sec-websocket-key");
    let is_right = request.lists("connection", "upgrade")
        && request.lists("upgrade", "websocket")
        && request.header("sec-websocket-version") == "13"
        && key.len() == 24;
    if !is_right {
        return Answer::empty(400).with("sec-websocket-version", "13");
    }
    Answer::empty(101)
        .with("connection", "Upgrade")
        .with("upgrade", "websocket")
        .with("sec-websocket-accept", derive_accept_key(key.as_bytes()))
}
