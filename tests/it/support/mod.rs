//! What several tests need.

pub(crate) mod fonts;
pub(crate) mod snapshots;
