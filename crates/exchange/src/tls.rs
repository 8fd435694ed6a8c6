//! https and wss with a certificate that is made at the start, right or wrong.

use std::{
    io,
    sync::Arc,
    time::{Duration, SystemTime},
};

use rcgen::{CertificateParams, KeyPair};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        ServerConfig,
        crypto::ring,
        pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
    },
    server::TlsStream,
};

use crate::http::{Socket, Wire};

/// The handshake of TLS may take so long.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// What the certificate is like. It is signed by itself: a client trusts it by having been given it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Certificate {
    /// For `localhost` and `127.0.0.1`.
    Right,
    /// For `exchange.invalid` alone.
    WrongName,
    /// For the right names, and out of date for a year.
    Expired,
}

/// Where connections come in.
#[derive(Clone)]
pub(crate) struct Door {
    acceptor: TlsAcceptor,
    certificate: Arc<[u8]>,
}

impl Door {
    pub(crate) fn new(certificate: Certificate) -> io::Result<Self> {
        let names = match certificate {
            Certificate::WrongName => vec!["exchange.invalid".to_owned()],
            Certificate::Right | Certificate::Expired => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
        };
        let mut parameters = CertificateParams::new(names).map_err(io::Error::other)?;
        if certificate == Certificate::Expired {
            let year = Duration::from_hours(24 * 365);
            parameters.not_before = (SystemTime::now() - 2 * year).into();
            parameters.not_after = (SystemTime::now() - year).into();
        }
        let key = KeyPair::generate().map_err(io::Error::other)?;
        let signed = parameters.self_signed(&key).map_err(io::Error::other)?;
        let der = signed.der().clone();
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(vec![der.clone()], private))
            .map_err(io::Error::other)?;
        // As a venue may offer it. Whoever picks HTTP/2 is then not understood here.
        configuration.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(configuration)), certificate: Arc::from(&der[..]) })
    }

    /// The certificate in DER.
    pub(crate) fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// Does the handshake; `None` when the client does not go through with it.
    pub(crate) async fn open(&self, tcp: TcpStream) -> Option<Socket> {
        let stream = timeout(HANDSHAKE, self.acceptor.accept(tcp)).await.ok()?.ok()?;
        Some(Box::new(stream))
    }
}

impl Wire for TlsStream<TcpStream> {
    fn reset(&self) -> io::Result<()> {
        self.get_ref().0.set_zero_linger()
    }
}
