//! Controls and painted signs, built from the constants of `theme/`.
//!
//! Each takes `(ui, …)` and returns a `Response` where it can be used, or the rect it took where it only shows
//! something. Each control has a role and a name for screen readers. None knows a panel or an action.

pub mod text;
