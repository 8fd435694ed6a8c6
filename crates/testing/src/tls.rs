//! A client over TLS that trusts one server alone, by the certificate which that server showed at first.

use std::{
    io,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::{
    TlsConnector,
    client::TlsStream,
    rustls::{
        CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, ring},
        pki_types::{CertificateDer, ServerName, UnixTime},
    },
};

use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{self, client::IntoClientRequest, http::HeaderValue},
};

use crate::{
    http::Answer,
    server::{DEADLINE, Server},
};

/// A WebSocket over TLS.
pub type Socket = WebSocketStream<TlsStream<TcpStream>>;

/// Who trusts a server.
#[derive(Debug)]
pub struct Trusting<'a> {
    server: &'a Server,
    roots: RootCertStore,
}

impl<'a> Trusting<'a> {
    /// Has `server` show its certificate, and trusts that one from now on. Whether it names the server rightly
    /// is checked at every connection.
    pub async fn first_sight(server: &'a Server) -> Self {
        let look = Arc::new(Look { seen: Mutex::default(), provider: ring::default_provider() });
        let configuration = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(look.clone())
            .with_no_client_auth();
        connect(server, "127.0.0.1", configuration).await.expect_err("nobody is trusted yet");
        let certificate = look.seen.lock().unwrap().take().expect("no certificate was shown");
        let mut roots = RootCertStore::empty();
        roots.add(certificate).unwrap();
        Self { server, roots }
    }

    /// Connects to the server by a name that its certificate must hold, and offers these protocols (ALPN).
    pub async fn connect(&self, name: &str, protocols: &[&str]) -> io::Result<TlsStream<TcpStream>> {
        let mut configuration = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(self.roots.clone())
            .with_no_client_auth();
        configuration.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        connect(self.server, name, configuration).await
    }

    /// Opens a WebSocket from a page of `origin`; without one where that is empty, as a program does.
    pub async fn open(&self, origin: &str) -> Result<Socket, tungstenite::Error> {
        let mut request = self.server.socket_url().into_client_request()?;
        if !origin.is_empty() {
            request.headers_mut().insert("Origin", HeaderValue::from_str(origin)?);
        }
        let stream = self.connect("127.0.0.1", &[]).await?;
        let opening = client_async(request, stream);
        Ok(timeout(DEADLINE, opening).await.expect("no answer in time")?.0)
    }

    /// Asks for `path`.
    pub async fn get(&self, path: &str) -> Answer {
        let mut stream = self.connect("127.0.0.1", &[]).await.unwrap();
        let host = self.server.authority();
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        let exchange = async {
            stream.write_all(request.as_bytes()).await?;
            let mut answer = Vec::new();
            // An end without the alert that says so would be an error here (RFC 8446 section 6.1).
            stream.read_to_end(&mut answer).await?;
            Ok::<_, io::Error>(answer)
        };
        Answer::read(&timeout(DEADLINE, exchange).await.expect("no answer in time").unwrap())
    }
}

async fn connect(
    server: &Server,
    name: &str,
    configuration: ClientConfig,
) -> io::Result<TlsStream<TcpStream>> {
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let connection = async {
        let stream = TcpStream::connect(server.authority()).await?;
        TlsConnector::from(Arc::new(configuration)).connect(name, stream).await
    };
    timeout(DEADLINE, connection).await.expect("no handshake in time")
}

/// Looks at a certificate, and trusts nobody.
#[derive(Debug)]
struct Look {
    seen: Mutex<Option<CertificateDer<'static>>>,
    provider: CryptoProvider,
}

impl ServerCertVerifier for Look {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        *self.seen.lock().unwrap() = Some(certificate.clone().into_owned());
        Err(CertificateError::UnknownIssuer.into())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(CertificateError::UnknownIssuer.into())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Err(CertificateError::UnknownIssuer.into())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
