//! Quitting: what would be lost is said first; what can still be handed over is handed over first.

use egui::{Context, Ui, ViewportCommand};

use super::actions::{Action, Actions};
use super::state::{Leaving, UiState};
use super::widgets::text::TextLook;
use super::widgets::{self, Button};
use super::{memory, popup, text};
use crate::bridge::{Phase, Snapshot};
use crate::theme::{self, space};

/// How many changes quitting now would lose.
pub fn would_lose(snapshot: &Snapshot, state: &UiState) -> usize {
    let in_memory = matches!(snapshot.phase, Phase::InMemory(_));
    let open = if in_memory { snapshot.outbox.len() } else { 0 };
    // An engine that has ended takes nothing any more.
    let stuck = if state.outgoing.has_ended() { state.outgoing.edits() } else { 0 };
    open + if in_memory { state.outgoing.edits() } else { stuck }
}

/// Looks whether the window wants to close, and holds it back while something must be done first.
pub fn watch(ctx: &Context, snapshot: &Snapshot, state: &mut UiState) {
    if ctx.input(|input| input.viewport().close_requested()) && state.leaving != Leaving::Yes {
        let drafts = state.drafts.due(state.time, true);
        state.outgoing_extend(drafts);
        let remembered = memory::remember(state, true);
        state.outgoing_extend(remembered);
        state.leaving = if would_lose(snapshot, state) > 0 { Leaving::Asking } else { Leaving::WhenHandedOver };
        ctx.send_viewport_cmd(ViewportCommand::CancelClose);
    }
}

/// After the commands went out: closes when nothing holds the window any more.
pub fn close_when_done(ctx: &Context, state: &mut UiState) {
    let handed_over = state.outgoing.is_empty() || state.outgoing.has_ended();
    if state.leaving == Leaving::WhenHandedOver && handed_over {
        state.leaving = Leaving::Yes;
    }
    if state.leaving == Leaving::Yes {
        ctx.send_viewport_cmd(ViewportCommand::Close);
    }
}

/// Asks, in the one case where something would be lost.
pub fn leaving_ui(ui: &Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    if state.leaving != Leaving::Asking {
        return;
    }
    let n = would_lose(snapshot, state);
    let outside = popup::dialog_ui(ui, text::QUIT_TITLE, 420.0, |ui| {
        let p = theme::palette(ui);
        widgets::label(ui, text::QUIT_TITLE, TextLook::title(p.ink));
        ui.add_space(space::XS);
        let sentence = if state.outgoing.has_ended() { text::ENGINE_ENDED.to_owned() } else { text::would_be_lost(n) };
        widgets::paragraph(ui, &sentence, 4, TextLook::body(p.ink2));
        ui.add_space(space::M);
        ui.horizontal(|ui| {
            if Button::plain(text::STAY).key("Esc").show(ui).clicked() {
                actions.push(Action::StayHere);
            }
            if Button::danger(text::QUIT).show(ui).clicked() {
                actions.push(Action::QuitAnyway);
            }
        });
    });
    if outside {
        actions.push(Action::StayHere);
    }
}
