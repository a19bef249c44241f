//! Medallia MXO, which takes interactions and answers with the next best action.

pub mod spec;
