//! The tags of the open lead: chips with their ×, and the field that adds more, with the known tags under it.

use egui::{Align, Area, Id, Key, Modifiers, Order, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{facts, value_column};
use crate::bridge::{OpenLead, Snapshot};
use crate::domain::{Change, DraftOf, LeadId, OutboxState, Slot};
use crate::search::Row;
use crate::theme::{self, Icon, IconFill, height, icon, radius, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::entries::{EntryAction, completion, words};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Field, Ground, IconButton, TagKind};

/// From one line of chips to the next.
const LINE: f32 = 20.0;
/// Side of the square of a chip's ×.
const CROSS: f32 = 16.0;

/// The id of the field for new tags.
pub fn new_tag_id(lead: LeadId) -> Id {
    Id::unique(("new tag", lead.0))
}

/// One chip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub tag: String,
    /// It is being taken away.
    pub removed: bool,
    /// The state of the change that is not confirmed yet.
    pub state: Option<OutboxState>,
}

/// What is shown: the lead's tags, then those that are being taken away.
pub fn chips(open: &OpenLead) -> Vec<Chip> {
    let pending = |tag: &str| {
        let slot = Slot::Tag(tag.to_owned());
        open.pending.iter().rev().find(|change| slot.continues(None, &change.item.change.slot()))
    };
    let held = open.view.lead.tags.iter().map(|tag| Chip {
        tag: tag.clone(),
        removed: false,
        state: pending(tag).map(|change| change.item.state),
    });
    let leaving = open.mirror.tags.iter().filter_map(|tag| {
        let change = pending(tag).filter(|change| matches!(change.item.change, Change::RemoveTag { .. }))?;
        Slot::Tag(tag.clone()).of(&open.view.lead).is_none().then(|| Chip {
            tag: tag.clone(),
            removed: true,
            state: Some(change.item.state),
        })
    });
    held.chain(leaving).collect()
}

/// Draws label, chips, and the field while it is used.
pub fn tags_ui(
    ui: &mut Ui,
    row: &Row,
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let (top, left, width) = (ui.cursor().top(), ui.cursor().left(), ui.available_width());
    let first_line = state.appearance.density.heights().key_value_row;
    let column = value_column(width);
    let label = Rect::from_min_size(pos2(left + space::L, top), vec2(column - space::L, first_line));
    let line = text::line(ui, all_words::TAGS, label.width(), TextLook::small(p.ink2));
    text::paint(ui.painter(), label, Align::Min, &line);
    let right = left + width - space::M;
    let first = Rect::from_min_max(pos2(left + column, top), pos2(right, top + first_line));
    let chips = chips(open);
    let mut edge = right;
    if !row.read_only {
        edge = add_ui(ui, first, actions);
    }
    let armed = state.entries.armed.as_ref().filter(|(lead, _)| *lead == row.id).map(|(_, tag)| tag.clone());
    let mut place = pos2(first.left(), first.center().y - height::TAG / 2.0);
    for (n, chip) in chips.iter().enumerate() {
        // Only the first line shares its room with the button.
        let mut room = if n > 0 && place.y > first.center().y { right } else { edge };
        let mark = chip.state.map_or(0.0, |_| icon::CAPTION + space::XXS);
        let kind = if chip.removed { TagKind::Removed } else { TagKind::Plain };
        if place.x > first.left() && place.x + widgets::tag_width(ui, &chip.tag, kind) + mark > room {
            place = pos2(first.left(), place.y + LINE);
            room = right;
        }
        let rect = Rect::from_min_max(place, pos2(room - mark, place.y + height::TAG));
        ui.push_id(("tag", n), |ui| {
            let is_armed = armed.as_ref() == Some(&chip.tag);
            place.x = chip_ui(ui, rect, chip, is_armed, row, actions) + space::XS;
        });
    }
    if chips.is_empty() {
        let line = text::line(ui, all_words::NONE, 80.0, TextLook::small(p.ink3));
        text::paint(ui.painter(), first, Align::Min, &line);
        ui.interact(first.with_max_x(edge), ui.scope_id().with("no tags"), Sense::hover()).widget_info(|| {
            WidgetInfo::labeled(Role::Label, true, format!("{}: {}", all_words::TAGS, all_words::NONE))
        });
    }
    let bottom = (place.y + height::TAG + space::XS).max(top + first_line);
    ui.advance_cursor_after_rect(Rect::from_min_max(pos2(left, top), pos2(left + width, bottom)));
    let of = DraftOf::NewTag;
    if !row.read_only && state.entries.is_adding(row.id, &of, &state.drafts) {
        field_ui(ui, row.id, &chips, open, snapshot, state, actions);
    }
}

/// The plus with its key at the end of the first line. Gives where it begins.
fn add_ui(ui: &mut Ui, first: Rect, actions: &mut Actions) -> f32 {
    let action = Action::Entry(EntryAction::FocusTags);
    let square = Rect::from_center_size(pos2(first.right() - 9.0, first.center().y), vec2(22.0, 22.0));
    let key = action.key_cap();
    let name = action.name();
    if at(ui, square, |ui| IconButton::small(Icon::Plus, &name).key(key.as_deref()).show(ui)).clicked() {
        actions.push(action);
    }
    let Some(key) = key else { return square.left() };
    widgets::key_cap_at_right(ui, first.with_max_x(square.left() - space::XXS), &key).left() - space::XS
}

/// One chip with its ×, which shows under the pointer. Gives where it ends.
fn chip_ui(ui: &mut Ui, rect: Rect, chip: &Chip, armed: bool, row: &Row, actions: &mut Actions) -> f32 {
    let p = theme::palette(ui);
    let kind = if chip.removed || armed { TagKind::Removed } else { TagKind::Plain };
    let shown = widgets::tag_at(ui, rect, &chip.tag, kind, Ground::Side);
    let said = words::tag(&chip.tag, chip.removed, chip.state.map(OutboxState::word));
    let mut response = ui.interact(shown, ui.scope_id().with("chip"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    let mut end = shown.right();
    if let Some(state) = chip.state {
        let mark = shown.translate(vec2(shown.width() + space::XXS, 0.0));
        end = widgets::state_icon(ui.painter(), mark, p.outbox(state), icon::CAPTION).right();
    }
    if chip.state.is_some() || text::line(ui, &chip.tag, rect.width() - 10.0, TextLook::caption(p.ink2)).cut {
        response = widgets::tip(response, &said, None);
    }
    if row.read_only || chip.removed {
        return end;
    }
    let square = Rect::from_min_max(pos2(shown.right() - CROSS, shown.top()), shown.max);
    let action = Action::Entry(EntryAction::RemoveTag { lead: row.id, tag: chip.tag.clone() });
    let cross = ui.interact(square, ui.scope_id().with("cross"), Sense::click());
    let name = action.name();
    cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.clone()));
    let focused = widgets::has_visible_focus(ui, &cross);
    if focused || response.hovered() || cross.hovered() {
        ui.painter().rect_filled(square, radius::SMALL, p.press);
        widgets::icon(ui.painter(), square, Icon::X, IconFill::Regular, icon::CAPTION, p.ink);
    }
    if focused {
        widgets::focus_ring(ui.painter(), square, radius::SMALL, p.accent);
    }
    if cross.clicked() {
        actions.push(action);
    }
    end
}

/// The field for new tags, and what belongs under it.
fn field_ui(
    ui: &mut Ui,
    lead: LeadId,
    chips: &[Chip],
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let of = DraftOf::NewTag;
    let draft = state.drafts.get(lead, of.clone()).cloned();
    let mut typed = draft.as_ref().map(|draft| draft.text.clone()).unwrap_or_default();
    let id = new_tag_id(lead);
    let focus = state.entries.take_focus(lead, &of);
    let focused = ui.memory(|memory| memory.has_focus(id));
    let keys = if focused { Keys::take(ui, typed.is_empty()) } else { Keys::default() };
    let column = value_column(ui.available_width());
    let width = ui.available_width() - column - space::M;
    let place = Rect::from_min_size(ui.cursor().min + vec2(column, 0.0), vec2(width, height::FIELD));
    let fault = draft.as_ref().and_then(|draft| draft.fault.clone());
    let response = at(ui, place, |ui| {
        Field::new(words::NEW_TAG).placeholder(words::NEW_TAG_HINT).width(width).id(id).show(ui, &mut typed)
    });
    ui.advance_cursor_after_rect(place.with_min_x(place.left() - column).with_max_x(place.right() + space::M));
    if focus {
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.changed() {
        actions.push(Action::Entry(EntryAction::Type { lead, of: of.clone(), text: typed.clone() }));
    }
    offer(lead, &typed, open, snapshot, state);
    let pointer = ui.input(|input| input.pointer.latest_pos());
    let over = |rect: Rect| pointer.is_some_and(|pointer| rect.contains(pointer));
    // A press on a known tag takes the focus from the field, and is taken itself a frame later.
    let shows = response.has_focus() || state.entries.completion.rect.is_some_and(over);
    let taken = if shows { offers_ui(ui, &response, &keys, state) } else { None };
    if !shows {
        state.entries.completion.rect = None;
    }
    if let Some(tag) = taken {
        let text = completion::completed(&typed, &tag);
        state.entries.focus = Some((lead, of));
        actions.push(Action::Entry(EntryAction::Save { lead, of: DraftOf::NewTag, text }));
    } else if keys.enter {
        actions.push(Action::Entry(EntryAction::Save { lead, of, text: typed }));
    } else if keys.backspace {
        back(lead, chips, state, actions);
    } else if response.lost_focus() {
        state.entries.armed = None;
        let escape = ui.input(|input| input.key_pressed(Key::Escape));
        if escape || (typed.trim().is_empty() && !shows) {
            actions.push(Action::Entry(EntryAction::GiveUp { lead, of }));
        }
    }
    let row = Rect::from_min_size(place.min - vec2(column, 0.0), vec2(width + column + space::M, place.height()));
    let p = theme::palette(ui);
    if let Some(fault) = &fault {
        facts::under_value_ui(ui, row, fault, p.danger);
    } else if let Some((_, tag)) = state.entries.armed.as_ref().filter(|(armed, _)| *armed == lead) {
        facts::under_value_ui(ui, row, &words::press_again(tag), p.danger);
    } else if draft.is_some() && !response.has_focus() {
        facts::under_value_ui(ui, row, words::TAG_NOT_SAVED, p.ink3);
    }
    ui.add_space(space::XS);
}

/// What the field's own keys asked for.
#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    by: isize,
    enter: bool,
    backspace: bool,
}

impl Keys {
    /// Takes them before the editor does: it would move its cursor and lose the focus.
    fn take(ui: &Ui, empty: bool) -> Self {
        ui.input_mut(|input| {
            let mut take = |key| input.consume_key(Modifiers::NONE, key);
            let by = isize::from(take(Key::ArrowDown)) - isize::from(take(Key::ArrowUp));
            Self { by, enter: take(Key::Enter), backspace: empty && take(Key::Backspace) }
        })
    }
}

/// Backspace in an empty field: the last tag, at the second press.
fn back(lead: LeadId, chips: &[Chip], state: &mut UiState, actions: &mut Actions) {
    match state.entries.armed.take() {
        Some((armed, tag)) if armed == lead => actions.push(Action::Entry(EntryAction::RemoveTag { lead, tag })),
        _ => {
            let last = chips.iter().rev().find(|chip| !chip.removed);
            state.entries.armed = last.map(|chip| (lead, chip.tag.clone()));
        }
    }
}

/// Finds the known tags that answer, once for each text and snapshot.
fn offer(lead: LeadId, typed: &str, open: &OpenLead, snapshot: &Snapshot, state: &mut UiState) {
    let completion = &mut state.entries.completion;
    let made_for = Some((lead, typed.to_owned(), snapshot.revision));
    if completion.made_for == made_for {
        return;
    }
    let same_text = completion.made_for.as_ref().is_some_and(|(l, text, _)| *l == lead && text == typed);
    let known = snapshot.tags.iter().map(|(tag, leads)| (tag.as_str(), *leads));
    completion.offers = completion::offers(known, typed, &open.view.lead.tags);
    completion.made_for = made_for;
    if !same_text || completion.chosen.is_some_and(|at| at >= completion.offers.len()) {
        completion.chosen = None;
    }
}

/// The known tags under the field. Gives the one that was taken, by Enter or by pointer.
fn offers_ui(ui: &Ui, field: &Response, keys: &Keys, state: &mut UiState) -> Option<String> {
    let completion = &mut state.entries.completion;
    if completion.offers.is_empty() {
        completion.rect = None;
        return None;
    }
    let count = completion.offers.len();
    completion.chosen = match (completion.chosen, keys.by) {
        (chosen, 0) => chosen,
        (None, by) => Some(if by > 0 { 0 } else { count - 1 }),
        // Above the first stands the text itself.
        (Some(0), by) if by < 0 => None,
        (Some(at), by) => Some(at.saturating_add_signed(by).min(count - 1)),
    };
    let mut taken = None;
    let area = Area::new(Id::unique("known tags"))
        .order(Order::Foreground)
        .fixed_pos(field.rect.left_bottom() + vec2(0.0, 4.0));
    let shown = area.show(ui.ctx(), |ui| {
        widgets::menu_frame(ui).inner_margin(egui::Margin::same(4)).show(ui, |ui| {
            ui.set_width(field.rect.width() - 8.0);
            ui.spacing_mut().item_spacing = egui::Vec2::ZERO;
            for (n, offer) in completion.offers.iter().enumerate() {
                if offer_ui(ui, offer, completion.chosen == Some(n), (n, count)).clicked() {
                    taken = Some(offer.tag.clone());
                }
            }
        });
    });
    ui.ctx().accesskit_node_builder(shown.response.id, |node| {
        node.set_role(egui::accesskit::Role::ListBox);
        node.set_label(words::KNOWN_TAGS);
    });
    completion.rect = Some(shown.response.rect);
    let chosen = completion.chosen.and_then(|at| completion.offers.get(at));
    taken.or_else(|| chosen.filter(|_| keys.enter).map(|offer| offer.tag.clone()))
}

fn offer_ui(ui: &mut Ui, offer: &completion::Offer, chosen: bool, place: (usize, usize)) -> Response {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 28.0), Sense::CLICK);
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, if chosen { p.select } else { p.hover });
    }
    let mut room = rect.shrink2(vec2(space::S, 0.0));
    let leads = all_words::number(offer.leads);
    let count = text::line(ui, &leads, room.width(), TextLook::small(p.ink3));
    room.max.x = text::paint(ui.painter(), room, Align::Max, &count).left() - space::S;
    let line = text::line(ui, &offer.tag, room.width(), TextLook::body(p.ink));
    text::paint(ui.painter(), room, Align::Min, &line);
    let said = format!("{}, {}", offer.tag, all_words::counted(offer.leads, "lead", "leads"));
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, chosen, said.clone()));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.clear_toggled();
        node.set_selected(chosen);
        node.set_position_in_set(place.0 + 1);
        node.set_size_of_set(place.1);
    });
    if line.cut { response.on_hover_text(&offer.tag) } else { response }
}
