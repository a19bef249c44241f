//! Templates for another desk: their text to copy, and the file it can be written to.

use egui::{Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::import::path_ui;
use super::place::{Aside, TemplatesAction};
use super::{band_ui, fault_ui, words};
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::widgets::text::TextLook;
use crate::ui::widgets::{self, Button};

/// Height of what stands under the text.
const FOOT: f32 = 124.0;
/// Lines of the text that are shown.
const LINES_MOST: u16 = 2_000;

/// Draws it in the place of the editor.
pub(super) fn export_ui(ui: &mut Ui, rect: Rect, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let Aside::Export(export) = &state.templates.aside else { return };
    let body = band_ui(ui, rect, &export.what, actions);
    let (shown, foot) = body.split_top_bottom_at_y(body.bottom() - FOOT);
    let inner = Rect::from_min_max(shown.min + vec2(space::L, 0.0), shown.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("export").max_rect(inner));
    child.shrink_clip_rect(shown);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.add_space(space::M);
        widgets::paragraph(ui, words::EXPORT_MEANS, 2, TextLook::body(p.ink2));
        ui.add_space(space::S);
        let block =
            widgets::text::block(ui, &export.text, ui.available_width() - space::L, LINES_MOST, TextLook::mono(p.ink));
        let (text_at, response) = ui.allocate_exact_size(vec2(ui.available_width(), block.height()), Sense::hover());
        let corner = widgets::text::snapped_to(ui.painter(), text_at.min);
        ui.painter().galley(corner, block.galley, p.ink);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, export.text.clone()));
        ui.add_space(space::L);
    });
    widgets::hairline(ui.painter(), foot.x_range(), foot.top(), p.line);
    let copy = Button::primary(words::COPY).icon(Icon::CopySimple);
    let room = foot.shrink2(vec2(space::L, space::M));
    let size = vec2(copy.natural_width(ui), height::BUTTON);
    if at(ui, Rect::from_min_size(pos2(room.right() - size.x, room.top()), size), |ui| copy.show(ui)).clicked() {
        actions.push(Action::Copy { what: words::EXPORTED, text: export.text.clone() });
    }
    let left = room.with_max_x(room.right() - size.x - space::L);
    let mut child = ui.new_child(UiBuilder::new().id_salt("to a file").max_rect(left));
    child.shrink_clip_rect(foot);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    let why_not = if state.templates.is_waiting() { Some(words::BUSY) } else { None };
    let why_not = why_not.or(export.path.trim().is_empty().then_some(words::NO_PATH));
    let path = &export.path;
    path_ui(&mut child, path, words::WRITE, why_not, TemplatesAction::ExportPath, TemplatesAction::WriteFile, actions);
    fault_ui(&mut child, export.fault.as_deref());
    if let Some(done) = &export.done {
        child.add_space(space::XXS);
        widgets::paragraph(&mut child, &words::written(done), 2, TextLook::small(p.ok));
    }
}
