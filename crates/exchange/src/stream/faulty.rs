//! The frames of an event, right or with a fault.

use tokio_tungstenite::tungstenite::{
    Bytes, Message, Utf8Bytes,
    protocol::frame::{
        Frame, FrameHeader,
        coding::{Data, OpCode},
    },
};

use crate::fault::Fault;

/// More than the 64 KiB that some clients take as the most.
const HUGE: usize = 70_000;

/// What is sent for an event: one message, or the fragments of one.
pub(super) fn messages(text: Utf8Bytes, fault: &Fault) -> Vec<Message> {
    match fault {
        Fault::Binary => vec![Message::Binary(text.into())],
        // Spaces around JSON mean nothing, so that only the size is at fault.
        Fault::HugeMessage => {
            let spaces = " ".repeat(HUGE.saturating_sub(text.len()));
            vec![Message::text(format!("{text}{spaces}"))]
        }
        Fault::ReservedBit => {
            let header =
                FrameHeader { rsv1: true, opcode: OpCode::Data(Data::Text), ..FrameHeader::default() };
            vec![Message::Frame(Frame::from_payload(header, text.into()))]
        }
        Fault::Fragments => fragments(&text.into()),
        _ => vec![Message::Text(text)],
    }
}

fn fragments(bytes: &Bytes) -> Vec<Message> {
    let third = bytes.len() / 3;
    let pieces = [
        (bytes.slice(..third), Data::Text, false),
        (bytes.slice(third..2 * third), Data::Continue, false),
        (bytes.slice(2 * third..), Data::Continue, true),
    ];
    pieces.map(|(piece, data, last)| Message::Frame(Frame::message(piece, OpCode::Data(data), last))).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fragments_are_a_text_and_two_continuations_that_make_up_the_whole() {
        let frames: Vec<Frame> = messages("0123456789".into(), &Fault::Fragments)
            .into_iter()
            .map(|message| match message {
                Message::Frame(frame) => frame,
                other => panic!("{other:?}"),
            })
            .collect();
        let kinds: Vec<_> =
            frames.iter().map(|frame| (frame.header().opcode, frame.header().is_final)).collect();
        let (text, more) = (OpCode::Data(Data::Text), OpCode::Data(Data::Continue));
        assert_eq!(kinds, [(text, false), (more, false), (more, true)]);
        let whole: Vec<u8> = frames.iter().flat_map(|frame| frame.payload().to_vec()).collect();
        assert_eq!(whole, b"0123456789");
    }
}
