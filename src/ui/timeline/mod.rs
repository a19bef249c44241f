//! The timeline of the open lead: one strip for all sources, newest first.
//!
//! [`lines`] puts together what stands where, once for every strip and filter; [`words`] says what a line says;
//! [`row`] paints it. Only lines in sight exist. Nothing here asks for anything but by a button.

pub mod chips;
pub mod clocks;
pub mod details;
pub mod filter;
pub mod kind;
pub mod lamps;
pub mod lines;
pub mod place;
pub mod row;
pub mod runs;
pub mod sources;
pub mod words;

use egui::accesskit;
use egui::{Event, EventFilter, Id, Rect, Role, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use self::lines::{Line, Placed};
use self::words::{Said, Scene};
use super::actions::{Action, Actions};
use super::lead::clash;
use super::state::{Pane, UiState};
use super::{text, widgets};
use crate::bridge::{OpenLead, Snapshot};

pub use filter::Filter;
pub use place::TimelinePlace;

/// A draining line is drawn so often, in seconds.
const DRAIN_SECS: f64 = 1.0 / 30.0;

/// Takes in the strip of the open lead, before anything of it is drawn.
pub fn prepare(ui: &Ui, open: &OpenLead, snapshot: &Snapshot, state: &mut UiState) {
    let mut place = std::mem::take(&mut state.timeline);
    place.turn_to(open.view.id);
    place.forget_revealed(state.time);
    let width = ui.max_rect().width();
    let scene = Scene { timeline: &open.timeline, open, snapshot, state };
    let more = |_: &_, at: usize| {
        let text = scene.item(at, false).map_or(0.0, |said| row::more(ui, &said, width));
        text + details::height(ui, &details::facts(scene, at), row::text_room(width))
    };
    let room = row::text_room(width);
    place.follow(&open.timeline, (state.appearance.density, room), &state.zone, more);
    state.timeline = place;
}

/// Draws the strip into what is left of the pane.
pub fn timeline_ui(ui: &mut Ui, open: &OpenLead, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let mut area = ui.available_rect_before_wrap();
    let timeline = &open.timeline;
    if !timeline.sources.is_empty() && !timeline.items.is_empty() {
        let (rest, foot) = area.split_top_bottom_at_y(area.bottom() - sources::FOOT);
        sources::foot_ui(ui, foot, timeline, state, actions);
        area = rest;
    }
    let builder = UiBuilder::new()
        .id_salt(("timeline", open.view.id.0))
        .max_rect(area)
        .accessibility_role(accesskit::Role::List)
        .accessibility_label(text::TIMELINE);
    let mut ui = ui.new_child(builder);
    ui.shrink_clip_rect(area);

    let mut place = std::mem::take(&mut state.timeline);
    scroll(&ui, area, &mut place, state.time);
    place.settle(area.height());
    head_ui(&mut ui, area, open, &mut place, actions);
    place.settle(area.height());
    let scene = Scene { timeline, open, snapshot, state };
    let focus = lines_ui(&ui, area, &mut place, scene, actions);
    if place.lines().is_some_and(lines::Lines::is_empty) {
        let top = area.top() + head_height(&place);
        let mut ui = ui.new_child(UiBuilder::new().max_rect(area.with_min_y(top)));
        sources::nothing_ui(&mut ui, timeline, state, actions);
    }
    if let Some(handle) = place.handle(area.height())
        && let Some(part) = widgets::slim_bar(&ui, area, handle, place.bar_until - state.time)
    {
        place.drag_to(part, area.height());
    }
    state.timeline = place;
    if focus.is_some() {
        state.row_focus = focus;
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a height in a pane")]
fn head_height(place: &TimelinePlace) -> f32 {
    place.head as f32
}

/// Moves by wheel or touch pad.
fn scroll(ui: &Ui, area: Rect, place: &mut TimelinePlace, time: f64) {
    if !ui.rect_contains_pointer(area) {
        return;
    }
    let moved = ui.input_mut(|input| std::mem::take(&mut input.smooth_scroll_delta).y);
    if moved.abs() > 0.0 {
        place.scroll(-moved);
        place.bar_until = time + widgets::BAR_SECS;
    }
}

/// What must be decided stands over the strip and scrolls with it.
fn head_ui(ui: &mut Ui, area: Rect, open: &OpenLead, place: &mut TimelinePlace, actions: &mut Actions) {
    if !open.pending.iter().any(|change| change.item.conflict.is_some()) {
        place.head = 0.0;
        return;
    }
    if place.head > 0.0 && place.top > place.head {
        return;
    }
    #[expect(clippy::cast_possible_truncation, reason = "it is in sight, so it is small")]
    let above = place.top as f32;
    let rect = Rect::from_min_size(pos2(area.left(), area.top() - above), area.size());
    let mut head = ui.new_child(UiBuilder::new().id_salt("clashes").max_rect(rect));
    head.spacing_mut().item_spacing = egui::Vec2::ZERO;
    clash::clashes_ui(&mut head, open, actions);
    place.head = f64::from(head.min_rect().height());
}

/// The lines in sight. Gives the id of the one that has the focus.
fn lines_ui(ui: &Ui, area: Rect, place: &mut TimelinePlace, scene: Scene<'_>, actions: &mut Actions) -> Option<Id> {
    let state = scene.state;
    let seen = place.in_sight(area.height());
    let of = place.lines().map_or(0, lines::Lines::items);
    let has_keys = state.pane == Pane::Lead && !state.typing;
    let entered = ui.input(|input| input.key_pressed(egui::Key::Enter));
    // The line that Tab reaches: the chosen one, else the first item in sight.
    let keys: Vec<Option<u64>> =
        seen.iter().map(|(_, placed, ..)| place.lines().and_then(|lines| lines.key(placed.line))).collect();
    let tab_stop =
        keys.iter().flatten().find(|key| place.chosen == Some(**key)).or_else(|| keys.iter().flatten().next()).copied();
    let focus_chosen = std::mem::take(&mut place.focus_chosen);
    let mut focus = None;
    for (n, ((_, placed, top, height), key)) in seen.iter().zip(&keys).enumerate() {
        let rect = Rect::from_min_size(pos2(area.left(), area.top() + top), vec2(area.width(), *height));
        let (Some(key), Some(said)) = (key, said(scene, placed.line, *key, place)) else {
            day_ui(ui, rect, *placed, state);
            continue;
        };
        // Two that nothing tells apart are two lines all the same.
        let twins = keys[..n].iter().filter(|other| **other == Some(*key)).count();
        let id = if twins == 0 { line_id(*key) } else { line_id(*key).with(twins) };
        let sense = if tab_stop == Some(*key) && twins == 0 { Sense::click() } else { Sense::CLICK };
        let response = ui.interact(rect, id, sense);
        if response.has_focus() {
            let arrows = EventFilter { vertical_arrows: true, horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
            focus = Some(id);
        }
        let chosen = place.chosen == Some(*key);
        if chosen && focus_chosen {
            response.request_focus();
        }
        let unfolded = match placed.line {
            Line::Run { .. } => place.lines().map(|lines| lines.is_unfolded(placed.line)),
            _ => None,
        };
        let look = row::Look {
            chosen,
            pane_has_keys: has_keys,
            hovered: response.hovered(),
            ring: response.has_focus() && state.by_key,
            opened: place.is_opened(*key),
            revealed: place.revealed_for(*key, state.time),
            unfolded,
            unsure: placed.unsure,
        };
        let base = state.appearance.density.heights().timeline_item;
        let painted = row::paint(ui, rect, &said, &look, base, state);
        tell(&response, &said, &look, (placed.before, of), state);
        if said.code.is_some() && row::eye_ui(ui, id, &painted, &look) {
            actions.push(Action::RevealItem(*key));
        }
        if let Some(left) = look.revealed {
            let wait = if row::moves(ui) { DRAIN_SECS } else { left.fract().max(0.02) };
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(wait.min(left)));
        }
        // Enter on the focused line is a click to the toolkit; to us it is "open".
        if response.clicked() && !entered {
            actions.push(Action::ToggleItem(*key));
        }
        if chosen && has_keys && ui.input(|input| input.events.contains(&Event::Copy)) {
            actions.push(Action::Copy { what: text::COPIED_LINE, text: said.title_text() });
        }
        if let (true, Line::Item(at)) = (look.opened, placed.line) {
            details::paint(ui, painted.below(), id, &details::facts(scene, at));
            if let Some(change) = details::can_be_taken_back(scene, at)
                && details::take_back_ui(ui, painted.below(), id)
            {
                actions.push(Action::TakeBack { change, alone: true });
            }
        }
        painted.tell_more(response, &said, &look, state);
    }
    focus
}

/// The words of a line that is no day.
fn said(scene: Scene<'_>, line: Line, key: Option<u64>, place: &TimelinePlace) -> Option<Said> {
    match line {
        Line::Day(_) => None,
        Line::Item(at) => scene.item(at, place.revealed_for(key?, scene.state.time).is_some()),
        Line::Run { first, count } => scene.run(first, count),
    }
}

/// The id of a line: by what it shows, so that the focus follows it.
pub fn line_id(key: u64) -> Id {
    Id::unique(("timeline line", key))
}

fn day_ui(ui: &Ui, rect: Rect, placed: Placed, state: &UiState) {
    let Line::Day(day) = placed.line else { return };
    let words = row::day(ui, rect, day, state);
    let response = ui.interact(rect, ui.scope_id().with(("day", placed.before)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, words.clone()));
}

/// What a screen reader says of a line, and its place among the others.
fn tell(response: &egui::Response, said: &Said, look: &row::Look, place: (usize, usize), state: &UiState) {
    response.widget_info(|| {
        let mut sentence = said.sentence(state);
        if said.code.is_some() {
            let code = if look.revealed.is_some() { text::CODE_SHOWN } else { text::CODE_HIDDEN };
            sentence = format!("{sentence}, {code}");
        }
        if look.unsure {
            sentence = format!("{sentence}, {}", text::ORDER_NOT_SURE);
        }
        WidgetInfo::selected(Role::ListItem, true, look.chosen, sentence)
    });
    response.ctx.accesskit_node_builder(response.id, |node| {
        // The toolkit would call a chosen line "pressed".
        node.clear_toggled();
        node.set_selected(look.chosen);
        node.set_position_in_set(place.0 + 1);
        node.set_size_of_set(place.1);
        node.set_expanded(look.unfolded.unwrap_or(look.opened));
    });
}
