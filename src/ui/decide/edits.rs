//! What a choice does: answers to the engine, a second note where both stay, a draft where theirs is taken.

use super::{DecideAction, Deciding, Pick, plan, shown};
use crate::bridge::{Command, OutboxView, Side, Snapshot, question};
use crate::domain::change::note::parts;
use crate::domain::outbox::Conflict;
use crate::domain::{Change, ChangeId, DraftOf, Field, LeadId, Slot};
use crate::ui::asked::Asked;
use crate::ui::entries::edits::note_text;
use crate::ui::state::{Pane, Screen, UiState};
use crate::ui::{edits, walking};

/// Does one action that is available.
pub(in crate::ui) fn dispatch(action: DecideAction, snapshot: &Snapshot, state: &mut UiState) {
    match action {
        DecideAction::Open(lead) => {
            state.popup = None;
            state.screen = Screen::Inbox;
            if state.chosen != Some(lead) {
                walking::choose(lead, snapshot, state, true);
                state.list.show_chosen = true;
            }
            state.pane = Pane::Lead;
            let picks = state.deciding.take().filter(|deciding| deciding.lead == lead).map(|deciding| deciding.picks);
            state.deciding = Some(Deciding { lead, picks: picks.unwrap_or_default(), at: 0 });
        }
        DecideAction::Later => state.deciding = None,
        DecideAction::Pick(change, pick) => pick_one(change, pick, snapshot, state),
        DecideAction::PickHere(pick) => {
            let here = shown(snapshot, state)
                .and_then(|(open, deciding)| plan::clashes(open).nth(deciding.at).map(|(change, _)| change.item.id));
            if let Some(change) = here {
                pick_one(change, pick, snapshot, state);
            }
        }
        DecideAction::PickTheirs => {
            let all: Vec<ChangeId> = shown(snapshot, state)
                .map(|(open, _)| plan::clashes(open).map(|(change, _)| change.item.id).collect())
                .unwrap_or_default();
            if let Some(deciding) = &mut state.deciding {
                deciding.picks.extend(all.into_iter().map(|change| (change, Pick::Theirs)));
            }
        }
        DecideAction::Save => save(snapshot, state),
    }
}

/// J and K walk the clashes.
pub(in crate::ui) fn walk(by: isize, snapshot: &Snapshot, state: &mut UiState) -> bool {
    let Some(count) = shown(snapshot, state).map(|(open, _)| plan::clashes(open).count()) else { return false };
    if let Some(deciding) = &mut state.deciding {
        deciding.at = deciding.at.saturating_add_signed(by).min(count.saturating_sub(1));
    }
    true
}

fn pick_one(change: ChangeId, pick: Pick, snapshot: &Snapshot, state: &mut UiState) {
    let at = shown(snapshot, state)
        .and_then(|(open, _)| plan::clashes(open).position(|(clashing, _)| clashing.item.id == change));
    if let (Some(deciding), Some(at)) = (&mut state.deciding, at) {
        deciding.at = at;
        deciding.picks.insert(change, pick);
    }
}

/// Everything that was picked goes to the engine.
fn save(snapshot: &Snapshot, state: &mut UiState) {
    let Some((open, deciding)) = shown(snapshot, state) else { return };
    let lead = open.view.id;
    let plan = plan::plan(open, &deciding.picks);
    let picked: Vec<(ChangeId, Conflict, Pick)> = plan::clashes(open)
        .zip(&plan.rows)
        .filter_map(|((change, clash), row)| match row.kind {
            plan::Kind::Clash { pick: Some(pick), .. } => Some((change.item.id, clash.clone(), pick)),
            _ => None,
        })
        .collect();
    for (change, clash, pick) in picked {
        match pick {
            Pick::Mine => edits::resolve(change, &clash.slot, Side::Mine, state),
            Pick::Theirs => {
                keep_as_draft(lead, &clash, state);
                edits::resolve(change, &clash.slot, Side::Theirs, state);
            }
            Pick::Both => {
                // Ours first becomes a note of its own; theirs is kept once that is asked for.
                if let Some(note) = second_note(&clash) {
                    let (reply, answer) = question();
                    let command = Command::Change { leads: vec![lead], changes: vec![note], reply: Some(reply) };
                    state.outgoing.push(command);
                    let of = draft_of(&clash).unwrap_or(DraftOf::NewNote);
                    let text = mine_as_text(&clash).unwrap_or_default();
                    state.drafts.type_text(lead, of.clone(), text.clone(), state.time);
                    state.asked.push(Asked::typed(lead, of, text, answer));
                }
                edits::resolve(change, &clash.slot, Side::Theirs, state);
            }
        }
    }
    state.deciding = None;
}

fn second_note(clash: &Conflict) -> Option<Change> {
    let (title, description) = parts(clash.mine.as_deref()?);
    Change::add_note(&title, &description).ok()
}

/// The text that was ours, where theirs is taken: it stays as a draft, unless one stands there.
pub(in crate::ui) fn keep_as_draft(lead: LeadId, clash: &Conflict, state: &mut UiState) {
    let (Some(of), Some(text)) = (draft_of(clash), mine_as_text(clash)) else { return };
    if state.drafts.get(lead, of.clone()).is_none() {
        state.drafts.type_text(lead, of, text, state.time);
    }
}

/// The same for a row of the outbox.
pub(in crate::ui) fn keep_row_as_draft(row: &OutboxView, state: &mut UiState) {
    if let Some(clash) = &row.item.conflict {
        keep_as_draft(row.item.lead, clash, state);
    }
}

/// Where a text of ours would be typed; a status and a tag are chosen and not typed.
fn draft_of(clash: &Conflict) -> Option<DraftOf> {
    match &clash.slot {
        Slot::Field(Field::Status | Field::Agent) | Slot::Tag(_) | Slot::Lead | Slot::Recording => None,
        Slot::Field(field) => Some(DraftOf::Field(*field)),
        Slot::Attribute(key) => Some(DraftOf::Attribute(key.clone())),
        Slot::Note(note) => match &clash.theirs {
            // Theirs has the same id, or is found by its own words.
            Some(theirs) if note.id.is_none() => Some(DraftOf::Note(theirs.clone())),
            Some(_) => Some(DraftOf::note(note)),
            None => Some(DraftOf::NewNote),
        },
    }
}

fn mine_as_text(clash: &Conflict) -> Option<String> {
    let mine = clash.mine.as_deref()?;
    Some(match &clash.slot {
        Slot::Note(_) => {
            let (title, description) = parts(mine);
            note_text(&title, &description)
        }
        _ => mine.to_owned(),
    })
}
