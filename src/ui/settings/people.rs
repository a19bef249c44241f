//! Me, and the local address book of colleagues. The vendor tells ids only; their names live here.

use egui::{Align, Role, Sense, Ui, WidgetInfo, vec2};

use super::row::{end_ui, head_ui, row_ui, text_ui, words_ui};
use super::{Spot, Wish, words};
use crate::bridge::Snapshot;
use crate::domain::AgentId;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::people::leads_of;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

/// Who I am: my name, and my agent id on each bot.
pub(super) fn me_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    head_ui(ui, words::ME, words::ME_MEANS);
    let desk = &mut state.desk;
    row_ui(ui, words::MY_NAME, |ui| {
        let width = ui.available_width().min(280.0);
        text_ui(ui, &Spot::MyName, words::MY_NAME, words::MY_NAME_HINT, width, snapshot, desk, actions);
    });
    for account in snapshot.settings.accounts.iter().filter(|account| account.has_leads) {
        let label = words::my_id(account.account.as_str());
        row_ui(ui, &label, |ui| {
            let width = ui.available_width().min(280.0);
            let spot = Spot::MyId(account.account.clone());
            text_ui(ui, &spot, &label, words::MY_ID_HINT, width, snapshot, desk, actions);
            if let Some(me) = &account.me {
                words_ui(ui, &words::holds(leads_of(me, snapshot)), width, Align::Min);
            }
        });
    }
    end_ui(ui);
}

/// The address book, and everybody who was seen holding a lead.
pub(super) fn colleagues_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    head_ui(ui, words::COLLEAGUES, words::COLLEAGUES_MEAN);
    let known = colleagues(snapshot);
    if known.is_empty() {
        widgets::paragraph(ui, words::NO_COLLEAGUES, 2, TextLook::body(theme::palette(ui).ink2));
        ui.add_space(space::S);
    }
    for id in &known {
        colleague_ui(ui, id, snapshot, state, actions);
        ui.add_space(space::XS);
    }
    new_ui(ui, snapshot, state, actions);
    end_ui(ui);
}

/// Everybody but me: those with a name by name, then those who are only an id, so that
/// nothing moves while leads come in.
fn colleagues(snapshot: &Snapshot) -> Vec<AgentId> {
    let mut all: Vec<AgentId> = snapshot.agents.keys().cloned().collect();
    all.extend(snapshot.agent_counts.keys().map(|(id, _)| id.clone()));
    all.sort();
    all.dedup();
    all.retain(|id| !snapshot.me.contains(id));
    all.sort_by_cached_key(|id| match snapshot.agents.get(id) {
        Some(name) => (false, name.to_lowercase()),
        None => (true, id.as_str().to_owned()),
    });
    all
}

fn colleague_ui(ui: &mut Ui, id: &AgentId, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let spot = Spot::Name(id.clone());
        let name = words::name_of(id.as_str());
        ui.vertical(|ui| {
            let field = (width * 0.34).round().min(super::row::COLUMN + 24.0);
            text_ui(ui, &spot, &name, words::NAME_HINT, field, snapshot, &mut state.desk, actions);
        });
        id_ui(ui, id, actions);
        words_ui(ui, &words::holds(leads_of(id, snapshot)), 112.0, Align::Min);
        if snapshot.agents.contains_key(id) {
            let action = Action::Settings(Wish::Forget(id.clone()));
            let name = action.name();
            let (square, _) = ui.allocate_exact_size(vec2(22.0, height::FIELD), Sense::hover());
            let place = egui::Rect::from_center_size(square.center(), vec2(22.0, 22.0));
            let button = IconButton::small(Icon::Trash, &name);
            if crate::ui::list::band::at(ui, place, |ui| button.show(ui)).clicked() {
                actions.push(action);
            }
        }
    });
}

/// An id, cut in the middle, whole on copy.
fn id_ui(ui: &mut Ui, id: &AgentId, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(116.0, height::FIELD), Sense::hover());
    let cut = text::middle_cut(id.as_str());
    text::paint(ui.painter(), rect, Align::Min, &text::line(ui, &cut, rect.width(), TextLook::small(p.ink2)));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{} {id}", words::ID)));
    let action = Action::Copy { what: words::ID, text: id.as_str().to_owned() };
    let name = words::copy_id(id.as_str());
    let (square, _) = ui.allocate_exact_size(vec2(22.0, height::FIELD), Sense::hover());
    let place = egui::Rect::from_center_size(square.center(), vec2(22.0, 22.0));
    let button = IconButton::small(Icon::CopySimple, &name);
    if crate::ui::list::band::at(ui, place, |ui| button.show(ui)).clicked() {
        actions.push(action);
    }
}

/// A colleague who holds no lead yet.
fn new_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let width = ui.available_width();
    ui.horizontal_top(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let name = (width * 0.34).round().min(super::row::COLUMN + 24.0);
        let desk = &mut state.desk;
        ui.vertical(|ui| text_ui(ui, &Spot::NewName, words::NEW_NAME, words::NEW_NAME, name, snapshot, desk, actions));
        ui.vertical(|ui| text_ui(ui, &Spot::NewId, words::NEW_ID, words::NEW_ID, 200.0, snapshot, desk, actions));
        let action = Action::Settings(Wish::Add);
        if Button::plain(&action.name()).show(ui).clicked() {
            actions.push(action);
        }
    });
}
