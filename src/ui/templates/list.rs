//! The list of templates: name, whom it tells, and whether it is saved and whole.

use egui::{Align, Id, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::place::{Shown, TemplatesAction};
use super::{go, words};
use crate::bridge::Snapshot;
use crate::theme::{self, Icon, height, space};
use crate::ui::actions::Actions;
use crate::ui::list::band::at;
use crate::ui::places;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton, RowLook};

const ROW: f32 = 48.0;
const FOOTER: f32 = 54.0;

/// Draws the pane. `alone`: it has the window for itself.
pub(super) fn list_ui(ui: &mut Ui, alone: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    band_ui(ui, band, alone, snapshot, state, actions);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let (body, footer) = rect.with_min_y(band.bottom()).split_top_bottom_at_y(rect.bottom() - FOOTER);
    footer_ui(ui, footer, snapshot, state, actions);
    let rows = state.templates.rows(snapshot);
    let mut child = ui.new_child(UiBuilder::new().id_salt("rows").max_rect(body));
    child.shrink_clip_rect(body);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    if rows.is_empty() {
        let new = Some(words::NEW);
        let pressed =
            widgets::empty_state(&mut child, Icon::PhoneOutgoing, words::NO_TEMPLATES, words::NO_TEMPLATES_MEANS, new);
        if pressed.is_some_and(|button| button.clicked()) {
            actions.push(go(TemplatesAction::New));
        }
        return;
    }
    let shown = state.templates.shown(snapshot);
    state.row_focus = None;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        for row in &rows {
            row_ui(ui, row, shown.as_ref() == Some(row), snapshot, state, actions);
        }
    });
    state.templates.follow = false;
}

fn band_ui(ui: &mut Ui, band: Rect, alone: bool, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let mut room = band.shrink2(vec2(space::L, 0.0));
    let mut take = |step: f32| {
        let place = Rect::from_center_size(pos2(room.right() - 12.0, room.center().y), vec2(28.0, 28.0));
        room.max.x = place.left() - step;
        place
    };
    if alone {
        let place = take(space::XS);
        at(ui, place, |ui| places::menu_ui(ui, snapshot, state, actions));
    }
    let name = words::action(&TemplatesAction::New);
    if at(ui, take(0.0), |ui| IconButton::header(Icon::Plus, &name).show(ui)).clicked() {
        actions.push(go(TemplatesAction::New));
    }
    super::title_ui(ui, room, words::TEMPLATES);
}

/// How templates come from another desk and go to one.
fn footer_ui(ui: &mut Ui, footer: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    widgets::hairline(ui.painter(), footer.x_range(), footer.top(), theme::palette(ui).line);
    let mut left = footer.left() + space::M;
    for action in [TemplatesAction::Import, TemplatesAction::Export { all: true }] {
        let name = words::action(&action);
        let button = Button::quiet(&name).disabled_because(action.available(snapshot, state).err());
        let size = vec2(button.natural_width(ui), height::BUTTON);
        let place = Rect::from_min_size(pos2(left, footer.center().y - size.y / 2.0), size);
        left = place.right() + space::XS;
        if at(ui, place, |ui| button.show(ui)).clicked() {
            actions.push(go(action));
        }
    }
}

fn row_ui(ui: &mut Ui, row: &Shown, chosen: bool, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), ROW));
    let id = Id::unique(("template row", row));
    let response = ui.interact(rect, id, Sense::click());
    if chosen && state.templates.follow {
        response.request_focus();
        response.scroll_to_me(None);
    }
    if response.has_focus() {
        state.row_focus = Some(id);
    }
    widgets::side_row_ground(
        ui.painter(),
        p,
        rect.shrink2(vec2(space::S, 1.0)),
        RowLook::of(chosen, true, response.hovered()),
    );
    if widgets::has_visible_focus(ui, &response) {
        widgets::inner_focus_ring(ui.painter(), rect.shrink2(vec2(space::S, 1.0)), theme::radius::CONTROL, p.accent);
    }
    let place = &state.templates;
    let draft = place.draft(row, snapshot);
    let edited = place.is_edited(row);
    let name = if draft.sheet.name.trim().is_empty() { words::NO_NAME_YET } else { &draft.sheet.name };
    let second = second(row, &draft.sheet, edited, snapshot);
    let room = rect.shrink2(vec2(space::L, 6.0));
    let (first, below) = room.split_top_bottom_at_y(room.center().y);
    let line = text::line(ui, name, first.width(), TextLook::body(p.ink).medium());
    text::paint(ui.painter(), first, Align::Min, &line);
    let ink = if edited { p.accent } else { p.ink2 };
    let under = text::line(ui, &second, below.width(), TextLook::small(ink));
    text::paint(ui.painter(), below, Align::Min, &under);
    let said = format!("{name}, {second}");
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, said.clone()));
    if response.clicked() {
        actions.push(go(TemplatesAction::Choose(row.clone())));
    }
    if line.cut || under.cut {
        response.on_hover_text(said);
    }
}

/// Whom it tells, or what is still to be done.
fn second(row: &Shown, sheet: &crate::domain::template::Sheet, edited: bool, snapshot: &Snapshot) -> String {
    let titles: Vec<&str> =
        snapshot.vendors.iter().filter(|form| sheet.parts.contains_key(form.vendor)).map(|form| form.title).collect();
    let whom = if titles.is_empty() { words::TELLS_NOBODY.to_owned() } else { titles.join(", ") };
    let incomplete = snapshot.templates.iter().any(|template| {
        *row == Shown::Kept(template.name.clone()) && template.targets.iter().any(|target| !target.faults.is_empty())
    });
    match (edited, incomplete) {
        (true, _) => words::NOT_SAVED.to_owned(),
        (false, true) => words::INCOMPLETE.to_owned(),
        (false, false) => whom,
    }
}
