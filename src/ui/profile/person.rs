//! The same person elsewhere: whom other systems found this lead to be, by what, and the way to say that it is not so.

use egui::{Rect, Ui, pos2, vec2};

use super::facts;
use crate::bridge::{HistoryState, OpenLead};
use crate::theme::{self, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::IconButton;

/// Draws the section; nothing where nobody was found.
pub fn same_person_ui(ui: &mut Ui, open: &OpenLead, state: &UiState, actions: &mut Actions) {
    let sources = &open.timeline.sources;
    let found = sources.iter().filter(|source| source.customer.is_some() || source.state == HistoryState::Unlinked);
    let mut found = found.peekable();
    if found.peek().is_none() {
        return;
    }
    let linked = sources.iter().filter(|s| s.customer.is_some() && s.state != HistoryState::Unlinked).count();
    facts::head_ui(ui, words::SAME_PERSON, Some(linked));
    let p = theme::palette(ui);
    for source in found {
        let linked = source.state != HistoryState::Unlinked;
        let number = source.customer.as_ref().and_then(|customer| customer.number.as_deref());
        let value = if linked { number.unwrap_or(words::SAME_PERSON_FOUND) } else { words::NOT_SAME_PERSON };
        let rect = facts::pair_ui(ui, source.title, value, state);
        let square = Rect::from_center_size(pos2(rect.right() - space::M - 9.0, rect.center().y), vec2(22.0, 22.0));
        let action = Action::Link { lead: open.view.id, account: source.account.clone(), linked: !linked };
        let icon = if linked { Icon::LinkBreak } else { Icon::LinkSimple };
        let name = action.name();
        if at(ui, square, |ui| IconButton::small(icon, &name).show(ui)).clicked() {
            actions.push(action);
        }
        let evidence = source.customer.as_ref().map(|customer| words::found_by(&customer.evidence)).unwrap_or_default();
        if !evidence.is_empty() {
            let evidence = if linked { evidence } else { words::was_found(&evidence) };
            facts::under_value_ui(ui, rect, &evidence, p.ink3);
        }
        for warning in &source.warnings {
            facts::under_value_ui(ui, rect, warning, p.warn);
        }
    }
}
