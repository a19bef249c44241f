//! One row of the list, painted: three lines at 68, two at 44.
//!
//! All texts of a line stand by the row's rect and not by their own tops, so that baselines agree in every script. The
//! lines themselves are painted by a [`super::pen`].

use egui::{Rect, Response, Ui, pos2};

use super::hit::Needles;
use super::pen::Pen;
use crate::bridge::Snapshot;
use crate::domain::OutboxState;
use crate::search::Row;
use crate::theme::{self, Density, space};
use crate::ui::state::UiState;
use crate::ui::widgets::{self, RowLook};

/// Where text starts: the gutter holds the changed dot.
const GUTTER: f32 = 24.0;
/// The status column of compact rows.
const STATUS_COLUMN: f32 = 98.0;

/// How the row stands.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub chosen: bool,
    pub pane_has_keys: bool,
    pub hovered: bool,
    pub ring: bool,
    /// Changed since the agent looked.
    pub changed: bool,
}

/// Where things of a row stand that have more to tell under the pointer.
#[derive(Clone, Copy, Debug)]
pub struct Painted {
    age: Rect,
    outbox_mark: Option<(Rect, OutboxState)>,
    /// Where more of the message could stand.
    message: Option<Rect>,
}

impl Painted {
    /// Says exact times and the words of marks when the pointer rests on them.
    pub fn tell_more(self, response: Response, row: &Row, state: &UiState) {
        let Some(pointer) = response.hover_pos() else { return };
        if let Some((_, pending)) = self.outbox_mark.filter(|(rect, _)| rect.expand(4.0).contains(pointer)) {
            response.on_hover_text(pending.word());
        } else if self.age.expand(4.0).contains(pointer) {
            if let Some(at) = shown_time(row) {
                response.on_hover_text(state.moment(at));
            }
        } else if self.message.is_some_and(|rect| rect.contains(pointer))
            && let Some(message) = row.last_message.as_ref().and_then(|m| m.text.as_deref())
        {
            widgets::tip(response, message, None);
        }
    }
}

/// The time a row's age counts from: the last message, else the last change.
pub fn shown_time(row: &Row) -> Option<jiff::Timestamp> {
    row.last_message.as_ref().and_then(|m| m.at).or(row.updated_at).or(row.created_at)
}

/// Paints a row.
pub fn paint(
    ui: &Ui,
    rect: Rect,
    row: &Row,
    look: &Look,
    needles: &Needles,
    snapshot: &Snapshot,
    state: &UiState,
) -> Painted {
    let palette = theme::palette(ui);
    let painter = ui.painter();
    widgets::row_ground(painter, palette, rect, RowLook::of(look.chosen, look.pane_has_keys, look.hovered));
    widgets::hairline(painter, rect.x_range(), rect.bottom() - widgets::hairline_width(painter), palette.line);
    let compact = state.appearance.density == Density::Compact;
    let line = |top: f32, bottom: f32| {
        Rect::from_min_max(
            pos2(rect.left() + GUTTER, rect.top() + top),
            pos2(rect.right() - space::M, rect.top() + bottom),
        )
    };
    let pen = Pen { ui, palette, row, look, needles, snapshot, state };
    let first = if compact { line(3.0, 23.0) } else { line(5.0, 25.0) };
    if look.changed {
        let gutter = Rect::from_min_max(pos2(rect.left(), first.top()), pos2(first.left(), first.bottom()));
        widgets::changed_dot(ui, gutter);
    }
    let named = pen.name_line(first, compact);
    let (message, tags_seen) = if compact {
        let second = line(23.0, 39.0);
        let status = second.with_max_x(second.left() + STATUS_COLUMN);
        pen.status(status);
        let agent = pen.agent(second, second.width() - STATUS_COLUMN - 40.0);
        let from = second.left() + STATUS_COLUMN + space::XS;
        (second.with_min_x(from).with_max_x(agent.left() - space::S), named.tags)
    } else {
        (line(25.0, 45.0), pen.state_line(line(46.0, 62.0)))
    };
    let more = pen.message(message, compact, named.seen, tags_seen);
    if look.ring {
        widgets::inner_focus_ring(painter, rect, 0, palette.accent);
    }
    Painted { age: named.age, outbox_mark: named.outbox_mark, message: more.then_some(message) }
}
