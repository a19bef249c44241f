//! What a vendor advised to do next: as text, raw where it could not be read, its links to be read and copied only.

use egui::Ui;

use super::words;
use crate::domain::recording::Advice;
use crate::theme::{self, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button};

/// Lines of one advice, then `…`.
const LINES_MOST: u16 = 8;

/// Draws one advice.
pub fn advice_ui(ui: &mut Ui, advice: &Advice, actions: &mut Actions) {
    let p = theme::palette(ui);
    let look = if advice.raw { TextLook::mono(p.ink) } else { TextLook::body(p.ink) };
    if advice.raw {
        let raw = if advice.name.is_empty() { words::RAW.to_owned() } else { words::raw(&advice.name) };
        widgets::paragraph(ui, &raw, 2, TextLook::caption(p.ink3));
    } else if !advice.name.is_empty() && advice.name != advice.text {
        widgets::paragraph(ui, &advice.name, 2, TextLook::caption(p.ink3));
    }
    if !advice.text.trim().is_empty() {
        widgets::paragraph(ui, advice.text.trim(), LINES_MOST, look);
    }
    for response in &advice.responses {
        ui.add_space(space::XS);
        if !response.label.trim().is_empty() {
            widgets::paragraph(ui, response.label.trim(), 2, TextLook::small(p.ink2).medium());
        }
        if let Some(address) = response.address.as_deref().filter(|address| !address.is_empty()) {
            widgets::paragraph(ui, address, 3, TextLook::mono(p.ink2));
            // Read and copied; where it leads is for the agent to judge.
            if Button::quiet(words::COPY_LINK).icon(Icon::CopySimple).show(ui).clicked() {
                actions.push(Action::Copy { what: words::LINK, text: address.to_owned() });
            }
        }
    }
}
