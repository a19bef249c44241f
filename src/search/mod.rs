//! The list in memory: rows, ready-made views, sort orders and matching.
//!
//! The engine owns an [`Index`] and changes it row by row; a snapshot carries a clone of its [`Rows`] and of the
//! order on screen. Both are persistent, so a clone is a pointer and one changed row costs a few nodes.

pub mod fold;
pub mod index;
pub mod row;
pub mod view;

pub use index::Index;
pub use row::{Row, Rows};
pub use view::{Sort, View};

#[cfg(test)]
mod tests;
