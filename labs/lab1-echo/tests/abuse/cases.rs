//! The malformed frames, and the close codes that answer them.

use lab_testing::{
    Frame,
    raw::{BINARY, CLOSE, CONTINUATION, Form, PING, PONG, RSV1, RSV2, RSV3, TEXT, bytes_of},
};

use crate::{MIB, deflated};

/// Bytes that break the protocol with their last frame, if not before.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    /// Whether compression is agreed first.
    pub(crate) is_deflated: bool,
    /// The close codes that say it.
    pub(crate) codes: Vec<u16>,
}

impl Case {
    fn new(name: impl Into<String>, code: u16, frames: &[Frame]) -> Self {
        Self { name: name.into(), bytes: bytes_of(frames), is_deflated: false, codes: vec![code] }
    }

    fn deflated(name: impl Into<String>, code: u16, frames: &[Frame]) -> Self {
        Self { is_deflated: true, ..Self::new(name, code, frames) }
    }
}

pub(crate) fn all() -> Vec<Case> {
    [headers(), order(), lengths(), sizes(), closes(), texts(), compressed()].into_iter().flatten().collect()
}

/// RFC 6455 sections 5.1 and 5.2.
fn headers() -> Vec<Case> {
    let mut cases = Vec::new();
    for opcode in [TEXT, BINARY, PING, CLOSE] {
        let name = format!("without a mask, opcode {opcode}");
        cases.push(Case::new(name, 1002, &[Frame::new(opcode, "").unmasked()]));
    }
    for opcode in (3..=7).chain(11..=15) {
        cases.push(Case::new(format!("opcode {opcode}"), 1002, &[Frame::new(opcode, "")]));
    }
    for bits in [RSV1, RSV2, RSV3, RSV1 | RSV2 | RSV3] {
        for opcode in [TEXT, BINARY, PING, CLOSE] {
            let name = format!("reserved bits {bits:03b}, opcode {opcode}");
            cases.push(Case::new(name, 1002, &[Frame::new(opcode, "").reserved(bits)]));
        }
    }
    let [first, last] = [Frame::text("a").unfinished(), Frame::continuation("b").reserved(RSV2)];
    cases.push(Case::new("a reserved bit on the last fragment", 1002, &[first, last]));
    cases
}

/// RFC 6455 sections 5.4 and 5.5.
fn order() -> Vec<Case> {
    let begun = || Frame::text("a").unfinished();
    let ping = || Frame::ping("");
    // A pong that nobody asked for is legal (section 5.5.3).
    let unasked = || Frame::new(PONG, "");
    vec![
        Case::new("a fragmented ping", 1002, &[ping().unfinished()]),
        Case::new("a fragmented pong", 1002, &[unasked().unfinished()]),
        Case::new("a fragmented close", 1002, &[Frame::close(1000, "").unfinished()]),
        Case::new("a fragmented ping inside a message", 1002, &[begun(), ping().unfinished()]),
        Case::new("a last fragment without a first", 1002, &[Frame::continuation("a")]),
        Case::new("a middle fragment without a first", 1002, &[Frame::continuation("a").unfinished()]),
        Case::new("a text inside a text", 1002, &[begun(), Frame::text("b")]),
        Case::new("a fragmented text inside a text", 1002, &[begun(), begun()]),
        Case::new("a binary message inside a text", 1002, &[begun(), Frame::binary("b")]),
        Case::new("a text inside a text, after a pong", 1002, &[begun(), unasked(), Frame::text("b")]),
    ]
}

/// RFC 6455 section 5.2: the top bit is zero, and "the minimal number of bytes MUST be used".
fn lengths() -> Vec<Case> {
    let mut cases = Vec::new();
    for opcode in [TEXT, BINARY] {
        for length in [1 << 63, u64::MAX] {
            let frame = Frame::new(opcode, "").declaring(length);
            cases.push(Case::new(format!("length {length:#x}, opcode {opcode}"), 1002, &[frame]));
        }
    }
    for length in [0, 1, 124, 125] {
        let frame = Frame::text("a".repeat(length)).form(Form::Bits16);
        cases.push(Case::new(format!("length {length} in 16 bits"), 1002, &[frame]));
    }
    for length in [0, 125, 126, 65_535] {
        let frame = Frame::binary("a".repeat(length)).form(Form::Bits64);
        cases.push(Case::new(format!("length {length} in 64 bits"), 1002, &[frame]));
    }
    for opcode in [PING, PONG, CLOSE] {
        let frame = Frame::new(opcode, [3, 232].repeat(63));
        cases.push(Case::new(format!("126 bytes of opcode {opcode}"), 1002, &[frame]));
        let frame = Frame::new(opcode, "").declaring(1 << 40);
        cases.push(Case::new(format!("a tebibyte of opcode {opcode}"), 1002, &[frame]));
    }
    cases
}

/// Too big, and known to be so before the first byte of what is too much.
fn sizes() -> Vec<Case> {
    let one_more = MIB as u64 + 1;
    let longest = Frame::binary(vec![1; MIB]).unfinished();
    let rest = |length| Frame::new(CONTINUATION, "").declaring(length);
    let mut cases = vec![
        Case::new("a fragment of 1 MiB and another byte", 1009, &[longest.clone(), rest(1)]),
        Case::new("a fragment of 1 MiB and many bytes", 1009, &[longest, rest(i64::MAX.unsigned_abs())]),
        Case::new("a byte and 1 MiB", 1009, &[Frame::binary("a").unfinished(), rest(MIB as u64)]),
    ];
    for length in [one_more, 16 << 20, 300 << 20, 1 << 32, (1 << 32) + 5, 1 << 40, i64::MAX.unsigned_abs()] {
        for opcode in [TEXT, BINARY] {
            let frame = Frame::new(opcode, "").declaring(length);
            cases.push(Case::new(format!("{length} bytes of opcode {opcode}"), 1009, &[frame]));
        }
    }
    cases
}

/// RFC 6455 sections 5.5.1 and 7.4.
fn closes() -> Vec<Case> {
    let mut cases = Vec::new();
    for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65_535] {
        cases.push(Case::new(format!("close code {code}"), 1002, &[Frame::close(code, "")]));
    }
    cases.push(Case::new("half a close code", 1002, &[Frame::new(CLOSE, [3])]));
    cases.push(Case::new("a close reason that is no UTF-8", 1007, &[Frame::close(1000, b"\xff")]));
    let cut = &"안".as_bytes()[..2];
    cases.push(Case::new("a close reason cut inside a character", 1007, &[Frame::close(1000, cut)]));
    cases
}

/// RFC 6455 section 8.1. "안" is EC 95 88.
fn texts() -> Vec<Case> {
    let whole: &[(&str, &[u8])] = &[
        ("a byte of no character", b"a\xff"),
        ("a trailing byte alone", b"\x80"),
        ("an overlong slash, two bytes", b"\xc0\xaf"),
        ("an overlong slash, three bytes", b"\xe0\x80\xaf"),
        ("an overlong slash, four bytes", b"\xf0\x80\x80\xaf"),
        ("a surrogate", b"\xed\xa0\x80"),
        ("a pair of surrogates", b"\xed\xa0\xbd\xed\xb8\x80"),
        ("beyond U+10FFFF", b"\xf4\x90\x80\x80"),
        ("five bytes", b"\xf8\x88\x80\x80\x80"),
        ("a character cut by another", b"\xec\x95a"),
        ("a character cut by the end", b"a\xec\x95"),
    ];
    let mut cases: Vec<_> =
        whole.iter().map(|(name, bytes)| Case::new(*name, 1007, &[Frame::text(bytes)])).collect();
    let fragments: &[(&str, &[u8], &[u8])] = &[
        ("a character cut by the last fragment", b"\xec", b"\x95a"),
        ("a character cut by the end of the last fragment", b"\xec", b"\x95"),
        ("a character cut by an empty fragment", b"\xec\x95", b""),
        ("a surrogate in two fragments", b"\xed", b"\xa0\x80"),
    ];
    cases.extend(fragments.iter().map(|(name, first, last)| {
        Case::new(*name, 1007, &[Frame::text(first).unfinished(), Frame::continuation(last)])
    }));
    // Nothing that could still come makes these a text, so nothing is waited for.
    let hopeless: &[(&str, &[u8])] = &[
        ("a bad byte", b"a\xff"),
        ("the start of a surrogate", b"\xed\xa0"),
        ("the start of something overlong", b"\xe0\x80"),
        ("the start of something beyond U+10FFFF", b"\xf4\x90"),
    ];
    for (name, bytes) in hopeless {
        let frame = Frame::text(bytes);
        cases.push(Case::new(format!("{name}, more fragments due"), 1007, &[frame.clone().unfinished()]));
        cases.push(Case::new(format!("{name}, more bytes due"), 1007, &[frame.declaring(1000)]));
    }
    cases
}

/// RFC 7692 sections 6 and 7.2.2.
fn compressed() -> Vec<Case> {
    let compressed = |bytes: &[u8]| Frame::text(bytes).reserved(RSV1);
    let hello = deflated(b"Hello");
    let first = || compressed(&hello).unfinished();
    let mut cases = vec![
        Case::deflated(
            "compressed, again on a continuation",
            1002,
            &[first(), Frame::continuation("").reserved(RSV1)],
        ),
        Case::deflated("a compressed last fragment alone", 1002, &[Frame::continuation("").reserved(RSV1)]),
        Case::deflated("compressed, with RSV2", 1002, &[compressed(&hello).reserved(RSV1 | RSV2)]),
        Case::deflated("compressed, with RSV3", 1002, &[compressed(&hello).reserved(RSV1 | RSV3)]),
        Case::deflated("bad UTF-8, compressed", 1007, &[compressed(&deflated(b"abc\xff"))]),
        Case::deflated("a cut character, compressed", 1007, &[compressed(&deflated(b"abc\xec\x95"))]),
        Case::deflated("1 MiB and a byte, compressed", 1009, &[compressed(&deflated(&vec![b'a'; MIB + 1]))]),
        Case::deflated("too much, announced, compressed", 1009, &[compressed(b"").declaring(2 * MIB as u64)]),
    ];
    for opcode in [PING, PONG, CLOSE] {
        let frame = Frame::new(opcode, "").reserved(RSV1);
        cases.push(Case::deflated(format!("compressed, opcode {opcode}"), 1002, &[frame]));
    }
    // RFC 1951: a block of the reserved type; a stored block whose two lengths contradict each other; a
    // reference to before the start. RFC 7692 leaves the code to the server.
    for (name, bytes) in [
        ("a deflate block of no type", &[0x07, 0x00, 0x00][..]),
        ("a deflate block of two lengths", &[0x00, 0x05, 0x00, 0x05, 0x00, 0x61, 0x61, 0x61, 0x61, 0x61]),
        ("a deflate reference to nowhere", &[0xf2, 0x00, 0x11, 0x00, 0x00]),
    ] {
        let case = Case::deflated(name, 1007, &[compressed(bytes)]);
        cases.push(Case { codes: vec![1007, 1002], ..case });
    }
    cases
}
