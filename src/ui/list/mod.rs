//! The lead list: painted rows, of which only the visible ones exist.
//!
//! Nothing here grows with the number of leads while nothing changes: the position is in rows ([`place`]), the order
//! is a persistent vector, and texts come from a cache. What a row looks like stands in [`row`].

pub mod band;
pub mod hit;
mod pen;
pub mod place;
pub mod row;
pub mod spoken;

use egui::accesskit;
use egui::{EventFilter, Id, Rect, Sense, Ui, UiBuilder, pos2, vec2};
use imbl::Vector;

pub use place::Place;

use self::hit::Needles;
use super::actions::{Action, Actions};
use super::state::{Pane, UiState};
use super::{empty, text, widgets};
use crate::bridge::Snapshot;
use crate::domain::LeadId;
use crate::domain::query::Query;
use crate::search::{Sort, View};

/// Where the list stands, and what it looked at last.
#[derive(Clone, Debug, Default)]
pub struct ListPlace {
    pub place: Place,
    /// Where the chosen lead stands, or last stood: keys go on from there when it has left the list.
    pub hint: usize,
    /// The chosen row shall come into sight.
    pub show_chosen: bool,
    /// The list that comes next was asked for by a restart: the place stays.
    pub hold_place: bool,
    order: Vector<LeadId>,
    located: (Option<LeadId>, Option<usize>),
    looked: Option<(View, Sort, Query)>,
    needles: Needles,
    /// Input time until which the scroll bar is seen.
    bar_until: f64,
}

/// Where a walk by `by` rows ends: from `at`, or from `hint` when the chosen row is not in the list.
pub fn step(at: Option<usize>, hint: usize, by: isize, len: usize) -> Option<usize> {
    let last = len.checked_sub(1)?;
    Some(match at {
        Some(at) => at.saturating_add_signed(by).min(last),
        None if by > 0 => hint.min(last),
        None => hint.saturating_sub(1).min(last),
    })
}

impl ListPlace {
    /// Where a lead stands in the order. Near the hint this costs nothing; a search through everything happens only
    /// when the lead is far from where it was.
    pub fn position(&self, lead: LeadId, order: &Vector<LeadId>) -> Option<usize> {
        if order.get(self.hint) == Some(&lead) {
            return Some(self.hint);
        }
        order.iter().position(|id| *id == lead)
    }

    /// Takes in the newest order: keeps the chosen row where the eye has it, or goes to the top of another list.
    fn follow(&mut self, snapshot: &Snapshot, chosen: Option<LeadId>, view_height: f32, row_height: f32) {
        let listing = &snapshot.listing;
        let same_order = self.order.len() == listing.order.len() && self.order.ptr_eq(&listing.order);
        let same_look = self.looked.as_ref().is_some_and(|(view, sort, query)| {
            (*view, *sort) == (listing.view, listing.sort) && *query == listing.query
        });
        if same_order && same_look && self.located.0 == chosen {
            return;
        }
        let before = self.located.1.filter(|_| self.located.0 == chosen && same_look);
        let at = chosen.and_then(|lead| self.position(lead, &listing.order));
        if !same_look {
            let first = self.looked.is_none();
            self.looked = Some((listing.view, listing.sort, listing.query.clone()));
            self.needles = Needles::new(&listing.query);
            if !first && !self.hold_place {
                self.place.top = 0.0;
            }
            if !first {
                self.hold_place = false;
            }
        } else if let (Some(before), Some(at)) = (before, at)
            && self.place.sees(before, view_height, row_height)
        {
            self.place.shift(before, at);
        }
        self.order = listing.order.clone();
        self.located = (chosen, at);
        if let Some(at) = at {
            self.hint = at;
        }
    }
}

/// Draws the rows into what is left of the pane.
pub fn rows_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let area = ui.available_rect_before_wrap();
    let builder = UiBuilder::new()
        .id_salt("leads")
        .max_rect(area)
        .accessibility_role(accesskit::Role::ListBox)
        .accessibility_label(text::LIST);
    let mut ui = ui.new_child(builder);
    ui.shrink_clip_rect(area);

    let order = &snapshot.listing.order;
    let row_height = state.appearance.density.heights().lead_row;
    state.list.follow(snapshot, state.chosen, area.height(), row_height);
    if order.is_empty() {
        empty::no_rows_ui(&mut ui, snapshot, state, actions);
        return;
    }
    scroll(&ui, area, order.len(), row_height, state);
    if std::mem::take(&mut state.list.show_chosen)
        && let Some(at) = state.list.located.1
    {
        state.list.place.keep_in_sight(at, order.len(), area.height(), row_height);
    }
    if !order.is_empty() {
        state.list.place.clamp(order.len(), area.height(), row_height);
    }

    state.row_focus = None;
    let (first, above) = state.list.place.first(row_height);
    let focused = state.pane == Pane::List && !state.typing;
    let needles = std::mem::take(&mut state.list.needles);
    let entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
    // The row that Tab reaches: the chosen one, else the first.
    let tab_stop = state.list.located.1.unwrap_or(first);
    let mut y = area.top() - above;
    let mut at = first;
    while y < area.bottom() && at < order.len() {
        let Some(row) = order.get(at).and_then(|id| snapshot.rows.get(*id)) else {
            // A row that is not there keeps its place: the next snapshot brings it.
            (at, y) = (at + 1, y + row_height);
            continue;
        };
        let rect = Rect::from_min_size(pos2(area.left(), y), vec2(area.width(), row_height));
        let id = row_id(row.id);
        let chosen = state.chosen == Some(row.id);
        // Only one row is a stop of the Tab key: a list is one stop, its rows are walked by arrows.
        let sense = if at == tab_stop { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, id, sense);
        if at == tab_stop && response.has_focus() {
            let arrows = EventFilter { vertical_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        }
        if response.has_focus() {
            state.row_focus = Some(id);
        }
        if chosen && std::mem::take(&mut state.focus_row) {
            response.request_focus();
        }
        let look = row::Look {
            chosen,
            pane_has_keys: focused,
            hovered: response.hovered(),
            ring: response.has_focus() && state.by_key,
            changed: row.changed && !chosen,
        };
        let painted = row::paint(&ui, rect, row, &look, &needles, snapshot, state);
        spoken::tell(&response, row, chosen, at, order.len(), snapshot, state);
        // Enter on the focused row is a click to the toolkit; to us it is "open".
        if response.clicked() && !entered {
            actions.push(Action::Choose(row.id));
        }
        painted.tell_more(response, row, state);
        y += row_height;
        at += 1;
    }
    state.list.needles = needles;
    state.focus_row = false;
    bar_ui(&ui, area, order.len(), row_height, state);
}

/// The id of a lead's row: by lead, so that the focus follows it when rows move.
pub fn row_id(lead: LeadId) -> Id {
    Id::unique(("lead row", lead.0))
}

/// Moves by wheel or touch pad.
fn scroll(ui: &Ui, area: Rect, rows: usize, row_height: f32, state: &mut UiState) {
    if !ui.rect_contains_pointer(area) {
        return;
    }
    let moved = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta).y);
    if moved.abs() > 0.0 {
        state.list.place.scroll(-moved, row_height);
        state.list.place.clamp(rows, area.height(), row_height);
        state.list.bar_until = state.time + widgets::BAR_SECS;
    }
}

/// The slim bar at the right.
fn bar_ui(ui: &Ui, area: Rect, rows: usize, row_height: f32, state: &mut UiState) {
    let Some(handle) = state.list.place.handle(rows, area.height(), row_height) else { return };
    if let Some(part) = widgets::slim_bar(ui, area, handle, state.list.bar_until - state.time) {
        state.list.place.drag_to(part, rows, area.height(), row_height);
    }
}
