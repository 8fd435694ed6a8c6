//! The middleware: every request that becomes a WebSocket gets its bytes checked on the way in and its
//! frames on the way out.

use std::{
    future::{Ready, ready},
    rc::Rc,
    sync::Arc,
};

use actix_web::{
    Error, HttpMessage, HttpResponse,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{RequestHead, Service, ServiceRequest, ServiceResponse, Transform, forward_ready},
    http::{
        StatusCode,
        header::{HeaderValue, SEC_WEBSOCKET_EXTENSIONS},
    },
};
use futures_util::future::LocalBoxFuture;
use tokio::time::Instant;

use crate::{
    Limits, Observer, Shutdown,
    extension::Agreement,
    handshake::{self, Refusal},
    inbound::Inbound,
    observer::{End, Watch},
    outbound::{Compressing, Outbound},
    shutdown::Departure,
    socket::Socket,
};

/// Messages from this length on are compressed unless told otherwise, in bytes. A shorter one gains little,
/// and the shortest grow.
pub const COMPRESS_FROM: usize = 1024;

type Observe = dyn Fn(&RequestHead) -> Option<Box<dyn Observer>> + Send + Sync;

/// The middleware, for [`App::wrap`](actix_web::App::wrap). See the [crate's documentation](crate).
#[derive(Clone)]
pub struct Wire {
    limits: Limits,
    compress_from: Option<usize>,
    shutdown: Shutdown,
    observe: Option<Arc<Observe>>,
}

impl Default for Wire {
    fn default() -> Self {
        Self {
            limits: Limits::DEFAULT,
            compress_from: Some(COMPRESS_FROM),
            shutdown: Shutdown::default(),
            observe: None,
        }
    }
}

impl Wire {
    /// With [`Limits::DEFAULT`] and compression from [`COMPRESS_FROM`] on.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// What peers may send. An app that puts `Limits` of its own into its
    /// [`app_data`](actix_web::App::app_data) is served under those.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Compresses messages from so many bytes on where the client offers permessage-deflate; `None` never
    /// agrees to it.
    #[must_use]
    pub fn compress_from(mut self, length: Option<usize>) -> Self {
        self.compress_from = length;
        self
    }

    /// Closes all connections with 1001 when `shutdown` begins.
    #[must_use]
    pub fn shutdown(mut self, shutdown: &Shutdown) -> Self {
        self.shutdown = shutdown.clone();
        self
    }

    /// Asks for an observer of each connection by its request. `None` leaves one unobserved.
    #[must_use]
    pub fn observe(
        mut self,
        observe: impl Fn(&RequestHead) -> Option<Box<dyn Observer>> + Send + Sync + 'static,
    ) -> Self {
        self.observe = Some(Arc::new(observe));
        self
    }

    fn agree(&self, request: &ServiceRequest) -> Option<(Compressing, HeaderValue)> {
        let from = self.compress_from?;
        let offers = request.headers().get_all(SEC_WEBSOCKET_EXTENSIONS);
        let agreement = offers.flat_map(HeaderValue::to_str).find_map(Agreement::reach)?;
        let header = HeaderValue::try_from(agreement.header()).ok()?;
        Some((Compressing { from, window_bits: agreement.window_bits }, header))
    }
}

impl<S, B> Transform<S, ServiceRequest> for Wire
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Transform = Checked<S>;
    type InitError = ();
    type Future = Ready<Result<Self::Transform, Self::InitError>>;

    fn new_transform(&self, service: S) -> Self::Future {
        ready(Ok(Checked { service: Rc::new(service), wire: Rc::new(self.clone()) }))
    }
}

/// A service whose WebSockets are checked.
pub struct Checked<S> {
    service: Rc<S>,
    wire: Rc<Wire>,
}

impl<S, B> Service<ServiceRequest> for Checked<S>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error> + 'static,
    B: MessageBody + 'static,
{
    type Response = ServiceResponse<EitherBody<B>>;
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self::Response, Error>>;

    forward_ready!(service);

    fn call(&self, request: ServiceRequest) -> Self::Future {
        if !handshake::is_wanted(request.head()) {
            let response = self.service.call(request);
            return Box::pin(async { Ok(response.await?.map_into_left_body()) });
        }
        let (service, wire) = (Rc::clone(&self.service), Rc::clone(&self.wire));
        Box::pin(async move {
            let mut watch = Watch(wire.observe.as_ref().and_then(|observe| observe(request.head())));
            match handshake::judge(request.head()) {
                Ok(()) => open(&wire, &*service, request, watch).await,
                Err(refusal) => Ok(refuse(request, refusal, &mut watch).map_into_right_body()),
            }
        })
    }
}

fn refuse(request: ServiceRequest, refusal: Refusal, watch: &mut Watch) -> ServiceResponse<BoxBody> {
    // Not `into_response`, which forgets the error, by which another middleware could tell more.
    let response = ServiceResponse::new(request.into_parts().0, HttpResponse::from_error(refusal));
    if let Some(observer) = &mut watch.0 {
        observer.handshake(response.request().head(), response.response().head());
        observer.end(&End { at: Instant::now(), sent: None, received: None, fault: None });
    }
    response
}

async fn open<S, B>(
    wire: &Wire,
    service: &S,
    mut request: ServiceRequest,
    watch: Watch,
) -> Result<ServiceResponse<EitherBody<B>>, Error>
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody + 'static,
{
    let limits = request.app_data().copied().unwrap_or(wire.limits);
    let agreed = wire.agree(&request);
    let socket = Socket::shared(request.parts_mut().1.take(), limits, agreed.is_some(), watch);
    request.set_payload(Inbound::payload(&socket));
    request.extensions_mut().insert(socket.borrow().farewell.clone());
    // Whoever refuses by an error keeps the request.
    let head = socket.borrow().watch.is_on().then(|| request.head().clone());
    let mut response = match service.call(request).await {
        Ok(response) => response,
        Err(error) => {
            if let (Some(observer), Some(head)) = (&mut socket.borrow_mut().watch.0, head) {
                observer.handshake(&head, error.error_response().head());
            }
            return Err(error);
        }
    };
    let is_open = response.status() == StatusCode::SWITCHING_PROTOCOLS;
    let compressing = agreed.filter(|_| is_open).map(|(compressing, header)| {
        response.headers_mut().insert(SEC_WEBSOCKET_EXTENSIONS, header);
        compressing
    });
    if let Some(observer) = &mut socket.borrow_mut().watch.0 {
        observer.handshake(response.request().head(), response.response().head());
    }
    if !is_open {
        socket.borrow_mut().tell_end();
        return Ok(response.map_into_left_body());
    }
    let departure = Departure::new(wire.shutdown.clone());
    Ok(response
        .map_body(|_, body| Outbound::new(body, socket, compressing, departure).boxed())
        .map_into_right_body())
}
