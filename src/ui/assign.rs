//! Giving a lead to an agent: me first, then colleagues, then any id. There is no taking away: nobody documents how.

use egui::{Align, Id, Key, Role, ScrollArea, Sense, Ui, WidgetInfo, vec2};

use super::actions::{Action, Actions};
use super::edits;
use super::people;
use super::popup;
use super::state::{Popup, Screen, UiState};
use super::widgets::text::{self, TextLook};
use super::widgets::{self, Field};
use crate::bridge::Snapshot;
use crate::domain::{AgentId, Field as LeadField};
use crate::search::{Row, fold::fold};
use crate::theme::{self, Icon, IconFill, icon, radius, space};

pub const ASSIGN: &str = "Assign…";
const WHOM: &str = "To whom? A name or an id";
const SEARCH: &str = "Search agents";
const HOLDS_IT: &str = "holds it";
const SET_MY_ID: &str = "To me: set your agent id on this bot first…";
const ROW: f32 = 36.0;
const WIDTH: f32 = 420.0;
/// Rows that are seen at once.
const ROWS: f32 = 9.0;

/// What the popup knows: what was typed, and which line Enter takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assign {
    pub text: String,
    pub at: usize,
    /// The field has had the focus once.
    begun: bool,
}

/// One line of the popup.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub does: Does,
    pub words: String,
    pub beside: String,
}

/// What a line does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    Give(AgentId),
    /// I have no id on this bot yet.
    Settings,
}

/// Gives the chosen lead to this agent, unless they hold it.
pub(super) fn give(agent: &AgentId, snapshot: &Snapshot, state: &mut UiState) {
    state.popup = None;
    let Some(lead) = state.chosen else { return };
    if snapshot.rows.get(lead).is_some_and(|row| row.agent.as_ref() == Some(agent)) {
        return;
    }
    edits::set(lead, LeadField::Agent, agent.as_str(), state);
}

/// The lines for a lead, narrowed by what was typed.
pub fn lines(row: &Row, typed: &str, snapshot: &Snapshot) -> Vec<Line> {
    let typed = typed.trim();
    let wanted = fold(typed);
    let mine = my_id(row, snapshot);
    let mut lines = Vec::new();
    let says = |id: &AgentId| {
        let held = people::leads_of(id, snapshot);
        let leads = super::settings::words::holds(held);
        if row.agent.as_ref() == Some(id) { HOLDS_IT.to_owned() } else { leads }
    };
    let fits = |words: &str, id: &str| wanted.is_empty() || fold(words).contains(&wanted) || fold(id).contains(&wanted);
    match &mine {
        Some(id) => {
            let words = people::agent_in_full(id, snapshot);
            if fits(&format!("{words} you me"), id.as_str()) {
                lines.push(Line { beside: says(id), words, does: Does::Give(id.clone()) });
            }
        }
        None if fits("me you", "") => {
            lines.push(Line { words: SET_MY_ID.to_owned(), beside: String::new(), does: Does::Settings });
        }
        None => {}
    }
    for id in colleagues(row, snapshot) {
        let words = people::agent_in_full(&id, snapshot);
        if Some(&id) != mine.as_ref() && fits(&words, id.as_str()) {
            lines.push(Line { beside: says(&id), words, does: Does::Give(id) });
        }
    }
    let is_listed = lines.iter().any(|line| matches!(&line.does, Does::Give(id) if id.as_str() == typed));
    if !typed.is_empty() && !is_listed {
        let words = format!("The agent with the id “{typed}”");
        lines.push(Line { words, beside: String::new(), does: Does::Give(typed.into()) });
    }
    lines
}

/// My agent id where this lead lives.
fn my_id(row: &Row, snapshot: &Snapshot) -> Option<AgentId> {
    let accounts = &snapshot.settings.accounts;
    match accounts.iter().find(|account| account.account == row.account) {
        Some(account) => account.me.clone(),
        None => snapshot.me.first().cloned(),
    }
}

/// Everybody who may hold leads there: the address book and ids that were seen, without those seen on other bots only.
fn colleagues(row: &Row, snapshot: &Snapshot) -> Vec<AgentId> {
    let here = |id: &AgentId| snapshot.agent_counts.contains_key(&(id.clone(), row.account.clone()));
    let mut all: Vec<AgentId> = snapshot.agents.keys().cloned().collect();
    all.extend(snapshot.agent_counts.keys().map(|(id, _)| id.clone()));
    all.sort();
    all.dedup();
    all.retain(|id| !snapshot.me.contains(id) && (here(id) || people::leads_of(id, snapshot) == 0));
    all.sort_by_cached_key(|id| {
        (!snapshot.agents.contains_key(id), people::agent_in_full(id, snapshot).to_lowercase())
    });
    all
}

/// Draws the popup while it is open.
pub fn assign_ui(ui: &Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    if state.popup != Some(Popup::Assign) {
        return;
    }
    let Some(row) = state.chosen.and_then(|lead| snapshot.rows.get(lead)).cloned() else {
        actions.push(Action::Popup(Popup::Assign));
        return;
    };
    let shown = lines(&row, &state.assign.text, snapshot);
    state.assign.at = state.assign.at.min(shown.len().saturating_sub(1));
    let mut taken = None;
    let outside = popup::dialog_ui(ui, ASSIGN, WIDTH, |ui| {
        let p = theme::palette(ui);
        widgets::label(ui, &format!("Assign {}", row.name), TextLook::title(p.ink));
        ui.add_space(space::XS);
        if field_ui(ui, state, shown.len()) {
            taken = shown.get(state.assign.at).cloned();
        }
        ui.add_space(space::XS);
        let most = (ROWS * ROW).min(ui.ctx().content_rect().height() - 220.0).max(ROW);
        let shown_lines = ScrollArea::vertical().max_height(most).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (n, line) in shown.iter().enumerate() {
                if line_ui(ui, line, n == state.assign.at).clicked() {
                    taken = Some(line.clone());
                }
            }
        });
        widgets::name_scroll_bar(ui, &shown_lines);
    });
    match taken.map(|line| line.does) {
        Some(Does::Give(agent)) => actions.push(Action::Assign(agent)),
        Some(Does::Settings) => actions.push(Action::Go(Screen::Settings)),
        None if outside => actions.push(Action::Popup(Popup::Assign)),
        None => {}
    }
}

/// The field; true when Enter takes the line that is marked.
fn field_ui(ui: &mut Ui, state: &mut UiState, lines: usize) -> bool {
    let (up, down, enter, escape) = ui.input(|input| {
        (
            input.key_pressed(Key::ArrowUp),
            input.key_pressed(Key::ArrowDown),
            input.key_pressed(Key::Enter),
            input.key_pressed(Key::Escape),
        )
    });
    let id = Id::unique("assign: whom");
    let field = Field::new(SEARCH).placeholder(WHOM).icon(Icon::MagnifyingGlass).id(id);
    let response = field.show(ui, &mut state.assign.text);
    if !std::mem::replace(&mut state.assign.begun, true) {
        response.request_focus();
    }
    if response.changed() {
        state.assign.at = 0;
    }
    if response.has_focus() || response.lost_focus() {
        if down {
            state.assign.at = (state.assign.at + 1).min(lines.saturating_sub(1));
        }
        if up {
            state.assign.at = state.assign.at.saturating_sub(1);
        }
    }
    if response.lost_focus() && escape {
        state.popup = None;
    }
    response.lost_focus() && enter
}

/// One agent: sign, name, how many leads they hold.
fn line_ui(ui: &mut Ui, line: &Line, marked: bool) -> egui::Response {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
    if marked || response.hovered() {
        ui.painter().rect_filled(rect, radius::CONTROL, if marked { p.select } else { p.hover });
    }
    if marked {
        response.scroll_to_me(None);
    }
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), rect, radius::CONTROL, p.accent);
    }
    let mut room = rect.shrink2(vec2(space::S, 0.0));
    let sign = if line.does == Does::Settings { Icon::GearSix } else { Icon::User };
    let square = widgets::square_at_left(room, icon::BODY);
    widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::BODY, p.ink2);
    let beside = text::line(ui, &line.beside, room.width() / 2.0, TextLook::small(p.ink3));
    room.max.x = text::paint(ui.painter(), room, Align::Max, &beside).left() - space::S;
    room.min.x = square.right() + space::S;
    text::paint(ui.painter(), room, Align::Min, &text::line(ui, &line.words, room.width(), TextLook::body(p.ink)));
    response.widget_info(|| {
        let words =
            if line.beside.is_empty() { line.words.clone() } else { format!("{}, {}", line.words, line.beside) };
        WidgetInfo::selected(Role::MenuItem, true, marked, words)
    });
    response
}
