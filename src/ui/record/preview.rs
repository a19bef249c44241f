//! The whole request to one account as it will leave, secrets blanked; a tab for each account.

use egui::{Align, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::request::{BLANK, Kind, Piece, pieces};
use super::{RecordAction, targets, words};
use crate::bridge::Snapshot;
use crate::bridge::recording::{Preview, TemplateView};
use crate::theme::{self, Icon, IconFill, Palette, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::templates::TemplatesAction;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip};

/// A letter of the fixed width, and how many lines one value may take.
const LETTER: f32 = 6.6;
const LINES_MOST: u16 = 60;
const FOOT: f32 = 48.0;

/// Draws tabs, request and what can be done with it.
pub(super) fn preview_ui(ui: &mut Ui, rect: Rect, template: &TemplateView, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    ui.painter().rect_filled(rect, 0, p.side);
    let band = rect.with_max_y(rect.top() + height::BAND_B);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    let place = &state.record;
    let shown = template
        .targets
        .iter()
        .find(|target| place.shown.as_ref() == Some(&target.account))
        .or_else(|| template.targets.iter().find(|target| place.is_told(&target.account)))
        .or_else(|| template.targets.first());
    let shown = shown.map(|target| &target.account);
    at(ui, band.shrink2(vec2(space::M, 6.0)), |ui| {
        ui.spacing_mut().item_spacing.x = space::XXS;
        for target in &template.targets {
            let chosen = shown == Some(&target.account);
            let chip_title = targets::title(target, template);
            let chip = Chip::new(&chip_title).chosen(chosen);
            if chip.natural_width(ui) <= ui.available_width() && chip.show(ui).clicked() {
                actions.push(Action::Record(RecordAction::Show(target.account.clone())));
            }
        }
        let room = ui.available_rect_before_wrap();
        let line = text::line(ui, words::EXACTLY, f32::INFINITY, TextLook::small(p.ink2));
        if line.width() + space::S < room.width() {
            text::paint(ui.painter(), room.with_max_x(rect.right() - space::M), Align::Max, &line);
        }
    });
    let body = rect.with_min_y(band.bottom());
    let preview = shown.and_then(|account| place.preview(account));
    match preview {
        Some(preview) if !preview.request.is_empty() => request_ui(ui, body, preview, actions),
        _ => nothing_ui(ui, body, preview, state),
    }
}

/// Why no request can be shown.
fn nothing_ui(ui: &mut Ui, body: Rect, preview: Option<&Preview>, state: &UiState) {
    let p = theme::palette(ui);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("no request").max_rect(body.shrink(space::L)));
    let refused = state.record.asking.refused();
    let sentence = match preview {
        Some(_) => words::CANNOT_BE_MADE,
        None => refused.unwrap_or(words::NOTHING_YET),
    };
    widgets::paragraph(&mut ui, sentence, 6, TextLook::body(p.ink2));
    for fault in preview.into_iter().flat_map(|preview| &preview.faults) {
        ui.add_space(space::XS);
        widgets::paragraph(&mut ui, &fault.why, 4, TextLook::body(p.danger));
    }
}

fn request_ui(ui: &mut Ui, body: Rect, preview: &Preview, actions: &mut Actions) {
    let p = theme::palette(ui);
    let (text_area, foot) = body.split_top_bottom_at_y((body.bottom() - FOOT).max(body.top()));
    let inner = text_area.shrink2(vec2(space::L, 0.0));
    let mut child = ui.new_child(UiBuilder::new().id_salt(("request", preview.account.as_str())).max_rect(inner));
    child.shrink_clip_rect(text_area);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.add_space(space::M);
        let top = ui.cursor().min;
        for piece in pieces(&preview.request) {
            piece_ui(ui, &piece, p);
        }
        let whole = Rect::from_min_max(top, pos2(ui.max_rect().right(), ui.cursor().top()));
        let response = ui.interact(whole, ui.scope_id().with("text"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, preview.request.clone()));
        ui.add_space(space::L);
    });
    let copy = Button::quiet(words::COPY).icon(Icon::CopySimple);
    let size = vec2(copy.natural_width(ui), height::BUTTON);
    let place = Rect::from_min_size(pos2(foot.right() - space::S - size.x, foot.center().y - size.y / 2.0), size);
    if at(ui, place, |ui| copy.show(ui)).clicked() {
        actions.push(Action::Copy { what: words::REQUEST, text: preview.request.clone() });
    }
}

/// One line; what is too long goes on under itself.
fn piece_ui(ui: &mut Ui, piece: &Piece<'_>, p: &Palette) {
    let mono = TextLook::mono(p.ink);
    #[expect(clippy::cast_precision_loss, reason = "a few blanks")]
    let inset = piece.inset as f32 * LETTER;
    let width = (ui.available_width() - inset).max(40.0);
    let spans: Vec<(&str, TextLook)> = match &piece.kind {
        Kind::Method(method, address) => vec![(*method, mono.medium()), (" ", mono), (*address, mono)],
        Kind::Member { name, value, after } => {
            vec![(*name, mono.ink(p.ink2)), (*value, mono.ink(p.ok)), (*after, mono)]
        }
        Kind::Plain(text) if text.contains(BLANK) => {
            vec![(*text, mono.ink(p.ink2)), (" ", mono), (words::BLANKED, TextLook::small(p.ink3))]
        }
        Kind::Plain(text) => vec![(*text, mono.ink(p.ink2))],
    };
    let spans: Vec<_> = spans.into_iter().filter(|(text, _)| !text.is_empty()).collect();
    let line = text::spans(ui, &spans, width);
    let (line, ink) = if line.cut {
        let whole: String = spans.iter().map(|(text, _)| *text).collect();
        let is_text = matches!(piece.kind, Kind::Member { .. });
        let look = mono.ink(if is_text { p.ok } else { p.ink2 });
        (text::block(ui, &whole, width, LINES_MOST, look), look.ink)
    } else {
        (line, p.ink2)
    };
    let (_, rect) = ui.allocate_space(vec2(ui.available_width(), line.height().max(17.0)));
    let top = pos2(rect.left() + inset, rect.top());
    ui.painter().galley(text::snapped_to(ui.painter(), top), line.galley, ink);
}

/// The icon and words of an empty form: how a template is added.
pub(super) fn no_template_ui(ui: &mut Ui, body: Rect, snapshot: &Snapshot, actions: &mut Actions) {
    let settings = snapshot.settings.places.settings.as_deref();
    let p = theme::palette(ui);
    let room = body.shrink(space::XL);
    let mut ui = ui.new_child(UiBuilder::new().id_salt("no template").max_rect(room.with_max_x(room.left() + 480.0)));
    ui.shrink_clip_rect(body);
    let ui = &mut ui;
    let (square, _) = ui.allocate_exact_size(vec2(icon::RAIL, icon::RAIL), Sense::hover());
    widgets::icon(ui.painter(), square, Icon::PhoneOutgoing, IconFill::Regular, icon::RAIL, p.ink3);
    ui.add_space(space::XS);
    widgets::paragraph(ui, words::NO_TEMPLATES, 2, TextLook::body(p.ink));
    widgets::paragraph(ui, words::NO_TEMPLATES_MEANS, 4, TextLook::body(p.ink2));
    ui.add_space(space::S);
    if let Some(path) = settings {
        widgets::paragraph(ui, path, 4, TextLook::mono(p.ink));
        ui.add_space(space::S);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(space::S, space::S);
        if Button::primary(words::MAKE_TEMPLATE).show(ui).clicked() {
            actions.push(Action::Templates(TemplatesAction::New));
        }
        if Button::plain(words::COPY_EXAMPLE).icon(Icon::CopySimple).show(ui).clicked() {
            actions.push(Action::Copy { what: words::EXAMPLE, text: words::example(&snapshot.vendors) });
        }
        if let Some(path) = settings
            && Button::plain(words::COPY_PATH).show(ui).clicked()
        {
            actions.push(Action::Copy { what: words::SETTINGS_FILE, text: path.to_owned() });
        }
    });
}
