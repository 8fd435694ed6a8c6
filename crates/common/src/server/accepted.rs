//! TCP 연결이 들어온 순간에 할 일.
//!
//! What is done with a TCP connection as it comes in.

use std::{any::Any, net::IpAddr};

use actix_web::{dev::Extensions, rt::net::TcpStream};
#[cfg(any(target_os = "linux", target_os = "android"))]
use tokio::time::Duration;

/// The address at this end of a TCP connection, unless it is a loopback one.
pub(super) struct LocalAddress(pub(super) IpAddr);

/// What this side has sent must be acknowledged within this time. Whoever never reads makes the kernel wait
/// without end otherwise, for the application has long given up and its bytes still lie there.
#[cfg(any(target_os = "linux", target_os = "android"))]
const USER_TIMEOUT: Duration = Duration::from_secs(15);

/// Notes the local address, and has the kernel give up on a peer that takes nothing (TCP_USER_TIMEOUT,
/// RFC 5482; Linux alone has it).
pub(super) fn look_at(connection: &dyn Any, data: &mut Extensions) {
    let Some(stream) = tcp_stream(connection) else { return };
    #[cfg(any(target_os = "linux", target_os = "android"))]
    // Without it such a peer is held longer, and nothing else changes.
    let _ = socket2::SockRef::from(stream).set_tcp_user_timeout(Some(USER_TIMEOUT));
    // A loopback address is a known host anyway, and most connections of a lab have one.
    if let Some(address) = stream.local_addr().ok().filter(|address| !address.ip().is_loopback()) {
        data.insert(LocalAddress(address.ip()));
    }
}

fn tcp_stream(connection: &dyn Any) -> Option<&TcpStream> {
    #[cfg(feature = "tls")]
    if let Some(stream) = connection.downcast_ref::<actix_tls::accept::rustls_0_23::TlsStream<TcpStream>>() {
        return Some(stream.get_ref().0);
    }
    connection.downcast_ref()
}
