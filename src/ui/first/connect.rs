//! The right door: a bot's page or script and its token become an account.

use egui::{Align, Id, Key, Rect, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::form::Missing;
use super::{DOOR, Wish, beside_ui, refusal_ui, top_ui, words};
use crate::bridge::Snapshot;
use crate::bridge::connect::ConnectForm;
use crate::theme::{self, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Field};

/// The id of the field that is pasted into.
pub(super) fn paste_id() -> Id {
    Id::unique("first start: paste")
}

/// The id of a field of the credential.
pub(super) fn secret_id(n: usize) -> Id {
    Id::unique(("first start: credential", n))
}

/// The id of the field for the address.
pub(super) fn address_id() -> Id {
    Id::unique("first start: address")
}

/// Draws the door into its card; gives how high it wants to be.
pub(super) fn connect_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) -> f32 {
    let card = ui.max_rect().expand(space::XL);
    top_ui(ui, Icon::Plug, words::CONNECT_TITLE, words::CONNECT_MEANS);
    let Some(form) = snapshot.connect.as_deref() else { return DOOR.y };
    state.first.form.fit(form);
    let asking = state.first.form.is_asking().then_some(words::IS_ASKED);
    // Asked for in an earlier frame: the key that asked would leave the field again in its own.
    if let Some(field) = state.first.focus.take() {
        ui.memory_mut(|memory| memory.request_focus(field));
    }
    ui.add_space(14.0);
    paste_ui(ui, form, asking, state, actions);
    ui.add_space(10.0);
    secrets_ui(ui, form, asking, state, actions);
    ui.add_space(space::S);
    if state.first.form.open {
        more_ui(ui, form, asking, state, actions);
    } else {
        will_be_ui(ui, form, state, actions);
    }
    if let Some(why) = state.first.refusal() {
        ui.add_space(space::S);
        refusal_ui(ui, why);
    }
    let least = ui.cursor().top() - card.top() + space::M + height::BUTTON + space::XL;
    connect_button_ui(ui, card, form, state, actions);
    least.max(DOOR.y)
}

fn label_ui(ui: &mut Ui, words: &str) {
    widgets::label(ui, words, TextLook::small(theme::palette(ui).ink2).medium());
    ui.add_space(space::XS);
}

/// What is pasted, and what was found in it.
fn paste_ui(ui: &mut Ui, form: &ConnectForm, asking: Option<&str>, state: &mut UiState, actions: &mut Actions) {
    label_ui(ui, form.label);
    let field = Field::new(form.label).placeholder(form.placeholder).disabled_because(asking).id(paste_id());
    let response = field.show(ui, &mut state.first.form.pasted);
    enter_ui(ui, &response, form, state, actions);
    ui.add_space(6.0);
    let p = theme::palette(ui);
    let pasted = state.first.form.read(form);
    let found: Vec<String> = form
        .ids
        .iter()
        .filter_map(|(key, name)| Some(words::found(name, &text::middle_cut(pasted.get(key)?))))
        .collect();
    if !found.is_empty() {
        let sign = if pasted.fault.is_none() { (Icon::Check, p.ok) } else { (Icon::Check, p.ink3) };
        sentence_ui(ui, sign, &found.join(" · "), if pasted.fault.is_none() { p.ok } else { p.ink2 });
    }
    if let Some(fault) = &pasted.fault {
        sentence_ui(ui, (Icon::WarningCircle, p.warn), fault, p.ink2);
    }
    if found.is_empty() && pasted.fault.is_none() {
        // Nothing jumps when the first thing is found.
        ui.add_space(16.0);
    }
}

/// A sign and a few words of small text.
fn sentence_ui(ui: &mut Ui, sign: (Icon, egui::Color32), words: &str, ink: egui::Color32) {
    let width = ui.available_width();
    let block = text::block(ui, words, width - icon::SMALL - space::XS, 4, TextLook::small(ink));
    let (rect, response) = ui.allocate_exact_size(vec2(width, block.height()), Sense::hover());
    let square = Rect::from_min_size(rect.min + vec2(0.0, 1.0), vec2(icon::SMALL, icon::SMALL));
    widgets::icon(ui.painter(), square, sign.0, IconFill::Regular, icon::SMALL, sign.1);
    ui.painter().galley(pos2(square.right() + space::XS, rect.top()).round(), block.galley, ink);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
    response.ctx.accesskit_node_builder(response.id, |node| node.set_live(egui::accesskit::Live::Polite));
}

fn secrets_ui(ui: &mut Ui, form: &ConnectForm, asking: Option<&str>, state: &mut UiState, actions: &mut Actions) {
    for (n, (_, label)) in form.credentials.iter().enumerate() {
        if n > 0 {
            ui.add_space(10.0);
        }
        label_ui(ui, label);
        let Some(secret) = state.first.form.secrets.get_mut(n) else { continue };
        let field = Field::new(label).placeholder(words::TOKEN_HINT).mark(Icon::LockKey).secret();
        let response = field.disabled_because(asking).id(secret_id(n)).show(ui, secret.edit());
        enter_ui(ui, &response, form, state, actions);
    }
}

/// What it will be called and where it leads, with the way to change that.
fn will_be_ui(ui: &mut Ui, form: &ConnectForm, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let change = Action::First(Wish::ShowMore);
    let name = change.name();
    let button = Button::quiet(&name);
    let width = button.natural_width(ui);
    let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::BUTTON), Sense::hover());
    let said = words::will_be(&state.first.form.name(form), &state.first.form.base_url(form));
    let line = text::line(ui, &said, row.width() - width, TextLook::small(p.ink3));
    let shown = text::paint(ui.painter(), row, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    let place = Rect::from_min_size(pos2(shown.right() + space::XS, row.top()), vec2(width, row.height()));
    if at(ui, place, |ui| button.show(ui)).clicked() {
        actions.push(change);
    }
}

/// Address and name as fields.
fn more_ui(ui: &mut Ui, form: &ConnectForm, asking: Option<&str>, state: &mut UiState, actions: &mut Actions) {
    let typed = &mut state.first.form;
    let name_id = Id::unique("first start: name");
    let mut entered = None;
    for (label, hint, id, value) in [
        (words::BASE_URL, form.base_url, address_id(), &mut typed.base_url),
        (words::ACCOUNT_NAME, form.account, name_id, &mut typed.name),
    ] {
        label_ui(ui, label);
        let response = Field::new(label).placeholder(hint).disabled_because(asking).id(id).show(ui, value);
        entered = entered.or(response.lost_focus().then_some(response));
        ui.add_space(space::S);
    }
    if let Some(response) = entered {
        enter_ui(ui, &response, form, state, actions);
    }
}

/// Enter in a field: tries it when nothing is missing, else leads to what is.
fn enter_ui(ui: &Ui, response: &Response, form: &ConnectForm, state: &mut UiState, actions: &mut Actions) {
    if !response.lost_focus() || !ui.input(|input| input.key_pressed(Key::Enter)) {
        return;
    }
    match state.first.form.missing(form) {
        None => actions.push(Action::First(Wish::Connect)),
        Some(Missing::Ids) => state.first.focus = Some(paste_id()),
        Some(Missing::Credential(n)) => state.first.focus = Some(secret_id(n)),
    }
    ui.ctx().request_repaint();
}

fn connect_button_ui(ui: &mut Ui, card: Rect, form: &ConnectForm, state: &UiState, actions: &mut Actions) {
    let action = Action::First(Wish::Connect);
    let name = action.name();
    let beside = if state.first.form.is_asking() {
        Some(words::asking(form.title))
    } else {
        state.first.form.missing(form).map(|missing| words::missing(missing, form))
    };
    let button = Button::plain(&name).disabled_because(beside.as_deref());
    let size = vec2(button.natural_width(ui), height::BUTTON);
    let place = Rect::from_min_size(pos2(card.left() + space::XL, card.bottom() - space::XL - height::BUTTON), size);
    if at(ui, place, |ui| button.show(ui)).clicked() {
        actions.push(action);
    }
    if let Some(words) = beside {
        beside_ui(ui, place, &words);
    }
}
