//! wss: 켤 때 만든 자체 서명 인증서로 엽니다.
//!
//! wss with a certificate that is made at the start and signed by itself. A browser warns of it once; nobody
//! else has its key, and it is gone with the process.

use std::{error::Error, sync::Arc};

use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use super::announce::addresses;

/// A configuration whose certificate names this machine by all its addresses, and by `names`.
pub(super) fn configuration(names: &[String]) -> Result<ServerConfig, Box<dyn Error>> {
    let addresses = addresses().into_iter().map(|address| address.to_string());
    let local = ["localhost".to_owned(), "::1".to_owned()];
    let subjects: Vec<String> = local.into_iter().chain(addresses).chain(names.iter().cloned()).collect();
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(subjects)?;
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(signing_key.serialize_der()));
    let configuration = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key)?;
    Ok(configuration)
}
