//! One value of a template: what the vendor calls it, where it comes from, and as what it goes out.

use egui::{Rect, Ui, UiBuilder, pos2, vec2};
use toml::Value;

use super::editor::indented;
use super::place::TemplatesAction;
use super::slots::Part;
use super::tree::At;
use super::{fault_ui, go, words};
use crate::domain::template::SOURCES;
use crate::theme::{Icon, height, space};
use crate::ui::actions::Actions;
use crate::ui::list::band;
use crate::ui::select::Select;
use crate::ui::state::{Popup, UiState};
use crate::ui::widgets::{self, Chip, Field, IconButton};

/// Under this width a value stands on two lines.
const ONE_LINE: f32 = 460.0;
const KIND: f32 = 112.0;

/// By what the vendor tells the value from others.
pub(super) enum Named {
    /// The agents write it under this key; a kind may stand under another.
    Free { key: &'static str, kind: &'static str, kinds: &'static [&'static str] },
    /// The vendor gives out the name.
    Given(&'static str),
    /// It is the only one.
    Fixed,
}

/// Draws it. `name`: what it is called for screen readers.
pub(super) fn value_ui(
    ui: &mut Ui,
    name: &str,
    at: &At,
    named: &Named,
    part: &Part<'_>,
    state: &UiState,
    actions: &mut Actions,
) {
    ui.push_id(part.id(at), |ui| {
        let line = ui.available_rect_before_wrap().with_max_y(ui.cursor().top() + height::FIELD);
        let cross = Rect::from_center_size(pos2(line.right() - 12.0, line.center().y), vec2(24.0, 24.0));
        let room = line.with_max_x(cross.left() - space::S);
        let cells = cells(room, named);
        if let Some(cell) = cells.name {
            cell_ui(ui, cell, |ui| name_ui(ui, name, at, named, part, actions));
        }
        cell_ui(ui, cells.source, |ui| source_ui(ui, name, at, part, state, actions));
        if let (Some(cell), Named::Free { kind, kinds, .. }) = (cells.kind, named) {
            cell_ui(ui, cell, |ui| kind_ui(ui, name, &at.key(kind), kinds, part, state, actions));
        }
        let remove = words::take_away(name);
        if band::at(ui, cross, |ui| IconButton::small(Icon::X, &remove).show(ui)).clicked() {
            part.put(at.clone(), None, actions);
        }
        ui.advance_cursor_after_rect(line.union(cells.source));
        indented(ui, space::L, |ui| detail_ui(ui, name, at, named, part, actions));
        fault_ui(ui, part.fault(at).as_deref());
    });
}

/// Where the controls of one value stand.
struct Cells {
    name: Option<Rect>,
    source: Rect,
    kind: Option<Rect>,
}

fn cells(room: Rect, named: &Named) -> Cells {
    let cut = |rect: Rect, width: f32| {
        let (left, right) = rect.split_left_right_at_x((rect.left() + width).min(rect.right()));
        (left, right.with_min_x((right.left() + space::S).min(rect.right())))
    };
    let below = |rect: Rect| rect.translate(vec2(0.0, height::FIELD + space::XS));
    match named {
        Named::Fixed => Cells { name: None, source: cut(room, 240.0).0, kind: None },
        Named::Given(_) => {
            let (name, rest) = cut(room, 140.0);
            Cells { name: Some(name), source: cut(rest, 240.0).0, kind: None }
        }
        Named::Free { .. } if room.width() < ONE_LINE => {
            let (name, kind) = cut(room, room.width() - KIND - space::S);
            Cells { name: Some(name), source: below(room), kind: Some(kind) }
        }
        Named::Free { .. } => {
            let (name, rest) = cut(room, (room.width() * 0.34).round());
            let (source, kind) = cut(rest, rest.width() - KIND - space::S);
            Cells { name: Some(name), source, kind: Some(kind) }
        }
    }
}

fn cell_ui(ui: &mut Ui, rect: Rect, contents: impl FnOnce(&mut Ui)) {
    let mut child = ui.new_child(UiBuilder::new().id_salt(("cell", rect.left().to_bits())).max_rect(rect));
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    contents(&mut child);
}

fn name_ui(ui: &mut Ui, name: &str, at: &At, named: &Named, part: &Part<'_>, actions: &mut Actions) {
    match named {
        Named::Free { key, .. } => {
            let place = at.key(key);
            let mut typed = part.text(&place).to_owned();
            let label = words::name_of(name);
            if Field::new(&label).placeholder(words::VENDORS_NAME).id(part.id(&place)).show(ui, &mut typed).changed() {
                part.put(place, Some(typed.into()), actions);
            }
        }
        Named::Given(given) => {
            ui.add_space((height::FIELD - 20.0) / 2.0);
            widgets::field_label(ui, given, "");
        }
        Named::Fixed => {}
    }
}

/// The word of where it comes from, with what follows a colon taken off.
fn source_word<'p>(at: &At, part: &'p Part<'_>) -> &'p str {
    if part.get(&at.key("value")).is_some() {
        return "value";
    }
    let word = part.text(&at.key("from"));
    if word.starts_with("attribute:") { "attribute:" } else { word }
}

fn source_ui(ui: &mut Ui, name: &str, at: &At, part: &Part<'_>, state: &UiState, actions: &mut Actions) {
    let stands = source_word(at, part);
    let known = SOURCES.iter().find(|(word, _)| *word == stands);
    let id = part.id(&at.key("from"));
    let label = words::source_of(name);
    let options = SOURCES
        .iter()
        .map(|(word, said)| (*said, go(TemplatesAction::From { vendor: part.vendor, at: at.clone(), word })));
    let select = Select {
        label: &label,
        value: known.map_or(stands, |(_, said)| *said),
        sign: None,
        popup: Popup::Template(id),
        id,
        options: options.collect(),
        faulty: known.is_none(),
    };
    select.show(ui, state, actions);
}

fn kind_ui(
    ui: &mut Ui,
    name: &str,
    at: &At,
    kinds: &[&'static str],
    part: &Part<'_>,
    state: &UiState,
    actions: &mut Actions,
) {
    let stands = part.text(at);
    let value = if stands.is_empty() { words::usual_kind(part.get(&at.beside("value"))) } else { stands };
    let id = part.id(at);
    let label = words::kind_of(name);
    let options = kinds.iter().map(|kind| {
        let value = Some(Value::from(*kind));
        (words::kind(kind), go(TemplatesAction::Put { vendor: part.vendor, at: at.clone(), value }))
    });
    let select = Select {
        label: &label,
        value: words::kind(value),
        sign: None,
        popup: Popup::Template(id),
        id,
        options: options.collect(),
        faulty: false,
    };
    select.show(ui, state, actions);
}

/// What belongs to where it comes from: the text itself, the attribute, the field of the form.
fn detail_ui(ui: &mut Ui, name: &str, at: &At, named: &Named, part: &Part<'_>, actions: &mut Actions) {
    match source_word(at, part) {
        "value" => fixed_ui(ui, name, at, named, part, actions),
        "attribute:" => {
            let place = at.key("from");
            let mut typed = part.text(&place).trim_start_matches("attribute:").to_owned();
            ui.add_space(space::XS);
            let field = Field::new(words::ATTRIBUTE).placeholder(words::ATTRIBUTE).width(240.0);
            if field.id(part.id(&place).with("attribute")).show(ui, &mut typed).changed() {
                part.put(place, Some(format!("attribute:{typed}").into()), actions);
            }
        }
        "input" => input_ui(ui, at, part, actions),
        _ => {}
    }
}

fn fixed_ui(ui: &mut Ui, name: &str, at: &At, named: &Named, part: &Part<'_>, actions: &mut Actions) {
    let place = at.key("value");
    let found = part.get(&place);
    let mut typed = match found {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    ui.add_space(space::XS);
    let why_not = matches!(found, Some(Value::Array(_) | Value::Table(_))).then_some(words::IN_THE_FILE);
    let field = Field::new(name).placeholder(words::ALWAYS).width(320.0_f32.min(ui.available_width()));
    if field.disabled_because(why_not).id(part.id(&place)).show(ui, &mut typed).changed() {
        // A number that is typed over goes on as one.
        let kind = match named {
            Named::Free { kind, kinds, .. } if part.text(&at.key(kind)).is_empty() => {
                let usual = words::usual_kind(found);
                kinds.iter().find(|known| words::kind(known) == words::kind(usual)).map(|word| (at.key(kind), *word))
            }
            _ => None,
        };
        if let Some((place, word)) = kind {
            part.put(place, Some(word.into()), actions);
        }
        part.put(place, Some(typed.into()), actions);
    }
}

/// A text about a field of the form.
fn input_text_ui(ui: &mut Ui, label: &str, hint: &str, place: At, part: &Part<'_>, actions: &mut Actions) {
    let mut typed = match part.get(&place) {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    widgets::field_label(ui, label, hint);
    let field = Field::new(label).width(320.0_f32.min(ui.available_width())).id(part.id(&place));
    if field.show(ui, &mut typed).changed() {
        part.put(place, Some(typed).filter(|typed| !typed.is_empty()).map(Value::from), actions);
    }
}

/// A field of the form: how it is called there, what may stand in it, and whether it must be filled in.
fn input_ui(ui: &mut Ui, at: &At, part: &Part<'_>, actions: &mut Actions) {
    ui.add_space(space::XS);
    let texts = [("label", words::LABEL, words::LABEL_HINT), ("default", words::DEFAULT, words::DEFAULT_HINT)];
    let room = ui.available_rect_before_wrap();
    let (left, right) = room.split_left_right_at_x(room.center().x);
    let beside = room.width() > ONE_LINE;
    let mut bottom = room.top();
    for ((key, label, hint), column) in texts.into_iter().zip([left.with_max_x(left.right() - space::S), right]) {
        let column = if beside { column } else { room.with_min_y(bottom) };
        let mut child = ui.new_child(UiBuilder::new().id_salt(key).max_rect(column));
        child.spacing_mut().item_spacing = egui::Vec2::ZERO;
        input_text_ui(&mut child, label, hint, at.key(key), part, actions);
        bottom = child.min_rect().bottom() + if beside { 0.0 } else { space::S };
    }
    ui.advance_cursor_after_rect(Rect::from_min_max(room.min, pos2(room.right(), bottom)));
    ui.add_space(space::S);
    let place = at.key("options");
    let lines: Vec<&str> =
        part.get(&place).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let mut typed = lines.join("\n");
    widgets::field_label(ui, words::CHOICES, words::CHOICES_HINT);
    let field = Field::new(words::CHOICES).rows(2).width(320.0_f32.min(ui.available_width())).id(part.id(&place));
    if field.show(ui, &mut typed).changed() {
        let lines: Vec<Value> = typed.split('\n').map(Value::from).collect();
        part.put(place, Some(Value::Array(lines)).filter(|_| !typed.is_empty()), actions);
    }
    ui.add_space(space::S);
    let place = at.key("required");
    let required = part.get(&place).and_then(Value::as_bool).unwrap_or_default();
    ui.horizontal(|ui| {
        if Chip::new(words::REQUIRED).bordered().chosen(required).show(ui).clicked() {
            part.put(place, (!required).then_some(true.into()), actions);
        }
    });
    ui.add_space(space::XS);
}
