//! How often vendors are asked, and where everything is kept.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::row::{end_ui, head_ui, row_ui, text_ui, words_ui};
use super::{Spot, words};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::recovery::{self, RecoveryAction};
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{Button, IconButton};

/// The pause between two looks for news, by account.
pub(super) fn intervals_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let accounts = snapshot.settings.accounts.iter().filter(|account| account.has_leads);
    head_ui(ui, words::INTERVALS, words::INTERVALS_MEAN);
    for account in accounts {
        row_ui(ui, account.account.as_str(), |ui| {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let spot = Spot::Interval(account.account.clone());
                let name = words::interval_of(account.account.as_str());
                let room = ui.available_width();
                ui.vertical(|ui| text_ui(ui, &spot, &name, "", 96.0_f32.min(room), snapshot, &mut state.desk, actions));
                words_ui(ui, words::SECONDS, 80.0, Align::Min);
            });
        });
    }
    end_ui(ui);
}

/// Where settings, database, log and secrets are.
pub(super) fn places_ui(ui: &mut Ui, snapshot: &Snapshot, actions: &mut Actions) {
    head_ui(ui, words::PLACES, "");
    let places = &snapshot.settings.places;
    for (name, place) in [
        (words::SETTINGS_FILE, &places.settings),
        (words::DATABASE, &places.database),
        (words::LOG, &places.log),
        (words::SECRETS, &Some(places.secrets.clone())),
    ] {
        place_ui(ui, name, place.as_deref(), actions);
    }
    if recovery::can_be_shown(snapshot) {
        row_ui(ui, recovery::words::TITLE, |ui| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::S;
                let show = RecoveryAction::Show;
                if Button::plain(show.name()).show(ui).clicked() {
                    actions.push(Action::Recovery(show));
                }
                words_ui(ui, recovery::words::MEANS_IN_SETTINGS, ui.available_width(), Align::Min);
            });
        });
    }
}

/// A place, cut to its room, whole on copy.
fn place_ui(ui: &mut Ui, name: &'static str, place: Option<&str>, actions: &mut Actions) {
    row_ui(ui, name, |ui| {
        let p = theme::palette(ui);
        let said = place.unwrap_or(words::NOT_ON_DISK);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::FIELD), Sense::hover());
        let ink = if place.is_some() { p.ink } else { p.ink3 };
        let line = text::line(ui, said, rect.width() - 30.0, TextLook::small(ink));
        let shown = text::paint(ui.painter(), rect, Align::Min, &line);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name}: {said}")));
        if line.cut {
            response.on_hover_text(said);
        }
        if let Some(place) = place {
            let action = Action::Copy { what: name, text: place.to_owned() };
            let name = action.name();
            let square = Rect::from_center_size(pos2(shown.right() + 17.0, rect.center().y), vec2(22.0, 22.0));
            if at(ui, square, |ui| IconButton::small(Icon::CopySimple, &name).show(ui)).clicked() {
                actions.push(action);
            }
        }
    });
}
