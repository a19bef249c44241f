//! The rows of the settings: a label at the left, a value that can be typed or chosen at the right.

use egui::{Align, Id, Key, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{Desk, Spot, Wish};
use crate::bridge::Snapshot;
use crate::theme::{self, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Chip, Field};

/// Where values stand.
pub(super) const COLUMN: f32 = 176.0;

/// Where values stand in so much room.
pub(super) fn column(width: f32) -> f32 {
    COLUMN.min((width * 0.34).round())
}

/// The head of a section, with a sentence about it.
pub(super) fn head_ui(ui: &mut Ui, title: &str, means: &str) {
    let p = theme::palette(ui);
    let response = widgets::label(ui, title, TextLook::title(p.ink));
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, title));
    if !means.is_empty() {
        widgets::paragraph(ui, means, 3, TextLook::small(p.ink3));
    }
    ui.add_space(space::S);
}

/// The end of a section.
pub(super) fn end_ui(ui: &mut Ui) {
    ui.add_space(space::L);
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), ui.max_rect().x_range(), ui.cursor().top(), p.line);
    ui.add_space(space::L);
}

/// A label, and the room for its value. `name` tells rows apart.
pub(super) fn row_ui<R>(ui: &mut Ui, label: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let p = theme::palette(ui);
    let whole = ui.available_width();
    let left = ui.cursor().left();
    let top = ui.cursor().top();
    let column = column(whole);
    let place = Rect::from_min_size(pos2(left, top), vec2(column - space::S, height::FIELD));
    let line = text::line(ui, label, place.width(), TextLook::body(p.ink2));
    text::paint(ui.painter(), place, Align::Min, &line);
    let value = Rect::from_min_size(pos2(left + column, top), vec2(whole - column, height::FIELD));
    let builder = egui::UiBuilder::new().id_salt(label).max_rect(value);
    let mut child = ui.new_child(builder);
    child.spacing_mut().item_spacing = vec2(space::XXS, 0.0);
    let result = contents(&mut child);
    let bottom = child.min_rect().bottom().max(top + height::FIELD);
    ui.advance_cursor_after_rect(Rect::from_min_max(pos2(left, top), pos2(left + whole, bottom)));
    ui.add_space(space::XS);
    result
}

/// One of several, as chips that say whether they are chosen.
pub(super) fn choice_ui(ui: &mut Ui, label: &str, choices: &[(Action, bool)], actions: &mut Actions) {
    row_ui(ui, label, |ui| {
        // Chips stand on the middle of the row, as its label does.
        ui.add_space((height::FIELD - height::CHIP) / 2.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(space::XXS, space::XXS);
            for (action, chosen) in choices {
                if Chip::new(&action.name()).chosen(*chosen).show(ui).clicked() {
                    actions.push(action.clone());
                }
            }
        });
    });
}

/// A text of the settings: Enter saves, leaving it saves too, Esc gives up.
#[expect(clippy::too_many_arguments, reason = "a field's own four, and what a panel has")]
pub(super) fn text_ui(
    ui: &mut Ui,
    spot: &Spot,
    name: &str,
    hint: &str,
    width: f32,
    snapshot: &Snapshot,
    desk: &mut Desk,
    actions: &mut Actions,
) {
    let mut typed = desk.text(spot, snapshot);
    let fault = desk.fault(spot).map(str::to_owned);
    let field = Field::new(name).placeholder(hint).width(width).fault(fault.as_deref()).id(spot_id(spot));
    let response = field.show(ui, &mut typed);
    if response.changed() {
        desk.type_text(spot.clone(), typed);
    }
    if response.lost_focus() && desk.is_typed(spot) {
        let (escape, enter) = ui.input(|input| (input.key_pressed(Key::Escape), input.key_pressed(Key::Enter)));
        match spot {
            _ if escape => actions.push(Action::Settings(Wish::GiveUp(spot.clone()))),
            // Two fields make one line: only Enter says that both are done.
            Spot::NewId | Spot::NewName if !enter => {}
            _ => actions.push(Action::Settings(Wish::Save(spot.clone()))),
        }
    }
}

/// The id of a field.
pub(super) fn spot_id(spot: &Spot) -> Id {
    Id::unique(("settings", format!("{spot:?}")))
}

/// A few small words at the middle of a row.
pub(super) fn words_ui(ui: &mut Ui, words: &str, width: f32, align: Align) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, height::FIELD), Sense::hover());
    text::paint(ui.painter(), rect, align, &text::line(ui, words, width, TextLook::small(p.ink3)));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}
