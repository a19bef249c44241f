//! The form of a new lead, in the place of lead and profile.

use egui::{Align, Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{NewLeadAction, Part, accounts, uuids, why_not, words};
use crate::bridge::Snapshot;
use crate::domain::LeadStatus;
use crate::theme::{self, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::footer;
use crate::ui::keys::COMMAND_ENTER;
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip, Field, IconButton};

const FORM: f32 = 360.0;
const FOOTER: f32 = 54.0;

/// The id of a field of the form.
pub fn part_id(part: Part) -> Id {
    Id::unique(("new lead", part))
}

fn act(action: NewLeadAction) -> Action {
    Action::NewLead(action)
}

/// Draws the form.
pub fn new_lead_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    title_ui(ui, band, actions);
    let (body, footer) = rect.with_min_y(band.bottom()).split_top_bottom_at_y(rect.bottom() - FOOTER);
    footer_ui(ui, footer, snapshot, state, actions);
    let inner = Rect::from_min_max(body.min + vec2(space::XL, 0.0), body.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("new lead").max_rect(inner));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = vec2(space::S, space::XS);
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.add_space(space::L);
        ui.set_max_width(FORM.min(ui.available_width() - space::XL));
        form_ui(ui, snapshot, state, actions);
        ui.add_space(space::XL);
    });
}

fn title_ui(ui: &mut Ui, band: Rect, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    let close = Rect::from_center_size(pos2(room.right() - 10.0, room.center().y), vec2(28.0, 28.0));
    if at(ui, close, |ui| IconButton::header(Icon::X, words::LATER).key("Esc").show(ui)).clicked() {
        actions.push(act(NewLeadAction::Later));
    }
    room.max.x = close.left() - space::S;
    let square = widgets::square_at_left(room, icon::HEADER);
    widgets::icon(ui.painter(), square, Icon::UserPlus, IconFill::Regular, icon::HEADER, p.ink2);
    room.min.x = square.right() + space::S;
    let line = text::line(ui, words::NEW_LEAD, room.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, words::NEW_LEAD));
}

fn form_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let width = ui.available_width();
    let focus = std::mem::take(&mut state.new_lead.focus);
    part_ui(ui, Part::Uuid, words::UUID_HINT, width, focus, state, actions);
    let found = uuids(&state.new_lead.form.uuid);
    let under = match found.as_slice() {
        [one] if one != state.new_lead.form.uuid.trim() => format!("Uuid {one}"),
        [_] => String::new(),
        [] => words::UUID_MEANS.to_owned(),
        _ => words::SEVERAL_UUIDS.to_owned(),
    };
    if !under.is_empty() {
        let ink = if found.len() > 1 { p.danger } else { p.ink3 };
        widgets::paragraph(ui, &under, 3, TextLook::small(ink));
    }
    if accounts(snapshot).nth(1).is_some() {
        widgets::label(ui, words::ACCOUNT, TextLook::small(p.ink2).medium());
        ui.horizontal_wrapped(|ui| {
            for health in accounts(snapshot) {
                let name = health.account.as_str();
                let chosen = state.new_lead.form.account.as_deref() == Some(name);
                if Chip::new(name).chosen(chosen).show(ui).clicked() {
                    actions.push(act(NewLeadAction::Account(health.account.clone())));
                }
            }
        });
    }
    part_ui(ui, Part::Name, "", width, false, state, actions);
    part_ui(ui, Part::Email, "", width, false, state, actions);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| part_ui(ui, Part::DialCode, "+49", 92.0, false, state, actions));
        let rest = width - 92.0 - space::S;
        ui.vertical(|ui| part_ui(ui, Part::Phone, "", rest, false, state, actions));
    });
    widgets::label(ui, words::STATUS, TextLook::small(p.ink2).medium());
    ui.horizontal_wrapped(|ui| {
        let chosen = state.new_lead.form.status.clone();
        let none = std::iter::once(None);
        for status in none.chain(LeadStatus::SETTABLE.map(Some)) {
            let is_chosen = status.as_ref().map(|status| status.wire()) == chosen.as_deref();
            let word = status.as_ref().map_or(words::NO_STATUS, |status| status.word()).to_owned();
            if Chip::new(&word).chosen(is_chosen).show(ui).clicked() {
                actions.push(act(NewLeadAction::Status(status)));
            }
        }
    });
    part_ui(ui, Part::Tags, words::TAGS_HINT, width, false, state, actions);
    if let Some(fault) = &state.new_lead.fault {
        ui.add_space(space::XS);
        widgets::paragraph(ui, fault, 6, TextLook::small(p.danger));
    }
    ui.add_space(space::S);
    widgets::paragraph(ui, words::KEPT, 3, TextLook::small(p.ink3));
}

/// A label and its field.
fn part_ui(ui: &mut Ui, part: Part, hint: &str, width: f32, focus: bool, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::label(ui, words::label(part), TextLook::small(p.ink2).medium());
    let mut typed = state.new_lead.form.part(part).to_owned();
    let id = part_id(part);
    let focused = ui.memory(|memory| memory.has_focus(id));
    // Taken before the editor does: it would give the focus away.
    if focused && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter)) {
        actions.push(act(NewLeadAction::Make));
    }
    let response = Field::new(words::part(part)).placeholder(hint).width(width).id(id).show(ui, &mut typed);
    if focus {
        response.request_focus();
    }
    if response.changed() {
        actions.push(act(NewLeadAction::Type(part, typed)));
    }
}

fn footer_ui(ui: &mut Ui, footer: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), footer.x_range(), footer.top(), p.line);
    let room = footer.shrink2(vec2(space::L, 0.0));
    let why = why_not(snapshot, state);
    let make = Button::primary(words::MAKE).key(COMMAND_ENTER).disabled_because(why);
    let later = Button::plain(words::LATER).key("Esc");
    let clear = Button::quiet(words::CLEAR);
    let is_empty = state.new_lead.form == super::Form::default();
    let buttons = [(make, NewLeadAction::Make), (later, NewLeadAction::Later), (clear, NewLeadAction::Clear)];
    let buttons = buttons.into_iter().filter(|(_, action)| !(is_empty && *action == NewLeadAction::Clear));
    let room = footer::buttons_ui(ui, room, buttons.map(|(button, action)| (button, act(action))), actions);
    if let Some(why) = why.filter(|_| room.width() > 80.0) {
        let line = text::line(ui, why, room.width(), TextLook::small(p.ink2));
        let shown = text::paint(ui.painter(), room, Align::Max, &line);
        ui.interact(shown, ui.scope_id().with("why"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, why));
    }
}
