//! A new lead: a form that is kept while it is filled in, and becomes one command.
//!
//! The vendor makes no uuid; the agent brings it from the vendor's own pages, alone or inside a page's address.

pub mod screen;
pub mod words;

use serde::{Deserialize, Serialize};

use super::edits::sentence;
use super::entries::completion::pieces;
use super::state::{Screen, UiState};
use super::walking;
use crate::bridge::command::LeadMade;
use crate::bridge::{AccountHealth, Answer, Command, Refused, Snapshot, question};
use crate::domain::{AccountName, Change, Field, LeadStatus};

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Uuid,
    Name,
    Email,
    DialCode,
    Phone,
    Tags,
}

/// What can be asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum NewLeadAction {
    Open,
    /// The form goes, what was typed stays for the next time.
    Later,
    Type(Part, String),
    Account(AccountName),
    Status(Option<LeadStatus>),
    Make,
    /// Throws away what was typed.
    Clear,
}

/// What was typed. Kept by the engine like the other window state, since it is a customer's data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Form {
    /// As pasted: a uuid, or an address that holds one.
    pub uuid: String,
    /// The account, where there are several.
    pub account: Option<String>,
    pub name: String,
    pub email: String,
    pub dial_code: String,
    pub phone: String,
    pub tags: String,
    /// The wire word.
    pub status: Option<String>,
}

/// The form and how far it is.
#[derive(Default)]
pub struct NewLead {
    pub is_open: bool,
    pub form: Form,
    /// Why it could not be made as it is.
    pub fault: Option<String>,
    /// The field for the uuid shall get the focus.
    pub focus: bool,
    asked: Option<(Form, Answer<Result<LeadMade, Refused>>)>,
}

impl std::fmt::Debug for NewLead {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewLead").field("is_open", &self.is_open).finish_non_exhaustive()
    }
}

impl NewLeadAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        match self {
            Self::Open => accounts(snapshot).next().map(|_| ()).ok_or(words::NO_ACCOUNT),
            Self::Make if state.new_lead.asked.is_some() => Err(words::BEING_MADE),
            Self::Make => can_make(snapshot, &state.new_lead.form),
            _ => Ok(()),
        }
    }
}

/// The accounts that take leads.
pub fn accounts(snapshot: &Snapshot) -> impl Iterator<Item = &AccountHealth> {
    snapshot.accounts.iter().filter(|health| health.has_leads)
}

/// The account that it would be made at: the only one, or the chosen one.
fn account<'a>(snapshot: &'a Snapshot, form: &Form) -> Option<&'a AccountName> {
    let mut all = accounts(snapshot).map(|health| &health.account);
    match &form.account {
        Some(chosen) => all.find(|name| name.as_str() == chosen),
        None => all.next().filter(|_| all.next().is_none()),
    }
}

/// Whether enough is there.
fn can_make(snapshot: &Snapshot, form: &Form) -> Result<(), &'static str> {
    match uuids(&form.uuid).len() {
        0 => return Err(words::NO_UUID),
        1 => {}
        _ => return Err(words::SEVERAL_UUIDS),
    }
    account(snapshot, form).map(|_| ()).ok_or(words::WHICH_ACCOUNT)
}

/// The different uuids in a text: 32 hexadecimal digits in five groups.
pub fn uuids(text: &str) -> Vec<String> {
    const GROUPS: [usize; 5] = [8, 4, 4, 4, 12];
    let parts: Vec<&str> = text.split(|c: char| !c.is_ascii_hexdigit()).collect();
    let joined_by_dashes = |from: usize| {
        // Where a part stands tells what stands between it and the next one.
        let at = |n: usize| parts[n].as_ptr() as usize - text.as_ptr() as usize;
        (from..from + 4).all(|n| text[at(n) + parts[n].len()..at(n + 1)] == *"-")
    };
    let mut found: Vec<String> = Vec::new();
    for from in 0..parts.len().saturating_sub(GROUPS.len() - 1) {
        let group = &parts[from..from + GROUPS.len()];
        if group.iter().map(|part| part.len()).eq(GROUPS) && joined_by_dashes(from) {
            let uuid = group.join("-");
            if !found.iter().any(|known| known.eq_ignore_ascii_case(&uuid)) {
                found.push(uuid);
            }
        }
    }
    found
}

/// Does one action that is available.
pub(super) fn dispatch(action: NewLeadAction, snapshot: &Snapshot, state: &mut UiState) {
    let place = &mut state.new_lead;
    match action {
        NewLeadAction::Open => {
            state.popup = None;
            state.screen = Screen::Inbox;
            (place.is_open, place.focus) = (true, true);
        }
        NewLeadAction::Later => place.is_open = false,
        NewLeadAction::Type(part, text) => {
            place.fault = None;
            *place.form.part_mut(part) = text;
        }
        NewLeadAction::Account(name) => place.form.account = Some(name.as_str().to_owned()),
        NewLeadAction::Status(status) => place.form.status = status.map(|status| status.wire().to_owned()),
        NewLeadAction::Clear => (place.form, place.fault) = (Form::default(), None),
        NewLeadAction::Make => make(snapshot, state),
    }
}

impl Form {
    /// What was typed into a field.
    pub fn part(&self, part: Part) -> &str {
        match part {
            Part::Uuid => &self.uuid,
            Part::Name => &self.name,
            Part::Email => &self.email,
            Part::DialCode => &self.dial_code,
            Part::Phone => &self.phone,
            Part::Tags => &self.tags,
        }
    }

    fn part_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::Uuid => &mut self.uuid,
            Part::Name => &mut self.name,
            Part::Email => &mut self.email,
            Part::DialCode => &mut self.dial_code,
            Part::Phone => &mut self.phone,
            Part::Tags => &mut self.tags,
        }
    }

    /// Its first values as changes, or what is wrong with one.
    fn changes(&self) -> Result<Vec<Change>, String> {
        let fields = [
            (Field::Name, &self.name),
            (Field::Email, &self.email),
            (Field::DialCode, &self.dial_code),
            (Field::Phone, &self.phone),
        ];
        let typed = fields.into_iter().filter(|(_, text)| !text.trim().is_empty());
        let fields = typed.map(|(field, text)| Change::set(field, text));
        let status = self.status.iter().map(|status| Change::set(Field::Status, status));
        let tags = pieces(&self.tags).into_iter().map(Change::add_tag);
        fields.chain(status).chain(tags).collect::<Result<Vec<_>, _>>().map_err(|fault| sentence(&fault.0))
    }
}

fn make(snapshot: &Snapshot, state: &mut UiState) {
    let form = state.new_lead.form.clone();
    let (Some(account), Some(uuid)) = (account(snapshot, &form).cloned(), uuids(&form.uuid).pop()) else { return };
    match form.changes() {
        Err(fault) => state.new_lead.fault = Some(fault),
        Ok(changes) => {
            let (reply, answer) = question();
            state.outgoing.push(Command::CreateLead { account: Some(account), uuid, changes, reply: Some(reply) });
            state.new_lead.fault = None;
            state.new_lead.asked = Some((form, answer));
        }
    }
}

/// Takes in the answer when it came: the form goes only once the lead is kept.
pub fn take_answer(snapshot: &Snapshot, state: &mut UiState) {
    let Some((form, answer)) = state.new_lead.asked.take() else { return };
    let made = answer.ready().map(|ready| match ready {
        Ok(Ok(made)) => Ok(made.lead),
        Ok(Err(refused)) => Err(refused.to_string()),
        Err(none) => Err(none.to_string()),
    });
    match made {
        None => state.new_lead.asked = Some((form, answer)),
        Some(Err(why)) => state.new_lead.fault = Some(why),
        Some(Ok(lead)) => {
            // What was typed since then is another lead's.
            if state.new_lead.form == form {
                state.new_lead.form = Form::default();
                state.new_lead.is_open = false;
            }
            walking::choose(lead, snapshot, state, true);
            state.list.show_chosen = true;
        }
    }
}

/// Why nothing can be made, beside the button.
pub fn why_not(snapshot: &Snapshot, state: &UiState) -> Option<&'static str> {
    NewLeadAction::Make.available(snapshot, state).err()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_is_found_alone_and_in_an_address_and_two_are_two() {
        let uuid = "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77";
        for text in [uuid.to_owned(), format!(" {uuid}\n"), format!("https://x.example/leads/{uuid}?tab=chat#{uuid}")] {
            assert_eq!(uuids(&text), [uuid], "{text}");
        }
        assert_eq!(uuids(&uuid.to_uppercase()), [uuid.to_uppercase()]);
        for text in
            ["", "0d1f8a52", "0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a7", "0d1f8a52 3b65 4b5e 9f0e 6b0f9f1c2a77", "ä-–"]
        {
            assert!(uuids(text).is_empty(), "{text}");
        }
        assert_eq!(uuids(&format!("/bots/11111111-3b65-4b5e-9f0e-6b0f9f1c2a77/leads/{uuid}")).len(), 2);
    }
}
