//! The screen: head, columns, rows, what is sure whatever is picked, and the footer that says what is written.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::plan::{Plan, plan};
use super::row::{self, Columns};
use super::{DecideAction, Deciding, shown, words};
use crate::bridge::{OpenLead, Snapshot};
use crate::theme::{self, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::keys::COMMAND_ENTER;
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::text as all_words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, IconButton};

const FOOTER: f32 = 54.0;
const HEAD_ROW: f32 = 48.0;

/// Draws the screen, where a lead has clashes. Gives whether it did.
pub fn decide_ui(ui: &mut Ui, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) -> bool {
    let Some((open, deciding)) = shown(snapshot, state) else { return false };
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let plan = plan(open, &deciding.picks);
    let a = rect.with_max_y(rect.top() + height::BAND_A);
    let b = Rect::from_min_size(a.left_bottom(), vec2(rect.width(), height::BAND_B));
    widgets::hairline(ui.painter(), rect.x_range(), a.bottom() - 1.0, p.line);
    widgets::hairline(ui.painter(), rect.x_range(), b.bottom() - 1.0, p.line);
    title_ui(ui, a, open, actions);
    summary_ui(ui, b, &plan);
    let (rest, footer) = rect.with_min_y(b.bottom()).split_top_bottom_at_y(rect.bottom() - FOOTER);
    footer_ui(ui, footer, &plan, actions);
    let mut body = ui.new_child(UiBuilder::new().id_salt(("decide", open.view.id.0)).max_rect(rest));
    body.shrink_clip_rect(rest);
    body.spacing_mut().item_spacing = egui::Vec2::ZERO;
    body_ui(&mut body, open, deciding, &plan, state, actions);
    true
}

fn title_ui(ui: &mut Ui, band: Rect, open: &OpenLead, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    let close = Rect::from_center_size(pos2(room.right() - 10.0, room.center().y), vec2(28.0, 28.0));
    let later = Action::Decide(DecideAction::Later);
    let name = later.name();
    if at(ui, close, |ui| IconButton::header(Icon::X, &name).key("Esc").show(ui)).clicked() {
        actions.push(later);
    }
    room.max.x = close.left() - space::S;
    let square = widgets::square_at_left(room, icon::HEADER);
    widgets::icon(ui.painter(), square, Icon::GitDiff, IconFill::Regular, icon::HEADER, p.warn);
    room.min.x = square.right() + space::S;
    let lead = open.view.lead.display_name();
    let spans = [
        (all_words::CLASH_TITLE, TextLook::title(p.ink)),
        ("  ", TextLook::body(p.ink2)),
        (lead.as_str(), TextLook::body(p.ink2)),
    ];
    let line = text::spans(ui, &spans, room.width());
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{}: {lead}", all_words::CLASH_TITLE)));
}

/// How much clashes, and which keys choose.
fn summary_ui(ui: &mut Ui, band: Rect, plan: &Plan) {
    let p = theme::palette(ui);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    if room.width() > 520.0 {
        for (keys, word) in [(&["J"][..], "next"), (&["→", "←"][..], "choose")] {
            for key in keys {
                room.max.x = widgets::key_cap_at_right(ui, room, key).left() - space::XS;
            }
            let line = text::line(ui, word, 80.0, TextLook::small(p.ink3));
            room.max.x = text::paint(ui.painter(), room, Align::Max, &line).left() - space::S;
        }
    }
    let said = words::summary(plan);
    let line = text::line(ui, &said, room.width(), TextLook::body(p.ink));
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    let response = ui.interact(shown, ui.scope_id().with("summary"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.clone()));
    if line.cut {
        widgets::tip(response, &said, None);
    }
}

fn body_ui(ui: &mut Ui, open: &OpenLead, deciding: &Deciding, plan: &Plan, state: &UiState, actions: &mut Actions) {
    let columns = Columns::of(ui.max_rect(), state.layout);
    crate::ui::widgets::scrolls(ui, ScrollArea::vertical().id_salt("rows").auto_shrink(false), |ui| {
        head_row(ui, &columns, open, state);
        for (n, row) in plan.rows.iter().enumerate() {
            ui.push_id(n, |ui| row::row_ui(ui, &columns, row, n == deciding.at && n < plan.clashes, state, actions));
        }
        ui.add_space(space::M);
        promises_ui(ui, open, plan, state);
        ui.add_space(space::XL);
    });
}

/// The heads of the columns with the moments that they are of.
fn head_row(ui: &mut Ui, columns: &Columns, open: &OpenLead, state: &UiState) {
    let p = theme::palette(ui);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), HEAD_ROW), Sense::hover());
    columns.ground(ui, rect);
    widgets::hairline(ui.painter(), rect.x_range(), rect.bottom() - 1.0, p.line);
    let first = super::plan::clashes(open).next();
    let made = first.map(|(change, _)| format!("{}, not sent", state.clock(change.item.created_at)));
    let read = first.map(|(_, clash)| format!("read {}", state.clock(clash.read_at)));
    let heads = [
        (Some(columns.field), words::FIELD, None),
        (columns.before, all_words::BEFORE, Some("when you made it".to_owned())),
        (Some(columns.theirs), all_words::THEIRS, read),
        (Some(columns.yours), all_words::YOURS, made),
        (Some(columns.saved), words::WILL_BE_SAVED, None),
    ];
    for (column, title, when) in heads {
        let Some(column) = column else { continue };
        let cell = |top: f32| Rect::from_x_y_ranges(column, rect.top() + top..=rect.top() + top + 16.0);
        let line = text::line(ui, title, column.span(), TextLook::small(p.ink).semibold());
        text::paint(ui.painter(), cell(7.0), Align::Min, &line);
        if let Some(when) = &when {
            let line = text::line(ui, when, column.span(), TextLook::caption(p.ink3));
            text::paint(ui.painter(), cell(24.0), Align::Min, &line);
        }
        let said = when.map_or_else(|| title.to_owned(), |when| format!("{title}, {when}"));
        let response = ui.interact(cell(7.0), ui.scope_id().with(title), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::ColumnHeader, true, said.clone()));
    }
}

/// What holds whatever is picked.
fn promises_ui(ui: &mut Ui, open: &OpenLead, plan: &Plan, state: &UiState) {
    let p = theme::palette(ui);
    let vendor = super::plan::clashes(open).next().map(|(change, _)| change.vendor_title).unwrap_or_default();
    let range = plan.range.map(|(from, to)| all_words::between(&state.moment(from), &state.moment(to)));
    let who = words::who_is_not_known(vendor, range.as_deref());
    let lines = [
        (Icon::ShieldCheck, p.ok, all_words::READS_AGAIN),
        (Icon::ArrowUUpLeft, p.ink2, words::UNDO_BRINGS_BACK),
        (Icon::PencilSimple, p.ink2, words::YOURS_STAYS),
        (Icon::Info, p.ink2, who.as_str()),
    ];
    for (sign, ink, sentence) in lines {
        let indent = space::L + icon::SMALL + space::S;
        let width = ui.available_width() - indent - space::L;
        let block = text::block(ui, sentence, width, 3, TextLook::small(p.ink2));
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), block.height() + 10.0), Sense::hover());
        let square = Rect::from_min_size(rect.min + vec2(space::L, 6.0), vec2(icon::SMALL, icon::SMALL));
        widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::SMALL, ink);
        ui.painter().galley(pos2(rect.left() + indent, rect.top() + 5.0).round(), block.galley, p.ink2);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence));
    }
}

/// What is written, and the ways out.
fn footer_ui(ui: &mut Ui, footer: Rect, plan: &Plan, actions: &mut Actions) {
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), footer.x_range(), footer.top(), p.line);
    let mut room = footer.shrink2(vec2(space::L, 0.0));
    let wide = room.width() > 460.0;
    let save_words = words::save(plan.written);
    let save = Button::primary(&save_words)
        .key(wide.then_some(COMMAND_ENTER))
        .disabled_because((plan.undecided > 0).then_some(words::UNDECIDED));
    let later = Button::plain(words::LATER).key(wide.then_some("Esc"));
    let buttons = [(save, DecideAction::Save), (later, DecideAction::Later)];
    for (button, action) in buttons {
        let size = vec2(button.natural_width(ui), height::BUTTON);
        let place = Rect::from_min_size(pos2(room.right() - size.x, room.center().y - size.y / 2.0), size);
        if at(ui, place, |ui| button.show(ui)).clicked() {
            actions.push(Action::Decide(action));
        }
        room.max.x = place.left() - space::S;
    }
    let theirs = Button::quiet(words::THEIRS_FOR_ALL);
    let size = vec2(theirs.natural_width(ui), height::BUTTON);
    if size.x < room.width() {
        let place = Rect::from_min_size(pos2(room.left() - space::S, room.center().y - size.y / 2.0), size);
        if at(ui, place, |ui| theirs.show(ui)).clicked() {
            actions.push(Action::Decide(DecideAction::PickTheirs));
        }
        room.min.x = place.right() + space::S;
    }
    if plan.undecided > 0 && room.width() > 120.0 {
        // The reason stands beside the button that cannot be pressed.
        let line = text::line(ui, words::UNDECIDED, room.width(), TextLook::small(p.ink2));
        let shown = text::paint(ui.painter(), room, Align::Max, &line);
        ui.interact(shown, ui.scope_id().with("why"), Sense::hover())
            .widget_info(|| WidgetInfo::labeled(Role::Label, true, words::UNDECIDED));
    }
}
