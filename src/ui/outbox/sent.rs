//! What left and what came of it, in the inspector: advice, and the request to read or as it was.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::in_full::Known;
use crate::bridge::OutboxView;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::record::{advice, words};
use crate::ui::state::UiState;
use crate::ui::text as said;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip};

/// Lines of a request, and of one value, that are seen; all of it can be copied.
const LINES_MOST: u16 = 120;
const VALUE_LINES: u16 = 6;
const LABEL: f32 = 96.0;

/// Draws them, once they are known.
pub(super) fn sent_ui(ui: &mut Ui, row: &OutboxView, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let Some(found) = state.looked.found(row.item.id) else { return };
    let known = match found {
        Ok(known) => known,
        Err(why) => {
            ui.add_space(space::M);
            widgets::paragraph(ui, why, 4, TextLook::small(p.danger));
            return;
        }
    };
    if !known.change.advice.is_empty() {
        ui.add_space(space::L);
        widgets::section_head(ui, words::ADVISED, None);
        for advised in &known.change.advice {
            ui.add_space(space::XS);
            advice::advice_ui(ui, advised, actions);
        }
    }
    let request = known.change.tries.iter().rev().find_map(|one| one.request.as_deref());
    let Some(request) = request.or(known.change.body.as_deref()) else {
        if known.change.tries.is_empty() {
            ui.add_space(space::L);
            widgets::paragraph(ui, words::NEVER_LEFT, 2, TextLook::small(p.ink3));
        }
        return;
    };
    ui.add_space(space::L);
    let raw = state.looked.raw || known.lines.is_empty();
    head_ui(ui, known, raw, actions);
    ui.add_space(space::XS);
    if raw {
        widgets::paragraph(ui, request, LINES_MOST, TextLook::mono(p.ink2));
    } else {
        for (label, value) in &known.lines {
            line_ui(ui, label, value);
        }
    }
    ui.add_space(space::XS);
    if Button::quiet(words::COPY).icon(Icon::CopySimple).show(ui).clicked() {
        actions.push(Action::Copy { what: words::REQUEST, text: request.to_owned() });
    }
}

/// "Request", and in which of two forms it is shown.
fn head_ui(ui: &mut Ui, known: &Known, raw: bool, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::CHIP), Sense::hover());
    let line = text::line(ui, said::REQUEST, rect.width(), TextLook::small(p.ink2).semibold());
    text::paint(ui.painter(), rect, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said::REQUEST));
    if known.lines.is_empty() {
        return;
    }
    let mut right = rect.right();
    for (word, as_raw) in [(said::RAW, true), (said::READABLE, false)] {
        let chip = Chip::new(word).chosen(raw == as_raw);
        let width = chip.natural_width(ui);
        let place = Rect::from_min_max(rect.right_top() - vec2(rect.right() - right + width, 0.0), rect.right_bottom())
            .with_max_x(right);
        right = place.left() - space::XXS;
        if at(ui, place, |ui| chip.show(ui)).clicked() && raw != as_raw {
            actions.push(Action::ShowRaw(as_raw));
        }
    }
}

fn line_ui(ui: &mut Ui, label: &str, value: &str) {
    let p = theme::palette(ui);
    let room = ui.available_width();
    let block = text::block(ui, value, (room - LABEL).max(40.0), VALUE_LINES, TextLook::small(p.ink));
    let (rect, response) = ui.allocate_exact_size(vec2(room, block.height().max(16.0) + 8.0), Sense::hover());
    let name = text::line(ui, label, LABEL - space::S, TextLook::small(p.ink2));
    text::paint(ui.painter(), rect.with_max_y(rect.top() + 24.0), Align::Min, &name);
    let corner = text::snapped_to(ui.painter(), rect.min + vec2(LABEL, 4.0));
    ui.painter().galley(corner, block.galley, p.ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label}: {value}")));
}
