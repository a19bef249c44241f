//! engine
pub mod backoff;
pub mod checked_write;
pub mod ingest;
pub mod locate;
pub mod order;
pub mod pass;
