//! What is typed at the right door, until it is an account: nothing of it is lost by a failure, and the credential
//! cannot be printed.

use std::fmt;

use super::super::typed::TypedSecret;
use crate::bridge::command::Refused;
use crate::bridge::connect::{ConnectForm, NewAccount};
use crate::bridge::{Answer, Command, question};
use crate::domain::Pasted;

/// How far the connection is.
#[derive(Default)]
pub enum Step {
    #[default]
    Typing,
    /// The vendor is being asked with what was typed.
    Asking(Answer<Result<(), Refused>>),
    /// Why it was not connected.
    Refused(String),
}

impl fmt::Debug for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Typing => "Typing",
            Self::Asking(_) => "Asking",
            Self::Refused(_) => "Refused",
        })
    }
}

/// The first thing that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    Ids,
    /// The credential's field at this place.
    Credential(usize),
}

/// The right door's fields.
#[derive(Default)]
pub struct Form {
    pub pasted: String,
    /// As typed; empty means the proposed one.
    pub base_url: String,
    pub name: String,
    /// By the place of the field.
    pub secrets: Vec<TypedSecret>,
    /// Address and name are shown as fields.
    pub open: bool,
    pub step: Step,
}

impl fmt::Debug for Form {
    /// Without what was typed: a credential in the wrong field is one all the same.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form").field("open", &self.open).field("step", &self.step).finish_non_exhaustive()
    }
}

impl Form {
    /// What stands in the pasted text.
    pub fn read(&self, form: &ConnectForm) -> Pasted {
        (form.read)(&self.pasted)
    }

    pub fn base_url(&self, form: &ConnectForm) -> String {
        let typed = self.base_url.trim();
        if typed.is_empty() { form.base_url.to_owned() } else { typed.to_owned() }
    }

    pub fn name(&self, form: &ConnectForm) -> String {
        let typed = self.name.trim();
        if typed.is_empty() { form.account.to_owned() } else { typed.to_owned() }
    }

    /// Makes room for every field of the credential.
    pub fn fit(&mut self, form: &ConnectForm) {
        self.secrets.resize_with(form.credentials.len(), TypedSecret::default);
    }

    /// What is missing before it can be tried.
    pub fn missing(&self, form: &ConnectForm) -> Option<Missing> {
        let pasted = self.read(form);
        if form.ids.iter().any(|(key, _)| pasted.get(key).is_none()) {
            return Some(Missing::Ids);
        }
        let empty = |n: &usize| self.secrets.get(*n).is_none_or(|secret| secret.text().trim().is_empty());
        (0..form.credentials.len()).find(empty).map(Missing::Credential)
    }

    pub fn is_asking(&self) -> bool {
        matches!(self.step, Step::Asking(_))
    }

    /// The wish to connect what was typed; `None` while something is missing or is being asked already.
    pub fn submit(&mut self, form: &ConnectForm) -> Option<Command> {
        if self.is_asking() || self.missing(form).is_some() {
            return None;
        }
        let pasted = self.read(form);
        let settings = form.ids.iter().filter_map(|(key, _)| Some(((*key).to_owned(), pasted.get(key)?.to_owned())));
        let account = NewAccount {
            vendor: form.vendor.to_owned(),
            name: self.name(form),
            base_url: self.base_url(form),
            settings: settings.collect(),
        };
        let names = form.credentials.iter().map(|(name, _)| (*name).to_owned());
        let fields = names.zip(self.secrets.iter().map(TypedSecret::secret)).collect();
        let (reply, answer) = question();
        self.step = Step::Asking(answer);
        Some(Command::Connect { account, fields, reply })
    }

    /// Takes in the answer, if it came. True when the account is there now: what was typed is done with.
    pub fn settle(&mut self) -> bool {
        let Step::Asking(answer) = &self.step else { return false };
        let Some(ready) = answer.ready() else { return false };
        let refused = match ready {
            Ok(Ok(())) => None,
            Ok(Err(refused)) => Some(refused.to_string()),
            Err(none) => Some(none.to_string()),
        };
        match refused {
            None => {
                *self = Self::default();
                true
            }
            Some(why) => {
                self.step = Step::Refused(why);
                false
            }
        }
    }
}
