//! Buttons at the foot of a form, from its right edge on.

use egui::{Rect, Ui, pos2, vec2};

use super::actions::{Action, Actions};
use super::list::band::at;
use super::widgets::Button;
use crate::theme::{height, space};

/// Draws them, the first one outermost, as many as there is room for. Gives what is left of the room.
pub fn buttons_ui<'b>(
    ui: &mut Ui,
    room: Rect,
    buttons: impl IntoIterator<Item = (Button<'b>, Action)>,
    actions: &mut Actions,
) -> Rect {
    let mut room = room;
    for (button, action) in buttons {
        let size = vec2(button.natural_width(ui), height::BUTTON);
        if size.x > room.width() {
            break;
        }
        let place = Rect::from_min_size(pos2(room.right() - size.x, room.center().y - size.y / 2.0), size);
        if at(ui, place, |ui| button.show(ui)).clicked() {
            actions.push(action);
        }
        room.max.x = place.left() - space::S;
    }
    room
}
