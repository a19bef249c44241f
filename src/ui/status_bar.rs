//! The line at the bottom: how every account is, what needs the agent, what is on its way, which zone times are in.

use egui::{Align, Color32, Rect, Role, Sense, Ui, WidgetInfo, vec2};

use super::accounts::{self, AccountsAction};
use super::actions::{Action, Actions};
use super::first;
use super::state::{OutboxGroup, Screen, UiState};
use super::text as words;
use super::widgets;
use super::widgets::text::{self, TextLook};
use crate::bridge::{AccountHealth, AccountState, Phase, Snapshot};
use crate::domain::OutboxState;
use crate::theme::{self, Icon, IconFill, StateLook, icon, space};

/// Between two facts.
const GAP: f32 = 16.0;

/// One fact of the bar.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub look: StateLook,
    pub words: String,
    /// What, why, what now; for the tooltip.
    pub more: String,
    pub action: Option<Action>,
    /// In the colour of its icon.
    pub loud: bool,
}

/// Draws the bar into its rectangle. `narrow`: only what needs somebody, and counts.
pub fn status_bar_ui(ui: &mut Ui, narrow: bool, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    widgets::hairline(ui.painter(), rect.x_range(), rect.top(), p.line);
    let mut room = rect.shrink2(vec2(space::M, 0.0));
    let zone = if narrow { clock_words(state) } else { zone_words(state) };
    let line = text::line(ui, &zone, room.width(), TextLook::caption(p.ink2));
    let zone_rect = text::paint(ui.painter(), room, Align::Max, &line);
    ui.interact(zone_rect, ui.scope_id().with("zone"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Label, true, zone.clone()));
    room.max.x = zone_rect.left() - GAP;
    for (n, fact) in facts(ui, narrow, snapshot, state).into_iter().enumerate() {
        let Some(taken) = fact_ui(ui, room, n, &fact, actions) else { break };
        room.min.x = taken.right() + GAP;
    }
}

fn fact_ui(ui: &mut Ui, room: Rect, n: usize, fact: &Fact, actions: &mut Actions) -> Option<Rect> {
    let p = theme::palette(ui);
    if room.width() < 40.0 {
        return None;
    }
    let square = widgets::state_icon(ui.painter(), room, fact.look, icon::CAPTION);
    let ink = if fact.loud { fact.look.ink } else { p.ink2 };
    let look = if fact.loud { TextLook::caption(ink).medium() } else { TextLook::caption(ink) };
    let place = room.with_min_x(square.right() + space::XS);
    let line = text::line(ui, &fact.words, place.width(), look);
    let rect = square.union(text::paint(ui.painter(), place, Align::Min, &line));
    let sense = if fact.action.is_some() { Sense::click() } else { Sense::hover() };
    let response = ui.interact(rect.expand2(vec2(4.0, 2.0)), ui.scope_id().with(("fact", n)), sense);
    let role = if fact.action.is_some() { Role::Button } else { Role::Label };
    response.widget_info(|| WidgetInfo::labeled(role, true, fact.words.clone()));
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), rect.expand2(vec2(4.0, 2.0)), theme::radius::SMALL, p.accent);
    }
    if let Some(action) = fact.action.as_ref().filter(|_| response.clicked()) {
        actions.push(action.clone());
        if matches!(action, Action::Accounts(_)) {
            actions.push(Action::Go(Screen::Accounts));
        }
        if *action == Action::Go(Screen::Outbox) {
            actions.push(Action::ShowGroup(OutboxGroup::Everything));
        }
    }
    if !fact.more.is_empty() {
        widgets::tip(response, &fact.more, None);
    }
    Some(rect)
}

/// The facts from left to right.
fn facts(ui: &Ui, narrow: bool, snapshot: &Snapshot, state: &UiState) -> Vec<Fact> {
    let p = theme::palette(ui);
    let sign = |icon: Icon, fill: IconFill, ink: Color32| StateLook { icon, fill, ink };
    let mut facts = Vec::new();
    if state.first.demo == first::Demo::Inside {
        let look = sign(Icon::Flask, IconFill::Regular, p.accent);
        let action = Some(Action::First(first::Wish::LeaveDemo));
        facts.push(Fact { action, ..loud(look, first::words::IN_DEMO, first::words::IN_DEMO_MEANS) });
    }
    if state.outgoing.has_ended() {
        facts.push(loud(sign(Icon::XCircle, IconFill::Fill, p.danger), "The engine has stopped", words::ENGINE_ENDED));
    } else if let Some(n) = state.outgoing.long_wait(state.time) {
        facts.push(loud(sign(Icon::ClockCountdown, IconFill::Regular, p.warn), &words::catching_up(n), ""));
    }
    if let Phase::InMemory(why) = &snapshot.phase {
        facts.push(loud(sign(Icon::Warning, IconFill::Regular, p.warn), &format!("Nothing is kept: {why}"), ""));
    }
    let mut accounts: Vec<Fact> = snapshot
        .accounts
        .iter()
        .filter(|account| !narrow || needs_a_word(account))
        .map(|account| account_fact(ui, account, state))
        .collect();
    let mut counts = Vec::new();
    let go = Some(Action::Go(Screen::Outbox));
    if snapshot.need_you() > 0 {
        let words = format!(
            "{} need{} you",
            words::number(snapshot.need_you()),
            if snapshot.need_you() == 1 { "s" } else { "" }
        );
        counts.push(Fact { action: go.clone(), ..loud(p.outbox(OutboxState::NeedsAgent), &words, "") });
    }
    if snapshot.on_their_way() > 0 {
        let n = words::number(snapshot.on_their_way());
        let words = if narrow { n } else { format!("{n} on their way") };
        let look = sign(Icon::CloudArrowUp, IconFill::Regular, p.ink2);
        counts.push(Fact { look, words, more: String::new(), action: go, loud: false });
    }
    if narrow {
        // What needs somebody comes first where there is little room.
        let on_their_way = counts.split_off(counts.len().min(usize::from(snapshot.need_you() > 0)));
        facts.append(&mut counts);
        facts.append(&mut accounts);
        facts.extend(on_their_way);
    } else {
        facts.append(&mut accounts);
        facts.append(&mut counts);
    }
    facts
}

fn loud(look: StateLook, words: &str, more: &str) -> Fact {
    Fact { look, words: words.to_owned(), more: more.to_owned(), action: None, loud: true }
}

fn needs_a_word(account: &AccountHealth) -> bool {
    !matches!(account.state, AccountState::Works | AccountState::NotAsked)
}

/// One account in a few words.
fn account_fact(ui: &Ui, account: &AccountHealth, state: &UiState) -> Fact {
    let p = theme::palette(ui);
    let title = account.title;
    let (icon, fill, ink, words, loud) = match &account.state {
        AccountState::NotAsked => {
            (Icon::CircleDashed, IconFill::Regular, p.ink3, format!("{title} not asked yet"), false)
        }
        AccountState::Works => {
            let at = account.last_success_at.map(|at| format!(" {}", state.clock(at))).unwrap_or_default();
            (Icon::Check, IconFill::Regular, p.ok, format!("{title}{at}"), false)
        }
        AccountState::CredentialMissing => {
            (Icon::XCircle, IconFill::Fill, p.danger, format!("{title} has no key"), true)
        }
        AccountState::CredentialRefused => {
            let at = account.last_refusal.as_ref().map(|(at, _)| format!(" {}", state.clock(*at))).unwrap_or_default();
            (Icon::XCircle, IconFill::Fill, p.danger, format!("{title} refused the key{at}"), true)
        }
        AccountState::Offline { since } => {
            (Icon::WifiSlash, IconFill::Regular, p.warn, format!("{title} offline since {}", state.clock(*since)), true)
        }
        AccountState::Slowed { until } => (
            Icon::ClockCountdown,
            IconFill::Regular,
            p.ink2,
            format!("{title} asks to wait until {}", state.clock(*until)),
            false,
        ),
        AccountState::Odd => (Icon::Warning, IconFill::Regular, p.warn, format!("{title} answers oddly"), true),
    };
    let mut words = words;
    if let Some(seen) = account.syncing {
        words = format!("{words}, {} read", words::counted(seen, "lead", "leads"));
    }
    if account.skipped > 0 {
        words = format!("{words}, {} skipped", words::number(account.skipped));
    }
    let mut more = account.sentence.clone();
    if account.about.waits_until.is_some() {
        more = format!("{more} {}", accounts::words::tries_again(account, state));
    }
    let action = Some(Action::Accounts(AccountsAction::Choose(account.account.clone()))).filter(|_| loud);
    Fact { look: StateLook { icon, fill, ink }, words, more, action, loud }
}

/// "14:08 SGT", where there is little room.
fn clock_words(state: &UiState) -> String {
    let zone = zone_words(state);
    let zone = zone.trim_start_matches("Times in ");
    format!("{} {}", state.clock(state.now), zone.split(", ").next().unwrap_or(zone))
}

/// "Times in SGT, UTC+08:00".
pub fn zone_words(state: &UiState) -> String {
    let info = state.zone.to_offset_info(state.now);
    let secs = info.offset().seconds();
    let (sign, secs) = if secs < 0 { ('−', -secs) } else { ('+', secs) };
    let offset = format!("UTC{sign}{:02}:{:02}", secs / 3600, secs % 3600 / 60);
    let name = info.abbreviation();
    if name == "UTC" {
        "Times in UTC".to_owned()
    } else if name.starts_with(['+', '-']) {
        format!("Times in {offset}")
    } else {
        format!("Times in {name}, {offset}")
    }
}
