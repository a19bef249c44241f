//! A change that goes back to where it was typed, to be put right.

use jiff::tz::TimeZone;

use crate::bridge::{Answer, Command, OutboxView, Refused, Snapshot, question};
use crate::domain::recording::Fact;
use crate::domain::{Change, DraftOf, Field, LeadId, OutboxState};
use crate::ui::record::{self, Form};
use crate::ui::state::{Screen, UiState};
use crate::ui::text as words;
use crate::ui::walking::choose;

/// One that is being taken back.
pub struct TakingBack {
    lead: LeadId,
    of: DraftOf,
    text: String,
    answer: Answer<Result<(), Refused>>,
}

impl std::fmt::Debug for TakingBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TakingBack").field("lead", &self.lead).finish_non_exhaustive()
    }
}

/// Whether this row can be taken back to be edited.
///
/// # Errors
/// Why not, in words.
pub fn can(row: &OutboxView) -> Result<(), &'static str> {
    match row.item.state {
        state if state.is_done() => Err(words::IS_DONE),
        OutboxState::Sending => Err(words::ON_THE_WIRE),
        OutboxState::Unknown => Err(words::NEEDS_CHOICE),
        _ if row.item.conflict.is_some() => Err(words::NEEDS_CHOICE),
        _ if place(&row.item.change, &TimeZone::UTC).is_none() => Err(words::NOT_TYPED),
        _ => Ok(()),
    }
}

/// Where it was typed, and what stands there then; `None` for what is chosen and not typed.
fn place(change: &Change, zone: &TimeZone) -> Option<(DraftOf, String)> {
    Some(match change {
        Change::Set { field, value } if !matches!(field, Field::Status | Field::Agent) => {
            (DraftOf::Field(*field), value.clone())
        }
        Change::AddTag { tag } => (DraftOf::NewTag, tag.clone()),
        Change::AddNote { title, description } => (DraftOf::NewNote, note(title, description)),
        Change::EditNote { note: was, title, description } => (DraftOf::note(was), note(title, description)),
        Change::SetAttribute { key, value } => (DraftOf::Attribute(key.clone()), value.clone()),
        Change::Record { recording } => (DraftOf::Recording, form(&recording.fact, zone).written()),
        Change::Set { .. }
        | Change::Create
        | Change::RemoveTag { .. }
        | Change::DeleteNote { .. }
        | Change::RemoveAttribute { .. } => return None,
    })
}

fn note(title: &str, description: &str) -> String {
    if description.is_empty() { title.to_owned() } else { format!("{title}\n{description}") }
}

/// The form as it was when the fact was stated. It happened when it happened, not now.
fn form(fact: &Fact, zone: &TimeZone) -> Form {
    let happened = fact.happened_at.to_zoned(zone.clone()).strftime("%-d %b %Y, %H:%M:%S").to_string();
    Form {
        template: fact.template.clone(),
        when: happened,
        text: fact.text.clone(),
        inputs: fact.inputs.clone(),
        ..Form::default()
    }
}

/// Asks the engine to take it back. Of a fact that went to several systems, only this one is told again.
pub fn begin(snapshot: &Snapshot, state: &mut UiState) {
    let Some(row) = state.outbox.chosen_row(snapshot) else { return };
    let Some((of, mut text)) = place(&row.item.change, &state.zone) else { return };
    if let Some(mut form) = (of == DraftOf::Recording).then(|| Form::read(&text)).flatten() {
        let template = snapshot.templates.iter().find(|template| template.name == form.template);
        let others = template.into_iter().flat_map(|template| &template.targets).map(|target| &target.account);
        form.left_out = others.filter(|account| **account != row.item.account).map(ToString::to_string).collect();
        text = form.written();
    }
    // What is typed there already is somebody's work, too.
    let typed = state.drafts.get(row.item.lead, of.clone());
    if typed.is_some_and(|draft| draft.text != text) {
        state.trouble = Some(words::TYPED_THERE.to_owned());
        return;
    }
    let (reply, answer) = question();
    let (change, lead) = (row.item.id, row.item.lead);
    state.outgoing.push(Command::EditAgain { change, of: of.clone(), text: text.clone(), reply });
    state.taking_back = Some(TakingBack { lead, of, text, answer });
}

/// Takes in the answer: the lead is shown, with the text where it was typed.
pub fn take_answer(snapshot: &Snapshot, state: &mut UiState) {
    let Some(taking) = state.taking_back.take() else { return };
    let refused = match taking.answer.ready() {
        None => {
            state.taking_back = Some(taking);
            return;
        }
        Some(Ok(Ok(()))) => None,
        Some(Ok(Err(refused))) => Some(refused.to_string()),
        Some(Err(none)) => Some(none.to_string()),
    };
    if refused.is_some() {
        state.trouble = refused;
        return;
    }
    let TakingBack { lead, of, text, .. } = taking;
    state.screen = Screen::Inbox;
    choose(lead, snapshot, state, true);
    state.list.show_chosen = true;
    state.drafts.type_text(lead, of.clone(), text, state.time);
    match of {
        DraftOf::Field(field) => state.focus_field = Some((lead, field)),
        DraftOf::Recording => record::open_again(snapshot, state),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_goes_back_to_where_it_was_typed_and_what_was_chosen_does_not() {
        let back = |change: Change| place(&change, &TimeZone::UTC);
        let name = Change::Set { field: Field::Name, value: "Nadia".into() };
        assert_eq!(back(name), Some((DraftOf::Field(Field::Name), "Nadia".to_owned())));
        let note = Change::AddNote { title: "Call".into(), description: "after 17".into() };
        assert_eq!(back(note), Some((DraftOf::NewNote, "Call\nafter 17".to_owned())));
        assert_eq!(back(Change::Set { field: Field::Status, value: "review".into() }), None);
        assert_eq!(back(Change::RemoveTag { tag: "vip".into() }), None);
    }

    #[test]
    fn a_fact_keeps_the_time_it_happened() {
        let fact = Fact {
            template: "Phone call".into(),
            happened_at: "2026-11-20T05:20:00Z".parse().unwrap(),
            text: "asked".into(),
            inputs: [("Minutes".to_owned(), "7".to_owned())].into(),
            agent: "Mira".into(),
        };
        let zone = TimeZone::fixed(jiff::tz::offset(8));
        let form = form(&fact, &zone);
        assert_eq!((form.when.as_str(), form.text.as_str()), ("20 Nov 2026, 13:20:00", "asked"));
        let read = crate::ui::record::when::read(&form.when, "2026-11-21T09:00:00Z".parse().unwrap(), &zone);
        assert_eq!(read, Ok(Some(fact.happened_at)));
    }
}
