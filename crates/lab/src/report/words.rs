//! What was expected and what came, in words.

use lab_checker::verdict::{Expected, Note, Received, Unplayable};

use crate::{
    messages::Messages,
    screen::Screen,
    text::{Excerpt, duration, grouped, safe},
};

/// One thing that was expected or came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    /// A text from the wire.
    Text(String),
    /// A text that goes on in any way.
    Begins(String),
    /// Words of ours; whatever was on the wire is escaped in them.
    Words(String),
}

/// What the contract asks for. More than one: any of them.
pub(crate) fn expected(screen: &Screen, expected: &Expected) -> Vec<Said> {
    let messages = &screen.messages;
    let words = match expected {
        Expected::Text(text) | Expected::Json(text) | Expected::Body(text) => {
            return vec![Said::Text(text.clone())];
        }
        Expected::OneOf(texts) => return texts.iter().cloned().map(Said::Text).collect(),
        Expected::Begins(texts) => return texts.iter().cloned().map(Said::Begins).collect(),
        Expected::Number { pattern, number } => {
            let number = number.map_or_else(|| "N".to_owned(), |number| number.to_string());
            return vec![Said::Text(pattern.replace("{n}", &number))];
        }
        Expected::Handshake(selected) => handshake(screen, selected.as_deref()),
        Expected::Binary(hex) => messages.binary(bytes(hex), shortened(hex)),
        Expected::Pong(payload) => messages.pong(safe(payload, screen.charset)),
        Expected::Silence(millis) => messages.silence(duration(*millis)),
        Expected::NotBefore(millis) => messages.not_before(duration(*millis)),
        Expected::Period { from, to } => messages.period_between(duration(*from), duration(*to)),
        Expected::Close(codes) => {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            messages.close_with(codes.join(", "))
        }
        Expected::Status(status) => messages.http_status(status),
        Expected::Requests(most) => messages.requests_at_most(most),
        Expected::Printed(text) => messages.printed(safe(text, screen.charset)),
        Expected::Exit { code, within } => messages.exit_within(code, duration(*within)),
    };
    vec![Said::Words(words)]
}

/// What came.
pub(crate) fn received(screen: &Screen, received: &Received) -> Said {
    let messages = &screen.messages;
    Said::Words(match received {
        Received::Text(text) => return Said::Text(text.clone()),
        Received::Nothing(millis) => messages.nothing_within(duration(*millis)),
        Received::Binary(hex) => messages.binary(bytes(hex), shortened(hex)),
        Received::Pong(payload) => messages.pong(safe(payload, screen.charset)),
        Received::Closed(Some((code, reason))) if reason.is_empty() => messages.closed(code),
        Received::Closed(Some((code, reason))) => messages.closed_because(code, safe(reason, screen.charset)),
        Received::Closed(None) => messages.closed_without_handshake(),
        Received::Http(status, body) => {
            let body = Excerpt::whole(body, screen.charset, &|left_out| screen.cut(left_out));
            messages.http_answer(status, body.line())
        }
        Received::Selected(selected) => handshake(screen, selected.as_deref()),
        Received::Period(millis) => messages.period(duration(*millis)),
        Received::After(millis) => messages.after(duration(*millis)),
        Received::Requests(number) => messages.requests(number),
        Received::Exited(Some(code)) => messages.exited_with(code),
        Received::Exited(None) => messages.exited(),
        Received::Error(error) => safe(error, screen.charset),
    })
}

fn handshake(screen: &Screen, selected: Option<&str>) -> String {
    match selected {
        Some(subprotocol) if !subprotocol.is_empty() => {
            screen.messages.handshake_selecting(safe(subprotocol, screen.charset))
        }
        _ => screen.messages.handshake(),
    }
}

fn bytes(hex: &str) -> String {
    grouped(hex.len() / 2)
}

/// The first bytes in groups of two digits.
fn shortened(hex: &str) -> String {
    const BYTES: usize = 16;
    let pairs: Vec<String> =
        hex.as_bytes().chunks(2).take(BYTES).map(|pair| String::from_utf8_lossy(pair).into_owned()).collect();
    let more = if hex.len() / 2 > BYTES { " …" } else { "" };
    format!("{}{more}", pairs.join(" "))
}

/// Something that is tolerated, in one sentence.
pub(crate) fn note(messages: &Messages, note: Note) -> String {
    match note {
        Note::Nfd => messages.note_nfd(),
        Note::TrailingSpace => messages.note_trailing_space(),
        Note::LineEnds => messages.note_line_ends(),
        Note::ThreeDots => messages.note_three_dots(),
        Note::VariationSelector => messages.note_variation_selector(),
        Note::EmojiSpaces => messages.note_emoji_spaces(),
        Note::StopForEmpty => messages.note_stop_for_empty(),
        Note::PortIgnored => messages.note_port_ignored(),
        Note::NoCloseFrame => messages.note_no_close_frame(),
        Note::ClearedByItself => messages.note_cleared_by_itself(),
    }
}

/// Why a check cannot be played on a target, in a few words.
pub(crate) fn unplayable(messages: &Messages, why: Unplayable) -> String {
    match why {
        Unplayable::Environment => messages.unplayable_environment(),
        Unplayable::Process => messages.unplayable_process(),
        Unplayable::Arguments => messages.unplayable_arguments(),
        Unplayable::System => messages.unplayable_system(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_shown_in_pairs_and_the_rest_is_said_to_be_there() {
        assert_eq!(shortened("00ff10"), "00 ff 10");
        assert_eq!(shortened(""), "");
        assert_eq!(shortened(&"ab".repeat(17)), format!("{} …", ["ab"; 16].join(" ")));
    }
}
