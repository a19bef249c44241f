//! What several tests need.

#[cfg(target_os = "linux")]
pub(crate) mod display;
pub(crate) mod engine;
pub(crate) mod fonts;
#[cfg(target_os = "linux")]
pub(crate) mod program;
#[cfg(target_os = "linux")]
pub(crate) mod session;
pub(crate) mod snapshots;
pub(crate) mod strips;
