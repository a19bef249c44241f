//! What several tests need.

pub(crate) mod engine;
#[cfg(target_os = "linux")]
pub(crate) mod session;
