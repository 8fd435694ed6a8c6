//! The offer of permessage-deflate and the answer to it (RFC 7692 section 7.1).
//!
//! The answer always says that neither side keeps its window between messages. A server may say so even
//! where the client did not offer it (sections 7.1.1.1 and 7.1.1.2).

use crate::deflate::WIDEST_WINDOW;

/// What was agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agreement {
    /// The window that this server may use, in bits: 9 to 15.
    pub window_bits: u8,
}

impl Agreement {
    /// The first offer in a `Sec-WebSocket-Extensions` header that can be accepted; those that are
    /// malformed or cannot be met are declined.
    #[must_use]
    pub fn reach(header: &str) -> Option<Self> {
        header.split(',').find_map(Self::of_offer)
    }

    fn of_offer(offer: &str) -> Option<Self> {
        let mut parameters = offer.split(';').map(str::trim);
        if parameters.next()? != "permessage-deflate" {
            return None;
        }
        let mut window_bits = WIDEST_WINDOW;
        let mut seen = Vec::new();
        for parameter in parameters {
            let (name, value) = match parameter.split_once('=') {
                Some((name, value)) => (name.trim_end(), Some(unquoted(value.trim_start())?)),
                None => (parameter, None),
            };
            if seen.contains(&name) {
                return None;
            }
            seen.push(name);
            match (name, value) {
                (
                    "server_no_context_takeover" | "client_no_context_takeover" | "client_max_window_bits",
                    None,
                ) => {}
                ("client_max_window_bits", Some(value)) => _ = bits(value)?,
                ("server_max_window_bits", Some(value)) => window_bits = bits(value)?,
                _ => return None,
            }
        }
        // zlib cannot write with a window of 256 bytes.
        (window_bits > 8).then_some(Self { window_bits })
    }

    /// The value of the answer's `Sec-WebSocket-Extensions` header.
    #[must_use]
    pub fn header(self) -> String {
        let mut header =
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover".to_owned();
        if self.window_bits < WIDEST_WINDOW {
            header.push_str(&format!("; server_max_window_bits={}", self.window_bits));
        }
        header
    }
}

/// A value may stand in quotes, on both sides or on none (RFC 6455 section 9.1).
fn unquoted(value: &str) -> Option<&str> {
    match value.strip_prefix('"') {
        None => (!value.contains('"')).then_some(value),
        Some(rest) => rest.strip_suffix('"'),
    }
}

/// 8 to 15, without leading zeros (RFC 7692 section 7.1.2).
fn bits(value: &str) -> Option<u8> {
    ["8", "9", "10", "11", "12", "13", "14", "15"]
        .iter()
        .zip(8..)
        .find_map(|(text, bits)| (*text == value).then_some(bits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(header: &str) -> Option<u8> {
        Agreement::reach(header).map(|agreement| agreement.window_bits)
    }

    #[test]
    fn what_browsers_offer_is_accepted() {
        for offer in [
            "permessage-deflate",
            "permessage-deflate; client_max_window_bits",
            "permessage-deflate;client_max_window_bits=15;server_no_context_takeover",
            " permessage-deflate ; client_no_context_takeover ; client_max_window_bits = \"10\" ",
            "x-webkit-deflate-frame, permessage-deflate",
        ] {
            assert_eq!(window(offer), Some(15), "{offer}");
        }
    }

    #[test]
    fn a_smaller_window_is_used_and_said() {
        let agreement = Agreement::reach("permessage-deflate; server_max_window_bits=10").unwrap();
        assert_eq!(agreement.window_bits, 10);
        assert!(agreement.header().ends_with("; server_max_window_bits=10"));
        assert_eq!(
            Agreement { window_bits: 15 }.header(),
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover"
        );
    }

    #[test]
    fn an_offer_that_cannot_be_met_gives_way_to_the_next() {
        assert_eq!(window("permessage-deflate; server_max_window_bits=8"), None);
        let two =
            "permessage-deflate; server_max_window_bits=8, permessage-deflate; server_max_window_bits=12";
        assert_eq!(window(two), Some(12));
    }

    #[test]
    fn malformed_offers_are_declined() {
        for offer in [
            "",
            "permessage-bzip2",
            "Permessage-Deflate",
            "permessage-deflate;",
            "permessage-deflate; unknown",
            "permessage-deflate; server_no_context_takeover=1",
            "permessage-deflate; server_no_context_takeover; server_no_context_takeover",
            "permessage-deflate; server_max_window_bits",
            "permessage-deflate; server_max_window_bits=",
            "permessage-deflate; server_max_window_bits=7",
            "permessage-deflate; server_max_window_bits=16",
            "permessage-deflate; server_max_window_bits=010",
            "permessage-deflate; server_max_window_bits=+9",
            "permessage-deflate; server_max_window_bits=\"10",
            "permessage-deflate; server_max_window_bits=10\"",
            "permessage-deflate; client_max_window_bits=16",
        ] {
            assert_eq!(window(offer), None, "{offer}");
        }
    }
}
