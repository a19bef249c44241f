//! What a line tells when it is opened: its time by every clock and how that is known, then what its vendor said beside it.
//!
//! Opened in its place, under its text; the lines below move down. Made for the one opened line only.

use egui::{Align, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::clocks;
use super::words::{Became, Scene};
use crate::domain::timeline::{Detail, TimelineItem};
use crate::domain::{ChangeId, InteractionKind, OutboxState, Slot};
use crate::theme::{self, Icon, height, space};
use crate::ui::text as words;
use crate::ui::widgets::text::{self, Line, TextLook};
use crate::ui::widgets::{Button, Touch};

/// One fact: its label and what it is.
pub type Fact = (String, String);

/// Over the first fact, and under the last one.
const ABOVE: f32 = 8.0;
const BELOW: f32 = 8.0;
/// Between two facts.
const GAP: f32 = 4.0;
/// The label column; narrower where there is little room.
const LABEL: f32 = 84.0;
const LABEL_NARROW: f32 = 72.0;
/// Lines of one fact, then `…`.
const LINES_MOST: u16 = 3;
/// Members nobody documented that are shown; the rest is counted.
const MEMBERS_MOST: usize = 6;
const MEMBER_CHARS_MOST: usize = 600;

/// The facts of an item, in their order.
pub fn facts(scene: Scene<'_>, at: usize) -> Vec<Fact> {
    let Some(line) = scene.timeline.items.get(at) else { return Vec::new() };
    let mut facts = clocks::facts(scene, line);
    if let Some(order) = clocks::order(scene, at) {
        facts.push((words::ORDER.to_owned(), order));
    }
    let item = &line.item;
    let mut add = |label: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            facts.push((label.to_owned(), value));
        }
    };
    if let Detail::Change { who, why, .. } = &line.detail {
        add(words::MADE_BY, Some(who.clone()));
        add(words::OUTCOME, Some(why.clone()));
    }
    if let Detail::Recorded { text, inputs, who, lamps, .. } = &line.detail {
        add(words::MADE_BY, Some(who.clone()));
        add(words::RECORDED_TEXT, Some(text.clone()));
        inputs.iter().for_each(|(label, value)| add(label, Some(value.clone())));
        for lamp in lamps {
            let why = lamp.why.trim_end_matches('.');
            let word = lamp.word();
            add(&lamp.told.title, Some(if why.is_empty() { word.to_owned() } else { format!("{word}: {why}") }));
        }
    }
    let became = item.delivery.clone().map(Became::Delivery);
    add(words::VENDORS_WORD, became.as_ref().and_then(Became::raw).map(str::to_owned));
    add(words::RECEIVER, item.receiver.clone());
    add(words::CAMPAIGN, item.campaign.map(|number| number.to_string()));
    add(words::NUMBER, item.remote_id.clone());
    facts.extend(members(line));
    facts
}

/// A change of ours that arrived can be taken back by a new one.
pub fn can_be_taken_back(scene: Scene<'_>, at: usize) -> Option<ChangeId> {
    match &scene.timeline.items.get(at)?.detail {
        Detail::Change { slot: Slot::Lead | Slot::Recording, .. } => None,
        Detail::Change { state: OutboxState::Confirmed, change, .. } => Some(*change),
        _ => None,
    }
}

/// The button that takes it back, at the right of the facts; gives whether it was pressed.
pub fn take_back_ui(ui: &Ui, column: Rect, id: Id) -> bool {
    let button = Button::quiet(words::TAKE_BACK).icon(Icon::ArrowUUpLeft);
    let size = vec2(button.natural_width(ui), height::BUTTON);
    let place = Rect::from_min_size(pos2(column.right() - size.x, column.top()), size);
    let response = ui.interact(place, id.with("take back"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, words::TAKE_BACK));
    button.paint(ui, place, Touch::of(ui, &response, true));
    response.clicked()
}

/// What the vendor said beyond what is known, as it spelled it; what is ours repeats itself there.
fn members(line: &TimelineItem) -> Vec<Fact> {
    let ours = line.detail != Detail::Plain || matches!(line.item.kind, InteractionKind::LastMessage);
    if ours {
        return Vec::new();
    }
    let told = || line.item.extra.iter().filter(|(_, json)| !matches!(*json, "null" | "\"\"" | "[]" | "{}"));
    let mut facts: Vec<Fact> = told().take(MEMBERS_MOST).map(|(name, json)| (name.to_owned(), plain(json))).collect();
    let more = told().count().saturating_sub(MEMBERS_MOST);
    if more > 0 {
        facts.push((String::new(), words::more_members(more)));
    }
    facts
}

/// A text as such, everything else as it was written; bounded, since nothing longer is ever seen.
fn plain(json: &str) -> String {
    match json.char_indices().nth(MEMBER_CHARS_MOST) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => serde_json::from_str(json).unwrap_or_else(|_| json.to_owned()),
    }
}

/// The width of the label column in so much room.
fn label_width(room: f32) -> f32 {
    if room < 320.0 { LABEL_NARROW } else { LABEL }
}

/// Laid-out facts: label and value, cached by the text cache.
fn laid_out(ui: &Ui, facts: &[Fact], room: f32) -> Vec<(Line, Line)> {
    let p = theme::palette(ui);
    let column = label_width(room);
    let one = |(label, value): &Fact| {
        let label = text::line(ui, label, column - space::S, TextLook::small(p.ink3));
        let value = text::block(ui, value, room - column, LINES_MOST, TextLook::small(p.ink));
        (label, value)
    };
    facts.iter().map(one).collect()
}

/// How high the facts stand in so much room.
pub fn height(ui: &Ui, facts: &[Fact], room: f32) -> f32 {
    if facts.is_empty() {
        return 0.0;
    }
    let rows: f32 = laid_out(ui, facts, room).iter().map(|(_, value)| value.height() + GAP).sum();
    ABOVE + rows - GAP + BELOW
}

/// Paints the facts into a column, from its top on; each is a label of its own for a screen reader.
pub fn paint(ui: &Ui, column: Rect, id: Id, facts: &[Fact]) {
    let p = theme::palette(ui);
    let mut top = column.top() + ABOVE;
    let values = column.left() + label_width(column.width());
    for (n, ((label, value), (label_line, value_block))) in
        facts.iter().zip(laid_out(ui, facts, column.width())).enumerate()
    {
        let row = Rect::from_min_size(pos2(column.left(), top), vec2(column.width(), value_block.height()));
        text::paint(ui.painter(), row.with_max_y(row.top() + 16.0), Align::Min, &label_line);
        ui.painter().galley(text::snapped_to(ui.painter(), pos2(values, top)), value_block.galley.clone(), p.ink);
        let response = ui.interact(row, id.with(("fact", n)), Sense::hover());
        let spoken = value.replace('\n', ", ");
        let said = if label.is_empty() { spoken } else { format!("{label}: {spoken}") };
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
        if label_line.cut || value_block.cut {
            crate::ui::widgets::tip(response, &said, None);
        }
        top = row.bottom() + GAP;
    }
}
