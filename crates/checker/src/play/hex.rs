//! Bytes as people read them.

/// The bytes in hexadecimal, two small letters or digits each.
pub(super) fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// The same, but of a long message only the beginning.
pub(super) fn hex_shortened(bytes: &[u8]) -> String {
    const SHOWN: usize = 64;
    let ellipsis = if bytes.len() > SHOWN { "…" } else { "" };
    hex(&bytes[..bytes.len().min(SHOWN)]) + ellipsis
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_has_two_digits_and_a_long_message_ends_in_an_ellipsis() {
        assert_eq!(hex(&[0, 255, 16]), "00ff10");
        assert_eq!(hex_shortened(&[7; 64]), "07".repeat(64));
        assert_eq!(hex_shortened(&[7; 65]), "07".repeat(64) + "…");
    }
}
