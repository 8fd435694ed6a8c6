//! 클라이언트: 거래소에 HTTP로 한 번 묻습니다. 기한, 상태, 길이를 모두 확인한 답만 돌려줍니다.
//!
//! The client: one question over HTTP. What comes back is a whole body that came under status 200 and in time, or the
//! class of what went wrong. An awc client belongs to one thread, so whoever asks lives on that thread.

use std::{error::Error as StdError, io, sync::Arc, time::Duration};

use actix_web::{error::ParseError, web::Bytes};
use awc::{
    Connector,
    error::{ConnectError, PayloadError, SendRequestError},
    http::{
        StatusCode,
        header::{CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderName, RETRY_AFTER, USER_AGENT},
    },
};
use rustls::{ClientConfig, RootCertStore, crypto::ring, pki_types::CertificateDer};
use tokio::time::timeout;

use crate::failure::{Failure, Flaw};

/// No answer of an exchange is longer, in bytes.
const LONGEST_BODY: usize = 64 * 1024;
/// No exchange asks for a longer pause: Binance bans for three days at most.
const LONGEST_WAIT: u64 = 3 * 24 * 60 * 60;

/// A client with the roots that browsers trust, and `extra` ones.
pub(crate) fn new(extra: &[CertificateDer<'static>]) -> Result<awc::Client, rustls::Error> {
    let connector = Connector::new().rustls_0_23(Arc::new(tls(extra)?)).limit(8);
    let client = awc::Client::builder()
        .connector(connector)
        // An exchange that sends us to another host is none we know.
        .disable_redirects()
        // Every call has one deadline around all of it, in `get` and in `stream.rs`. This one of awc's ends
        // at the head of the answer.
        .disable_timeout()
        .add_default_header((USER_AGENT, concat!("realtime-labs/", env!("CARGO_PKG_VERSION"))));
    Ok(client.finish())
}

/// TLS with ring, said outright: rustls panics where it must guess between two providers. HTTP/1.1 alone, for awc
/// cannot open a WebSocket over HTTP/2, which a server prefers where it is offered.
fn tls(extra: &[CertificateDer<'static>]) -> Result<ClientConfig, rustls::Error> {
    let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in extra {
        roots.add(certificate.clone())?;
    }
    let mut config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

/// Asks for `url`; the whole call, its body included, may take as long as `patience`.
pub(crate) async fn get(client: &awc::Client, url: &str, patience: Duration) -> Result<Bytes, Failure> {
    timeout(patience, call(client, url)).await.unwrap_or(Err(Failure::Timeout))
}

async fn call(client: &awc::Client, url: &str) -> Result<Bytes, Failure> {
    let mut response = client.get(url).send().await.map_err(|error| of_sending(&error))?;
    let head = response.headers();
    if response.status() != StatusCode::OK {
        return Err(of_status(response.status(), head));
    }
    if header(head, &CONTENT_ENCODING).is_some_and(|encoding| encoding != "identity") {
        return Err(Failure::BadAnswer(Flaw::Compressed));
    }
    let length = header(head, &CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    let body = response.body().limit(LONGEST_BODY).await.map_err(|error| of_body(&error))?;
    // awc takes the end of the connection for the end of the body, and gives what came until then.
    if body.is_empty() || length.is_some_and(|length| length != body.len()) {
        return Err(Failure::BadAnswer(Flaw::CutShort));
    }
    Ok(body)
}

fn header<'head>(head: &'head HeaderMap, name: &HeaderName) -> Option<&'head str> {
    head.get(name)?.to_str().ok()
}

/// What another status than 200 means.
fn of_status(status: StatusCode, head: &HeaderMap) -> Failure {
    let wait = header(head, &RETRY_AFTER).and_then(|seconds| seconds.trim().parse().ok()).unwrap_or(0);
    let wait = Duration::from_secs(LONGEST_WAIT.min(wait));
    match status.as_u16() {
        300..=399 => Failure::BadAnswer(Flaw::Redirect),
        400 => Failure::BadRequest,
        403 => Failure::Blocked,
        418 => Failure::Banned(wait),
        429 => Failure::RateLimited(wait),
        451 => Failure::RegionBlocked,
        status => Failure::Status(status),
    }
}

/// Why no head of an answer came.
fn of_sending(error: &SendRequestError) -> Failure {
    match error {
        SendRequestError::Timeout | SendRequestError::Connect(ConnectError::Timeout) => Failure::Timeout,
        SendRequestError::Connect(ConnectError::Io(error)) if is_of_tls(error) => Failure::Tls,
        SendRequestError::Connect(ConnectError::SslIsNotSupported) => Failure::Tls,
        SendRequestError::Response(ParseError::TooLarge) => Failure::BadAnswer(Flaw::TooLong),
        SendRequestError::Response(ParseError::Io(_)) => Failure::Unreachable,
        SendRequestError::Response(_) => Failure::BadAnswer(Flaw::NotHttp),
        _ => Failure::Unreachable,
    }
}

fn is_of_tls(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn StdError + Send + Sync>::is::<rustls::Error>)
}

/// Why a body did not come whole.
fn of_body(error: &PayloadError) -> Failure {
    match error {
        PayloadError::Overflow => Failure::BadAnswer(Flaw::TooLong),
        _ => Failure::BadAnswer(Flaw::CutShort),
    }
}
