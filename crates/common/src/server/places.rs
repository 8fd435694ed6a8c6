//! 자리: 연결마다 자리 하나를 주고, 없으면 503으로 바로 거절합니다.
//!
//! A place for every WebSocket, or 503 at once: a client that waits in a queue it cannot see learns nothing.

use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::{
    Error, HttpResponse,
    body::{BodySize, BoxBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{StatusCode, header},
    middleware::Next,
    web::Bytes,
};
use lab_wire::{Shutdown, handshake};

use super::explain::PLAIN;
use crate::capacity::{Capacity, Place};

/// Gives a WebSocket its place, for as long as its connection lives.
pub(super) async fn hold(
    capacity: Capacity,
    shutdown: Shutdown,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let address = request.peer_addr().as_ref().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), SocketAddr::ip);
    if shutdown.has_begun() {
        return Ok(refuse(request, "서버가 꺼지는 중입니다.", "The server is stopping."));
    }
    let is_websocket = handshake::is_wanted(request.head());
    let place = if is_websocket { capacity.enter(address) } else { None };
    // A page asks the address over HTTP why its WebSocket was refused, and gets the same answer.
    if place.is_none() && (is_websocket || request.path() == "/ws") && !capacity.has_place(address) {
        return Ok(refuse(
            request,
            "연결이 너무 많습니다. 쓰지 않는 탭을 닫고 잠시 뒤에 다시 연결하세요.",
            "There are too many connections. Close tabs you do not use, and connect again in a while.",
        ));
    }
    let response = next.call(request).await?;
    Ok(match place {
        Some(place) if response.status() == StatusCode::SWITCHING_PROTOCOLS => {
            response.map_body(|_, body| BoxBody::new(Held { body: body.boxed(), _place: place }))
        }
        _ => response.map_into_boxed_body(),
    })
}

fn refuse(request: ServiceRequest, korean: &str, english: &str) -> ServiceResponse<BoxBody> {
    let status = StatusCode::SERVICE_UNAVAILABLE;
    let response = HttpResponse::build(status)
        // In seconds.
        .insert_header((header::RETRY_AFTER, "5"))
        .content_type(PLAIN)
        .body(format!("{status}\n\n{korean}\n{english}\n"));
    request.into_response(response)
}

/// A body that holds a place: it lives exactly as long as its connection.
struct Held {
    body: BoxBody,
    _place: Place,
}

impl MessageBody for Held {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.body.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.body).poll_next(context)
    }
}
