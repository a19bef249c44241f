//! A small generator of numbers that are the same everywhere for the same seed.

/// SplitMix64: good enough to look random, and its whole state is one number.
pub(in super::super) struct Rng(u64);

impl Rng {
    /// The stream of one record; different `purpose`s do not disturb one another.
    pub(in super::super) fn new(seed: u64, index: u64, purpose: u64) -> Self {
        let mut rng = Self(seed ^ purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        let mixed = rng.next() ^ index.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Self(mixed)
    }

    pub(in super::super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 to `end`, which is left out and at least 1.
    pub(in super::super) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap_or(0)
    }

    /// From `low` to `high`, both possible.
    pub(in super::super) fn between(&mut self, low: i64, high: i64) -> i64 {
        let span = high.abs_diff(low).saturating_add(1);
        low.saturating_add(i64::try_from(self.next() % span).unwrap_or(0))
    }

    /// True `per_mille` times in a thousand.
    pub(in super::super) fn chance(&mut self, per_mille: u64) -> bool {
        self.next() % 1_000 < per_mille
    }

    /// One of `items`, which are not empty.
    pub(in super::super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
