//! Faults: what makes a connection fail, with the close code that says so (RFC 6455 sections 7.1.7
//! and 7.4.1).

/// The connection must be failed with this close code and reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fault {
    /// The close code that goes to the peer.
    pub code: u16,
    /// The reason that goes with it: English, at most 123 bytes.
    pub reason: &'static str,
}

impl Fault {
    /// A frame against the rules: 1002.
    #[must_use]
    pub const fn protocol(reason: &'static str) -> Self {
        Self { code: 1002, reason }
    }

    /// Bytes that are not what the kind of message promises, such as a text that is no UTF-8: 1007.
    #[must_use]
    pub const fn invalid_data(reason: &'static str) -> Self {
        Self { code: 1007, reason }
    }

    /// Within the rules of the protocol, but not within those of this server: 1008.
    #[must_use]
    pub const fn policy(reason: &'static str) -> Self {
        Self { code: 1008, reason }
    }

    /// Longer than this server takes: 1009.
    #[must_use]
    pub const fn too_big(reason: &'static str) -> Self {
        Self { code: 1009, reason }
    }

    /// This side's own failure: 1011.
    #[must_use]
    pub const fn internal(reason: &'static str) -> Self {
        Self { code: 1011, reason }
    }
}
