//! A recording in the inspector: the bytes that left, and what the vendor advised.

use egui::Ui;

use crate::bridge::OutboxView;
use crate::theme::{self, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::record::{advice, words};
use crate::ui::state::UiState;
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button};

/// Lines of a body that are seen; all of it can be copied.
const LINES_MOST: u16 = 80;

/// Draws them, where the row is a recording.
pub(super) fn sent_ui(ui: &mut Ui, row: &OutboxView, state: &UiState, actions: &mut Actions) {
    if row.item.change.recording().is_none() {
        return;
    }
    let p = theme::palette(ui);
    let Some(found) = state.looked.found(row.item.id) else { return };
    let sent = match found {
        Ok(sent) => sent,
        Err(why) => {
            ui.add_space(space::M);
            widgets::paragraph(ui, why, 4, TextLook::small(p.danger));
            return;
        }
    };
    let recording = &sent.recording;
    if !recording.advice.is_empty() {
        ui.add_space(space::L);
        widgets::section_head(ui, words::ADVISED, None);
        for advised in &recording.advice {
            ui.add_space(space::XS);
            advice::advice_ui(ui, advised, actions);
        }
    }
    ui.add_space(space::L);
    widgets::section_head(ui, words::LEFT, None);
    ui.add_space(space::XS);
    match &recording.body {
        None => {
            widgets::paragraph(ui, words::NEVER_LEFT, 2, TextLook::small(p.ink3));
        }
        Some(body) => {
            let readable = sent.readable.as_deref().unwrap_or(body);
            widgets::paragraph(ui, readable, LINES_MOST, TextLook::mono(p.ink2));
            ui.add_space(space::XS);
            if Button::quiet(words::COPY).icon(Icon::CopySimple).show(ui).clicked() {
                actions.push(Action::Copy { what: words::REQUEST, text: body.clone() });
            }
        }
    }
}
