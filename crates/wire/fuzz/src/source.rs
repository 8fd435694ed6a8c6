//! Decisions out of a fuzzer's bytes. A source that has run dry says zero, so every input means something.

/// What is left of the bytes.
pub(crate) struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn is_dry(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn byte(&mut self) -> u8 {
        self.bytes(1).first().copied().unwrap_or(0)
    }

    pub(crate) fn short(&mut self) -> u16 {
        u16::from_be_bytes([self.byte(), self.byte()])
    }

    /// So many bytes, or those that are left.
    pub(crate) fn bytes(&mut self, count: usize) -> &'a [u8] {
        let (bytes, rest) = self.0.split_at(count.min(self.0.len()));
        self.0 = rest;
        bytes
    }

    pub(crate) fn rest(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.0)
    }

    /// A length in which the small ones, those around 64 KiB and those in between are all likely.
    pub(crate) fn length(&mut self) -> usize {
        let number = usize::from(self.short());
        match number % 4 {
            0 | 1 => (number / 4) % 256,
            2 => number / 4,
            _ => 65_536 - 1024 + number / 8,
        }
    }
}

/// Pseudo-random numbers for what a fuzzer need not see through, such as where input is cut.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u16) -> Self {
        Self(u64::from(seed))
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::from(self.0.to_be_bytes()[1]) % limit.max(1)
    }
}
