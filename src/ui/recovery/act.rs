//! What the actions about the recovery key do, and what the engine's answers do to sheet and page.

use egui::Context;
use egui::widgets::text_edit::TextEditState;

use super::{Recovery, RecoveryAction, Shown, words};
use crate::bridge::{Command, Phase, Secret, Snapshot, question};
use crate::ui::state::{Popup, UiState};
use crate::ui::text;

/// How long "Recovery key copied" is shown, in seconds.
const SAID_SECS: f64 = 3.0;

/// Does one action.
pub fn act(ctx: &Context, action: RecoveryAction, state: &mut UiState) {
    match action {
        RecoveryAction::Show => {
            let (reply, answer) = question();
            state.outgoing.push(Command::ShowRecoveryKey { reply });
            state.recovery.shown = Shown::Asked(answer);
            state.popup = Some(Popup::RecoveryKey);
        }
        RecoveryAction::Copy => {
            if let Shown::Key(key) = &state.recovery.shown {
                ctx.copy_text(key.expose().to_owned());
                state.said = Some((text::copied(words::TITLE), state.time + SAID_SECS));
            }
        }
        RecoveryAction::WrittenDown => {
            state.recovery.written = true;
            close(state);
        }
        RecoveryAction::Later => state.recovery.later = true,
        RecoveryAction::Close => close(state),
        RecoveryAction::Enter => {
            // What was typed stays in its field until it opened the database: a slip is mended, not typed anew.
            let key = Secret::new(state.recovery.typed.expose().trim().to_owned());
            let (reply, answer) = question();
            state.outgoing.push(Command::EnterRecoveryKey { key, reply });
            (state.recovery.fault, state.recovery.waiting) = (None, Some(answer));
        }
        RecoveryAction::Reveal => state.recovery.revealed = !state.recovery.revealed,
        RecoveryAction::AskToStartAnew => {
            (state.recovery.fault, state.recovery.asks) = (None, true);
        }
        RecoveryAction::StartAnew => {
            let (reply, answer) = question();
            state.outgoing.push(Command::StartAnew { reply });
            (state.recovery.fault, state.recovery.waiting) = (None, Some(answer));
        }
        RecoveryAction::KeepWaiting => state.recovery.asks = false,
    }
}

fn close(state: &mut UiState) {
    state.recovery.shown = Shown::Nothing;
    if state.popup == Some(Popup::RecoveryKey) {
        state.popup = None;
    }
}

/// Takes in the answers that came, and wipes what nobody looks at any more.
pub fn take_answers(ctx: &Context, snapshot: &Snapshot, state: &mut UiState) {
    let recovery = &mut state.recovery;
    recovery.shown = match std::mem::take(&mut recovery.shown) {
        _ if state.popup != Some(Popup::RecoveryKey) => Shown::Nothing,
        Shown::Asked(answer) => match answer.try_take() {
            Err(answer) => Shown::Asked(answer),
            Ok(answered) => {
                // The sheet is as high as what it shows, and stands in the middle only in the frame after it grew.
                ctx.request_repaint();
                match answered {
                    Ok(Ok(key)) => Shown::Key(key),
                    Ok(Err(refused)) => Shown::Refused(refused.to_string()),
                    Err(none) => Shown::Refused(none.to_string()),
                }
            }
        },
        shown => shown,
    };
    if let Some(answer) = recovery.waiting.take() {
        match answer.try_take() {
            Err(answer) => recovery.waiting = Some(answer),
            Ok(Ok(Ok(()))) => {}
            Ok(Ok(Err(refused))) => (recovery.fault, recovery.focus) = (Some(refused.to_string()), true),
            Ok(Err(none)) => (recovery.fault, recovery.focus) = (Some(none.to_string()), true),
        }
    }
    if snapshot.phase.is_working() && !recovery.typed.is_empty() {
        forget_typed(ctx, recovery);
    }
    // A start that ended otherwise has nothing to ask any more.
    recovery.asks &= matches!(&snapshot.phase, Phase::NoDatabase(none) if none.trouble.lets_start_anew());
}

/// Wipes what was typed; the toolkit's own undo keeps copies, which go, too.
fn forget_typed(ctx: &Context, recovery: &mut Recovery) {
    recovery.typed = Secret::with_room();
    recovery.revealed = false;
    ctx.data_mut(|data| data.remove_by_type::<TextEditState>());
}
