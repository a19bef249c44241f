//! The window before (or without) a working engine: opening, no keychain, no database, already open.
//!
//! [`database`] draws the pages of a database that does not open.

mod database;

use egui::{Rect, Ui, UiBuilder, pos2, vec2};

use super::actions::{Action, Actions};
use super::state::UiState;
use super::text;
use super::widgets::text::TextLook;
use super::widgets::{self, Button};
use crate::bridge::{Phase, Snapshot};
use crate::theme::{self, Icon, IconFill, space};

/// Draws the page. Calm: what, why, what now; nothing turns.
pub fn start_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut ui = page(ui);
    let ui = &mut ui;
    match &snapshot.phase {
        Phase::NoKeychain(why) => {
            failure_ui(ui, Icon::LockKey, text::NO_KEYCHAIN_TITLE, why);
            ways_ui(ui, &[(Action::TryAgain, None), (Action::WorkInMemory, None)], actions);
            ui.add_space(space::S);
            widgets::paragraph(ui, text::WORK_IN_MEMORY_MEANS, 3, TextLook::small(p.ink3));
        }
        Phase::NoDatabase(none) => database::database_ui(ui, none, state, actions),
        Phase::InUse(why) => {
            failure_ui(ui, Icon::Info, text::IN_USE_TITLE, why);
            ways_ui(ui, &[(Action::TryAgain, None)], actions);
        }
        Phase::Stopped(why) => {
            failure_ui(ui, Icon::WarningCircle, text::STOPPED_TITLE, why);
            ways_ui(ui, &[(Action::TryAgain, None)], actions);
        }
        Phase::Starting | Phase::Ready | Phase::InMemory(_) => {
            widgets::label(ui, text::APP, TextLook::display(p.ink));
            ui.add_space(space::XS);
            widgets::label(ui, text::STARTING, TextLook::body(p.ink2));
        }
    }
}

/// A page of sentences in the middle of the window, under the mark.
pub(super) fn page(ui: &mut Ui) -> Ui {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let width = 460.0_f32.min(rect.width() - 2.0 * space::XL);
    let left = (rect.center().x - width / 2.0).round();
    // In a small window the page needs all the height there is, in a large one it stands a little above the middle.
    let above = if rect.height() < 560.0 { 64.0 } else { (rect.height() * 0.3).round().min(240.0) };
    let top = rect.top() + above;
    let page = Rect::from_min_max(pos2(left, top), pos2(left + width, rect.bottom() - space::XL));
    let mark = Rect::from_min_size(page.min - vec2(2.0, 48.0), vec2(32.0, 32.0));
    theme::paint_mark(ui.painter(), mark, p.accent);
    ui.new_child(UiBuilder::new().max_rect(page))
}

pub(super) fn failure_ui(ui: &mut Ui, icon: Icon, title: &str, why: &str) {
    let p = theme::palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        let (square, _) = ui.allocate_exact_size(vec2(20.0, 28.0), egui::Sense::hover());
        widgets::icon(ui.painter(), square, icon, IconFill::Regular, theme::icon::RAIL, p.ink2);
        widgets::label(ui, title, TextLook::display(p.ink));
    });
    ui.add_space(space::S);
    widgets::paragraph(ui, why, 10, TextLook::body(p.ink));
    ui.add_space(space::L);
}

/// The ways out, each with the reason why it cannot be gone yet; the first is the one to try.
fn ways_ui(ui: &mut Ui, ways: &[(Action, Option<&str>)], actions: &mut Actions) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::S;
        for (n, (action, why_not)) in ways.iter().enumerate() {
            let name = action.name();
            let button = if n == 0 { Button::primary(&name) } else { Button::plain(&name) };
            if button.disabled_because(*why_not).show(ui).clicked() {
                actions.push(action.clone());
            }
        }
    });
}
