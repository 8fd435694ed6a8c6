//! Masking (RFC 6455 section 5.3).

/// Takes the mask off, or puts it on: XOR with `key`, which repeats every four bytes.
pub fn unmask(bytes: &mut [u8], key: [u8; 4]) {
    let [a, b, c, d] = key;
    let wide = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let unmask_words = |words: &mut [[u8; 8]]| {
        for word in words {
            *word = (u64::from_ne_bytes(*word) ^ wide).to_ne_bytes();
        }
    };
    // Eight words at once are a few instructions of a machine that has vectors.
    let (blocks, rest) = bytes.as_chunks_mut::<64>();
    for block in blocks {
        unmask_words(block.as_chunks_mut().0);
    }
    let (words, rest) = rest.as_chunks_mut();
    unmask_words(words);
    for (byte, key) in rest.iter_mut().zip(key.iter().cycle()) {
        *byte ^= key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc_is_read() {
        // Section 5.7: a masked "Hello".
        let mut bytes = [0x7f, 0x9f, 0x4d, 0x51, 0x58];
        unmask(&mut bytes, [0x37, 0xfa, 0x21, 0x3d]);
        assert_eq!(&bytes, b"Hello");
    }

    #[test]
    fn every_length_and_start_is_unmasked_byte_for_byte() {
        let key = [1, 20, 83, 240];
        for length in 0..140 {
            let clear: Vec<u8> = (0..length).map(|index: u8| index.wrapping_mul(3)).collect();
            let masked: Vec<u8> =
                clear.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key).collect();
            for split in 0..=masked.len() {
                let (mut head, mut tail) = (masked[..split].to_vec(), masked[split..].to_vec());
                let mut later = key;
                later.rotate_left(split % 4);
                unmask(&mut head, key);
                unmask(&mut tail, later);
                assert_eq!([head, tail].concat(), clear);
            }
        }
    }
}
