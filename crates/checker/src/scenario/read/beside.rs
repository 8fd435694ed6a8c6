//! What happens beside the WebSocket: requests over HTTP, and orders to the exchange.

use super::{
    json,
    names::with_ones,
    step::{DEADLINE, Scope},
};
use crate::{
    document::{Entry, Keys, both},
    scenario::Action,
};

pub(super) fn http(keys: &Keys<'_, '_>, named: &mut Vec<String>) -> Action {
    let request = keys.must_text("http");
    let parts = request.split_once(' ').filter(|(method, path)| {
        !method.is_empty()
            && method.bytes().all(|letter| letter.is_ascii_uppercase())
            && path.starts_with('/')
    });
    if parts.is_none() && !request.is_empty() {
        keys.wrong_at(
            "http",
            both!(
                "`http`: \"GET /\" 꼴이어야 합니다",
                "`http`: must be a method and a path, such as \"GET /\""
            ),
        );
    }
    let (method, path) = parts.unwrap_or_default();
    let status = u16::try_from(keys.number("status").unwrap_or(200))
        .ok()
        .filter(|status| (100..1000).contains(status));
    if status.is_none() {
        keys.wrong_at("status", both!("`status`: 100~999 여야 합니다", "`status`: must be 100 to 999"));
    }
    let json = keys.entry("json").map(|entry| {
        let (value, captured) = json::read(keys.reading, entry);
        named.extend(captured);
        value
    });
    Action::Http {
        method: method.to_owned(),
        path: path.to_owned(),
        body: keys.entry("body").map(|entry| body(keys, entry)),
        status: status.unwrap_or(200),
        json,
        contains: keys.text("contains"),
        within: keys.number("within").unwrap_or(DEADLINE),
    }
}

/// The body of a request: a text as it is, anything else as JSON.
fn body(keys: &Keys<'_, '_>, entry: &Entry<'_>) -> String {
    match entry.get_ref().as_str() {
        Some(text) => text.to_owned(),
        None => json::value(keys.reading, entry).to_string(),
    }
}

/// An order to the stand-in exchange, which must be there and understand it.
pub(super) fn exchange(keys: &Keys<'_, '_>, scope: &Scope<'_>) -> String {
    let order = keys.must_text("exchange");
    if scope.setup.is_some_and(|setup| !setup.exchange) {
        keys.wrong_at(
            "exchange",
            both!(
                "이 검사의 [[setup]] 에 `exchange = true` 가 없습니다",
                "the [[setup]] of this check has no `exchange = true`"
            ),
        );
    }
    let written = with_ones(&order);
    let understood = match written.split_once(' ') {
        None => matches!(written.as_str(), "clear" | "down" | "up" | "forget"),
        Some(("set", price)) => !price.trim().is_empty(),
        Some(("at-most", requests)) => requests.parse::<u64>().is_ok(),
        Some(_) => written.parse::<lab_exchange::Step>().is_ok(),
    };
    if !understood && !order.is_empty() {
        let why = match written.parse::<lab_exchange::Step>() {
            Err(error) => error.to_string(),
            Ok(_) => String::new(),
        };
        let text = both!(
            "`{order}`: 거래소 대역이 모르는 지시입니다 ({why}). clear, down, up, set PRICE, forget, at-most N, \
             또는 \"price hang always\" 꼴",
            "`{order}`: no order to the exchange ({why}); there are clear, down, up, set PRICE, forget, at-most N, \
             and lines such as \"price hang always\""
        );
        keys.wrong_at("exchange", text);
    }
    order
}
