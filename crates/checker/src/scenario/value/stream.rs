//! Random numbers that are the same on every machine and in every version.
//!
//! The generator is `SplitMix64` (Steele, Lea and Flood, 2014), written out here: a seed that a student reports must
//! give the same values years later, and generators of libraries may change with a minor version.

/// A stream of random numbers.
#[derive(Clone, Debug)]
pub(super) struct Stream(u64);

impl Stream {
    /// The stream of one value of a run. Each name has its own, so that a new value changes no other.
    pub(super) fn of(seed: u64, name: &str) -> Self {
        // FNV-1a: names that differ a little give states that differ much.
        let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        });
        Self(Self(seed).next() ^ hash)
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from `from` to `to`, both included. The bias of this way is below 2⁻⁴⁰ for ranges as they occur here.
    pub(super) fn between(&mut self, from: u64, to: u64) -> u64 {
        let numbers = u128::from(to.saturating_sub(from)) + 1;
        let offset = (u128::from(self.next()) * numbers) >> 64;
        from.saturating_add(u64::try_from(offset).unwrap_or(0))
    }

    /// One of these, of which there is at least one.
    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        let last = u64::try_from(from.len()).unwrap_or(u64::MAX).saturating_sub(1);
        from[usize::try_from(self.between(0, last)).unwrap_or(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_that_splitmix64_is_known_by() {
        let mut stream = Stream(1_234_567);
        let first: Vec<u64> = (0..5).map(|_| stream.next()).collect();
        assert_eq!(
            first,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423,
                4_593_380_528_125_082_431,
                16_408_922_859_458_223_821,
            ]
        );
    }

    #[test]
    fn a_range_is_used_from_end_to_end_and_never_left() {
        let mut stream = Stream::of(7, "range");
        let mut seen = [false; 5];
        for _ in 0..1000 {
            let number = stream.between(3, 7);
            assert!((3..=7).contains(&number));
            seen[usize::try_from(number - 3).unwrap()] = true;
        }
        assert_eq!(seen, [true; 5]);
        assert_eq!(stream.between(9, 9), 9);
        assert!((0..1000).any(|_| stream.between(0, u64::MAX) > u64::MAX / 2));
    }
}
