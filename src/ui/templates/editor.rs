//! The editor of one template: its name, a section for each system it can tell, and what can be done with it.

use egui::{Id, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::place::{Aside, Draft, TemplatesAction};
use super::slots::{Part, slots_ui};
use super::tree::At;
use super::{fault_ui, go, words};
use crate::bridge::Snapshot;
use crate::bridge::forms::VendorForm;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::Actions;
use crate::ui::footer;
use crate::ui::keys::COMMAND_ENTER;
use crate::ui::list::band::at;
use crate::ui::state::{Pane, UiState};
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button, Field, IconButton};

const FOOTER: f32 = 54.0;
/// Wider than this nothing gets: an eye finds the end of a line.
const WIDTH: f32 = 680.0;

/// Draws it; an empty page where there is no template.
pub(super) fn editor_ui(
    ui: &mut Ui,
    rect: Rect,
    alone: bool,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let Some(shown) = state.templates.shown(snapshot) else {
        let mut child = ui.new_child(UiBuilder::new().id_salt("nothing").max_rect(rect.shrink(space::XL)));
        widgets::paragraph(&mut child, words::WHAT_IT_IS, 6, TextLook::body(p.ink2));
        return;
    };
    let draft = state.templates.draft(&shown, snapshot);
    // Taken before a field does: it would begin a line there.
    let enter = state.popup.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if enter {
        actions.push(go(TemplatesAction::Save));
    }
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    head_ui(ui, band, alone, &draft, snapshot, state, actions);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let (body, footer) = rect.with_min_y(band.bottom()).split_top_bottom_at_y(rect.bottom() - FOOTER);
    footer_ui(ui, footer, snapshot, state, actions);
    let inner = Rect::from_min_max(body.min + vec2(space::L, 0.0), body.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt(("template", &shown)).max_rect(inner));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - space::L));
        ui.add_space(space::L);
        name_ui(ui, &draft, state, actions);
        for form in snapshot.vendors.iter().filter(|form| !form.slots.is_empty()) {
            vendor_ui(ui, form, &draft, snapshot, state, actions);
        }
        ui.add_space(space::XL);
    });
}

fn head_ui(
    ui: &mut Ui,
    band: Rect,
    alone: bool,
    draft: &Draft,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let mut room = band.shrink2(vec2(space::L, 0.0));
    if alone {
        let back = Rect::from_center_size(pos2(room.left() + 10.0, room.center().y), vec2(28.0, 28.0));
        if at(ui, back, |ui| IconButton::header(Icon::ArrowLeft, words::TEMPLATES).key("Esc").show(ui)).clicked() {
            actions.push(crate::ui::actions::Action::ShowPane(Pane::List));
        }
        room.min.x = back.right() + space::S;
    }
    let mine = TemplatesAction::Export { all: false };
    for (icon, action) in
        [(Icon::Trash, TemplatesAction::AskToRemove), (Icon::Export, mine), (Icon::CopySimple, TemplatesAction::Copy)]
    {
        let place = Rect::from_center_size(pos2(room.right() - 12.0, room.center().y), vec2(28.0, 28.0));
        room.max.x = place.left();
        let name = words::action(&action);
        let why_not = action.available(snapshot, state).err();
        if at(ui, place, |ui| IconButton::header(icon, &name).disabled_because(why_not).show(ui)).clicked() {
            actions.push(go(action));
        }
    }
    let name = draft.sheet.name.trim();
    super::title_ui(ui, room, if name.is_empty() { words::NO_NAME_YET } else { name });
}

fn name_ui(ui: &mut Ui, draft: &Draft, state: &mut UiState, actions: &mut Actions) {
    widgets::field_label(ui, words::NAME, words::NAME_MEANS);
    let mut typed = draft.sheet.name.clone();
    let field = Field::new(words::NAME).placeholder(words::NAME_HINT).id(Id::unique("template name")).width(320.0);
    let response = field.show(ui, &mut typed);
    if std::mem::take(&mut state.templates.focus) {
        response.request_focus();
    }
    if response.changed() {
        actions.push(go(TemplatesAction::Name(typed)));
    }
}

/// The section of one vendor: a box that says whether it is told, and its slots.
fn vendor_ui(
    ui: &mut Ui,
    form: &VendorForm,
    draft: &Draft,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    ui.add_space(space::XL);
    let told = draft.sheet.parts.contains_key(form.vendor);
    let id = Id::unique(("template part", form.vendor));
    let (response, room) = widgets::tick_row(ui, id, height::FIELD, told);
    let name = words::record_in(form.title);
    let line = widgets::text::line(ui, &name, room.width(), TextLook::body(p.ink).medium());
    widgets::text::paint(ui.painter(), room, egui::Align::Min, &line);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, told, name.clone()));
    if response.clicked() {
        actions.push(go(TemplatesAction::Part { vendor: form.vendor, told: !told }));
    }
    if !told {
        return;
    }
    indented(ui, room.left() - response.rect.left(), |ui| {
        if !snapshot.accounts.iter().any(|account| account.vendor == form.vendor) {
            widgets::paragraph(ui, &words::no_account(form.title), 2, TextLook::small(p.ink3));
        }
        let part = Part { vendor: form.vendor, draft, place: &state.templates };
        // What is wrong where no slot shows it.
        for fault in state.templates.faults(form.vendor) {
            if !form.slots.iter().any(|slot| At::default().key(slot.key).holds(&fault.at)) {
                let words =
                    if fault.at.is_empty() { fault.sentence.clone() } else { words::at(&fault.at, &fault.sentence) };
                fault_ui(ui, Some(&words));
            }
        }
        slots_ui(ui, form.slots, &At::default(), &part, state, actions);
    });
}

/// Content that begins further right.
pub(super) fn indented<R>(ui: &mut Ui, by: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let mut child = ui.new_child(UiBuilder::new().max_rect(room.with_min_x(room.left() + by)));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let result = contents(&mut child);
    let bottom = child.min_rect().bottom();
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
    result
}

fn footer_ui(ui: &mut Ui, footer: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), footer.x_range(), footer.top(), p.line);
    let place = &state.templates;
    let removing = match &place.aside {
        Aside::Remove(name) => Some(name.as_str()),
        _ => None,
    };
    let (buttons, sentence) = match removing {
        Some(name) => (
            vec![
                (Button::danger(words::REMOVE), TemplatesAction::Remove),
                (Button::quiet(words::KEEP).key("Esc"), TemplatesAction::Leave),
            ],
            words::remove(name),
        ),
        None => {
            let mut buttons = vec![(Button::primary(words::SAVE).key(COMMAND_ENTER), TemplatesAction::Save)];
            if TemplatesAction::GiveUp.available(snapshot, state).is_ok() {
                buttons.push((Button::quiet(words::GIVE_UP), TemplatesAction::GiveUp));
            }
            (buttons, standing(snapshot, state))
        }
    };
    let buttons = buttons.into_iter().map(|(button, action)| {
        let why_not = action.available(snapshot, state).err();
        (button.disabled_because(why_not), go(action))
    });
    let room = footer::buttons_ui(ui, footer.shrink2(vec2(space::L, 0.0)), buttons, actions);
    let ink = if place.fault.is_some() || removing.is_some() { p.danger } else { p.ink2 };
    let mut child = ui.new_child(UiBuilder::new().id_salt("standing").max_rect(room.shrink2(vec2(0.0, space::S))));
    child.shrink_clip_rect(footer);
    in_the_middle(&mut child, &sentence, TextLook::small(ink)).on_hover_text(sentence);
}

/// A sentence in the middle of the height, on two lines at most.
fn in_the_middle(ui: &mut Ui, words: &str, look: TextLook) -> egui::Response {
    let room = ui.max_rect();
    let block = widgets::text::block(ui, words, room.width(), 2, look);
    let top = room.center().y - block.height() / 2.0;
    let place = Rect::from_min_size(pos2(room.left(), top), vec2(room.width(), block.height()));
    let response = ui.allocate_rect(place, Sense::hover());
    let corner = widgets::text::snapped_to(ui.painter(), place.min);
    ui.painter().galley(corner, block.galley, look.ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response
}

/// How the shown one stands, in words.
fn standing(snapshot: &Snapshot, state: &UiState) -> String {
    let place = &state.templates;
    if let Some(fault) = &place.fault {
        return fault.clone();
    }
    let missing = place.checked.as_ref().map_or(0, |(_, faults)| faults.len());
    let edited = place.shown(snapshot).is_some_and(|shown| place.is_edited(&shown));
    words::standing(edited, missing)
}
