//! What is shown when the window met a fault of its own while it was drawn.

use egui::Ui;

use super::start::{failure_ui, page};
use super::text;
use super::widgets::Button;
use crate::theme::Icon;

/// Draws the page; true when the agent wants the window back.
pub fn fallen_ui(ui: &mut Ui) -> bool {
    let mut ui = page(ui);
    failure_ui(&mut ui, Icon::WarningCircle, text::FALLEN_TITLE, text::FALLEN);
    ui.horizontal(|ui| Button::primary(text::SHOW_AGAIN).show(ui)).inner.clicked()
}
