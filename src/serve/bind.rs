//! A name and a port in, a listening socket out: the port that was wished, or the next one that is free.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};

/// So many ports are tried.
const TRIES: u16 = 100;

/// A socket that listens.
pub struct Bound {
    pub listener: TcpListener,
    pub address: SocketAddr,
    /// The port that was asked for, where it was taken.
    pub taken: Option<u16>,
}

/// Listens at `host`, a name or an address, and `port`; 0 means any.
///
/// # Errors
/// The host is none of this machine's, the port is forbidden, or all ports that were tried are taken.
pub fn bind(host: &str, port: u16) -> io::Result<Bound> {
    let last = if port == 0 { 0 } else { port.saturating_add(TRIES - 1) };
    let mut failure = None;
    for tried in port..=last {
        match bind_to(host, tried) {
            Ok(listener) => {
                let address = listener.local_addr()?;
                let taken = (tried != port).then_some(port);
                return Ok(Bound { listener, address, taken });
            }
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
                failure.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(failure.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// The first address of the host that can be had.
fn bind_to(host: &str, port: u16) -> io::Result<TcpListener> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<SocketAddr> = (bare, port).to_socket_addrs()?.collect();
    // Where a name means several addresses, the old kind first: every program knows it.
    let (four, six): (Vec<_>, Vec<_>) = addresses.into_iter().partition(SocketAddr::is_ipv4);
    TcpListener::bind(&[four, six].concat()[..])
}

impl Bound {
    /// The address as a person opens it.
    pub fn url(&self, host: &str, base: &str) -> String {
        let port = self.address.port();
        let everywhere = self.address.ip().is_unspecified();
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        let name = match bare {
            _ if everywhere => "127.0.0.1".to_owned(),
            six if six.contains(':') => format!("[{six}]"),
            name => name.to_owned(),
        };
        format!("http://{name}:{port}{base}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_leads_to_the_next() {
        let first = bind("127.0.0.1", 0).unwrap();
        assert!(first.taken.is_none());
        let port = first.address.port();
        let Some(second) = (port < u16::MAX).then(|| bind("127.0.0.1", port).unwrap()) else {
            return;
        };
        assert_eq!(second.taken, Some(port));
        assert!(second.address.port() > port);
        assert_eq!(
            second.url("127.0.0.1", "/"),
            format!("http://127.0.0.1:{}/", second.address.port())
        );
    }

    #[test]
    fn what_is_not_ours_cannot_be_had() {
        assert!(bind("192.0.2.1", 0).is_err());
        assert!(bind("no such host", 0).is_err());
    }

    #[test]
    fn an_address_is_written_as_browsers_want_it() {
        let url = |host: &str| bind(host, 0).map(|bound| bound.url(host, "/bulletin/"));
        assert!(url("0.0.0.0").unwrap().starts_with("http://127.0.0.1:"));
        assert!(url("localhost").unwrap().ends_with("/bulletin/"));
        // Not every machine knows IPv6.
        if let Ok(six) = url("::1") {
            assert!(six.starts_with("http://[::1]:"), "{six}");
        }
    }
}
