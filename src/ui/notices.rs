//! What floats over the list for a while: the undo notice, notices of the engine, "copied".

use egui::{Area, Id, Order, Rect, Ui, pos2, vec2};
use jiff::Timestamp;

use super::actions::{Action, Actions};
use super::state::{Screen, UiState};
use super::widgets::text::TextLook;
use super::widgets::{self, IconButton};
use super::{recovery, text};
use crate::bridge::{Snapshot, UndoOffer};
use crate::theme::{self, Gravity, Icon, icon, space};

/// How long an undo is offered on screen, in seconds. Ctrl+Z works for ever.
pub const UNDO_SECS: i64 = 8;

/// Three lines and a button.
const RECOVERY_HEIGHT: f32 = 116.0;

/// The undo that is offered right now.
pub fn offered(snapshot: &Snapshot, now: Timestamp) -> Option<&UndoOffer> {
    snapshot.undo.as_ref().filter(|undo| (0..UNDO_SECS).contains(&(now.as_second() - undo.made_at.as_second())))
}

/// Draws what there is, over `list`; at its top when the chosen row stands where it would be.
pub fn notices_ui(
    ui: &Ui,
    list: Rect,
    chosen_row: Option<Rect>,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let undo = offered(snapshot, state.now).filter(|undo| state.undo_away != Some(undo.batch)).cloned();
    let right = ui.ctx().content_rect().right();
    let place = notice_place(list, right, chosen_row, theme::height::UNDO_NOTICE);
    if let Some(undo) = undo {
        floating(ui, "undo", place, |ui| {
            let sentence = format!("{}.", undo.words.trim_end_matches('.'));
            let key = Action::Undo.key_cap();
            match widgets::undo_notice(ui, &sentence, text::UNDO, key.as_deref()) {
                widgets::Answer::Action => actions.push(Action::Undo),
                widgets::Answer::Dismissed => state.undo_away = Some(undo.batch),
                widgets::Answer::None => {}
            }
        });
        return;
    }
    if let Some(trouble) = state.trouble.clone() {
        if floating(ui, "trouble", place, |ui| sentence_ui(ui, Gravity::Danger, &trouble)) {
            state.trouble = None;
        }
        return;
    }
    let notice = snapshot.notice.as_ref().filter(|notice| notice.number > state.notice_away);
    if let Some(notice) = notice {
        let gravity = if notice.bad { Gravity::Danger } else { Gravity::Info };
        if floating(ui, "notice", place, |ui| sentence_ui(ui, gravity, &notice.text)) {
            actions.push(Action::PutNoticeAway(notice.number));
        }
        return;
    }
    if let Some((said, _)) = state.said.clone() {
        floating(ui, "said", place, |ui| said_ui(ui, &said));
        return;
    }
    // The settings have the same button in their own place.
    let elsewhere = state.popup.is_none() && state.screen != Screen::Settings;
    if elsewhere && recovery::is_to_be_written_down(snapshot, state) {
        let place = notice_place(list, right, chosen_row, RECOVERY_HEIGHT);
        floating(ui, "recovery key", place, |ui| recovery::sheet::notice_ui(ui, actions));
    }
}

/// Bottom left over the list, twelve in; as wide as its sentence may need, also over the pane beside it: what would be
/// taken back must be read whole.
fn notice_place(list: Rect, window_right: f32, chosen_row: Option<Rect>, height: f32) -> Rect {
    let size = vec2((window_right - list.left() - 2.0 * space::M).min(440.0), height);
    // Wider than its list it would stand over the note field of the pane beside it.
    let lift = if size.x > list.width() { 50.0 } else { 0.0 };
    let bottom = Rect::from_min_size(pos2(list.left() + space::M, list.bottom() - size.y - space::M - lift), size);
    if chosen_row.is_some_and(|row| row.intersects(bottom)) {
        Rect::from_min_size(pos2(bottom.left(), list.top() + space::M), size)
    } else {
        bottom
    }
}

fn floating<R>(ui: &Ui, name: &str, place: Rect, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let area = Area::new(Id::unique(("notice", name))).order(Order::Foreground).fixed_pos(place.min).constrain(false);
    let shown = area.show(ui.ctx(), |ui| {
        ui.set_width(place.width());
        contents(ui)
    });
    shown.inner
}

/// A sentence that stays until it is put away. Gives whether it was.
fn sentence_ui(ui: &mut Ui, gravity: Gravity, sentence: &str) -> bool {
    let p = theme::palette(ui);
    let mut away = false;
    let (_, look) = p.strip(gravity);
    widgets::menu_frame(ui).inner_margin(egui::Margin { left: 12, right: 6, top: 6, bottom: 6 }).show(ui, |ui| {
        ui.horizontal_top(|ui| {
            let (square, _) = ui.allocate_exact_size(vec2(icon::BODY, 24.0), egui::Sense::hover());
            widgets::icon(ui.painter(), square, look.icon, look.fill, icon::BODY, look.ink);
            ui.vertical(|ui| {
                ui.set_width(ui.available_width() - 34.0);
                ui.add_space(2.0);
                widgets::paragraph(ui, sentence, 6, TextLook::body(p.ink));
            });
            away = IconButton::small(Icon::X, text::PUT_AWAY).show(ui).clicked();
        });
    });
    away
}

fn said_ui(ui: &mut Ui, said: &str) {
    let p = theme::palette(ui);
    widgets::menu_frame(ui).show(ui, |ui| {
        widgets::label(ui, said, TextLook::body(p.ink));
    });
}
