//! What several tests need.

pub(crate) mod dice;
#[cfg(target_os = "linux")]
pub(crate) mod display;
pub(crate) mod engine;
pub(crate) mod figures;
pub(crate) mod fonts;
#[cfg(target_os = "linux")]
pub(crate) mod program;
pub(crate) mod raw;
#[cfg(target_os = "linux")]
pub(crate) mod session;
pub(crate) mod snapshots;
pub(crate) mod strips;
