//! Questions of the form to the engine: what would go out, asked at every pause of typing; and the recording itself.

use std::sync::Arc;

use super::RecordPlace;
use super::form::Form;
use super::when;
use crate::bridge::command::ChangesMade;
use crate::bridge::recording::{Draft, Preview, RecordRefused, TemplateView};
use crate::bridge::{Answer, Command, NoAnswer, Snapshot, question};
use crate::domain::{DraftOf, LeadId};
use crate::ui::state::UiState;

/// A pause in typing, in seconds.
const PAUSE_SECS: f64 = 0.3;

/// What is out, and what came of it.
#[derive(Default)]
pub(super) struct Asking {
    /// Input time of the last letter.
    moved_at: f64,
    /// The form that was asked about last.
    asked: Option<Form>,
    /// The templates as they were then: the settings file may be changed meanwhile.
    templates: Arc<Vec<TemplateView>>,
    out: Option<Answer<Result<Vec<Preview>, RecordRefused>>>,
    previews: Vec<Preview>,
    /// Why nothing can be shown.
    refused: Option<String>,
    sending: Option<Sending>,
}

struct Sending {
    lead: LeadId,
    form: Form,
    answer: Answer<Result<ChangesMade, RecordRefused>>,
}

impl Asking {
    pub(super) fn previews(&self) -> &[Preview] {
        &self.previews
    }

    pub(super) fn refused(&self) -> Option<&str> {
        self.refused.as_deref()
    }

    pub(super) fn is_sending(&self) -> bool {
        self.sending.is_some()
    }

    pub(super) fn moved(&mut self, time: f64) {
        self.moved_at = time;
    }

    /// Everything is asked anew, at once.
    pub(super) fn forget_previews(&mut self) {
        let sending = self.sending.take();
        *self = Self { sending, moved_at: f64::NEG_INFINITY, ..Self::default() };
    }
}

/// The form as the engine takes it; `None` while there is no template or the time is not one.
fn draft(although_twin: bool, snapshot: &Snapshot, state: &UiState) -> Option<Draft> {
    let place = &state.record;
    let template = place.template(snapshot)?;
    let happened_at = when::read(&place.form.when, state.now, &state.zone).ok()?.unwrap_or(state.now);
    // A template that was changed may have lost a field that was typed into.
    let known = |label: &str| template.inputs.iter().any(|input| input.label == label);
    let inputs = place.form.inputs.iter().filter(|(label, _)| known(label));
    Some(Draft {
        lead: place.lead?,
        template: template.name.clone(),
        happened_at,
        text: place.form.text.clone(),
        inputs: inputs.map(|(label, text)| (label.clone(), text.clone())).collect(),
        to: None,
        although_twin,
    })
}

/// Asks the engine to record it.
pub(super) fn send(although_twin: bool, snapshot: &Snapshot, state: &mut UiState) {
    let Some(mut draft) = draft(although_twin, snapshot, state) else { return };
    let Some(template) = state.record.template(snapshot) else { return };
    draft.to = Some(state.record.told(template).map(|account| account.as_str().to_owned()).collect());
    let lead = draft.lead;
    let (reply, answer) = question();
    state.outgoing.push(Command::Record { draft: Box::new(draft), reply });
    let place = &mut state.record;
    place.fault = None;
    place.asking.sending = Some(Sending { lead, form: place.form.clone(), answer });
}

/// Seconds until the engine is to be asked what would go out.
pub fn next_due(snapshot: &Snapshot, state: &UiState) -> Option<f64> {
    let place = &state.record;
    place.template(snapshot)?;
    let asking = &place.asking;
    let is_asked = asking.asked.as_ref().is_some_and(|asked| asked.says_what(&place.form));
    let news = place.is_open && !(is_asked && Arc::ptr_eq(&asking.templates, &snapshot.templates));
    let can = news && when::read(&place.form.when, state.now, &state.zone).is_ok();
    can.then(|| (place.asking.moved_at + PAUSE_SECS - state.time).max(0.0))
}

/// Takes in the answers that came, and asks what would go out once typing has paused.
pub fn take_answers(snapshot: &Snapshot, state: &mut UiState) {
    take_sent(state);
    take_previews(&mut state.record);
    if next_due(snapshot, state).is_some_and(|secs| secs <= 0.0)
        && let Some(draft) = draft(false, snapshot, state)
    {
        let (reply, answer) = question();
        state.outgoing.push(Command::PreviewRecording { draft: Box::new(draft), reply });
        let asking = &mut state.record.asking;
        // An older question that is still out is dropped: its answer would be about another text.
        (asking.asked, asking.out) = (Some(state.record.form.clone()), Some(answer));
        asking.templates = Arc::clone(&snapshot.templates);
    }
}

fn take_previews(place: &mut RecordPlace) {
    let asking = &mut place.asking;
    let Some(ready) = asking.out.as_ref().and_then(|out| out.ready()) else { return };
    match ready {
        Ok(Ok(previews)) => (asking.previews, asking.refused) = (previews.clone(), None),
        Ok(Err(refused)) => (asking.previews, asking.refused) = (Vec::new(), Some(refused.to_string())),
        Err(none) => (asking.previews, asking.refused) = (Vec::new(), Some(none.to_string())),
    }
    asking.out = None;
}

fn take_sent(state: &mut UiState) {
    let Some(sending) = state.record.asking.sending.take() else { return };
    match sending.answer.ready() {
        None => state.record.asking.sending = Some(sending),
        Some(Ok(Ok(_))) => {
            let place = &mut state.record;
            // What was typed since then is another recording's.
            let is_it = place.lead == Some(sending.lead) && place.form == sending.form;
            if is_it {
                *place = RecordPlace::default();
            }
            let kept = state.drafts.get(sending.lead, DraftOf::Recording);
            if kept.is_some_and(|draft| Form::read(&draft.text).as_ref() == Some(&sending.form)) {
                let forget = state.drafts.forget(sending.lead, DraftOf::Recording);
                state.outgoing_extend(forget);
            }
        }
        Some(answer) => refuse(answer, sending.lead, state),
    }
}

/// Nothing was recorded: it is said where it was typed, or wherever the agent is by now.
fn refuse(answer: &Result<Result<ChangesMade, RecordRefused>, NoAnswer>, lead: LeadId, state: &mut UiState) {
    let place = &mut state.record;
    if !(place.is_open && place.lead == Some(lead)) {
        let why = match answer {
            Ok(Err(refused)) => refused.to_string(),
            Err(none) => none.to_string(),
            Ok(Ok(_)) => return,
        };
        state.trouble = Some(why);
        return;
    }
    match answer {
        Ok(Err(RecordRefused::Faults(faults))) => place.faults.clone_from(faults),
        Ok(Err(RecordRefused::Twin(words))) => place.twin = Some(words.clone()),
        Ok(Err(RecordRefused::Refused(refused))) => place.fault = Some(refused.to_string()),
        Err(none) => place.fault = Some(none.to_string()),
        Ok(Ok(_)) => {}
    }
}
