//! Whose requests are answered: the `Host` header in, yes or no out.
//!
//! A page of another site can have its own name resolve to this machine (DNS rebinding) and then read
//! whatever a server here gives out, because the browser takes both for one site. The name in `Host` is
//! that other site's: it gives the trick away.

use std::net::{IpAddr, SocketAddr};

/// The names under which this server may be asked.
#[derive(Clone, Debug)]
pub struct Hosts {
    port: u16,
    /// As the user gave it: `127.0.0.1`, `0.0.0.0`, `press.local`.
    named: String,
    /// Whether other machines can ask at all.
    open: bool,
}

impl Hosts {
    /// `named` is what the user asked to listen at, `bound` what became of it.
    pub fn new(named: &str, bound: SocketAddr) -> Self {
        let open = !bound.ip().is_loopback();
        Hosts { port: bound.port(), named: named.to_ascii_lowercase(), open }
    }

    /// Whether a request with this `Host` is meant for us.
    pub fn allows(&self, host: &str) -> bool {
        let Some((name, port)) = split(host) else { return false };
        if port.unwrap_or(80) != self.port {
            return false;
        }
        let name = name.to_ascii_lowercase();
        if name == "localhost" || name == self.named {
            return true;
        }
        // An address is no name: it cannot be made to lead elsewhere.
        match name.parse::<IpAddr>() {
            Ok(address) => self.open || address.is_loopback() && is_own(address),
            Err(_) => false,
        }
    }
}

/// The loopback addresses that a person types.
fn is_own(address: IpAddr) -> bool {
    address == IpAddr::from([127, 0, 0, 1]) || address == IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
}

/// `name:port`, `[::1]:port`, or without a port. An IPv6 address loses its brackets.
fn split(host: &str) -> Option<(&str, Option<u16>)> {
    let (name, port) = match host.strip_prefix('[') {
        Some(rest) => {
            let (address, port) = rest.split_once(']')?;
            address.parse::<std::net::Ipv6Addr>().ok()?;
            (address, port)
        }
        None => {
            let at = host.find(':').unwrap_or(host.len());
            let (name, port) = host.split_at(at);
            (name, port)
        }
    };
    match port.strip_prefix(':') {
        None if port.is_empty() => Some((name, None)),
        Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some((name, Some(digits.parse().ok()?)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hosts(named: &str, bound: &str) -> Hosts {
        Hosts::new(named, bound.parse().unwrap())
    }

    #[test]
    fn on_this_machine_only_its_own_names_are_answered() {
        let hosts = hosts("127.0.0.1", "127.0.0.1:8000");
        for host in ["127.0.0.1:8000", "localhost:8000", "LOCALHOST:8000", "[::1]:8000"] {
            assert!(hosts.allows(host), "{host}");
        }
        for host in [
            "evil.example:8000",
            "evil.example",
            "localhost.evil.example:8000",
            "localhost:8001",
            "localhost",
            "127.0.0.1",
            "127.0.0.1:8000:8000",
            "127.0.0.1:+8000",
            "192.168.1.7:8000",
            "127.1.2.3:8000",
            "[::1:8000",
            "[evil]:8000",
            "localhost.:8000",
            "",
            ":8000",
        ] {
            assert!(!hosts.allows(host), "{host}");
        }
    }

    #[test]
    fn the_port_of_http_need_not_be_said() {
        assert!(hosts("localhost", "127.0.0.1:80").allows("localhost"));
    }

    #[test]
    fn open_to_others_any_address_is_answered_but_no_foreign_name() {
        let hosts = hosts("Press.local", "0.0.0.0:8000");
        for host in ["192.168.1.7:8000", "[fe80::1]:8000", "press.local:8000", "localhost:8000"] {
            assert!(hosts.allows(host), "{host}");
        }
        assert!(!hosts.allows("evil.example:8000"));
        assert!(!hosts.allows("192.168.1.7:80"));
    }
}
