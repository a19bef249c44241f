//! Chance that can be repeated, and how long a loop is.
#![allow(clippy::print_stdout, reason = "a test that fails says its seed")]

/// A seeded generator (xorshift), so that a failing run can be told apart and repeated.
pub(crate) struct Dice(u64);

impl Dice {
    /// With the seed of `LEADLINE_SEED`, else of the moment; prints it.
    pub(crate) fn new() -> Self {
        let seed = Self::seed();
        println!("LEADLINE_SEED={seed}");
        Self(seed | 1)
    }

    /// The same in every short run, so that what chance finds is found by a long run (or by `LEADLINE_SEED`) and not by
    /// somebody's change that has nothing to do with it; prints it.
    pub(crate) fn steady() -> Self {
        let seed = Self::steady_seed();
        println!("LEADLINE_SEED={seed}");
        Self(seed | 1)
    }

    /// The seed of [`Dice::steady`].
    pub(crate) fn steady_seed() -> u64 {
        let chosen = std::env::var_os("LEADLINE_SEED").is_some() || std::env::var_os("LEADLINE_LONG").is_some();
        if chosen { Self::seed() } else { 20_261_120 }
    }

    /// The seed of `LEADLINE_SEED`, else of the moment.
    pub(crate) fn seed() -> u64 {
        let given = std::env::var("LEADLINE_SEED").ok().and_then(|seed| seed.parse().ok());
        given.unwrap_or_else(|| u64::try_from(jiff::Timestamp::now().as_microsecond()).unwrap())
    }

    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    /// One of these.
    pub(crate) fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}

/// Short in every run, long by `LEADLINE_LONG=1`.
pub(crate) fn rounds(few: u64, many: u64) -> u64 {
    if std::env::var_os("LEADLINE_LONG").is_some() { many } else { few }
}
