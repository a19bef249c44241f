//! Recording an interaction: one form, what would go out for it, and one command that tells every chosen system.
//!
//! What is typed is a draft of its lead, kept by the engine at every pause; what would go out is asked for at every
//! pause of typing, never while a frame is drawn.

pub mod advice;
mod ask;
mod fields;
mod form;
mod preview;
mod request;
pub mod screen;
mod targets;
pub mod when;
pub mod words;

use egui::Id;

use super::state::{Screen, UiState};
use super::text;
use crate::bridge::recording::{Fault, Preview, TemplateView};
use crate::bridge::{AccountHealth, AccountState, Snapshot};
use crate::domain::{AccountName, DraftOf, LeadId};

pub use ask::{next_due, take_answers};
pub use form::Form;

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum RecordAction {
    /// The form for the chosen lead.
    Open,
    /// The form goes, what was typed stays a draft of the lead.
    Later,
    /// Throws away what was typed.
    Clear,
    Template(String),
    When(String),
    Text(String),
    /// A field of the template, by its label.
    Input {
        label: String,
        text: String,
    },
    /// This account is (not) told.
    Target(AccountName),
    /// The request of this account is shown.
    Show(AccountName),
    /// Where form and preview share the room: which one is seen.
    Turn {
        to_preview: bool,
    },
    Send,
    /// The same was recorded before, and it happened twice.
    SendAnyway,
}

/// The form and how far it is.
#[derive(Default)]
pub struct RecordPlace {
    pub is_open: bool,
    pub form: Form,
    lead: Option<LeadId>,
    /// The text shall get the focus.
    focus: bool,
    /// Whose request is shown.
    shown: Option<AccountName>,
    on_preview: bool,
    asking: ask::Asking,
    /// Why nothing was recorded.
    fault: Option<String>,
    /// What the systems would have refused, as of the last try.
    faults: Vec<Fault>,
    /// The same was recorded before, as of the last try.
    twin: Option<String>,
}

impl std::fmt::Debug for RecordPlace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RecordPlace").field("is_open", &self.is_open).finish_non_exhaustive()
    }
}

/// The id of a control of the form.
pub fn part_id(part: &str) -> Id {
    Id::unique(("record", part))
}

impl RecordPlace {
    /// The template that is recorded by: the chosen one while it is there, else the first.
    pub fn template<'a>(&self, snapshot: &'a Snapshot) -> Option<&'a TemplateView> {
        let all = &snapshot.templates;
        all.iter().find(|template| template.name == self.form.template).or_else(|| all.first())
    }

    /// The accounts that would be told.
    fn told<'a>(&'a self, template: &'a TemplateView) -> impl Iterator<Item = &'a AccountName> {
        let all = template.targets.iter().map(|target| &target.account);
        all.filter(|account| !self.form.left_out.contains(account.as_str()))
    }

    fn is_told(&self, account: &AccountName) -> bool {
        !self.form.left_out.contains(account.as_str())
    }

    /// What is known to go to an account.
    fn preview(&self, account: &AccountName) -> Option<&Preview> {
        self.asking.previews().iter().find(|preview| preview.account == *account)
    }

    /// What is wrong for an account beyond the fields, each said once.
    fn faults_of(&self, account: &AccountName, of_input: Option<&str>) -> Vec<&str> {
        let previewed = self.preview(account).into_iter().flat_map(|preview| &preview.faults);
        let refused = self.faults.iter().filter(|fault| fault.account == *account);
        let mut words: Vec<&str> = Vec::new();
        for fault in previewed.chain(refused).filter(|fault| fault.input.as_deref() == of_input) {
            if !words.contains(&fault.why.as_str()) {
                words.push(&fault.why);
            }
        }
        words
    }

    /// What is wrong with a field, for any account that would be told.
    fn fault_of_input(&self, label: &str, template: &TemplateView) -> Option<String> {
        let mut words: Vec<&str> = Vec::new();
        for account in self.told(template) {
            for why in self.faults_of(account, Some(label)) {
                if !words.contains(&why) {
                    words.push(why);
                }
            }
        }
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The same was recorded before: the sentence over the footer.
    fn twin(&self, template: &TemplateView) -> Option<String> {
        let twins: Vec<&str> = self
            .told(template)
            .filter_map(|account| self.preview(account))
            .filter(|preview| preview.twin.is_some())
            .map(|preview| preview.title)
            .collect();
        if twins.is_empty() { self.twin.clone() } else { Some(words::twin(&twins)) }
    }
}

/// Why an account would let a recording wait; `None`: it goes at once.
fn waits(account: &AccountName, snapshot: &Snapshot) -> Option<&'static str> {
    let health = |health: &&AccountHealth| health.account == *account;
    match snapshot.accounts.iter().find(health)?.state {
        AccountState::CredentialMissing => Some(words::NO_KEY),
        AccountState::CredentialRefused => Some(words::KEY_REFUSED),
        AccountState::Offline { .. } => Some(words::OFFLINE),
        AccountState::Slowed { .. } => Some(words::SLOWED),
        AccountState::NotAsked | AccountState::Works | AccountState::Odd => None,
    }
}

impl RecordAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        let place = &state.record;
        match self {
            Self::Open => {
                let lead = state.chosen.ok_or(text::NO_LEAD_CHOSEN)?;
                snapshot.rows.get(lead).map(|_| ()).ok_or(text::NO_LEAD_CHOSEN)
            }
            Self::Send => {
                can_send(snapshot, state)?;
                let twin = place.template(snapshot).and_then(|template| place.twin(template));
                if twin.is_some() { Err(words::SAY_IF_TWICE) } else { Ok(()) }
            }
            Self::SendAnyway => can_send(snapshot, state),
            _ => Ok(()),
        }
    }
}

fn can_send(snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
    let place = &state.record;
    if !place.is_open {
        return Err(words::NOT_OPEN);
    }
    if place.asking.is_sending() {
        return Err(words::BEING_RECORDED);
    }
    let template = place.template(snapshot).ok_or(words::NO_TEMPLATE)?;
    when::read(&place.form.when, state.now, &state.zone)?;
    let mut told = place.told(template).peekable();
    if told.peek().is_none() {
        return Err(words::NOBODY_CHOSEN);
    }
    let faulty = |preview: &Preview| !preview.faults.is_empty();
    if template.targets.iter().any(|target| !target.faults.is_empty() && place.is_told(&target.account)) {
        return Err(words::CANNOT_GO_YET);
    }
    if told.any(|account| place.preview(account).is_some_and(faulty)) {
        return Err(words::CANNOT_GO_YET);
    }
    Ok(())
}

/// Does one action that is available.
pub(super) fn dispatch(action: RecordAction, snapshot: &Snapshot, state: &mut UiState) {
    match action {
        RecordAction::Open => open(snapshot, state),
        RecordAction::Later => state.record.is_open = false,
        RecordAction::Show(account) => state.record.shown = Some(account),
        RecordAction::Turn { to_preview } => state.record.on_preview = to_preview,
        RecordAction::Send => ask::send(false, snapshot, state),
        RecordAction::SendAnyway => ask::send(true, snapshot, state),
        RecordAction::Clear => {
            let place = &mut state.record;
            let template = std::mem::take(&mut place.form.template);
            place.form = Form { template, ..Form::default() };
            changed(state);
        }
        RecordAction::Template(name) => {
            state.popup = None;
            state.record.form.template = name;
            changed(state);
        }
        RecordAction::When(text) => {
            state.record.form.when = text;
            changed(state);
        }
        RecordAction::Text(text) => {
            state.record.form.text = text;
            changed(state);
        }
        RecordAction::Input { label, text } => {
            state.popup = None;
            state.record.form.inputs.insert(label, text);
            changed(state);
        }
        RecordAction::Target(account) => {
            let left_out = &mut state.record.form.left_out;
            if !left_out.remove(account.as_str()) {
                left_out.insert(account.as_str().to_owned());
            }
            changed(state);
        }
    }
}

/// Opens the form of the chosen lead with what lies in its draft now.
pub fn open_again(snapshot: &Snapshot, state: &mut UiState) {
    state.record = RecordPlace::default();
    open(snapshot, state);
}

fn open(snapshot: &Snapshot, state: &mut UiState) {
    let Some(lead) = state.chosen else { return };
    state.popup = None;
    state.screen = Screen::Inbox;
    state.new_lead.is_open = false;
    state.deciding = None;
    let place = &mut state.record;
    if place.lead != Some(lead) {
        let kept = state.drafts.get(lead, DraftOf::Recording);
        let form = kept.and_then(|draft| Form::read(&draft.text)).unwrap_or_default();
        *place = RecordPlace { lead: Some(lead), form, ..RecordPlace::default() };
    }
    if let Some(template) = place.template(snapshot) {
        place.form.template.clone_from(&template.name);
    }
    place.asking.forget_previews();
    (place.is_open, place.focus) = (true, true);
}

/// Something in the form changed: it is a draft, and what stood against it is asked anew.
fn changed(state: &mut UiState) {
    let place = &mut state.record;
    (place.fault, place.twin) = (None, None);
    place.faults.clear();
    place.asking.moved(state.time);
    let Some(lead) = place.lead else { return };
    if place.form.is_untouched() {
        let forget = state.drafts.forget(lead, DraftOf::Recording);
        state.outgoing_extend(forget);
    } else {
        state.drafts.type_text(lead, DraftOf::Recording, place.form.written(), state.time);
    }
}
