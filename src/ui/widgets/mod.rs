//! Controls and painted signs, built from the constants of `theme/`.
//!
//! Each control takes a `Ui`, returns its `Response`, and has a role and a name for screen readers. What only shows
//! something comes twice: as a thing of its own (`tag`, `state`, `status`), and as `…_at`, painted at the left of a
//! row's rect and returning the room it took, for rows that are painted and not laid out. None knows a panel.

mod button;
mod chip;
mod field;
mod icon_button;
mod lamp;
mod paint;
mod popup;
mod scroll;
mod slim_bar;
mod status;
mod strip;
mod tag;
pub mod text;
mod tick_row;

pub use button::{Button, ButtonKind, Touch};
pub use chip::{Chip, pill};
pub use field::Field;
pub use icon_button::IconButton;
pub use lamp::{lamp, lamp_at, lamp_width, state, state_at};
pub use paint::{
    RowLook, boxed, focus_is_visible, focus_ring, hairline, hairline_width, has_visible_focus, icon, inner_focus_ring,
    name_scroll_bar, pane_ground, row_ground, side_row_ground, square_at_left, square_at_right, state_icon,
    upright_hairline,
};
pub use popup::{Answer, card_frame, menu_frame, menu_item, popup_frame, tip, undo_notice};
pub use scroll::scrolls;
pub use slim_bar::{BAR_SECS, slim_bar};
pub use status::{Presence, avatar, changed_dot, presence_at, progress, status, status_at, status_glyph};
pub use strip::{empty_state, field_label, label, paragraph, section_head, strip};
pub use tag::{
    Ground, TagKind, badge, hear_letters, key_cap, key_cap_at_right, key_cap_width, tag, tag_at, tag_width, tags_at,
};
pub use text::TextLook;
pub use tick_row::tick_row;
