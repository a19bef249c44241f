//! What several tests need.

#[cfg(target_os = "linux")]
pub(crate) mod session;
pub(crate) mod snapshots;
