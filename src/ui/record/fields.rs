//! The fields of the form: template, time, the template's own, text.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{RecordAction, part_id, when, words};
use crate::bridge::Snapshot;
use crate::bridge::recording::{InputKind, InputView, TemplateView};
use crate::domain::DraftOf;
use crate::theme::{self, Icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::select::{self, Select};
use crate::ui::state::{Popup, Screen, UiState};
use crate::ui::templates::{Shown, TemplatesAction};
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Chip, Field, IconButton};

/// Rows of the text at least.
const TEXT_ROWS: usize = 5;

fn act(action: RecordAction) -> Action {
    Action::Record(action)
}

/// Draws them from the top on.
pub(super) fn fields_ui(
    ui: &mut Ui,
    template: &TemplateView,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    template_ui(ui, template, snapshot, state, actions);
    when_ui(ui, state, actions);
    for (n, input) in template.inputs.iter().enumerate() {
        input_ui(ui, n, input, template, state, actions);
    }
    let is_kept = state.chosen.is_some_and(|lead| state.drafts.is_kept(lead, DraftOf::Recording));
    let kept = if is_kept && !state.record.form.is_untouched() { words::KEPT } else { "" };
    label_ui(ui, words::TEXT, kept);
    let mut typed = state.record.form.text.clone();
    let field = Field::new(words::TEXT).rows(TEXT_ROWS).id(part_id("text"));
    let response = field.show(ui, &mut typed);
    if std::mem::take(&mut state.record.focus) {
        // What most agents came for; what they type must not be taken for keys.
        response.request_focus();
    }
    if response.changed() {
        actions.push(act(RecordAction::Text(typed)));
    }
}

/// A label over its field, with what is said at the right edge.
fn label_ui(ui: &mut Ui, label: &str, beside: &str) {
    let p = theme::palette(ui);
    ui.add_space(space::M);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
    let line = text::line(ui, label, rect.width(), TextLook::small(p.ink2).medium());
    text::paint(ui.painter(), rect, Align::Min, &line);
    let more = text::line(ui, beside, rect.width() / 2.0, TextLook::caption(p.ink3));
    text::paint(ui.painter(), rect, Align::Max, &more);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{label} {beside}").trim_end().to_owned()));
    ui.add_space(space::XS);
}

fn template_ui(ui: &mut Ui, template: &TemplateView, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    label_ui(ui, words::TEMPLATE, "");
    let (right, bottom) = (ui.available_rect_before_wrap().right(), ui.cursor().top());
    let pen = Rect::from_min_max(pos2(right - 20.0, bottom - 22.0), pos2(right, bottom - 2.0));
    if at(ui, pen, |ui| IconButton::small(Icon::PencilSimple, words::EDIT_TEMPLATES).show(ui)).clicked() {
        actions.push(Action::Go(Screen::Templates));
        actions.push(Action::Templates(TemplatesAction::Choose(Shown::Kept(template.name.clone()))));
    }
    let all = snapshot.templates.iter();
    let select = Select {
        label: words::TEMPLATE,
        value: &template.name,
        sign: Some(Icon::PhoneOutgoing),
        popup: Popup::Record(0),
        id: part_id("template"),
        options: all.map(|one| (one.name.as_str(), act(RecordAction::Template(one.name.clone())))).collect(),
        faulty: false,
    };
    select.show(ui, state, actions);
}

fn when_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    label_ui(ui, words::WHEN, "");
    let mut typed = state.record.form.when.clone();
    let read = when::read(&typed, state.now, &state.zone);
    let field = Field::new(words::WHEN).placeholder(words::NOW).mark(Icon::Clock).fault(read.err()).id(part_id("when"));
    if field.show(ui, &mut typed).changed() {
        actions.push(act(RecordAction::When(typed)));
    }
    if let Ok(at) = read {
        let moment = at.unwrap_or(state.now).to_zoned(state.zone.clone());
        let (name, offset) = (moment.strftime("%Z").to_string(), moment.strftime("UTC%:z").to_string());
        // Some zones have no name but their offset.
        let zone = match name.as_str() {
            "UTC" => name,
            nameless if nameless.starts_with(['+', '-']) => offset,
            _ => format!("{name} ({offset})"),
        };
        let age = at.map(|at| state.age(at));
        let mut said = words::moment(age.as_deref(), &zone);
        if at.is_some_and(|at| at.to_zoned(state.zone.clone()).date() != state.now.to_zoned(state.zone.clone()).date())
        {
            said = format!("{}, {said}", moment.strftime("%a %-d %b %Y"));
        }
        ui.add_space(space::XXS);
        widgets::label(ui, &said, TextLook::caption(p.ink3));
    }
}

/// One field of the template.
fn input_ui(ui: &mut Ui, n: usize, input: &InputView, template: &TemplateView, state: &UiState, actions: &mut Actions) {
    let label = input.label.as_str();
    label_ui(ui, label, if input.required { words::REQUIRED } else { "" });
    let typed = state.record.form.inputs.get(label).map(String::as_str);
    let value = typed.or(input.default.as_deref()).unwrap_or_default();
    let fault = state.record.fault_of_input(label, template);
    let set = |text: &str| act(RecordAction::Input { label: label.to_owned(), text: text.to_owned() });
    let id = part_id("input").with(label);
    match &input.kind {
        InputKind::Truth => {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = space::XS;
                for (word, wire) in [(words::YES, "true"), (words::NO, "false")] {
                    let chosen = value.eq_ignore_ascii_case(wire) || value.eq_ignore_ascii_case(word);
                    let response = Chip::new(word).bordered().chosen(chosen).show(ui);
                    let name = select::chosen(label, word);
                    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.clone()));
                    if response.clicked() && !chosen {
                        actions.push(set(wire));
                    }
                }
            });
            fault_ui(ui, fault.as_deref());
        }
        InputKind::Choice(options) => {
            let options = options.iter().map(|option| (option.as_str(), set(option))).collect();
            let number = u8::try_from(n + 1).unwrap_or(u8::MAX);
            let faulty = fault.is_some();
            Select { label, value, sign: None, popup: Popup::Record(number), id, options, faulty }
                .show(ui, state, actions);
            fault_ui(ui, fault.as_deref());
        }
        kind @ (InputKind::Text | InputKind::Number | InputKind::Date) => {
            let hint = match kind {
                InputKind::Number => words::NUMBER_HINT,
                InputKind::Date => words::DATE_HINT,
                _ => "",
            };
            let mut text = value.to_owned();
            let field = Field::new(label).placeholder(hint).fault(fault.as_deref()).id(id);
            if field.show(ui, &mut text).changed() {
                actions.push(set(&text));
            }
        }
    }
}

/// What is wrong, under what is no text field.
pub(super) fn fault_ui(ui: &mut Ui, fault: Option<&str>) {
    let p = theme::palette(ui);
    if let Some(fault) = fault {
        ui.add_space(space::XXS);
        widgets::paragraph(ui, fault, 4, TextLook::small(p.danger));
    }
}
