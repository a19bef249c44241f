//! The two forms: a key (masked, to the keychain), and a new account (to the settings).

use egui::{Align, Id, Key, Rect, Response, Role, Sense, Ui, UiBuilder, WidgetInfo, vec2};

use super::place::{ConnectForm, KeyForm};
use super::{AccountsAction, words};
use crate::bridge::forms::VendorForm;
use crate::bridge::{AccountHealth, Snapshot};
use crate::theme::{self, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip, Field};

/// The form for an account's key.
pub(super) fn key_ui(ui: &mut Ui, account: &AccountHealth, form: &mut KeyForm, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::paragraph(ui, words::KEY_GOES, 4, TextLook::body(p.ink2));
    let storing = state.accounts.waiting.is_some();
    let mut entered = false;
    let mut focus = std::mem::take(&mut form.focus);
    for field in &mut form.fields {
        let id = Id::unique(("account key", account.account.as_str(), field.name));
        let response = labelled(ui, field.label, "", |ui| {
            Field::new(field.label)
                .secret()
                .id(id)
                .disabled_because(storing.then_some(words::STORING))
                .show(ui, field.typed.edit())
        });
        if std::mem::take(&mut focus) {
            response.request_focus();
        }
        entered |= by_enter(ui, &response);
    }
    let ready = form.is_full();
    fault_ui(ui, form.fault.as_deref());
    let wait = storing.then_some(words::STORING);
    let keep = Button::primary(if storing { words::STORING } else { words::KEEP_IN_KEYCHAIN });
    let why_not = wait.or((!ready).then_some(words::FILL_IN_ALL));
    last_ui(ui, keep, why_not, AccountsAction::KeepKey, entered && ready, actions);
}

/// The form for a new account. Its title goes into the band.
pub(super) fn connect_ui(
    ui: &mut Ui,
    head: Rect,
    form: &mut ConnectForm,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let Some(vendor) = snapshot.vendors.iter().find(|known| known.vendor == form.vendor) else { return };
    title_ui(ui, head, &words::connect_title(vendor));
    widgets::label(ui, words::VENDOR, TextLook::small(p.ink2));
    ui.add_space(space::XS);
    vendors_ui(ui, &snapshot.vendors, form.vendor, actions);
    let writing = state.accounts.waiting.is_some();
    let busy = writing.then_some(words::ADDING);
    let mut entered = false;
    let mut focus = std::mem::take(&mut form.focus);
    let mut field = |ui: &mut Ui, key: &str, label: &str, means: &str, example: &str, text: &mut String| {
        let id = Id::unique(("new account", vendor.vendor, key));
        let field = Field::new(label).placeholder(example).id(id).disabled_because(busy);
        let response = labelled(ui, label, means, |ui| field.show(ui, text));
        if std::mem::take(&mut focus) {
            response.request_focus();
        }
        entered |= by_enter(ui, &response);
    };
    field(ui, "name", words::NAME, words::NAME_MEANS, "", &mut form.name);
    field(ui, "base_url", words::ADDRESS, words::ADDRESS_MEANS, vendor.base_url_example, &mut form.base_url);
    for (key, text) in &mut form.fields {
        let spec = vendor.required.iter().find(|known| known.key == *key);
        let (means, shape) = spec.map_or(("", ""), |spec| (spec.means, spec.shape));
        field(ui, key, key, means, shape, text);
    }
    let ready = form.is_full();
    fault_ui(ui, form.fault.as_deref());
    let add = Button::primary(if writing { words::ADDING } else { words::ADD });
    let why_not = busy.or((!ready).then_some(words::FILL_IN_ALL));
    last_ui(ui, add, why_not, AccountsAction::Add, entered && ready, actions);
    ui.add_space(space::S);
    widgets::paragraph(ui, words::THEN_THE_KEY, 3, TextLook::small(p.ink3));
}

fn vendors_ui(ui: &mut Ui, vendors: &[VendorForm], chosen: &str, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::XS, space::XS);
        for vendor in vendors {
            let is_chosen = vendor.vendor == chosen;
            if Chip::new(vendor.title).bordered().chosen(is_chosen).show(ui).clicked() && !is_chosen {
                actions.push(Action::Accounts(AccountsAction::PickVendor(vendor.vendor)));
            }
        }
    });
}

fn title_ui(ui: &mut Ui, head: Rect, words: &str) {
    let p = theme::palette(ui);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("head").max_rect(head));
    ui.set_clip_rect(head);
    let line = text::line(&ui, words, head.width(), TextLook::title(p.ink));
    let shown = text::paint(ui.painter(), head, Align::Min, &line);
    ui.interact(shown, ui.scope_id().with("form"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, words));
}

/// A label over its field, with what it is behind it.
fn labelled(ui: &mut Ui, label: &str, means: &str, field: impl FnOnce(&mut Ui) -> Response) -> Response {
    ui.add_space(space::M);
    widgets::field_label(ui, label, means);
    field(ui)
}

/// Enter in a field is as good as the button.
fn by_enter(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn fault_ui(ui: &mut Ui, fault: Option<&str>) {
    let p = theme::palette(ui);
    if let Some(fault) = fault {
        ui.add_space(space::S);
        widgets::paragraph(ui, fault, 8, TextLook::small(p.danger));
    }
}

/// The filled button, why it cannot be pressed, and the way out.
pub(super) fn last_ui(
    ui: &mut Ui,
    button: Button<'_>,
    why_not: Option<&str>,
    action: AccountsAction,
    entered: bool,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    ui.add_space(space::L);
    let mut pressed = entered && why_not.is_none();
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        pressed |= button.disabled_because(why_not).show(ui).clicked();
        if Button::plain(words::CANCEL).key("Esc").show(ui).clicked() {
            actions.push(Action::Accounts(AccountsAction::Leave));
        }
    });
    if let Some(why_not) = why_not {
        ui.add_space(space::XS);
        widgets::paragraph(ui, why_not, 2, TextLook::small(p.ink3));
    }
    if pressed {
        actions.push(Action::Accounts(action));
    }
}
