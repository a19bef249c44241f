//! A field that somebody else changed meanwhile: before, theirs, yours, and the two ways out.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::bridge::{OpenLead, OutboxView, Side};
use crate::domain::outbox::Conflict;
use crate::domain::{Field, LeadStatus, Slot};
use crate::theme::{self, Icon, IconFill, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button};

const FIELD_COLUMN: f32 = 112.0;
const HEAD: f32 = 44.0;
const ROW: f32 = 44.0;

/// All clashes of the lead, one section each.
pub fn clashes_ui(ui: &mut Ui, open: &OpenLead, state: &UiState, actions: &mut Actions) {
    let clashes = open.pending.iter().filter_map(|change| Some((change, change.item.conflict.as_ref()?)));
    for (n, (change, clash)) in clashes.enumerate() {
        ui.push_id(("clash", n), |ui| clash_ui(ui, change, clash, state, actions));
    }
}

/// One clash: its head, the three values, the two ways out.
pub fn clash_ui(ui: &mut Ui, change: &OutboxView, clash: &Conflict, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (head, response) = ui.allocate_exact_size(vec2(ui.available_width(), 40.0), Sense::hover());
    ui.painter().rect_filled(head, 0, p.warn_soft);
    let mut room = head.shrink2(vec2(space::L, 0.0));
    let square = widgets::square_at_left(room, icon::BODY);
    widgets::icon(ui.painter(), square, Icon::GitDiff, IconFill::Regular, icon::BODY, p.warn);
    room.min.x = square.right() + space::S;
    let line = text::line(ui, words::CLASH_TITLE, room.width(), TextLook::body(p.ink).medium());
    text::paint(ui.painter(), room, Align::Min, &line);
    let spoken = format!("{}: {}", words::CLASH_TITLE, clash.slot.word());
    response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, spoken.clone()));
    values_ui(ui, change, clash, state);
    choices_ui(ui, change, clash, actions);
    let line = p.line;
    let bottom = ui.cursor().top();
    widgets::hairline(ui.painter(), ui.max_rect().x_range(), bottom - 1.0, line);
}

/// The table of one row.
fn values_ui(ui: &mut Ui, change: &OutboxView, clash: &Conflict, state: &UiState) {
    let p = theme::palette(ui);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEAD + ROW), Sense::hover());
    let narrow = width < 380.0;
    let field_column = if narrow { 72.0 } else { FIELD_COLUMN };
    let left = rect.left() + space::L;
    let column = (rect.right() - space::L - left - field_column) / 3.0;
    let cell = |n: f32, top: f32, height: f32| {
        Rect::from_min_size(pos2(left + field_column + n * column, rect.top() + top), vec2(column - space::S, height))
    };
    let field_cell = |top: f32, height: f32| {
        Rect::from_min_size(pos2(left, rect.top() + top), vec2(field_column - space::S, height))
    };
    widgets::hairline(ui.painter(), rect.x_range(), rect.top() + HEAD - 1.0, p.line);
    let made = change.item.created_at;
    let columns = [
        (words::BEFORE, "when you made it".to_owned(), clash.before.as_deref()),
        (words::THEIRS, format!("read {}", state.clock(clash.read_at)), clash.theirs.as_deref()),
        (words::YOURS, format!("{}, not sent", state.clock(made)), clash.mine.as_deref()),
    ];
    let paint = |ui: &Ui, rect: Rect, words: &str, look: TextLook| {
        let line = text::line(ui, words, rect.width(), look);
        text::paint(ui.painter(), rect, Align::Min, &line);
    };
    paint(ui, field_cell(6.0, 16.0), "Field", TextLook::small(p.ink2).semibold());
    paint(ui, field_cell(HEAD + 12.0, 20.0), &clash.slot.word(), TextLook::body(p.ink).medium());
    for (n, (title, when, value)) in (0_u8..).zip(&columns) {
        let n = f32::from(n);
        paint(ui, cell(n, 6.0, 16.0), title, TextLook::small(p.ink2).semibold());
        paint(ui, cell(n, 22.0, 16.0), when, TextLook::caption(p.ink3));
        value_at(ui, cell(n, HEAD + 12.0, 20.0), &clash.slot, *value, n > 0.5);
    }
    let said = |value: Option<&str>| clash.slot.show(value);
    response.widget_info(|| {
        let sentence = format!(
            "{}: before {}, theirs {}, yours {}",
            clash.slot.word(),
            said(clash.before.as_deref()),
            said(clash.theirs.as_deref()),
            said(clash.mine.as_deref())
        );
        WidgetInfo::labeled(Role::Label, true, sentence)
    });
}

/// A value; a status wears its sign.
fn value_at(ui: &Ui, rect: Rect, slot: &Slot, value: Option<&str>, strong: bool) {
    let p = theme::palette(ui);
    let ink = if strong { p.ink } else { p.ink2 };
    let mut room = rect;
    if let (Slot::Field(Field::Status), Some(raw)) = (slot, value) {
        let status = LeadStatus::from_wire(raw);
        let square = widgets::square_at_left(room, icon::SMALL);
        widgets::status_glyph(ui.painter(), square, &status, p.lead_status(&status));
        room.min.x = square.right() + space::XS;
    }
    let look = if strong { TextLook::body(ink).medium() } else { TextLook::body(ink) };
    let line = text::line(ui, &slot.show(value), room.width(), look);
    text::paint(ui.painter(), room, Align::Min, &line);
}

/// Keep mine, take theirs, and what each leads to.
fn choices_ui(ui: &mut Ui, change: &OutboxView, clash: &Conflict, actions: &mut Actions) {
    let p = theme::palette(ui);
    let id = change.item.id;
    let choice = |side| Action::Resolve { change: id, slot: clash.slot.clone(), side };
    egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 4, bottom: 12 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = space::S;
            for side in [Side::Mine, Side::Theirs] {
                let action = choice(side);
                let name = action.name();
                let response = Button::plain(&name).show(ui);
                let why = words::side_consequence(side, change.vendor_title);
                if widgets::tip(response, &why, None).clicked() {
                    actions.push(action);
                }
            }
        });
        ui.add_space(space::S);
        let indent = icon::SMALL + space::XS + space::XXS;
        let block = text::block(ui, words::READS_AGAIN, ui.available_width() - indent, 2, TextLook::small(p.ink3));
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), block.height()), Sense::hover());
        let square = Rect::from_min_size(rect.min + vec2(0.0, 1.0), vec2(icon::SMALL, icon::SMALL));
        widgets::icon(ui.painter(), square, Icon::ShieldCheck, IconFill::Regular, icon::SMALL, p.ok);
        ui.painter().galley(pos2(rect.left() + indent, rect.top()).round(), block.galley, p.ink3);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words::READS_AGAIN));
    });
}
