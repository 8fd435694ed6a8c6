//! The decoder: it never panics, gives whole good frames only, and what it gives does not depend on how
//! TCP has cut the bytes or on when there were tokens.

use lab_wire::Limits;

use crate::{
    drive::decode,
    plan,
    source::{Dice, Source},
};

/// Decodes one stream of bytes in three ways.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let choice = source.byte();
    let compression = choice & 1 != 0;
    let limits = Limits { frame: source.length(), message: source.length(), ..Limits::DEFAULT };
    let seed = source.short();
    let input = if choice & 2 == 0 {
        source.rest().to_vec()
    } else {
        let mut input = Vec::new();
        for frame in plan::frames(&mut source, compression) {
            frame.write(&mut input);
        }
        input
    };
    let whole = decode(limits, compression, &input, || usize::MAX, || u32::MAX);
    let (mut cuts, mut tokens) = (Dice::new(seed), Dice::new(!seed));
    // Pieces up to the length of a header are those that cut one; some are longer.
    let cut = || if cuts.below(4) == 0 { cuts.below(250) } else { cuts.below(16) };
    let in_pieces = decode(limits, compression, &input, cut, || u32::try_from(tokens.below(4)).unwrap());
    assert_eq!(whole, in_pieces, "in pieces");
    if input.len() <= 4096 {
        assert_eq!(whole, decode(limits, compression, &input, || 1, || 1), "byte by byte");
    }
}
