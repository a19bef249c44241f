//! What the page's actions do, and what its answers do to the page.

use egui::Context;
use egui::widgets::text_edit::TextEditState;

use super::place::{AccountsAction, Aside, ConnectForm, KeyForm, TestState, Tested, Waiting};
use crate::bridge::{Command, NewAccount, Refused, Secret, SettingsEdit, Snapshot, question};
use crate::domain::AccountName;
use crate::theme::Layout;
use crate::ui::list::step;
use crate::ui::state::{Pane, UiState};

/// Does one of the page's actions.
pub fn act(ctx: &Context, action: AccountsAction, snapshot: &Snapshot, state: &mut UiState) {
    match action {
        AccountsAction::Choose(account) => {
            leave(ctx, state);
            state.accounts.chosen = Some(account);
            state.pane = if state.layout == Layout::Single { Pane::Lead } else { Pane::List };
        }
        AccountsAction::Test(account) => test(account, state),
        AccountsAction::TestAll => {
            let testable = snapshot.accounts.iter().filter(|account| account.about.no_test.is_none());
            for account in testable {
                test(account.account.clone(), state);
            }
        }
        AccountsAction::EnterKey(account) => {
            leave(ctx, state);
            let found = snapshot.accounts.iter().find(|known| known.account == account);
            if let Some(known) = found {
                log::debug!("a key is asked for");
                state.accounts.aside = Aside::Key(KeyForm::of(known));
                state.accounts.chosen = Some(account);
            }
        }
        AccountsAction::KeepKey => keep_key(ctx, state),
        AccountsAction::AskToRemoveKey(account) => {
            leave(ctx, state);
            state.accounts.aside = Aside::RemoveKey(account);
        }
        AccountsAction::RemoveKey(account) => {
            let (reply, answer) = question();
            state.outgoing.push(Command::RemoveCredential { account, reply });
            state.accounts.waiting = Some(Waiting::RemoveKey(answer));
        }
        AccountsAction::Connect => {
            leave(ctx, state);
            if let Some(form) = snapshot.vendors.first() {
                state.accounts.aside = Aside::Connect(ConnectForm::of(form, snapshot));
            }
        }
        AccountsAction::PickVendor(vendor) => {
            if let Some(form) = snapshot.vendors.iter().find(|form| form.vendor == vendor) {
                state.accounts.aside = Aside::Connect(ConnectForm { focus: false, ..ConnectForm::of(form, snapshot) });
            }
        }
        AccountsAction::Add => add(state),
        AccountsAction::AskToRemove(account) => {
            leave(ctx, state);
            state.accounts.aside = Aside::Remove(account);
        }
        AccountsAction::Remove(account) => {
            let (reply, answer) = question();
            state.outgoing.push(Command::EditSettings { edits: vec![SettingsEdit::Remove(account)], reply });
            state.accounts.waiting = Some(Waiting::Remove(answer));
        }
        AccountsAction::Leave => leave(ctx, state),
    }
}

/// Down (or up) one account.
pub fn walk(by: isize, snapshot: &Snapshot, state: &mut UiState) {
    let shown = state.accounts.shown(snapshot).map(|account| account.account.clone());
    let at = snapshot.accounts.iter().position(|account| Some(&account.account) == shown.as_ref());
    let next = step(at, 0, by, snapshot.accounts.len()).and_then(|at| snapshot.accounts.get(at));
    if let Some(next) = next.filter(|_| !state.accounts.aside.is_open()) {
        state.accounts.chosen = Some(next.account.clone());
        state.accounts.follow = true;
    }
}

/// Enter: an account that lacks its key asks for it; else it takes the window, where one pane is shown at a time.
pub fn open(ctx: &Context, snapshot: &Snapshot, state: &mut UiState) {
    let shown = state.accounts.shown(snapshot).filter(|_| !state.accounts.aside.is_open());
    match shown.map(|account| (account.account.clone(), super::words::is_bad(account))) {
        Some((account, true)) => act(ctx, AccountsAction::EnterKey(account), snapshot, state),
        Some(_) if state.layout == Layout::Single => state.pane = Pane::Lead,
        _ => {}
    }
}

/// Closes what stands in the inspector. The toolkit keeps what was typed for its own undo; that goes, too.
pub fn leave(ctx: &Context, state: &mut UiState) {
    if matches!(state.accounts.aside, Aside::Key(_)) {
        ctx.data_mut(|data| data.remove_by_type::<TextEditState>());
    }
    state.accounts.aside = Aside::Nothing;
}

fn test(account: AccountName, state: &mut UiState) {
    if state.accounts.is_testing(&account) {
        return;
    }
    let (reply, answer) = question();
    state.outgoing.push(Command::TestAccount { account: account.clone(), reply });
    state.accounts.tests.retain(|test| test.account != account);
    state.accounts.tests.push(Tested { account, state: TestState::Out(answer) });
}

fn keep_key(ctx: &Context, state: &mut UiState) {
    let Aside::Key(form) = &mut state.accounts.aside else { return };
    if !form.is_full() || state.accounts.waiting.is_some() {
        return;
    }
    // What was pasted often ends in a line break; a key never does. The form stays, without the values, until the
    // keychain has answered.
    let fields = form.fields.iter_mut().map(|field| {
        let typed = std::mem::replace(&mut field.typed, Secret::with_room());
        (field.name.to_owned(), Secret::new(typed.expose().trim().to_owned()))
    });
    let fields: Vec<_> = fields.collect();
    form.fault = None;
    ctx.data_mut(|data| data.remove_by_type::<TextEditState>());
    let account = form.account.clone();
    let (reply, answer) = question();
    state.outgoing.push(Command::EnterCredential { account: account.clone(), fields, reply });
    state.accounts.waiting = Some(Waiting::KeepKey(account, answer));
}

fn add(state: &mut UiState) {
    let Aside::Connect(form) = &mut state.accounts.aside else { return };
    if !form.is_full() || state.accounts.waiting.is_some() {
        return;
    }
    let name = AccountName::from(form.name.trim());
    let new = NewAccount {
        name: name.to_string(),
        vendor: form.vendor.to_owned(),
        base_url: form.base_url.clone(),
        settings: form.fields.iter().map(|(key, text)| ((*key).to_owned(), text.clone())).collect(),
    };
    form.fault = None;
    let (reply, answer) = question();
    state.outgoing.push(Command::EditSettings { edits: vec![SettingsEdit::Add(new)], reply });
    state.accounts.waiting = Some(Waiting::Add(name, answer));
}

/// Takes in the answers that came.
pub fn take_answers(ctx: &Context, snapshot: &Snapshot, state: &mut UiState) {
    for test in &mut state.accounts.tests {
        let TestState::Out(answer) = &test.state else { continue };
        if let Some(ready) = answer.ready() {
            let done = match ready {
                Ok(Ok(done)) => Ok(done.clone()),
                Ok(Err(refused)) => Err(refused.to_string()),
                Err(none) => Err(none.to_string()),
            };
            test.state = TestState::Done(done);
        }
    }
    let Some(waiting) = state.accounts.waiting.take() else { return };
    match waiting {
        Waiting::KeepKey(account, answer) => match answer.try_take() {
            Err(answer) => state.accounts.waiting = Some(Waiting::KeepKey(account, answer)),
            Ok(kept) => match flat(kept) {
                Ok(()) => {
                    leave(ctx, state);
                    let known = snapshot.accounts.iter().find(|known| known.account == account);
                    if known.is_some_and(|known| known.about.no_test.is_none()) {
                        test(account, state);
                    }
                }
                Err(why) => {
                    if let Aside::Key(form) = &mut state.accounts.aside {
                        (form.fault, form.focus) = (Some(why), true);
                    } else {
                        state.trouble = Some(why);
                    }
                }
            },
        },
        Waiting::RemoveKey(answer) => match answer.try_take() {
            Err(answer) => state.accounts.waiting = Some(Waiting::RemoveKey(answer)),
            Ok(removed) => {
                state.trouble = flat(removed).err().or_else(|| state.trouble.take());
                leave(ctx, state);
            }
        },
        Waiting::Add(account, answer) => match answer.try_take() {
            Err(answer) => state.accounts.waiting = Some(Waiting::Add(account, answer)),
            Ok(added) => match flat(added) {
                Ok(()) => ask_for_key(ctx, account, snapshot, state),
                Err(why) => match &mut state.accounts.aside {
                    Aside::Connect(form) => (form.fault, form.focus) = (Some(why), true),
                    _ => state.trouble = Some(why),
                },
            },
        },
        Waiting::Added(account) => ask_for_key(ctx, account, snapshot, state),
        Waiting::Remove(answer) => match answer.try_take() {
            Err(answer) => state.accounts.waiting = Some(Waiting::Remove(answer)),
            Ok(removed) => {
                state.trouble = flat(removed).err().or_else(|| state.trouble.take());
                leave(ctx, state);
            }
        },
    }
}

/// The account is there now: next comes its key.
fn ask_for_key(ctx: &Context, account: AccountName, snapshot: &Snapshot, state: &mut UiState) {
    if snapshot.accounts.iter().any(|known| known.account == account) {
        act(ctx, AccountsAction::EnterKey(account), snapshot, state);
    } else {
        state.accounts.waiting = Some(Waiting::Added(account));
    }
}

fn flat<T>(answer: Result<Result<T, Refused>, crate::bridge::NoAnswer>) -> Result<T, String> {
    match answer {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(refused)) => Err(refused.to_string()),
        Err(none) => Err(none.to_string()),
    }
}
