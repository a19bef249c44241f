//! What the page's actions do, and what its answers do to the page.

use super::place::{Aside, Draft, Export, Import, Shown, Take, TemplatesAction, TemplatesPlace, Waiting, kept};
use super::tree::{self, At};
use super::{tidy, words};
use crate::bridge::{Command, NoAnswer, Refused, SettingsEdit, Snapshot, question};
use crate::domain::template::{self, Sheet};
use crate::theme::Layout;
use crate::ui::list::step;
use crate::ui::state::{Pane, Screen, UiState};

impl TemplatesAction {
    /// Whether it can be done now; the reason in words when not.
    ///
    /// # Errors
    /// Why not, to stand beside a disabled control.
    pub fn available(&self, snapshot: &Snapshot, state: &UiState) -> Result<(), &'static str> {
        let place = &state.templates;
        let shown = place.shown(snapshot);
        match self {
            Self::Save | Self::Remove | Self::ImportNow | Self::ReadFile | Self::WriteFile if place.is_waiting() => {
                Err(words::BUSY)
            }
            Self::Save => {
                let shown = shown.ok_or(words::NONE_SHOWN)?;
                let draft = place.drafts.get(&shown).ok_or(words::NOTHING_TO_SAVE)?;
                if draft.sheet.name.trim().is_empty() { Err(words::NO_NAME) } else { Ok(()) }
            }
            Self::GiveUp => {
                let edited = shown.is_some_and(|shown| place.is_edited(&shown));
                if edited { Ok(()) } else { Err(words::NOTHING_TO_SAVE) }
            }
            Self::ImportNow => match &place.aside {
                Aside::Import(Import { found: Some(Ok(found)), .. })
                    if found.iter().any(|(_, how)| *how != Take::Not) =>
                {
                    Ok(())
                }
                _ => Err(words::NOTHING_TO_IMPORT),
            },
            Self::ReadFile => match &place.aside {
                Aside::Import(import) if !import.path.trim().is_empty() => Ok(()),
                _ => Err(words::NO_PATH),
            },
            Self::WriteFile => match &place.aside {
                Aside::Export(export) if !export.path.trim().is_empty() => Ok(()),
                _ => Err(words::NO_PATH),
            },
            Self::Copy | Self::AskToRemove | Self::Export { all: false } => shown.map(|_| ()).ok_or(words::NONE_SHOWN),
            Self::Export { all: true } => {
                if snapshot.templates.is_empty() {
                    Err(words::NONE_KEPT)
                } else {
                    Ok(())
                }
            }
            _ => Ok(()),
        }
    }
}

/// Does one of the page's actions; one that is not available was not asked for.
pub fn act(action: TemplatesAction, snapshot: &Snapshot, state: &mut UiState) {
    let single = state.layout == Layout::Single;
    let place = &mut state.templates;
    match action {
        TemplatesAction::Choose(shown) => {
            (place.aside, place.fault) = (Aside::Nothing, None);
            place.chosen = Some(shown);
            state.pane = if single { Pane::Lead } else { Pane::List };
        }
        TemplatesAction::New => begin(Draft::default(), state),
        TemplatesAction::Copy => {
            let Some(shown) = place.shown(snapshot) else { return };
            let mut draft = place.draft(&shown, snapshot);
            draft.sheet.name = free_name(&draft.sheet.name, snapshot);
            begin(draft, state);
        }
        TemplatesAction::Name(name) => place.edit(snapshot, |draft| draft.sheet.name = name),
        TemplatesAction::Part { vendor, told } => {
            let begins = snapshot.vendors.iter().find(|form| form.vendor == vendor).map(|form| form.template);
            place.edit(snapshot, |draft| switch(draft, vendor, told, begins));
        }
        TemplatesAction::Put { vendor, at, value } => {
            state.popup = None;
            place.edit(snapshot, |draft| {
                if let Some(part) = draft.sheet.parts.get_mut(vendor) {
                    tree::put(part, &at, value);
                }
            });
        }
        TemplatesAction::From { vendor, at, word } => {
            state.popup = None;
            place.edit(snapshot, |draft| {
                if let Some(part) = draft.sheet.parts.get_mut(vendor) {
                    come_from(part, &at, word);
                }
            });
        }
        TemplatesAction::Save => save(snapshot, state),
        TemplatesAction::GiveUp => {
            if let Some(shown) = place.shown(snapshot) {
                place.drafts.remove(&shown);
                place.fault = None;
            }
        }
        TemplatesAction::AskToRemove => {
            if let Some(shown) = place.shown(snapshot) {
                match shown {
                    Shown::Kept(name) if kept(&name, snapshot).is_some() => place.aside = Aside::Remove(name),
                    // It stands nowhere but here, and Give up says so.
                    other => {
                        place.drafts.remove(&other);
                    }
                }
            }
        }
        TemplatesAction::Remove => {
            if let Aside::Remove(name) = &place.aside {
                let (reply, answer) = question();
                let edits = vec![SettingsEdit::RemoveTemplate(name.clone())];
                place.waiting = Some(Waiting::Remove(answer));
                state.outgoing.push(Command::EditSettings { edits, reply });
            }
        }
        TemplatesAction::Export { all } => {
            let sheets: Vec<Sheet> = match place.shown(snapshot) {
                Some(shown) if !all => vec![tidy::tidy(&place.draft(&shown, snapshot).sheet)],
                _ => snapshot.templates.iter().map(|template| template.sheet.clone()).collect(),
            };
            let what = words::exports(&sheets);
            let home = snapshot.settings.places.home.as_deref();
            let path = words::export_path(home, sheets.first().filter(|_| !all).map(|sheet| sheet.name.as_str()));
            place.aside = Aside::Export(Export { what, text: template::written(&sheets), path, ..Export::default() });
        }
        TemplatesAction::Import => {
            place.aside = Aside::Import(Import { focus: true, ..Import::default() });
        }
        other => beside(other, snapshot, state),
    }
}

/// What is done in an import or an export.
fn beside(action: TemplatesAction, snapshot: &Snapshot, state: &mut UiState) {
    let place = &mut state.templates;
    match (action, &mut place.aside) {
        (TemplatesAction::ImportText(text), Aside::Import(import)) => read(import, text, snapshot),
        (TemplatesAction::ImportPath(path), Aside::Import(import)) => import.path = path,
        (TemplatesAction::ReadFile, Aside::Import(import)) => {
            let (reply, answer) = question();
            import.fault = None;
            let path = import.path.trim().to_owned();
            place.waiting = Some(Waiting::Read(answer));
            state.outgoing.push(Command::ReadFile { path, reply });
        }
        (TemplatesAction::Take { name, how }, Aside::Import(import)) => {
            if let Some(Ok(found)) = &mut import.found
                && let Some((_, was)) = found.iter_mut().find(|(sheet, _)| sheet.name == name)
            {
                *was = how;
            }
        }
        (TemplatesAction::ImportNow, Aside::Import(import)) => {
            import.fault = None;
            let Some(Ok(found)) = &import.found else { return };
            let edits: Vec<SettingsEdit> =
                found.iter().filter_map(|(sheet, how)| taken(sheet, *how, snapshot)).collect();
            let first = edits.iter().find_map(|edit| match edit {
                SettingsEdit::PutTemplate { sheet, .. } => Some(sheet.name.clone()),
                _ => None,
            });
            let (reply, answer) = question();
            place.waiting = Some(Waiting::Import { first: first.unwrap_or_default(), answer });
            state.outgoing.push(Command::EditSettings { edits, reply });
        }
        (TemplatesAction::ExportPath(path), Aside::Export(export)) => {
            (export.path, export.fault, export.done) = (path, None, None);
        }
        (TemplatesAction::WriteFile, Aside::Export(export)) => {
            let (reply, answer) = question();
            export.fault = None;
            let (path, text) = (export.path.trim().to_owned(), export.text.clone());
            place.waiting = Some(Waiting::Write(answer));
            state.outgoing.push(Command::WriteFile { path, text, reply });
        }
        (TemplatesAction::Leave, aside) => *aside = Aside::Nothing,
        // The place it was asked in has gone.
        _ => {}
    }
}

/// Enter: the name takes the keys.
pub fn open(state: &mut UiState) {
    if !state.templates.aside.is_open() {
        state.templates.focus = true;
        state.pane = if state.layout == Layout::Single { Pane::Lead } else { state.pane };
    }
}

/// Down (or up) one template.
pub fn walk(by: isize, snapshot: &Snapshot, state: &mut UiState) {
    let place = &mut state.templates;
    let rows = place.rows(snapshot);
    let at = place.shown(snapshot).and_then(|shown| rows.iter().position(|row| *row == shown));
    let next = step(at, 0, by, rows.len()).and_then(|at| rows.get(at));
    if let Some(next) = next.filter(|_| !place.aside.is_open()) {
        (place.chosen, place.fault) = (Some(next.clone()), None);
        place.follow = true;
    }
}

fn begin(draft: Draft, state: &mut UiState) {
    let shown = state.templates.next_new();
    let place = &mut state.templates;
    place.drafts.insert(shown.clone(), draft);
    (place.chosen, place.aside, place.fault) = (Some(shown), Aside::Nothing, None);
    place.focus = true;
    state.screen = Screen::Templates;
    state.pane = if state.layout == Layout::Single { Pane::Lead } else { Pane::List };
}

/// A part that is switched off is put away; switched on, it is as it was, or as the vendor's own begins.
fn switch(draft: &mut Draft, vendor: &str, told: bool, begins: Option<&str>) {
    if told {
        let was = draft.put_away.remove(vendor);
        let part = was.or_else(|| begins.and_then(|text| text.parse().ok())).unwrap_or_default();
        draft.sheet.parts.entry(vendor.to_owned()).or_insert(part);
    } else if let Some(part) = draft.sheet.parts.remove(vendor) {
        draft.put_away.insert(vendor.to_owned(), part);
    }
}

/// What belongs only to where the value came from before goes.
fn come_from(part: &mut toml::Table, at: &At, word: &str) {
    const OF_INPUT: [&str; 4] = ["label", "default", "options", "required"];
    let away = |part: &mut toml::Table, key: &str| {
        if tree::get(part, &at.key(key)).is_some() {
            tree::put(part, &at.key(key), None);
        }
    };
    let from = (word != "value").then(|| word.into());
    // First what comes: a table that is empty for a moment would go.
    if word == "value" {
        tree::put(part, &at.key("value"), Some("".into()));
    }
    match from {
        Some(from) => tree::put(part, &at.key("from"), Some(from)),
        None => away(part, "from"),
    }
    if word != "value" {
        away(part, "value");
    }
    if word != "input" {
        for key in OF_INPUT {
            away(part, key);
        }
    }
}

fn save(snapshot: &Snapshot, state: &mut UiState) {
    let place = &mut state.templates;
    let Some(shown) = place.shown(snapshot) else { return };
    let Some(draft) = place.drafts.get(&shown) else { return };
    let sheet = tidy::tidy(&draft.sheet);
    let instead_of = match &shown {
        // Somebody removed it meanwhile: it is put back.
        Shown::Kept(name) => kept(name, snapshot).map(|_| name.clone()),
        Shown::New(_) => None,
    };
    let (reply, answer) = question();
    place.fault = None;
    place.waiting = Some(Waiting::Save { of: shown, name: sheet.name.clone(), answer });
    let edits = vec![SettingsEdit::PutTemplate { instead_of, sheet }];
    state.outgoing.push(Command::EditSettings { edits, reply });
}

fn read(import: &mut Import, text: String, snapshot: &Snapshot) {
    import.fault = None;
    import.found = (!text.trim().is_empty()).then(|| {
        let sheets = template::read(&text).map_err(|fault| fault.to_string())?;
        Ok(sheets
            .into_iter()
            .map(|sheet| {
                let same = kept(&sheet.name, snapshot) == Some(&sheet);
                // Nothing of the agents' own goes unless they say so.
                let how = if same { Take::Not } else { Take::Beside };
                (sheet, how)
            })
            .collect())
    });
    import.text = text;
}

/// What puts an imported template into the settings.
fn taken(sheet: &Sheet, how: Take, snapshot: &Snapshot) -> Option<SettingsEdit> {
    let is_there = kept(&sheet.name, snapshot).is_some();
    let mut sheet = sheet.clone();
    let instead_of = match how {
        Take::Not => return None,
        Take::Instead if is_there => Some(sheet.name.clone()),
        Take::Instead | Take::Beside => None,
    };
    if is_there && how == Take::Beside {
        sheet.name = free_name(&sheet.name, snapshot);
    }
    Some(SettingsEdit::PutTemplate { instead_of, sheet })
}

/// The name with a number that no template has.
fn free_name(name: &str, snapshot: &Snapshot) -> String {
    let taken = |name: &String| kept(name, snapshot).is_some();
    let numbered = (2..).map(|n| format!("{name} {n}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// Takes in the answers that came, and has the shown one checked.
pub fn take_answers(snapshot: &Snapshot, state: &mut UiState) {
    take_check(snapshot, state);
    let Some(waiting) = state.templates.waiting.take() else { return };
    let place = &mut state.templates;
    match waiting {
        Waiting::Save { of, name, answer } => match answer.ready() {
            None => place.waiting = Some(Waiting::Save { of, name, answer }),
            Some(done) => match why_not(done) {
                None => {
                    place.drafts.remove(&of);
                    place.chosen = Some(Shown::Kept(name));
                }
                Some(why) => place.fault = Some(why),
            },
        },
        Waiting::Remove(answer) => match answer.ready() {
            None => place.waiting = Some(Waiting::Remove(answer)),
            Some(done) => {
                place.fault = why_not(done);
                if let (Aside::Remove(name), None) = (&place.aside, &place.fault) {
                    place.drafts.remove(&Shown::Kept(name.clone()));
                }
                place.aside = Aside::Nothing;
            }
        },
        Waiting::Import { first, answer } => match answer.ready() {
            None => place.waiting = Some(Waiting::Import { first, answer }),
            Some(done) => match (why_not(done), &mut place.aside) {
                (None, _) => (place.aside, place.chosen) = (Aside::Nothing, Some(Shown::Kept(first))),
                (why, Aside::Import(import)) => import.fault = why,
                (Some(why), _) => state.trouble = Some(why),
            },
        },
        Waiting::Read(answer) => match answer.ready() {
            None => place.waiting = Some(Waiting::Read(answer)),
            Some(done) => {
                if let Aside::Import(import) = &mut place.aside {
                    match done {
                        Ok(Ok(text)) => read(import, text.clone(), snapshot),
                        Ok(Err(refused)) => import.fault = Some(refused.to_string()),
                        Err(none) => import.fault = Some(none.to_string()),
                    }
                }
            }
        },
        Waiting::Write(answer) => match answer.ready() {
            None => place.waiting = Some(Waiting::Write(answer)),
            Some(done) => {
                if let Aside::Export(export) = &mut place.aside {
                    export.fault = why_not(done);
                    export.done = export.fault.is_none().then(|| export.path.trim().to_owned());
                }
            }
        },
    }
}

fn why_not(done: &Result<Result<(), Refused>, NoAnswer>) -> Option<String> {
    match done {
        Ok(Ok(())) => None,
        Ok(Err(refused)) => Some(refused.to_string()),
        Err(none) => Some(none.to_string()),
    }
}

/// The vendors' folders look at a sheet once; the newest one wins.
fn take_check(snapshot: &Snapshot, state: &mut UiState) {
    let place: &mut TemplatesPlace = &mut state.templates;
    if let Some((sheet, answer)) = place.checking.take() {
        match answer.ready() {
            Some(Ok(faults)) => place.checked = Some((sheet, faults.clone())),
            // The engine ended: it says so itself.
            Some(Err(_)) => place.checked = Some((sheet, Vec::new())),
            None => place.checking = Some((sheet, answer)),
        }
    }
    if state.screen != Screen::Templates || place.checking.is_some() {
        return;
    }
    let Some(shown) = place.shown(snapshot) else { return };
    let sheet = tidy::tidy(&place.draft(&shown, snapshot).sheet);
    if place.checked.as_ref().is_none_or(|(checked, _)| *checked != sheet) {
        let (reply, answer) = question();
        place.checking = Some((sheet.clone(), answer));
        state.outgoing.push(Command::CheckTemplate { sheet: Box::new(sheet), reply });
    }
}
