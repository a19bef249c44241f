//! Whom a recording tells: a row for each account, with a check box, what will go, and how it stands.

use egui::{Align, Id, Rect, Role, Ui, WidgetInfo, pos2, vec2};

use super::request::{Kind, pieces};
use super::{RecordAction, fields, waits, words};
use crate::bridge::Snapshot;
use crate::bridge::recording::{Target, TemplateView};
use crate::domain::OutboxState;
use crate::theme::{self, StateLook, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::widgets;
use crate::ui::widgets::text::{self, TextLook};

const ROW: f32 = 48.0;
const FIRST: f32 = 20.0;

/// How a target stands.
struct Standing {
    look: StateLook,
    word: &'static str,
    /// What will go, or why it waits.
    second: String,
}

/// Draws the rows.
pub(super) fn targets_ui(
    ui: &mut Ui,
    template: &TemplateView,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    ui.add_space(space::XL);
    widgets::section_head(ui, words::TARGETS, None);
    ui.add_space(space::S);
    if template.targets.is_empty() {
        widgets::paragraph(ui, words::NO_TARGETS, 4, TextLook::body(p.ink2));
    }
    for target in &template.targets {
        row_ui(ui, target, template, snapshot, state, actions);
        let told = state.record.is_told(&target.account);
        let faults = state.record.faults_of(&target.account, None);
        for fault in faults.into_iter().chain(target.faults.iter().map(String::as_str)).filter(|_| told) {
            fields::fault_ui(ui, Some(fault));
            ui.add_space(space::XS);
        }
    }
}

/// The vendor as people write it; with the account's name where it has several.
pub(super) fn title(target: &Target, template: &TemplateView) -> String {
    let several = template.targets.iter().filter(|other| other.vendor == target.vendor).count() > 1;
    if several { format!("{}, {}", target.title, target.account) } else { target.title.to_owned() }
}

fn row_ui(
    ui: &mut Ui,
    target: &Target,
    template: &TemplateView,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let told = state.record.is_told(&target.account);
    let (response, room) = widgets::tick_row(ui, Id::unique(("record target", target.account.as_str())), ROW, told);
    let standing = standing(target, told, p, snapshot, state);
    let (rect, left) = (response.rect, room.left());
    let width = widgets::lamp_width(ui, standing.look, "", standing.word).ceil();
    let lamp = Rect::from_min_max(pos2(rect.right() - width, rect.top()), rect.max);
    widgets::state_at(ui, lamp, standing.look, standing.word);
    let top = rect.top() + 6.0;
    let first = Rect::from_min_size(pos2(left, top), vec2(lamp.left() - space::S - left, FIRST));
    let name = title(target, template);
    let line = text::line(ui, &name, first.width(), TextLook::body(p.ink).medium());
    text::paint(ui.painter(), first, Align::Min, &line);
    let second = first.translate(vec2(0.0, FIRST - 2.0)).with_max_y(first.bottom() + 14.0);
    let line = text::line(ui, &standing.second, second.width(), TextLook::small(p.ink2));
    text::paint(ui.painter(), second, Align::Min, &line);
    let said = format!("{name}: {}, {}", standing.word, standing.second);
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, told, said.trim_end_matches(", ")));
    if response.clicked() {
        actions.push(Action::Record(RecordAction::Target(target.account.clone())));
    }
    if line.cut {
        response.on_hover_text(&standing.second);
    }
}

fn standing(target: &Target, told: bool, p: &theme::Palette, snapshot: &Snapshot, state: &UiState) -> Standing {
    let place = &state.record;
    let preview = place.preview(&target.account);
    let goes = preview.map(|preview| what_goes(&preview.request)).unwrap_or_default();
    let is_faulty = preview.is_some_and(|preview| !preview.faults.is_empty()) || !target.faults.is_empty();
    let plain = |word, second| Standing { look: p.ready(), word, second };
    if !told {
        Standing { look: p.outbox(OutboxState::Cancelled), word: words::NOT_TOLD, second: goes }
    } else if is_faulty {
        Standing { look: p.outbox(OutboxState::NeedsAgent), word: words::CANNOT_GO, second: goes }
    } else if let Some(why) = waits(&target.account, snapshot) {
        Standing { look: p.outbox(OutboxState::Waiting), word: words::WILL_WAIT, second: why.to_owned() }
    } else if preview.is_none() {
        plain(words::ASKING, goes)
    } else {
        plain(words::READY, goes)
    }
}

/// Method and path of a request: `POST /events/interaction`.
fn what_goes(request: &str) -> String {
    match pieces(request).first().map(|piece| piece.kind.clone()) {
        Some(Kind::Method(method, address)) => {
            let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
            let path = rest.find('/').map_or("", |at| &rest[at..]);
            let path = path.split('?').next().unwrap_or_default();
            format!("{method} {path}")
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::what_goes;

    #[test]
    fn what_goes_is_said_without_the_host_and_without_keys_in_the_address() {
        assert_eq!(what_goes("POST https://x.example:81/one/rt/track?sk=site\n\n{}"), "POST /one/rt/track");
        assert_eq!(what_goes(""), "");
    }
}
