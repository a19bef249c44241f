//! What the profile only shows: heads, sentences, pairs of key and value, identifiers.

use egui::{Align, Color32, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::value_column;
use crate::bridge::OpenLead;
use crate::theme::{self, Icon, IconFill, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, IconButton};

/// The head of a section: 16 above it.
pub fn head_ui(ui: &mut Ui, title: &str, count: Option<usize>) {
    let p = theme::palette(ui);
    ui.add_space(space::M);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
    let look = TextLook::small(p.ink2).semibold();
    let count = count.map(words::number).unwrap_or_default();
    let line = text::spans(ui, &[(title, look), ("  ", look), (&count, TextLook::small(p.ink3))], rect.width());
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
}

/// A sentence across the pane, with an icon.
pub fn sentence_ui(ui: &mut Ui, sentence: &str) {
    let p = theme::palette(ui);
    let width = ui.available_width() - 2.0 * space::L - icon::SMALL - space::S;
    let block = text::block(ui, sentence, width, 4, TextLook::small(p.ink2));
    let size = vec2(ui.available_width(), block.height() + space::S);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let square = Rect::from_min_size(pos2(rect.left() + space::L, rect.top() + 5.0), vec2(icon::SMALL, icon::SMALL));
    widgets::icon(ui.painter(), square, Icon::Info, IconFill::Regular, icon::SMALL, p.accent);
    ui.painter().galley(pos2(square.right() + space::S, rect.top() + space::XS).round(), block.galley, p.ink2);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
}

/// A sentence under a value.
pub fn under_value_ui(ui: &mut Ui, row: Rect, sentence: &str, ink: Color32) {
    let column = value_column(row.width());
    let width = row.width() - column - space::M;
    let block = text::block(ui, sentence, width, 4, TextLook::caption(ink));
    let (rect, response) = ui.allocate_exact_size(vec2(row.width(), block.height() + space::XXS), Sense::hover());
    ui.painter().galley(pos2(rect.left() + column, rect.top()).round(), block.galley, ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
}

/// Key and value, read only.
pub(super) fn pair_ui(ui: &mut Ui, key: &str, value: &str, state: &UiState) -> Rect {
    let p = theme::palette(ui);
    let height = state.appearance.density.heights().key_value_row;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let column = value_column(rect.width());
    let line = text::line(ui, key, column - space::L - space::S, TextLook::small(p.ink2));
    text::paint(ui.painter(), rect.with_min_x(rect.left() + space::L), Align::Min, &line);
    let place = rect.with_min_x(rect.left() + column).with_max_x(rect.right() - space::M - 22.0);
    let shown = text::line(ui, value, place.width(), TextLook::small(p.ink));
    text::paint(ui.painter(), place, Align::Min, &shown);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{key}: {value}")));
    if line.cut || shown.cut {
        response.on_hover_text(format!("{key}: {value}"));
    }
    rect
}

/// The vendor's ids, cut in the middle, whole on copy.
pub fn identifiers_ui(ui: &mut Ui, open: &OpenLead, state: &UiState, actions: &mut Actions) {
    head_ui(ui, words::IDENTIFIERS, None);
    let lead = &open.view.lead;
    let ids = [("UUID", lead.uuid.as_deref()), ("Record", Some(lead.remote_id.as_str()))];
    for (what, id) in ids {
        let Some(id) = id.filter(|id| !id.is_empty()) else { continue };
        let rect = pair_ui(ui, what, &text::middle_cut(id), state);
        let square = Rect::from_center_size(pos2(rect.right() - space::M - 9.0, rect.center().y), vec2(22.0, 22.0));
        let action = Action::Copy { what, text: id.to_owned() };
        let name = action.name();
        if at(ui, square, |ui| IconButton::small(Icon::CopySimple, &name).show(ui)).clicked() {
            actions.push(action);
        }
    }
}
