//! The slots of a vendor's part, as its folder describes them.

use egui::{Align, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use toml::{Table, Value};

use super::editor::indented;
use super::place::{Draft, TemplatesAction, TemplatesPlace};
use super::tree::At;
use super::value::{Named, value_ui};
use super::{fault_ui, go, words};
use crate::domain::template::{Slot, SlotKind};
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::Actions;
use crate::ui::list::band;
use crate::ui::select::Select;
use crate::ui::state::{Popup, UiState};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Field, IconButton};

/// The part that is drawn.
#[derive(Clone, Copy)]
pub(super) struct Part<'a> {
    pub vendor: &'static str,
    pub draft: &'a Draft,
    pub place: &'a TemplatesPlace,
}

impl Part<'_> {
    pub(super) fn text(&self, at: &At) -> &str {
        self.draft.text(self.vendor, at)
    }

    pub(super) fn get(&self, at: &At) -> Option<&Value> {
        self.draft.get(self.vendor, at)
    }

    pub(super) fn fault(&self, at: &At) -> Option<String> {
        self.place.faults_at(self.vendor, at)
    }

    /// The id of the control at a place.
    pub(super) fn id(&self, at: &At) -> Id {
        Id::unique(("template", self.vendor, at))
    }

    /// The items of the list at a place.
    pub(super) fn len(&self, at: &At) -> usize {
        self.get(at).and_then(Value::as_array).map_or(0, Vec::len)
    }

    pub(super) fn put(&self, at: At, value: Option<Value>, actions: &mut Actions) {
        actions.push(go(TemplatesAction::Put { vendor: self.vendor, at, value }));
    }
}

/// Draws them under `at`, one after the other.
pub(super) fn slots_ui(ui: &mut Ui, slots: &[Slot], at: &At, part: &Part<'_>, state: &UiState, actions: &mut Actions) {
    for slot in slots {
        ui.add_space(space::M);
        slot_ui(ui, slot, &at.key(slot.key), part, state, actions);
    }
}

fn slot_ui(ui: &mut Ui, slot: &Slot, at: &At, part: &Part<'_>, state: &UiState, actions: &mut Actions) {
    let needed = matches!(slot.kind, SlotKind::Text { needed: true });
    let means = if needed { words::needed(slot.means) } else { slot.means.to_owned() };
    widgets::field_label(ui, slot.label, &means);
    match slot.kind {
        SlotKind::Text { .. } => text_ui(ui, slot.label, at, part, actions),
        SlotKind::Number => number_ui(ui, slot.label, at, part, actions),
        SlotKind::Choice(choices) => choice_ui(ui, slot.label, choices, at, part, state, actions),
        SlotKind::Value => {
            let is_there = part.get(at).is_some();
            if is_there {
                value_ui(ui, slot.label, at, &Named::Fixed, part, state, actions);
            } else if add_ui(ui, slot.label, part.id(at)) {
                part.put(at.key("from"), Some("text".into()), actions);
            }
        }
        SlotKind::Values { name, kind, kinds } => {
            for n in 0..part.len(at) {
                let named = Named::Free { key: name, kind, kinds };
                value_ui(ui, &words::nth(slot.label, n), &at.item(n), &named, part, state, actions);
                ui.add_space(space::S);
            }
            if add_ui(ui, slot.label, part.id(at)) {
                let item = Table::from_iter([(name.to_owned(), "".into()), ("from".to_owned(), "text".into())]);
                part.put(at.item(part.len(at)), Some(item.into()), actions);
            }
        }
        SlotKind::Named(names) => named_ui(ui, slot.label, names, at, part, state, actions),
        SlotKind::Records { one, slots } => records_ui(ui, one, slots, at, part, state, actions),
    }
}

fn text_ui(ui: &mut Ui, label: &str, at: &At, part: &Part<'_>, actions: &mut Actions) {
    let mut typed = part.text(at).to_owned();
    let fault = part.fault(at);
    let field = Field::new(label).width(320.0_f32.min(ui.available_width())).fault(fault.as_deref()).id(part.id(at));
    if field.show(ui, &mut typed).changed() {
        part.put(at.clone(), Some(typed).filter(|typed| !typed.is_empty()).map(Value::from), actions);
    }
}

/// What is no number stays as it was typed, and the vendor's folder says what is wrong with it.
fn number_ui(ui: &mut Ui, label: &str, at: &At, part: &Part<'_>, actions: &mut Actions) {
    let mut typed = match part.get(at) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let fault = part.fault(at);
    let field = Field::new(label).width(160.0).fault(fault.as_deref()).id(part.id(at));
    if field.show(ui, &mut typed).changed() {
        let number = typed.trim().parse::<i64>().map(Value::from);
        let value = number.unwrap_or_else(|_| Value::from(typed.as_str()));
        part.put(at.clone(), Some(value).filter(|_| !typed.is_empty()), actions);
    }
}

fn choice_ui(
    ui: &mut Ui,
    label: &str,
    choices: &[(&str, &str)],
    at: &At,
    part: &Part<'_>,
    state: &UiState,
    actions: &mut Actions,
) {
    let stands = part.text(at);
    let value = choices.iter().find(|(word, _)| *word == stands).or(choices.first());
    let fault = part.fault(at);
    let options = choices.iter().map(|(word, said)| {
        let value = Some(Value::from(*word));
        (*said, go(TemplatesAction::Put { vendor: part.vendor, at: at.clone(), value }))
    });
    let id = part.id(at);
    let select = Select {
        label,
        value: value.map(|(_, said)| *said).unwrap_or_default(),
        sign: None,
        popup: Popup::Template(id),
        id,
        options: options.collect(),
        faulty: fault.is_some(),
    };
    within(ui, 320.0, |ui| select.show(ui, state, actions));
    fault_ui(ui, fault.as_deref());
}

/// Values under names that the vendor gives out: those that are there, and one menu for the others.
fn named_ui(
    ui: &mut Ui,
    label: &str,
    names: &[&'static str],
    at: &At,
    part: &Part<'_>,
    state: &UiState,
    actions: &mut Actions,
) {
    let (there, free): (Vec<&str>, Vec<&str>) = names.iter().partition(|name| part.get(&at.key(name)).is_some());
    for name in there {
        value_ui(ui, name, &at.key(name), &Named::Given(name), part, state, actions);
        ui.add_space(space::S);
    }
    if free.is_empty() {
        return;
    }
    let id = part.id(at);
    let options = free.iter().map(|name| {
        let source = Some(Value::from(words::usual_source(name)));
        (*name, go(TemplatesAction::Put { vendor: part.vendor, at: at.key(name).key("from"), value: source }))
    });
    let label = words::add(label);
    let select = Select {
        label: &label,
        value: words::ADD_MORE,
        sign: Some(Icon::Plus),
        popup: Popup::Template(id),
        id,
        options: options.collect(),
        faulty: false,
    };
    within(ui, 200.0, |ui| select.show(ui, state, actions));
}

fn records_ui(
    ui: &mut Ui,
    one: &str,
    slots: &[Slot],
    at: &At,
    part: &Part<'_>,
    state: &UiState,
    actions: &mut Actions,
) {
    for n in 0..part.len(at) {
        let place = at.item(n);
        let name = words::nth(one, n);
        if record_head_ui(ui, &name) {
            part.put(place.clone(), None, actions);
        }
        indented(ui, space::L, |ui| slots_ui(ui, slots, &place, part, state, actions));
        ui.add_space(space::M);
    }
    if add_ui(ui, one, part.id(at)) {
        let first = slots.first().map(|slot| (slot.key.to_owned(), first_of(one)));
        part.put(at.item(part.len(at)), Some(Table::from_iter(first).into()), actions);
    }
}

/// A record begins with a field of the form.
fn first_of(one: &str) -> Value {
    Table::from_iter([("from".to_owned(), Value::from("input")), ("label".to_owned(), Value::from(one))]).into()
}

/// The name of one of several records, and the cross that takes it away.
fn record_head_ui(ui: &mut Ui, name: &str) -> bool {
    let p = theme::palette(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::BUTTON), Sense::hover());
    let line = text::line(ui, name, rect.width(), TextLook::body(p.ink).medium());
    let shown = text::paint(ui.painter(), rect, Align::Min, &line);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, name));
    let cross = Rect::from_center_size(pos2(shown.right() + space::L, rect.center().y), vec2(24.0, 24.0));
    let remove = words::take_away(name);
    band::at(ui, cross, |ui| IconButton::small(Icon::X, &remove).show(ui)).clicked()
}

/// The button that adds one more; gives whether it was pressed.
fn add_ui(ui: &mut Ui, what: &str, id: Id) -> bool {
    let name = words::add(what);
    ui.push_id(id, |ui| ui.horizontal(|ui| Button::quiet(&name).icon(Icon::Plus).show(ui)).inner.clicked()).inner
}

/// Content no wider than this.
pub(super) fn within<R>(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let room = ui.available_rect_before_wrap();
    let width = width.min(room.width());
    let mut child = ui.new_child(egui::UiBuilder::new().max_rect(room.with_max_x(room.left() + width)));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let result = contents(&mut child);
    let bottom = child.min_rect().bottom();
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
    result
}
