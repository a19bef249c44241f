//! A credential while it is being typed: cannot be printed, and is wiped when it goes.

use std::fmt;

use egui::text_edit::TextEditState;
use egui::{Context, Id};

use crate::bridge::Secret;

/// A text that must not be seen.
#[derive(Default)]
pub struct TypedSecret(String);

impl TypedSecret {
    /// For the field it is typed into.
    pub fn edit(&mut self) -> &mut String {
        &mut self.0
    }

    /// To look whether there is anything.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// What was typed or pasted, without the blanks and line breaks that copying brings.
    pub fn secret(&self) -> Secret {
        Secret::new(self.0.trim().to_owned())
    }
}

impl Drop for TypedSecret {
    fn drop(&mut self) {
        // A secret wipes what it owns.
        drop(Secret::new(std::mem::take(&mut self.0)));
    }
}

impl fmt::Debug for TypedSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[secret]")
    }
}

/// Makes the toolkit forget what was typed into a field: its undo keeps copies.
pub fn forget(ctx: &Context, field: Id) {
    TextEditState::default().store(ctx, field);
}
