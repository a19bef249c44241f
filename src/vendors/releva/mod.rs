//! Releva, which takes recorded custom events in bulk.

pub mod spec;
