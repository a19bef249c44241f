//! The profile: status, agent, contact fields in place, what else is known, identifiers to copy.

pub mod attributes;
pub mod facts;
pub mod field;
pub mod in_place;
mod next_best;
pub mod notes;
pub mod person;
pub mod status;
pub mod tags;

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::actions::{Action, Actions};
use super::lead::{chosen_row, open_lead};
use super::list::band::at;
use super::people;
use super::state::UiState;
use super::widgets::text::{self, TextLook};
use super::widgets::{self, IconButton};
use crate::bridge::{OpenLead, Snapshot};
use crate::domain::Field;
use crate::search::Row;
use crate::theme::{self, Icon, Layout, height, space};

use super::text as words;

/// The fields in place, in their order.
const CONTACT: [Field; 5] = [Field::Name, Field::Email, Field::DialCode, Field::Phone, Field::Picture];

/// Where values stand, from the pane's left edge.
pub fn value_column(width: f32) -> f32 {
    if width < 260.0 { space::L + 72.0 } else { space::L + 92.0 }
}

/// Draws the pane. `closes`: it lies over the lead, or has the window alone, and can be closed.
pub fn profile_ui(ui: &mut Ui, closes: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let Some(row) = chosen_row(snapshot, state) else {
        if closes {
            close_ui(ui, band, state, actions);
        }
        return;
    };
    let open = open_lead(snapshot, state);
    let right = if closes { close_ui(ui, band, state, actions) } else { band.right() - space::M };
    who_ui(ui, band.with_max_x(right), row, open);

    let body = rect.with_min_y(band.bottom());
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.shrink_clip_rect(body);
    let ui = &mut child;
    ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
    crate::ui::widgets::scrolls(ui, ScrollArea::vertical().id_salt(("profile", row.id.0)).auto_shrink(false), |ui| {
        ui.add_space(space::S);
        status::row_ui(ui, row, snapshot, state, actions);
        let Some(open) = open else { return };
        if row.read_only {
            facts::sentence_ui(ui, words::READ_ONLY);
        }
        field::field_ui(ui, Field::Agent, row, open, snapshot, state, actions);
        tags::tags_ui(ui, row, open, snapshot, state, actions);
        notes::notes_ui(ui, row, open, snapshot, state, actions);
        attributes::attributes_ui(ui, row, open, state, actions);
        facts::head_ui(ui, words::CONTACT, None);
        for field in CONTACT {
            field::field_ui(ui, field, row, open, snapshot, state, actions);
        }
        facts::identifiers_ui(ui, open, state, actions);
        person::same_person_ui(ui, open, state, actions);
        if open.next_best.is_none() {
            ui.add_space(space::XL);
        }
        next_best::next_best_ui(ui, body.height(), open, state, actions);
    });
}

fn close_ui(ui: &mut Ui, band: Rect, state: &UiState, actions: &mut Actions) -> f32 {
    let place = Rect::from_center_size(pos2(band.right() - 22.0, band.center().y), vec2(28.0, 28.0));
    let icon = if state.layout == Layout::Single { Icon::CaretLeft } else { Icon::SidebarSimple };
    if at(ui, place, |ui| IconButton::header(icon, words::CLOSE_PROFILE).key("]").show(ui)).clicked() {
        actions.push(Action::ToggleProfile);
    }
    place.left()
}

/// Avatar, name, where they are and how often they came.
fn who_ui(ui: &mut Ui, band: Rect, row: &Row, open: Option<&OpenLead>) {
    let p = theme::palette(ui);
    let circle = Rect::from_center_size(pos2(band.left() + 30.0, band.center().y), vec2(28.0, 28.0));
    let letters = people::initials(&row.name);
    widgets::avatar(ui, circle, &letters);
    if letters.is_empty() {
        widgets::icon(ui.painter(), circle, Icon::User, theme::IconFill::Regular, theme::icon::SMALL, p.ink2);
    }
    let left = circle.right() + 10.0;
    let first = Rect::from_min_max(pos2(left, band.top() + 7.0), pos2(band.right(), band.top() + 27.0));
    let place = open.map(|open| {
        let lead = &open.view.lead;
        let mut parts: Vec<String> = Vec::new();
        let city: Vec<&str> = [&lead.city, &lead.country].into_iter().flatten().map(String::as_str).collect();
        if !city.is_empty() {
            parts.push(city.join(", "));
        }
        parts.extend(lead.website_visits.filter(|n| *n > 0).map(people::visits_words));
        parts.join(" · ")
    });
    let place = place.unwrap_or_default();
    let first = if place.is_empty() { first.translate(vec2(0.0, 7.0)) } else { first };
    let line = text::line(ui, &row.name, first.width(), TextLook::body(p.ink).semibold());
    text::paint(ui.painter(), first, Align::Min, &line);
    if !place.is_empty() {
        let second = Rect::from_min_size(pos2(left, band.top() + 25.0), vec2(first.width(), 16.0));
        let line = text::line(ui, &place, second.width(), TextLook::caption(p.ink3));
        text::paint(ui.painter(), second, Align::Min, &line);
    }
    let response = ui.interact(band, ui.scope_id().with("who"), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{}: {} {place}", words::PROFILE, row.name)));
}
