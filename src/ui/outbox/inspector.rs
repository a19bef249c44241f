//! One change, in full: the sentence first, then what can be done with its consequence, then how it came there.

use egui::{Align, Rect, Response, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};
use jiff::Timestamp;

use super::{choices, edit_again, readable, sent};

use crate::bridge::{OutboxAction, OutboxView, Side, Snapshot};
use crate::domain::{Change, OutboxState};
use crate::theme::{self, Icon, IconFill, height, icon, radius, space};
use crate::ui::actions::{Action, Actions, OUTBOX_ACTIONS};
use crate::ui::decide::DecideAction;
use crate::ui::find_out::{self, FindOutAction};
use crate::ui::list::band::at;
use crate::ui::state::{Pane, UiState};
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

const CHOICE: f32 = 50.0;

/// Draws the pane. `alone`: it has the window for itself.
pub fn inspector_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let mut head = band.shrink2(vec2(space::L, 0.0));
    if alone {
        let place = Rect::from_center_size(pos2(head.left() + 4.0, head.center().y), vec2(28.0, 28.0));
        if at(ui, place, |ui| IconButton::header(Icon::CaretLeft, words::BACK).key("Esc").show(ui)).clicked() {
            actions.push(Action::ShowPane(Pane::List));
        }
        head.min.x = place.right() + space::S;
    }
    let body = rect.with_min_y(band.bottom()).shrink2(vec2(space::L, 0.0)).with_min_y(band.bottom() + space::M);
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.shrink_clip_rect(rect.with_min_y(band.bottom()));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let Some(row) = state.outbox.chosen_row(snapshot) else {
        widgets::paragraph(&mut child, words::NO_CHANGE_OPEN, 3, TextLook::body(p.ink3));
        return;
    };
    state_title(ui, head, row.item.state);
    crate::ui::widgets::scrolls(
        &mut child,
        ScrollArea::vertical().id_salt(("inspector", row.item.id.0)).auto_shrink(false),
        |ui| {
            what_ui(ui, row);
            let lines = choice_lines(row, snapshot, state);
            if !lines.is_empty() {
                choices_ui(ui, &lines, actions);
            }
            history_ui(ui, row, state);
            sent::sent_ui(ui, row, state, actions);
            ui.add_space(space::M);
            if Button::plain(words::SHOW_LEAD).key("↵").show(ui).clicked() {
                actions.push(Action::OpenChosen);
            }
            ui.add_space(space::XL);
        },
    );
}

fn state_title(ui: &mut Ui, head: Rect, state: OutboxState) {
    let p = theme::palette(ui);
    let look = p.outbox(state);
    let square = widgets::state_icon(ui.painter(), head, look, icon::BODY);
    let room = head.with_min_x(square.right() + space::S);
    let line = text::line(ui, state.word(), room.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    ui.interact(shown, ui.scope_id().with("state"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, state.word()));
}

/// What, for whom, to whom, and the sentence.
fn what_ui(ui: &mut Ui, row: &OutboxView) {
    let p = theme::palette(ui);
    widgets::paragraph(ui, &row.summary, 3, TextLook::body(p.ink).medium());
    let whom = format!("for {}, to {}", row.lead_name, row.vendor_title);
    widgets::paragraph(ui, &whom, 2, TextLook::body(p.ink2));
    ui.add_space(space::S);
    let sentence = sentence(row);
    widgets::paragraph(ui, &sentence, 10, TextLook::body(p.ink));
    ui.add_space(space::M);
}

/// Why it stands where it stands, as a sentence.
pub fn sentence(row: &OutboxView) -> String {
    let item = &row.item;
    if let Some(clash) = &item.conflict {
        let show = |value: Option<&str>| clash.slot.show(value);
        return format!(
            "Somebody changed {} from {} to {} meanwhile. You wanted {}.",
            clash.slot.in_sentence(),
            show(clash.before.as_deref()),
            show(clash.theirs.as_deref()),
            show(clash.mine.as_deref()),
        );
    }
    if item.why.is_empty() {
        return words::state_sentence(item.state, row.vendor_title);
    }
    format!("{}.", words::sentence_of(item.why.trim_end_matches('.')))
}

/// One thing that can be done.
struct Choice {
    name: String,
    action: Action,
    icon: Icon,
    consequence: String,
}

fn choice_lines(row: &OutboxView, snapshot: &Snapshot, state: &UiState) -> Vec<Choice> {
    let mut lines = Vec::new();
    let lead = row.item.lead;
    if row.item.conflict.is_some() && !row.item.state.is_done() {
        let action = Action::Decide(DecideAction::Open(lead));
        lines.push(Choice {
            name: action.name(),
            action,
            icon: Icon::GitDiff,
            consequence: words::SIDE_BY_SIDE.to_owned(),
        });
    }
    if find_out::waits(row, snapshot) {
        let action = Action::FindOut(FindOutAction::Open { account: row.item.account.clone(), lead });
        lines.push(Choice {
            name: action.name(),
            action,
            icon: Icon::Flask,
            consequence: words::FIND_OUT_MEANS.to_owned(),
        });
    }
    let takes_back = row.item.state == OutboxState::Confirmed && row.item.change != Change::Create;
    if takes_back && let Some(Ok(known)) = state.looked.found(row.item.id) {
        let action = Action::TakeBack { change: row.item.id, alone: false };
        let consequence = words::take_back_means(known.change.together);
        lines.push(Choice { name: action.name(), action, icon: Icon::ArrowUUpLeft, consequence });
    }
    if edit_again::can(row).is_ok() {
        lines.push(Choice {
            name: words::EDIT_AGAIN.to_owned(),
            action: Action::EditAgain,
            icon: Icon::PencilSimple,
            consequence: words::EDIT_AGAIN_MEANS.to_owned(),
        });
    }
    if row.item.conflict.is_some() && !row.item.state.is_done() {
        for (side, icon) in [(Side::Mine, Icon::PencilSimple), (Side::Theirs, Icon::GitMerge)] {
            let consequence = words::side_consequence(side, row.vendor_title);
            let action = Action::ResolveChosen(side);
            lines.push(Choice { name: action.name(), action, icon, consequence });
        }
    }
    for action in OUTBOX_ACTIONS {
        // Trying would only wait again for what is to be found out.
        let in_vain = action == OutboxAction::Retry && find_out::waits(row, snapshot);
        if !in_vain && choices::can(action, row).is_ok() {
            let icon = match action {
                OutboxAction::Retry => Icon::ClockClockwise,
                OutboxAction::Hold => Icon::Pause,
                OutboxAction::Release => Icon::ArrowUp,
                OutboxAction::Drop => Icon::Trash,
                OutboxAction::Arrived => Icon::CheckCircle,
            };
            let (name, consequence) = choices::words(action, row);
            lines.push(Choice { name, action: Action::Outbox(action), icon, consequence: consequence.to_owned() });
        }
    }
    lines
}

/// The choices in one box, hairlines between them.
fn choices_ui(ui: &mut Ui, lines: &[Choice], actions: &mut Actions) {
    let p = theme::palette(ui);
    let ground = ui.painter().add(egui::Shape::Noop);
    let top = ui.cursor().min;
    let width = ui.available_width();
    for (n, line) in lines.iter().enumerate() {
        if choice_ui(ui, line, n > 0).clicked() {
            actions.push(line.action.clone());
        }
    }
    let whole = Rect::from_min_max(top, pos2(top.x + width, ui.cursor().top()));
    let edge = egui::Stroke::new(widgets::hairline_width(ui.painter()), p.line_strong);
    let corner = egui::CornerRadius::same(radius::CARD);
    let shape = egui::epaint::RectShape::new(whole, corner, p.base, edge, egui::StrokeKind::Inside);
    ui.painter().set(ground, shape);
}

fn choice_ui(ui: &mut Ui, line: &Choice, hairline: bool) -> Response {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), CHOICE), Sense::click());
    let inner = rect.shrink(1.0);
    if response.hovered() {
        ui.painter().rect_filled(inner, radius::CONTROL, p.hover);
    }
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), inner, radius::CONTROL, p.accent);
    }
    if hairline {
        widgets::hairline(ui.painter(), inner.x_range(), rect.top(), p.line);
    }
    let mut room = rect.shrink2(vec2(space::M, 0.0));
    let square = widgets::square_at_left(room, icon::BODY);
    let drops = line.action == Action::Outbox(OutboxAction::Drop);
    let ink = if drops { p.danger } else { p.ink2 };
    widgets::icon(ui.painter(), square, line.icon, IconFill::Regular, icon::BODY, ink);
    room.min.x = square.right() + space::M;
    if let Some(key) = line.action.key_cap() {
        room.max.x = widgets::key_cap_at_right(ui, room, &key).left() - space::S;
    }
    let name = line.name.clone();
    let name_look = TextLook::body(if drops { p.danger } else { p.ink }).medium();
    let first = Rect::from_min_size(pos2(room.left(), rect.top() + 7.0), vec2(room.width(), 20.0));
    text::paint(ui.painter(), first, Align::Min, &text::line(ui, &name, first.width(), name_look));
    let second = Rect::from_min_size(first.left_bottom() - vec2(0.0, 1.0), vec2(first.width(), 16.0));
    let more = text::line(ui, &line.consequence, second.width(), TextLook::small(p.ink2));
    text::paint(ui.painter(), second, Align::Min, &more);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.clone()));
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(line.consequence.clone()));
    if more.cut { response.on_hover_text(&line.consequence) } else { response }
}

/// What happened to it, oldest first: made, each try and how it ended, how it stands, when it goes on.
fn happened(row: &OutboxView, state: &UiState) -> Vec<(Timestamp, String)> {
    let item = &row.item;
    let mut lines = vec![(item.created_at, words::MADE_BY_YOU.to_owned())];
    let known = state.looked.found(item.id).and_then(|found| found.as_ref().ok());
    let tries = known.map_or(&[][..], |known| &known.change.tries);
    for one in tries {
        lines.push((one.began_at, words::left(row.vendor_title, one.request.as_deref().map(readable::length))));
        if let (Some(at), Some(outcome)) = (one.ended_at, &one.outcome) {
            lines.push((at, words::sentence_of(outcome)));
        }
    }
    let tried = if tries.is_empty() { words::tried(item.attempts) } else { String::new() };
    lines.push((item.moved_at, format!("{}{tried}", item.state.word())));
    if let Some(next) = item.next_try_at.filter(|_| matches!(item.state, OutboxState::Waiting | OutboxState::Queued)) {
        lines.push((next, format!("Next try, {}", super::row::in_words(next, state.now))));
    }
    lines
}

/// Times of what happened to it.
fn history_ui(ui: &mut Ui, row: &OutboxView, state: &UiState) {
    let p = theme::palette(ui);
    ui.add_space(space::L);
    widgets::label(ui, words::WHAT_HAPPENED, TextLook::small(p.ink2).semibold());
    ui.add_space(space::XS);
    for (when, what) in happened(row, state) {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 24.0), Sense::hover());
        let exact = when.to_zoned(state.zone.clone()).strftime("%H:%M:%S").to_string();
        text::paint(ui.painter(), rect, Align::Min, &text::line(ui, &exact, 88.0, TextLook::small(p.ink2)));
        let place = rect.with_min_x(rect.left() + 92.0);
        let line = text::line(ui, &what, place.width(), TextLook::small(p.ink));
        text::paint(ui.painter(), place, Align::Min, &line);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{exact} {what}")));
        if line.cut {
            response.on_hover_text(&what);
        }
    }
}
