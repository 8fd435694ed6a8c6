//! Compressed bodies: right, broken, and a bomb.

use std::io::Write;

use flate2::{Compress, Compression, Crc, FlushCompress, write::GzEncoder};

const MIB: usize = 1024 * 1024;
/// MiB that a bomb inflates to.
const SIZE: u32 = 256;
/// A gzip header without a name or a time (RFC 1952 section 2.3).
const HEADER: [u8; 10] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];
/// The last block of a deflate stream, with nothing in it.
const LAST_BLOCK: [u8; 2] = [0x03, 0x00];

/// A body compressed as it should be.
pub(super) fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory does not fail; without the body the answer would be empty, and a test would tell.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

/// The same with a checksum that is not that of the body.
pub(super) fn broken(body: &[u8]) -> Vec<u8> {
    let mut packed = packed(body);
    let checksum = packed.len().saturating_sub(8);
    packed[checksum..].iter_mut().for_each(|byte| *byte ^= 0x55);
    packed
}

/// A whole gzip stream of zeros in pieces: one block, compressed once and sent again and again.
pub(super) fn pieces() -> impl Iterator<Item = Vec<u8>> {
    of_mib(SIZE)
}

fn of_mib(size: u32) -> impl Iterator<Item = Vec<u8>> {
    let zeros = vec![0; MIB];
    let block = block(&zeros);
    let (mut one, mut all) = (Crc::new(), Crc::new());
    one.update(&zeros);
    (0..size).for_each(|_| all.combine(&one));
    let length = size.wrapping_mul(u32::try_from(MIB).unwrap_or_default());
    let end = [&LAST_BLOCK[..], &all.sum().to_le_bytes(), &length.to_le_bytes()].concat();
    let blocks = std::iter::repeat_n(block, size as usize);
    std::iter::once(HEADER.to_vec()).chain(blocks).chain([end])
}

/// Deflated and filled up to a whole byte, with nothing remembered, so that it may be repeated.
fn block(bytes: &[u8]) -> Vec<u8> {
    let mut compress = Compress::new(Compression::best(), false);
    // Zeros shrink a thousandfold; this is more than enough.
    let mut block = Vec::with_capacity(64 * 1024);
    let _ = compress.compress_vec(bytes, &mut block, FlushCompress::Full);
    block
}

#[cfg(test)]
mod tests {
    use std::io::{Read, copy, sink};

    use flate2::read::GzDecoder;

    use super::*;

    #[test]
    fn a_body_is_packed_right_and_a_broken_one_is_found_out() {
        let mut text = String::new();
        GzDecoder::new(&packed(b"seventy thousand")[..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "seventy thousand");
        assert!(GzDecoder::new(&broken(b"seventy thousand")[..]).read_to_string(&mut text).is_err());
    }

    #[test]
    fn a_bomb_is_a_right_gzip_stream() {
        let bytes: Vec<u8> = of_mib(5).flatten().collect();
        let inflated = copy(&mut GzDecoder::new(&bytes[..]), &mut sink()).unwrap();
        assert_eq!(inflated, 5 * 1024 * 1024);
    }

    #[test]
    fn a_bomb_is_small_on_the_wire() {
        let bytes: usize = pieces().map(|piece| piece.len()).sum();
        assert!(bytes < 400 * 1024, "{bytes} bytes");
    }
}
