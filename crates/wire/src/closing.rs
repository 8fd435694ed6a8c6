//! The closing handshake (RFC 6455 section 7): which code says what happened, and how long each side may
//! take.

use tokio::time::Duration;

use crate::Fault;

/// The application has this long to send what answers the messages before a fault or the peer's close.
pub(crate) const GRACE: Duration = Duration::from_secs(1);

/// The peer has this long to answer a close frame.
pub(crate) const LINGER: Duration = Duration::from_secs(2);

/// After a fault, what the peer still sends is thrown away for this long and for this many bytes. A
/// connection that ends with bytes unread is reset, and the reset can overtake the close frame.
pub(crate) const DRAIN: Duration = Duration::from_millis(200);
pub(crate) const DRAIN_BYTES: usize = 1024 * 1024;

/// The application panicked, or wrote what cannot be sent.
pub(crate) const INTERNAL: Fault = Fault::internal("an error inside the server");

/// A close frame with its code; it may have none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CloseFrame(pub Option<u16>);

/// Why nothing more comes from the peer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It sent a close frame.
    Closed(CloseFrame),
    /// It, or the application, did something for which the connection must be failed.
    Failed(Fault),
    /// The TCP connection ended without a close frame.
    Lost,
}

/// Whether a close frame may carry this code (section 7.4 and the IANA registry).
#[must_use]
pub(crate) const fn is_sendable(code: u16) -> bool {
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

/// Whether this code fails the connection: whoever sends it owes the peer no wait for an answer (section
/// 7.1.7).
pub(crate) const fn is_failure(code: u16) -> bool {
    matches!(code, 1002 | 1003 | 1007..=1011)
}

/// Reads the payload of a close frame (section 5.5.1).
pub(crate) fn judge_close(payload: &[u8]) -> Result<CloseFrame, Fault> {
    let Some((code, reason)) = payload.split_first_chunk() else {
        return match payload {
            [] => Ok(CloseFrame(None)),
            _ => Err(Fault::protocol("a close code is two bytes long")),
        };
    };
    let code = u16::from_be_bytes(*code);
    if !is_sendable(code) {
        return Err(Fault::protocol("this close code must not be sent"));
    }
    match std::str::from_utf8(reason) {
        Ok(_) => Ok(CloseFrame(Some(code))),
        Err(_) => Err(Fault::invalid_data("the reason of a close is not valid UTF-8")),
    }
}

/// The payload of this server's close frame. `own` is that of the application's, where it sent one.
pub(crate) fn payload(ending: Option<Ending>, is_going_away: bool, own: Option<&[u8]>) -> Vec<u8> {
    let of = |code: u16, reason: &str| [&code.to_be_bytes(), reason.as_bytes()].concat();
    match (ending, own) {
        (Some(Ending::Failed(Fault { code, reason })), _) => of(code, reason),
        // Section 5.5.1: an answer usually echoes the code it got, but the application may say another.
        (Some(Ending::Closed(CloseFrame(code))), None | Some([])) => {
            code.map_or_else(Vec::new, |code| of(code, ""))
        }
        (None, _) if is_going_away => of(1001, "the server stops"),
        (_, Some(own)) if judge_close(own).is_ok() => own.to_vec(),
        (_, _) => of(1000, ""),
    }
}

/// The close frame with a payload of this server's own.
pub(crate) fn frame_of(payload: &[u8]) -> CloseFrame {
    CloseFrame(payload.first_chunk().map(|code| u16::from_be_bytes(*code)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(ending: Option<Ending>, own: Option<&[u8]>) -> Option<u16> {
        frame_of(&payload(ending, false, own)).0
    }

    #[test]
    fn a_close_frame_carries_a_registered_code_or_none() {
        assert_eq!(judge_close(&[]), Ok(CloseFrame(None)));
        for code in [1000_u16, 1001, 1002, 1003, 1007, 1011, 1012, 1013, 1014, 3000, 3999, 4000, 4999] {
            assert_eq!(judge_close(&code.to_be_bytes()), Ok(CloseFrame(Some(code))));
        }
        for code in [0_u16, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
            assert_eq!(judge_close(&code.to_be_bytes()).unwrap_err().code, 1002, "{code}");
        }
        assert_eq!(judge_close(&[3]).unwrap_err().code, 1002);
        assert_eq!(judge_close(b"\x03\xe8\xff").unwrap_err().code, 1007);
        assert_eq!(judge_close("\u{3}\u{7f}".as_bytes()).unwrap_err().code, 1002);
    }

    #[test]
    fn a_fault_wins_over_whatever_the_application_says() {
        let fault = Some(Ending::Failed(Fault::too_big("long")));
        assert_eq!(payload(fault, true, Some(b"\x03\xe8")), b"\x03\xf1long");
        assert_eq!(code(fault, None), Some(1009));
    }

    #[test]
    fn the_code_of_the_peer_comes_back_unless_the_application_has_its_own() {
        let closed = Some(Ending::Closed(CloseFrame(Some(3001))));
        assert_eq!(code(closed, None), Some(3001));
        assert_eq!(code(closed, Some(&[])), Some(3001));
        assert_eq!(code(closed, Some(&4000_u16.to_be_bytes())), Some(4000));
        assert_eq!(payload(Some(Ending::Closed(CloseFrame(None))), false, None), b"");
    }

    #[test]
    fn an_application_that_just_ends_closes_normally() {
        assert_eq!(code(None, None), Some(1000));
        assert_eq!(payload(None, false, Some(&[])), b"");
        assert_eq!(code(None, Some(&1013_u16.to_be_bytes())), Some(1013));
    }

    #[test]
    fn a_code_that_must_not_be_sent_is_not_sent() {
        assert_eq!(code(None, Some(&1006_u16.to_be_bytes())), Some(1000));
    }

    #[test]
    fn a_server_that_stops_is_going_away() {
        assert_eq!(frame_of(&payload(None, true, None)), CloseFrame(Some(1001)));
        assert_eq!(frame_of(&payload(None, true, Some(&1000_u16.to_be_bytes()))), CloseFrame(Some(1001)));
        assert_eq!(
            frame_of(&payload(Some(Ending::Closed(CloseFrame(Some(1000)))), true, None)),
            CloseFrame(Some(1000))
        );
    }
}
