//! The pane of the open lead: who it is, what must be known of it, and its timeline.

pub mod clash;
pub mod composer;
pub mod find_out;
pub mod header;

use egui::{Rect, Ui, UiBuilder};

use super::actions::Actions;
use super::state::UiState;
use super::widgets::text::TextLook;
use super::{text, timeline, widgets};
use crate::bridge::{OpenLead, Snapshot};
use crate::search::Row;
use crate::theme::{self, Gravity, Icon, height, space};

/// The chosen lead's details, once the engine sent them.
pub fn open_lead<'a>(snapshot: &'a Snapshot, state: &UiState) -> Option<&'a OpenLead> {
    snapshot.open.as_deref().filter(|open| Some(open.view.id) == state.chosen)
}

/// The chosen lead's row.
pub fn chosen_row<'a>(snapshot: &'a Snapshot, state: &UiState) -> Option<&'a Row> {
    state.chosen.and_then(|lead| snapshot.rows.get(lead)).map(AsRef::as_ref)
}

/// Draws the pane. `alone`: it has the window for itself.
pub fn lead_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let Some(row) = chosen_row(snapshot, state) else {
        nothing_ui(ui, rect, alone, snapshot, state, actions);
        return;
    };
    let open = open_lead(snapshot, state);
    if let Some(open) = open {
        timeline::prepare(ui, open, snapshot, state);
    }
    header::bands_ui(ui, rect, alone, row, open, snapshot, state, actions);
    let body = rect.with_min_y(rect.top() + height::BAND_A + height::BAND_B);
    let body = match open {
        Some(_) => composer::composer_ui(ui, body, row, state, actions),
        None => body,
    };
    let mut body_ui = ui.new_child(UiBuilder::new().max_rect(body));
    body_ui.shrink_clip_rect(body);
    let ui = &mut body_ui;
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    strips_ui(ui, row, open);
    if let Some(open) = open {
        find_out::find_out_ui(ui, row, open, snapshot, state, actions);
        timeline::timeline_ui(ui, open, snapshot, state, actions);
    }
}

/// The worst of what must be known before reading on.
fn strips_ui(ui: &mut Ui, row: &Row, open: Option<&OpenLead>) {
    let mut strips = Vec::new();
    if row.gone {
        strips.push((Gravity::Warn, text::GONE_MEANS));
    }
    if let Some(open) = open {
        strips.extend(timeline::sources::strips(&open.timeline));
    }
    if row.read_only {
        strips.push((Gravity::Info, text::READ_ONLY));
    }
    // A stable order: the first of the worst.
    strips.sort_by_key(|(gravity, _)| match gravity {
        Gravity::Danger => 0,
        Gravity::Warn => 1,
        Gravity::Info => 2,
    });
    if let Some((gravity, sentence)) = strips.first() {
        widgets::strip(ui, *gravity, sentence, None, strips.len() - 1);
    }
}

/// No lead is chosen: which keys lead on.
fn nothing_ui(ui: &mut Ui, rect: Rect, alone: bool, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    header::empty_bands_ui(ui, rect, alone, snapshot, state, actions);
    let p = theme::palette(ui);
    let body =
        rect.with_min_y(rect.top() + height::BAND_A + height::BAND_B).translate(egui::vec2(space::XL, space::XL));
    let mut ui = ui.new_child(UiBuilder::new().max_rect(body));
    let (square, _) = ui.allocate_exact_size(egui::vec2(theme::icon::RAIL, theme::icon::RAIL), egui::Sense::hover());
    widgets::icon(ui.painter(), square, Icon::Keyboard, theme::IconFill::Regular, theme::icon::RAIL, p.ink3);
    ui.add_space(space::XS);
    widgets::label(&mut ui, text::NO_LEAD, TextLook::body(p.ink));
    ui.add_space(space::S);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        let look = TextLook::body(p.ink3);
        let parts: [(&[&str], &str); 3] =
            [(&["J", "K"], "walk the list,"), (&["Enter"], "opens,"), (&["?"], "shows all keys")];
        for (keys, words) in parts {
            for key in keys {
                widgets::key_cap(ui, key);
            }
            widgets::label(ui, words, look);
            ui.add_space(space::XS);
        }
    });
}
