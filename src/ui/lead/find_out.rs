//! The panel over the timeline that offers to find out how a vendor takes lists, and says what came of it.

use egui::{Margin, Ui, vec2};

use crate::bridge::{AccountHealth, OpenLead, ProbeReport, Snapshot};
use crate::domain::{LeadId, List};
use crate::search::Row;
use crate::theme::{self, Gravity, Icon, IconFill, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::find_out::{FindOutAction, Shown, shown, words};
use crate::ui::state::{Screen, UiState};
use crate::ui::text as all_words;
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button};

/// Draws it where it is due.
pub fn find_out_ui(
    ui: &mut Ui,
    row: &Row,
    open: &OpenLead,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let Some(shown) = shown(open, snapshot, state) else { return };
    match shown {
        Shown::Folded(health, waiting) => {
            let title = words::title(health.title, &waiting);
            let pressed = widgets::strip(ui, Gravity::Info, &title, Some(words::FIND_OUT), 0);
            if pressed.is_some_and(|response| response.clicked()) {
                actions.push(Action::FindOut(FindOutAction::Open { account: health.account.clone(), lead: row.id }));
            }
        }
        Shown::Offered(health, lists) => {
            if !state.finding.stays(&health.account) {
                actions.push(Action::FindOut(FindOutAction::Stay(health.account.clone())));
            }
            boxed(ui, &words::title(health.title, &lists), |ui| offer_ui(ui, row, open, health, &lists, actions));
        }
        Shown::Running(name) => boxed(ui, &words::running(name), |ui| {
            let p = theme::palette(ui);
            widgets::paragraph(ui, words::GO_ON, 3, TextLook::small(p.ink2));
        }),
        Shown::Found(health, found) => {
            boxed(ui, &found_title(health, found), |ui| found_ui(ui, found, row.id, health, actions));
        }
    }
}

/// Soft ground across the pane, an icon and a sentence over what follows.
fn boxed(ui: &mut Ui, title: &str, contents: impl FnOnce(&mut Ui)) {
    let p = theme::palette(ui);
    let margin = Margin { left: 16, right: 16, top: 10, bottom: 12 };
    let shown = egui::Frame::new().fill(p.info_soft).inner_margin(margin).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.spacing_mut().item_spacing = vec2(space::S, space::XS);
        ui.horizontal_top(|ui| {
            let (square, _) = ui.allocate_exact_size(vec2(icon::BODY, 20.0), egui::Sense::hover());
            widgets::icon(ui.painter(), square, Icon::Flask, IconFill::Regular, icon::BODY, p.accent);
            widgets::paragraph(ui, title, 3, TextLook::body(p.ink).medium());
        });
        contents(ui);
    });
    let rect = shown.response.rect;
    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
}

/// What it would do, on which lead, and the ways out.
fn offer_ui(ui: &mut Ui, row: &Row, open: &OpenLead, health: &AccountHealth, lists: &[List], actions: &mut Actions) {
    let p = theme::palette(ui);
    for sentence in [words::why(health.title), words::what(lists), words::on(&row.name, &open.view.lead)] {
        widgets::paragraph(ui, &sentence, 6, TextLook::small(p.ink2));
    }
    ui.add_space(space::XS);
    let begin = words::begin(&row.name);
    let why_not = row.read_only.then_some(all_words::READ_ONLY);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        let cap = Action::FindOut(FindOutAction::BeginHere).key_cap();
        let button = Button::plain(&begin).icon(Icon::Flask).key(cap.as_deref()).disabled_because(why_not);
        if button.show(ui).clicked() {
            let begin = FindOutAction::Begin { account: health.account.clone(), lead: row.id };
            actions.push(Action::FindOut(begin));
        }
        if Button::quiet(words::SETTINGS).show(ui).clicked() {
            actions.push(Action::Go(Screen::Settings));
        }
        if Button::quiet(words::LATER).show(ui).clicked() {
            actions.push(Action::FindOut(FindOutAction::Later));
        }
    });
    if let Some(why) = why_not {
        widgets::paragraph(ui, why, 3, TextLook::small(p.ink2));
    }
}

fn found_title(health: &AccountHealth, found: &Result<ProbeReport, String>) -> String {
    match found {
        Ok(report) => format!("What {} makes of lists, found out on {}", health.title, report.lead_name),
        Err(_) => format!("What {} makes of lists could not be found out", health.title),
    }
}

/// What was found, list by list, and what stayed on the lead.
fn found_ui(
    ui: &mut Ui,
    found: &Result<ProbeReport, String>,
    lead: LeadId,
    health: &AccountHealth,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let mut again = false;
    match found {
        Err(why) => {
            widgets::paragraph(ui, why, 5, TextLook::small(p.ink));
            again = true;
        }
        Ok(report) => {
            for probed in &report.lists {
                again |= probed.knowledge.mode().is_none();
                widgets::paragraph(ui, &words::found(probed), 5, TextLook::small(p.ink));
                if let Some(left) = &probed.left {
                    widgets::paragraph(ui, left, 4, TextLook::small(p.warn));
                }
            }
        }
    }
    ui.add_space(space::XS);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if again && Button::plain(all_words::TRY_AGAIN).show(ui).clicked() {
            actions.push(Action::FindOut(FindOutAction::Begin { account: health.account.clone(), lead }));
        }
        if Button::quiet(words::PUT_AWAY).show(ui).clicked() {
            actions.push(Action::FindOut(FindOutAction::PutAway));
        }
    });
}
