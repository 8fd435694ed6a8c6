//! A message that is being put together from its frames (RFC 6455 section 5.4).

use simdutf8::compat::from_utf8;

use crate::{
    Fault,
    deflate::Inflater,
    header::{LONGEST, Opcode, Written},
    mask::unmask,
};

/// An empty fragment counts as this many bytes of its message, or a message could go on without end.
const EMPTY_FRAGMENT: usize = 64;

/// Space for a message is made as its bytes arrive, and at first for this many at most: a length that is
/// only declared must cost nothing.
const FIRST_RESERVE: usize = 16 * 1024;

pub(crate) const NOT_UTF8: Fault = Fault::invalid_data("the text is not valid UTF-8");

/// What there is of a message.
pub(crate) struct Assembly {
    opcode: Opcode,
    inflater: Option<Inflater>,
    /// The message, behind `LONGEST` bytes for a header.
    bytes: Vec<u8>,
    /// A text is UTF-8 up to here.
    valid: usize,
    /// What counts against the limit before inflating, in bytes.
    received: usize,
}

impl Assembly {
    /// Begins with a frame of this length.
    pub(crate) fn begin(opcode: Opcode, is_compressed: bool, length: usize) -> Self {
        let mut bytes = Vec::with_capacity(LONGEST + length.min(FIRST_RESERVE));
        bytes.resize(LONGEST, 0);
        let inflater = is_compressed.then(Inflater::from_pool);
        Self { opcode, inflater, bytes, valid: LONGEST, received: 0 }
    }

    pub(crate) const fn is_compressed(&self) -> bool {
        self.inflater.is_some()
    }

    pub(crate) const fn received(&self) -> usize {
        self.received
    }

    /// Counts a frame by its header.
    pub(crate) fn count(&mut self, length: usize) {
        self.received += if length == 0 { EMPTY_FRAGMENT } else { length };
    }

    /// Appends a piece of a frame. `see` is shown the piece without its mask, as it travelled; `most` is the
    /// longest that the message may become, in bytes.
    pub(crate) fn append(
        &mut self,
        piece: &[u8],
        key: [u8; 4],
        most: usize,
        see: impl FnOnce(&[u8]),
    ) -> Result<(), Fault> {
        let inflated = if let Some(inflater) = &mut self.inflater {
            let mut clear = Vec::new();
            see(append_unmasked(&mut clear, piece, key));
            inflater.push(&clear, &mut self.bytes, LONGEST + most)
        } else {
            see(append_unmasked(&mut self.bytes, piece, key));
            Ok(())
        };
        // What was inflated before a fault comes before it, however the bytes were cut.
        self.check_text()?;
        inflated
    }

    /// Ends the message: it is the frame that begins at the index given back.
    pub(crate) fn finish(mut self, most: usize) -> Result<(Vec<u8>, usize), Fault> {
        if let Some(inflater) = self.inflater.take() {
            let inflated = inflater.finish(&mut self.bytes, LONGEST + most);
            self.check_text()?;
            inflated?;
        }
        let Self { opcode, mut bytes, valid, .. } = self;
        if opcode == Opcode::Text && valid < bytes.len() {
            return Err(NOT_UTF8);
        }
        let header = Written::from_client(opcode, bytes.len() - LONGEST);
        let start = LONGEST - header.as_ref().len();
        bytes[start..LONGEST].copy_from_slice(header.as_ref());
        Ok((bytes, start))
    }

    /// Checks a text as far as it has come, so that it fails at its first bad byte (section 8.1).
    fn check_text(&mut self) -> Result<(), Fault> {
        if self.opcode != Opcode::Text {
            return Ok(());
        }
        match from_utf8(&self.bytes[self.valid..]) {
            Ok(_) => self.valid = self.bytes.len(),
            // The end may lie inside a character, which the next bytes complete.
            Err(error) if error.error_len().is_none() => self.valid += error.valid_up_to(),
            Err(_) => return Err(NOT_UTF8),
        }
        Ok(())
    }
}

/// Appends `piece` without its mask, and gives back what was appended.
pub(crate) fn append_unmasked<'a>(to: &'a mut Vec<u8>, piece: &[u8], key: [u8; 4]) -> &'a [u8] {
    let start = to.len();
    to.extend_from_slice(piece);
    unmask(&mut to[start..], key);
    &to[start..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Appends a compressed text in pieces of this size.
    fn append(payload: &[u8], size: usize, most: usize) -> Result<Vec<u8>, Fault> {
        let mut message = Assembly::begin(Opcode::Text, true, payload.len());
        for piece in payload.chunks(size) {
            message.append(piece, [0; 4], most, |_| {})?;
        }
        message.finish(most).map(|(bytes, _)| bytes[LONGEST..].to_vec())
    }

    #[test]
    fn the_first_fault_of_a_text_counts_however_the_bytes_are_cut() {
        // A stored block in which no text goes on after the "a", behind it a block of the reserved type.
        let bad = [&[0x00, 0x05, 0x00, 0xfa, 0xff][..], b"a\xffbcd", &[0x07]].concat();
        for most in [1, 2, 4, 5] {
            for size in 1..=bad.len() {
                assert_eq!(append(&bad, size, most), Err(NOT_UTF8), "{most} bytes, pieces of {size}");
            }
        }
    }
}
