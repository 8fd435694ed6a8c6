//! The exchange over TLS: a right certificate is trusted by whoever was given it, a wrong one is not.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{io, sync::Arc, time::Duration};

use futures_util::StreamExt;
use lab_exchange::{Certificate, Exchange, Options};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        CertificateError, ClientConfig, Error, RootCertStore,
        crypto::ring,
        pki_types::{CertificateDer, ServerName},
    },
};
use tokio_tungstenite::client_async;

const DEADLINE: Duration = Duration::from_secs(30);
const GET: &[u8] = b"GET /api/v3/ping HTTP/1.1\r\nconnection: close\r\n\r\n";

async fn exchange(certificate: Certificate) -> Exchange {
    let pace = Duration::from_millis(5);
    let options = Options { certificate: Some(certificate), pace, ..Options::default() };
    Exchange::start_with(options).await.unwrap()
}

/// Connects as a client that was given the certificate, and offers these protocols (ALPN).
async fn connect(exchange: &Exchange, protocols: &[&str]) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(exchange.certificate().unwrap().to_vec())).unwrap();
    let mut configuration = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    configuration.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    let tcp = TcpStream::connect(exchange.address()).await?;
    let name = ServerName::try_from("127.0.0.1").unwrap();
    timeout(DEADLINE, TlsConnector::from(Arc::new(configuration)).connect(name, tcp)).await.unwrap()
}

async fn refusal(certificate: Certificate) -> Error {
    let error = connect(&exchange(certificate).await, &[]).await.unwrap_err();
    error.into_inner().unwrap().downcast_ref::<Error>().unwrap().clone()
}

#[tokio::test]
async fn https_and_wss_are_served_with_a_right_certificate() {
    let exchange = exchange(Certificate::Right).await;
    assert!(exchange.url().starts_with("https://127.0.0.1:"));
    let mut stream = connect(&exchange, &["http/1.1"]).await.unwrap();
    stream.write_all(GET).await.unwrap();
    let mut answer = String::new();
    // The end of TLS is not announced, as with many a server.
    let _ = timeout(DEADLINE, stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("{}"), "{answer}");

    let url = exchange.stream_url() + "/ws/btcusdt@miniTicker";
    assert!(url.starts_with("wss://"));
    let (mut stream, _) = client_async(url, connect(&exchange, &[]).await.unwrap()).await.unwrap();
    let event = timeout(DEADLINE, stream.next()).await.unwrap().unwrap().unwrap();
    assert!(event.into_text().unwrap().contains("24hrMiniTicker"));
}

#[tokio::test]
async fn a_wrong_name_and_an_outdated_certificate_are_refused_by_the_client() {
    let wrong = refusal(Certificate::WrongName).await;
    assert!(
        matches!(
            wrong,
            Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
            )
        ),
        "{wrong}"
    );
    let expired = refusal(Certificate::Expired).await;
    assert!(
        matches!(
            expired,
            Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. })
        ),
        "{expired}"
    );
}

#[tokio::test]
async fn who_offers_http_2_first_gets_it_and_is_not_understood() {
    let exchange = exchange(Certificate::Right).await;
    let mut stream = connect(&exchange, &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    let _ = timeout(DEADLINE, stream.read_to_string(&mut answer)).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
}

#[tokio::test]
async fn plain_http_at_the_door_of_tls_ends_and_disturbs_nobody() {
    let exchange = exchange(Certificate::Right).await;
    let mut tcp = TcpStream::connect(exchange.address()).await.unwrap();
    tcp.write_all(GET).await.unwrap();
    let mut bytes = Vec::new();
    let _ = timeout(DEADLINE, tcp.read_to_end(&mut bytes)).await.unwrap();
    assert!(!bytes.starts_with(b"HTTP/"));
    assert!(connect(&exchange, &[]).await.is_ok());
}
