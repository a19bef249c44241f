//! The form of a recording, in the place of lead and profile: form, preview, warning, footer.

use egui::{Align, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::{RecordAction, fields, preview, targets, waits, words};
use crate::bridge::Snapshot;
use crate::bridge::recording::TemplateView;
use crate::theme::{self, Gravity, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::footer;
use crate::ui::keys::COMMAND_ENTER;
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button, Chip, IconButton};

const FORM: f32 = 328.0;
const FOOTER: f32 = 54.0;
/// Windows narrower than this show the preview on a tab of its own.
const BESIDE: f32 = 970.0;

fn act(action: RecordAction) -> Action {
    Action::Record(action)
}

/// Draws the form.
pub fn record_ui(ui: &mut Ui, snapshot: &Snapshot, state: &mut UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let rect = widgets::pane_ground(ui, p.base);
    let band = rect.with_max_y(rect.top() + height::BAND_A);
    widgets::hairline(ui.painter(), rect.x_range(), band.bottom() - 1.0, p.line);
    title_ui(ui, band, snapshot, state, actions);
    let body = rect.with_min_y(band.bottom());
    let Some(template) = state.record.template(snapshot).cloned() else {
        preview::no_template_ui(ui, body, snapshot, actions);
        return;
    };
    // Taken before a field does: it would begin a line there.
    let enter = state.popup.is_none() && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    if enter {
        actions.push(act(RecordAction::Send));
    }
    let (body, footer) = body.split_top_bottom_at_y(rect.bottom() - FOOTER);
    footer_ui(ui, footer, &template, snapshot, state, actions);
    let body = strip_ui(ui, body, &template, state, actions);
    if ui.ctx().content_rect().width() >= BESIDE {
        let (form, beside) = body.split_left_right_at_x(body.left() + FORM);
        form_ui(ui, form, &template, snapshot, state, actions);
        preview::preview_ui(ui, beside, &template, state, actions);
        widgets::upright_hairline(ui.painter(), beside.left(), beside.y_range(), p.line);
        return;
    }
    let tabs = body.with_max_y(body.top() + height::BAND_B);
    widgets::hairline(ui.painter(), tabs.x_range(), tabs.bottom() - 1.0, p.line);
    at(ui, tabs.shrink2(vec2(space::M, 6.0)), |ui| {
        ui.spacing_mut().item_spacing.x = space::XXS;
        for (word, to_preview) in [(words::FORM, false), (words::PREVIEW, true)] {
            if Chip::new(word).chosen(state.record.on_preview == to_preview).show(ui).clicked() {
                actions.push(act(RecordAction::Turn { to_preview }));
            }
        }
    });
    let body = body.with_min_y(tabs.bottom());
    if state.record.on_preview {
        preview::preview_ui(ui, body, &template, state, actions);
    } else {
        form_ui(ui, body, &template, snapshot, state, actions);
    }
}

fn title_ui(ui: &mut Ui, band: Rect, snapshot: &Snapshot, state: &UiState, actions: &mut Actions) {
    let p = theme::palette(ui);
    let mut room = band.shrink2(vec2(space::L, 0.0));
    let close = Rect::from_center_size(pos2(room.right() - 10.0, room.center().y), vec2(28.0, 28.0));
    if at(ui, close, |ui| IconButton::header(Icon::X, words::CLOSE).key("Esc").show(ui)).clicked() {
        actions.push(act(RecordAction::Later));
    }
    room.max.x = close.left() - space::S;
    let square = widgets::square_at_left(room, icon::HEADER);
    widgets::icon(ui.painter(), square, Icon::PhoneOutgoing, IconFill::Regular, icon::HEADER, p.ink2);
    room.min.x = square.right() + space::S;
    let name = state.record.lead.and_then(|lead| snapshot.rows.get(lead)).map(|row| row.name.clone());
    let whom = words::for_whom(name.as_deref().unwrap_or_default());
    let look = TextLook::title(p.ink);
    let spans = [(words::RECORD_TITLE, look), ("  ", look), (whom.as_str(), TextLook::body(p.ink2))];
    let line = text::spans(ui, &spans, room.width());
    let shown = text::paint(ui.painter(), room, Align::Min, &line);
    ui.interact(shown, ui.scope_id().with("title"), Sense::hover())
        .widget_info(|| WidgetInfo::labeled(Role::Heading, true, format!("{} {whom}", words::RECORD_TITLE)));
}

fn form_ui(
    ui: &mut Ui,
    area: Rect,
    template: &TemplateView,
    snapshot: &Snapshot,
    state: &mut UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    let inner = Rect::from_min_max(area.min + vec2(space::L, 0.0), area.max);
    let mut child = ui.new_child(UiBuilder::new().id_salt("record form").max_rect(inner));
    child.shrink_clip_rect(area);
    child.spacing_mut().item_spacing = egui::Vec2::ZERO;
    widgets::scrolls(&mut child, ScrollArea::vertical().auto_shrink(false), |ui| {
        ui.add_space(space::XS);
        ui.set_max_width((FORM - 2.0 * space::L).min(ui.available_width() - space::L));
        fields::fields_ui(ui, template, snapshot, state, actions);
        targets::targets_ui(ui, template, snapshot, state, actions);
        if let Some(fault) = &state.record.fault {
            ui.add_space(space::S);
            widgets::paragraph(ui, fault, 6, TextLook::small(p.danger));
        }
        ui.add_space(space::XL);
    });
}

/// The same was recorded before. Gives what is left above the strip.
fn strip_ui(ui: &mut Ui, body: Rect, template: &TemplateView, state: &UiState, actions: &mut Actions) -> Rect {
    let Some(twin) = state.record.twin(template) else { return body };
    let (rest, strip) = body.split_top_bottom_at_y(body.bottom() - height::STRIP);
    let pressed = at(ui, strip, |ui| {
        ui.set_width(strip.width());
        widgets::strip(ui, Gravity::Warn, &twin, Some(words::ANYWAY), 0)
    });
    if pressed.is_some_and(|response| response.clicked()) {
        actions.push(act(RecordAction::SendAnyway));
    }
    rest
}

fn footer_ui(
    ui: &mut Ui,
    footer: Rect,
    template: &TemplateView,
    snapshot: &Snapshot,
    state: &UiState,
    actions: &mut Actions,
) {
    let p = theme::palette(ui);
    widgets::hairline(ui.painter(), footer.x_range(), footer.top(), p.line);
    let room = footer.shrink2(vec2(space::L, 0.0));
    let why = RecordAction::Send.available(snapshot, state).err();
    let buttons = [
        (Button::primary(words::RECORD).key(COMMAND_ENTER).disabled_because(why), RecordAction::Send),
        (Button::quiet(words::CANCEL).key("Esc"), RecordAction::Later),
        (Button::quiet(words::CLEAR), RecordAction::Clear),
    ];
    let untouched = state.record.form.is_untouched();
    let buttons = buttons.into_iter().filter(|(_, action)| !(untouched && *action == RecordAction::Clear));
    let room = footer::buttons_ui(ui, room, buttons.map(|(button, action)| (button, act(action))), actions);
    let sentence = why.map_or_else(|| goes(template, snapshot, state), str::to_owned);
    if room.width() > 80.0 {
        let line = text::line(ui, &sentence, room.width(), TextLook::small(p.ink2));
        let shown = text::paint(ui.painter(), room, Align::Min, &line);
        let response = ui.interact(shown, ui.scope_id().with("goes"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, sentence.clone()));
        if line.cut {
            response.on_hover_text(&sentence);
        }
    }
}

/// What goes now and what waits.
fn goes(template: &TemplateView, snapshot: &Snapshot, state: &UiState) -> String {
    let (wait, go): (Vec<_>, Vec<_>) =
        state.record.told(template).partition(|account| waits(account, snapshot).is_some());
    words::goes(go.len(), wait.len())
}
