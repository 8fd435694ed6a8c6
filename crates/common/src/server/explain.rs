//! 거절할 때는 까닭과 다음에 할 일을 함께 보냅니다.
//!
//! Refusals in words: who may come in, and what an answer without a body means.

use actix_web::{
    Error, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
    web,
};

use lab_wire::handshake::Refusal as Unfit;

use super::accepted::LocalAddress;
use crate::{
    admission::{Admission, Refusal},
    console,
};

/// Lets a request in, or answers 403 (400 where the host is no host) and says why, to the peer and on the
/// console.
pub(super) async fn guard(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let local = request.conn_data::<LocalAddress>().map(|local| local.0);
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    let refusal = request
        .app_data::<web::Data<Admission>>()
        .and_then(|admission| admission.judge(request.headers(), scheme, local).err());
    match refusal {
        None => Ok(next.call(request).await?.map_into_boxed_body()),
        Some(refusal) => {
            let text = refusal.to_string();
            console::print(format_args!("거절 · refused: {}", text.lines().next().unwrap_or_default()));
            let status = match refusal {
                // RFC 9112 section 3.2.
                Refusal::BadHost => StatusCode::BAD_REQUEST,
                _ => StatusCode::FORBIDDEN,
            };
            Ok(request.into_response(HttpResponse::build(status).content_type(PLAIN).body(text)))
        }
    }
}

pub(super) const PLAIN: &str = "text/plain; charset=utf-8";

/// Gives an error that has no body, or an English one of lab-wire, one that a student can read.
pub(super) async fn explain(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let is_websocket_path = request.path() == "/ws";
    let response = next.call(request).await?;
    let status = response.status();
    let is_silent = matches!(response.response().body().size(), BodySize::None | BodySize::Sized(0));
    let unfit = response.response().error().and_then(|error| error.as_error::<Unfit>());
    let text = match unfit {
        Some(unfit) => handshake_in_words(status, *unfit),
        None if is_silent && (status.is_client_error() || status.is_server_error()) => {
            explanation(status, is_websocket_path)
        }
        None => return Ok(response.map_into_boxed_body()),
    };
    let mut response = response.map_body(|_, _| BoxBody::new(text));
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(PLAIN));
    Ok(response)
}

fn explanation(status: StatusCode, is_websocket_path: bool) -> String {
    let (korean, english) = match status {
        StatusCode::BAD_REQUEST if is_websocket_path => (
            "여기는 WebSocket 주소입니다. 주소창에 넣지 말고, 페이지(/)나 Postman에서 ws:// 로 시작하는 주소로 연결하세요.",
            "This address speaks WebSocket. Do not open it as a page: connect to its ws:// address from the page (/) or from Postman.",
        ),
        StatusCode::NOT_FOUND => (
            "이 주소에는 아무것도 없습니다. 페이지는 / , WebSocket은 /ws 입니다.",
            "Nothing is here. The page is /, the WebSocket /ws.",
        ),
        StatusCode::METHOD_NOT_ALLOWED => {
            ("이 주소는 이 메서드를 받지 않습니다.", "This address does not take this method.")
        }
        _ => ("요청을 처리하지 못했습니다.", "The request could not be answered."),
    };
    format!("{status}\n\n{korean}\n{english}\n")
}

fn handshake_in_words(status: StatusCode, unfit: Unfit) -> String {
    let korean = match unfit {
        Unfit::Method => "여는 핸드셰이크는 GET 요청이어야 합니다.",
        Unfit::HttpVersion => "여는 핸드셰이크에는 HTTP/1.1이 필요합니다.",
        Unfit::Host => "Host 헤더가 하나 필요합니다.",
        Unfit::Upgrade => "Upgrade 헤더는 websocket 이어야 합니다.",
        Unfit::Connection => "Connection 헤더에 Upgrade 가 있어야 합니다.",
        Unfit::WebSocketVersion => "Sec-WebSocket-Version 헤더는 13이어야 합니다.",
        Unfit::Key => "Sec-WebSocket-Key 헤더가 하나 필요합니다. 임의의 16바이트를 base64로 쓴 것입니다.",
    };
    format!("{status}\n\n{korean}\n{unfit}\n")
}
