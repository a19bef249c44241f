//! The left door: made-up data.

use egui::{Align, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{DOOR, Demo, Wish, refusal_ui, top_ui, words};
use crate::theme::{self, Icon, IconFill, height, icon, space};
use crate::ui::actions::{Action, Actions};
use crate::ui::list::band::at;
use crate::ui::state::UiState;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Button};

/// What one finds behind it.
const FACTS: [(Icon, &str); 4] = [
    (Icon::Users, words::DEMO_LEADS),
    (Icon::Warning, words::DEMO_TROUBLE),
    (Icon::Prohibit, words::DEMO_STAYS),
    (Icon::Trash, words::DEMO_GOES),
];

/// Draws the door into its card; gives how high it wants to be.
pub(super) fn demo_ui(ui: &mut Ui, state: &UiState, actions: &mut Actions) -> f32 {
    let card = ui.max_rect().expand(space::XL);
    top_ui(ui, Icon::Flask, words::DEMO_TITLE, words::DEMO_MEANS);
    ui.add_space(11.0);
    for (sign, fact) in FACTS {
        let p = theme::palette(ui);
        let (row, response) = ui.allocate_exact_size(vec2(ui.available_width(), 26.0), Sense::hover());
        let square = widgets::square_at_left(row, icon::BODY);
        widgets::icon(ui.painter(), square, sign, IconFill::Regular, icon::BODY, p.ink2);
        let room = row.with_min_x(square.right() + space::S);
        text::paint(ui.painter(), room, Align::Min, &text::line(ui, fact, room.width(), TextLook::body(p.ink2)));
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, fact));
    }
    if let Demo::Refused(why) = &state.first.demo {
        ui.add_space(space::S);
        refusal_ui(ui, why);
    }
    let action = Action::First(Wish::StartDemo);
    let (name, key) = (action.name(), action.key_cap().filter(|_| !state.appearance.keys_off));
    let starting = matches!(state.first.demo, Demo::Wanted | Demo::Starting);
    let why_not = if starting { Some(words::DEMO_STARTING) } else { (!state.first.has_demo).then_some(words::NO_DEMO) };
    let button = Button::primary(&name).key(key.as_deref()).disabled_because(why_not);
    let size = vec2(button.natural_width(ui), height::BUTTON);
    let place = Rect::from_min_size(pos2(card.left() + space::XL, card.bottom() - space::XL - height::BUTTON), size);
    if at(ui, place, |ui| button.show(ui)).clicked() {
        actions.push(action);
    }
    if let Some(why) = why_not.filter(|_| starting) {
        super::beside_ui(ui, place, why);
    }
    DOOR.y
}
