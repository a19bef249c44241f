//! From what an agent states to outbox rows: one fact, one batch, one row for each system that is told.

use crate::bridge::command::{ChangesMade, Refused};
use crate::bridge::recording::{Draft, Fault, InputKind, InputView, Preview, RecordRefused, Target, TemplateView};
use crate::config::Template;
use crate::domain::recording::{Event, Fact, ToRecord};
use crate::domain::{AccountName, Lead, OutboxState};
use crate::engine::edit::{Wishes, not_kept};
use crate::engine::{Engine, Now};
use crate::vendors::recording::EventFault;
use crate::vendors::{REGISTRY, VendorName, find};

impl Engine {
    /// Queues one recording for each target.
    pub(in crate::engine) fn record(&mut self, now: Now, draft: &Draft) -> Result<ChangesMade, RecordRefused> {
        let (fact, lead) = self.fact(draft)?;
        let mut recordings = Vec::new();
        let mut faults = Vec::new();
        for at in self.targets(draft)? {
            let account = self.accounts[at].settings.name.clone();
            match self.event(now, at, &draft.template, &fact, &lead) {
                Ok(event) => recordings.push((account, ToRecord { fact: fact.clone(), event })),
                Err(of_account) => faults.extend(of_account.into_iter().map(|fault| said(&account, fault))),
            }
        }
        if !faults.is_empty() {
            return Err(RecordRefused::Faults(faults));
        }
        if !draft.although_twin
            && let Some(twin) = self.twin(draft, &recordings)
        {
            return Err(RecordRefused::Twin(twin));
        }
        let recordings = recordings.into_iter().map(|(account, recording)| (draft.lead, account, recording)).collect();
        self.keep_wishes(now, Wishes { recordings, ..Wishes::default() }).map_err(RecordRefused::Refused)
    }

    /// What would go out to each target, or why it could not.
    pub(in crate::engine) fn preview(&self, now: Now, draft: &Draft) -> Result<Vec<Preview>, RecordRefused> {
        let (fact, lead) = self.fact(draft)?;
        let mut previews = Vec::new();
        for at in self.targets(draft)? {
            let account = &self.accounts[at];
            let Some(part) = account.recording else { continue };
            let made = self.event(now, at, &draft.template, &fact, &lead);
            let name = account.settings.name.clone();
            let twin = made.as_ref().ok().and_then(|event| {
                self.twin(draft, &[(name.clone(), ToRecord { fact: fact.clone(), event: event.clone() })])
            });
            let request = match &made {
                Ok(event) => {
                    let visitor = event.subject.as_ref().map(|subject| self.store.visitor(subject)).transpose();
                    let visitor = visitor.map_err(not_kept).map_err(RecordRefused::Refused)?.flatten();
                    let events = std::slice::from_ref(event);
                    let request = part.record(&account.settings, events, visitor.as_deref(), now.at);
                    request.shown(&account.settings.base_url)
                }
                Err(_) => String::new(),
            };
            let faults = made.err().unwrap_or_default().into_iter().map(|fault| said(&name, fault)).collect();
            previews.push(Preview { account: name, title: account.spec.title, request, faults, twin });
        }
        Ok(previews)
    }

    /// The templates as the form shows them.
    pub(in crate::engine) fn template_views(&self) -> Vec<TemplateView> {
        self.templates.iter().map(|template| self.template_view(template)).collect()
    }

    fn template_view(&self, template: &Template) -> TemplateView {
        let sheet = crate::engine::templates::sheet(template);
        let mut view = TemplateView { name: template.name.clone(), sheet, ..TemplateView::default() };
        for (_, account) in self.live_accounts() {
            let (Some(part), Some(table)) = (account.recording, template.parts.get(&account.settings.vendor)) else {
                continue;
            };
            let faults: Vec<String> = part
                .check(table)
                .into_iter()
                .map(|fault| format!("{}: {}; {}.", fault.at, fault.why, fault.what_now))
                .collect();
            view.targets.push(Target {
                account: account.settings.name.clone(),
                vendor: account.spec.name.as_str(),
                title: account.spec.title,
                faults,
            });
            for input in part.inputs(table) {
                match view.inputs.iter_mut().find(|known| known.label == input.label) {
                    Some(known) => known.required |= input.required,
                    None => view.inputs.push(InputView {
                        label: input.label,
                        kind: kind_of(input.kind),
                        default: input.default,
                        required: input.required,
                    }),
                }
            }
        }
        let place = |vendor: &str| REGISTRY.iter().position(|spec| spec.name.as_str() == vendor);
        view.targets.sort_by_key(|target| place(target.vendor));
        view
    }

    fn fact(&self, draft: &Draft) -> Result<(Fact, Lead), RecordRefused> {
        let refused = |words: String| RecordRefused::Refused(Refused::Wrong(words));
        let Some(template) = self.templates.iter().find(|template| template.name == draft.template) else {
            let names: Vec<_> = self.templates.iter().map(|template| format!("“{}”", template.name)).collect();
            return Err(refused(if names.is_empty() {
                "There is no template yet, and nothing is recorded without one. Add a [[template]] to the settings."
                    .to_owned()
            } else {
                format!("There is no template “{}”. There are {}.", draft.template, names.join(", "))
            }));
        };
        let view = self.template_view(template);
        let known: Vec<&str> = view.inputs.iter().map(|input| input.label.as_str()).collect();
        if let Some(unknown) = draft.inputs.keys().find(|label| !known.contains(&label.as_str())) {
            let has = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(refused(format!(
                "The template “{}” has no field “{unknown}”. Its fields are: {has}.",
                template.name
            )));
        }
        let lead = self.lead_view(draft.lead).map_err(not_kept).map_err(RecordRefused::Refused)?;
        let Some((view, _)) = lead else {
            return Err(refused("This lead is not in the database. Sync, then try again.".to_owned()));
        };
        let fact = Fact {
            template: template.name.clone(),
            happened_at: draft.happened_at,
            text: draft.text.trim().to_owned(),
            inputs: draft.inputs.clone(),
            agent: self.my_name.clone(),
        };
        Ok((fact, view.lead))
    }

    /// The accounts that are told: all that the template has words for, or those that were named.
    fn targets(&self, draft: &Draft) -> Result<Vec<usize>, RecordRefused> {
        let refused = |words: String| RecordRefused::Refused(Refused::Wrong(words));
        let Some(template) = self.templates.iter().find(|template| template.name == draft.template) else {
            return Err(refused(format!("There is no template “{}”.", draft.template)));
        };
        let can: Vec<usize> = self
            .live_accounts()
            .filter(|(_, account)| account.recording.is_some())
            .filter(|(_, account)| template.parts.contains_key(&account.settings.vendor))
            .map(|(at, _)| at)
            .collect();
        let Some(named) = &draft.to else {
            return if can.is_empty() {
                Err(refused(format!(
                    "The template “{}” has no part for any account. Add one, or set up an account for it.",
                    template.name
                )))
            } else {
                Ok(can)
            };
        };
        let mut chosen = Vec::new();
        for name in named {
            let meant: Vec<usize> = can
                .iter()
                .copied()
                .filter(|at| {
                    let settings = &self.accounts[*at].settings;
                    settings.name.as_str() == name || settings.vendor.as_str() == name
                })
                .collect();
            if meant.is_empty() {
                let vendor: Option<VendorName> = find(name).map(|spec| spec.name);
                let has_part = vendor.is_some_and(|vendor| template.parts.contains_key(&vendor));
                return Err(refused(match (vendor, has_part) {
                    (Some(_), true) => format!("There is no account for {name} to record into. Set one up first."),
                    (Some(_), false) => format!("The template “{}” has no part for {name}. Add one.", template.name),
                    (None, _) => format!("Nobody is called {name}; name an account or its vendor."),
                }));
            }
            chosen.extend(meant.into_iter().filter(|at| !chosen.contains(at)).collect::<Vec<_>>());
        }
        chosen.sort_unstable();
        if chosen.is_empty() { Err(refused("Name at least one system to record into.".to_owned())) } else { Ok(chosen) }
    }

    fn event(&self, now: Now, at: usize, template: &str, fact: &Fact, lead: &Lead) -> Result<Event, Vec<EventFault>> {
        let account = &self.accounts[at];
        let table = self
            .templates
            .iter()
            .find(|known| known.name == template)
            .and_then(|template| template.parts.get(&account.settings.vendor));
        match (account.recording, table) {
            (Some(part), Some(table)) => part.event(&account.settings, table, fact, lead, now.at),
            _ => Err(vec![EventFault {
                input: None,
                why: format!("The template has no part for {}. Add one.", account.spec.title),
            }]),
        }
    }

    /// The earlier recording of the same fact about the same lead to the same account, in words.
    fn twin(&self, draft: &Draft, recordings: &[(AccountName, ToRecord)]) -> Option<String> {
        let rows = self.items.values().chain(self.done.values());
        let twins = rows.filter(|view| view.item.lead == draft.lead && view.item.state != OutboxState::Cancelled);
        let twin = twins.filter_map(|view| Some((view, view.item.change.recording()?))).find(|(view, recording)| {
            recordings.iter().any(|(account, new)| *account == view.item.account && new.is_twin_of(recording))
        })?;
        let state = twin.0.item.state.word().to_lowercase();
        Some(format!(
            "The same was recorded for {} at {} already ({state}).",
            twin.0.item.account, twin.0.item.created_at
        ))
    }
}

fn kind_of(kind: crate::vendors::recording::InputKind) -> InputKind {
    use crate::vendors::recording::InputKind as Asked;
    match kind {
        Asked::Text => InputKind::Text,
        Asked::Number => InputKind::Number,
        Asked::Truth => InputKind::Truth,
        Asked::Date => InputKind::Date,
        Asked::Choice(options) => InputKind::Choice(options),
    }
}

fn said(account: &AccountName, fault: EventFault) -> Fault {
    Fault { account: account.clone(), input: fault.input, why: fault.why }
}
