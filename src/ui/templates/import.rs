//! Templates from another desk: the text or file of an export, and what happens to each of them.

use egui::{Align, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::place::{Aside, Import, Take, TemplatesAction, kept};
use super::{band_ui, fault_ui, go, words};
use crate::bridge::Snapshot;
use crate::domain::template::Sheet;
use crate::theme::{self, height, space};
use crate::ui::actions::Actions;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip, Field};

const WIDTH: f32 = 560.0;
/// Height of the text at most.
const TEXT: f32 = 176.0;

/// Draws it in the place of the editor.
pub(super) fn import_ui(ui: &mut Ui, rect: Rect, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    dropped(ui, actions);
    let body = band_ui(ui, rect, words::IMPORT_TITLE, actions);
    let can_read = TemplatesAction::ReadFile.available(snapshot, state).err();
    let can_import = TemplatesAction::ImportNow.available(snapshot, state).err();
    let focus = match &mut state.templates.aside {
        Aside::Import(import) => std::mem::take(&mut import.focus),
        _ => false,
    };
    let Aside::Import(import) = &state.templates.aside else { return };
    let inner = Rect::from_min_max(body.min + vec2(space::L, 0.0), body.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("import").max_rect(inner));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.set_max_width(WIDTH.min(ui.available_width() - space::L));
        ui.add_space(space::L);
        widgets::paragraph(ui, words::IMPORT_MEANS, 4, TextLook::body(theme::palette(ui).ink2));
        ui.add_space(space::M);
        widgets::field_label(ui, words::IMPORT_TEXT, "");
        let mut typed = import.text.clone();
        let unread = import.found.as_ref().and_then(|found| found.as_ref().err()).map(String::as_str);
        let field = Field::new(words::IMPORT_TEXT).rows(6).fault(unread).id(Id::unique("import text"));
        // A long text scrolls by itself, so that what was found in it stays in sight.
        widgets::scrolls(ui, ScrollArea::vertical().id_salt("import text").max_height(TEXT), |ui| {
            let response = field.show(ui, &mut typed);
            if focus {
                response.request_focus();
            }
            if response.changed() {
                actions.push(go(TemplatesAction::ImportText(typed)));
            }
        });
        ui.add_space(space::M);
        path_ui(
            ui,
            &import.path,
            words::READ,
            can_read,
            TemplatesAction::ImportPath,
            TemplatesAction::ReadFile,
            actions,
        );
        fault_ui(ui, import.fault.as_deref());
        found_ui(ui, import, snapshot, can_import, actions);
        ui.add_space(space::XL);
    });
}

/// A file that was dropped on the window is read at once.
fn dropped(ui: &Ui, actions: &mut Actions) {
    let path = ui.input(|input| input.raw.dropped_files.first().map(|file| file.path().to_path_buf()));
    if let Some(path) = path {
        actions.push(go(TemplatesAction::ImportPath(path.display().to_string())));
        actions.push(go(TemplatesAction::ReadFile));
    }
}

/// The path of a file, and the button that reads or writes it.
pub(super) fn path_ui(
    ui: &mut Ui,
    path: &str,
    button: &str,
    why_not: Option<&str>,
    typed: fn(String) -> TemplatesAction,
    pressed: TemplatesAction,
    actions: &mut Actions,
) {
    widgets::field_label(ui, words::PATH, "");
    let button = Button::plain(button).disabled_because(why_not);
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), height::FIELD), Sense::hover());
    let width = button.natural_width(ui);
    let (field_at, button_at) = line.split_left_right_at_x(line.right() - width);
    let mut text = path.to_owned();
    let mut child =
        ui.new_child(UiBuilder::new().id_salt("path").max_rect(field_at.with_max_x(field_at.right() - space::S)));
    if Field::new(words::PATH).id(Id::unique("templates path")).show(&mut child, &mut text).changed() {
        actions.push(go(typed(text)));
    }
    let at = Rect::from_center_size(button_at.center(), vec2(width, height::BUTTON));
    if crate::ui::list::band::at(ui, at, |ui| button.show(ui)).clicked() {
        actions.push(go(pressed));
    }
}

fn found_ui(ui: &mut Ui, import: &Import, snapshot: &Snapshot, why_not: Option<&str>, actions: &mut Actions) {
    let Some(Ok(found)) = &import.found else { return };
    ui.add_space(space::L);
    for (sheet, how) in found {
        one_ui(ui, sheet, *how, snapshot, actions);
        ui.add_space(space::S);
    }
    ui.add_space(space::M);
    let count = found.iter().filter(|(_, how)| *how != Take::Not).count();
    let name = words::import(count);
    ui.horizontal(|ui| {
        if Button::primary(&name).disabled_because(why_not).show(ui).clicked() {
            actions.push(go(TemplatesAction::ImportNow));
        }
    });
}

/// One of the found, and what can happen to it.
fn one_ui(ui: &mut Ui, sheet: &Sheet, how: Take, snapshot: &Snapshot, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (standing, choices): (_, &[(&str, Take)]) = match kept(&sheet.name, snapshot) {
        None => (words::IS_NEW, &[(words::TAKE, Take::Beside), (words::LEAVE_OUT, Take::Not)]),
        Some(same) if same == sheet => (words::IS_THE_SAME, &[]),
        Some(_) => (
            words::DIFFERS,
            &[(words::INSTEAD, Take::Instead), (words::BESIDE, Take::Beside), (words::LEAVE_OUT, Take::Not)],
        ),
    };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height::FIELD), Sense::hover());
    widgets::hairline(ui.painter(), rect.x_range(), rect.top(), p.line);
    let spans = [
        (sheet.name.as_str(), TextLook::body(p.ink).medium()),
        ("  ", TextLook::body(p.ink)),
        (standing, TextLook::small(p.ink2)),
    ];
    let line = text::spans(ui, &spans, rect.width());
    text::paint(ui.painter(), rect, Align::Min, &line);
    let said = format!("{}, {standing}", sheet.name);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    let row = Rect::from_min_size(pos2(rect.left(), rect.bottom()), vec2(rect.width(), height::CHIP));
    if choices.is_empty() {
        return;
    }
    let mut child = ui.new_child(UiBuilder::new().id_salt(("take", &sheet.name)).max_rect(row));
    child.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = space::XS;
        for (word, choice) in choices {
            let chosen = how == *choice;
            let response = Chip::new(word).bordered().chosen(chosen).show(ui);
            let name = format!("{}: {word}", sheet.name);
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, name.clone()));
            if response.clicked() {
                actions.push(go(TemplatesAction::Take { name: sheet.name.clone(), how: *choice }));
            }
        }
    });
    ui.advance_cursor_after_rect(row);
}
