//! The address of a server that runs already.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    net::{TcpStream, lookup_host},
    time::{Instant, sleep, timeout},
};

use super::{Probe, Server, StartError, ready::scaled};

/// How long to look for somebody who listens.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long one look may take.
const LOOK: Duration = Duration::from_secs(5);

/// An address as a person gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// As it was typed.
    pub(super) given: String,
    /// What stands between `ws://` and the path.
    pub(super) authority: String,
    /// The path with its query; `/ws` where none was given.
    pub(super) path: String,
    host: String,
    port: u16,
}

impl Address {
    /// Takes apart `ws://host:port/path`, the same with `http`, or without a scheme.
    ///
    /// # Errors
    ///
    /// Why it is no address that can be asked.
    pub(super) fn parse(given: &str) -> Result<Self, String> {
        let given = given.trim();
        if given.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return Err("only ASCII letters, digits and signs, without spaces".into());
        }
        let (scheme, rest) =
            given.split_once("://").map_or((None, given), |(scheme, rest)| (Some(scheme), rest));
        match scheme.map(str::to_ascii_lowercase).as_deref() {
            None | Some("ws" | "http") => {}
            Some("wss" | "https") => return Err("TLS is not supported: ws://host:port/ws".into()),
            Some(other) => return Err(format!("unknown scheme `{other}`: ws://host:port/ws")),
        }
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at(end);
        // A fragment never goes over the wire (RFC 6455 3).
        let path = path.split('#').next().unwrap_or_default();
        let (host, port) = host_and_port(authority, scheme.is_some())?;
        Ok(Self {
            given: given.to_owned(),
            authority: authority.to_owned(),
            path: match path {
                // Also the address of the page, which is what people copy.
                "" | "/" => "/ws".to_owned(),
                path if path.starts_with('/') => path.to_owned(),
                query => format!("/{query}"),
            },
            host,
            port,
        })
    }

    /// Where it may be, 127.0.0.1 before `::1`: that is where the labs listen.
    async fn places(&self) -> io::Result<Vec<SocketAddr>> {
        let mut places: Vec<SocketAddr> = lookup_host((self.host.as_str(), self.port)).await?.collect();
        for place in &mut places {
            // A server that listens on all addresses prints 0.0.0.0, which Windows does not let anyone connect to.
            match place.ip() {
                IpAddr::V4(ip) if ip.is_unspecified() => place.set_ip(Ipv4Addr::LOCALHOST.into()),
                IpAddr::V6(ip) if ip.is_unspecified() => place.set_ip(Ipv6Addr::LOCALHOST.into()),
                _ => {}
            }
        }
        places.sort_by_key(SocketAddr::is_ipv6);
        places.dedup();
        Ok(places)
    }

    /// Looks whether somebody listens, for about a second.
    ///
    /// # Errors
    ///
    /// Nobody does: why, in the words of the system.
    pub(super) async fn look<T>(
        &self,
        scale: f64,
        probe: impl AsyncFn(SocketAddr, &str) -> Probe<T>,
    ) -> Result<(Server, Option<T>), StartError> {
        let unreachable = |why: String| StartError::Unreachable { url: self.given.clone(), why };
        let places = self.places().await.map_err(|error| unreachable(error.to_string()))?;
        let server = |place| Server::running(place, self.authority.clone()).at(&self.path);
        let begin = Instant::now();
        loop {
            for &place in &places {
                match timeout(scaled(LOOK, scale), probe(place, &self.authority)).await {
                    Ok(Probe::Ready(found)) => return Ok((server(place), Some(found))),
                    Ok(Probe::Answers) => return Ok((server(place), None)),
                    Ok(Probe::NotYet) | Err(_) => {}
                }
            }
            if begin.elapsed() >= scaled(PATIENCE, scale) {
                return Err(unreachable(refusal(&places).await));
            }
            sleep(Duration::from_millis(100)).await;
        }
    }
}

/// Why nobody answers, of the first place.
async fn refusal(places: &[SocketAddr]) -> String {
    let Some(place) = places.first() else { return "the name has no address".into() };
    match timeout(LOOK, TcpStream::connect(place)).await {
        Ok(Ok(_)) => "the connection is accepted, but nothing is answered".into(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => io::Error::from(io::ErrorKind::TimedOut).to_string(),
    }
}

/// Without a scheme the port must be there: `localhost` alone may be meant to be anything.
fn host_and_port(authority: &str, may_lack_port: bool) -> Result<(String, u16), String> {
    if authority.contains('@') {
        return Err("a name and a password are not supported".into());
    }
    let bracketed = authority.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, "")) => (host, None),
        Some((host, rest)) => (host, Some(rest.strip_prefix(':').unwrap_or_default())),
        None => authority.split_once(':').map_or((authority, None), |(host, port)| (host, Some(port))),
    };
    if host.is_empty() || host.contains(['[', ']']) {
        return Err("the host is missing: ws://127.0.0.1:5000/ws".into());
    }
    let port = match port {
        None if may_lack_port => 80,
        None => return Err("the port is missing: 127.0.0.1:5000".into()),
        // `parse` alone would take `+80`.
        Some(port) => match port.parse::<u16>() {
            Ok(number) if number != 0 && !port.starts_with('+') => number,
            _ => return Err(format!("no port: `{port}`")),
        },
    };
    Ok((host.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_people_write_them() {
        let table = [
            ("ws://127.0.0.1:5000/ws", "127.0.0.1:5000", "/ws", 5000),
            (" ws://127.0.0.1:5000 ", "127.0.0.1:5000", "/ws", 5000),
            ("http://localhost:5001/", "localhost:5001", "/ws", 5001),
            ("WS://Example.org/chat?room=1", "Example.org", "/chat?room=1", 80),
            ("127.0.0.1:5000", "127.0.0.1:5000", "/ws", 5000),
            ("localhost:5000/echo#x", "localhost:5000", "/echo", 5000),
            ("localhost:5000?a=b", "localhost:5000", "/?a=b", 5000),
            ("ws://[::1]:5000/ws", "[::1]:5000", "/ws", 5000),
            ("ws://[::1]", "[::1]", "/ws", 80),
        ];
        for (given, authority, path, port) in table {
            let address = Address::parse(given).unwrap();
            assert_eq!(
                (address.authority.as_str(), address.path.as_str(), address.port),
                (authority, path, port)
            );
        }
        assert_eq!(Address::parse("ws://[::1]:5000").unwrap().host, "::1");
    }

    #[test]
    fn what_is_no_address_says_why() {
        let table = [
            ("", "the host is missing"),
            ("localhost", "the port is missing"),
            ("5000", "the port is missing"),
            ("wss://127.0.0.1:5000/ws", "TLS is not supported"),
            ("https://127.0.0.1:5000/ws", "TLS is not supported"),
            ("ftp://127.0.0.1:5000", "unknown scheme `ftp`"),
            ("ws://", "the host is missing"),
            ("ws://:5000/ws", "the host is missing"),
            ("ws://[]:5000", "the host is missing"),
            ("ws://a:0", "no port: `0`"),
            ("ws://a:65536", "no port: `65536`"),
            ("ws://a:x", "no port: `x`"),
            ("ws://a:+80", "no port: `+80`"),
            ("ws://a:", "no port: ``"),
            ("ws://::1:5000", "the host is missing"),
            ("ws://[::1]5000", "no port: ``"),
            ("ws://kim:pw@a:5000", "a name and a password"),
            ("ws://a:5000/방", "only ASCII"),
            ("ws://a b:5000", "only ASCII"),
        ];
        for (given, expected) in table {
            let why = Address::parse(given).unwrap_err();
            assert!(why.starts_with(expected), "{given}: {why}");
        }
    }

    #[tokio::test]
    async fn localhost_is_this_machine_over_ipv4_first_and_all_addresses_are_too() {
        for (given, first) in [
            ("localhost:5000", "127.0.0.1:5000"),
            ("0.0.0.0:5000", "127.0.0.1:5000"),
            ("[::]:5000", "[::1]:5000"),
        ] {
            let places = Address::parse(given).unwrap().places().await.unwrap();
            assert_eq!(places.first().map(ToString::to_string).as_deref(), Some(first));
        }
    }
}
