//! The lamps under a recorded fact: which stand on one line, and how they are painted.
//!
//! How many lines they take is known before anything is laid out, since the height of a line of the strip must not
//! depend on painting: widths are estimated from letters, on the safe side.

use egui::{Rect, Ui, pos2, vec2};

use crate::domain::OutboxState;
use crate::domain::timeline::{Detail, TimelineItem};
use crate::theme;
use crate::ui::widgets;

/// Height of one line of lamps, and the room between two lamps.
pub const LINE: f32 = 18.0;
const BETWEEN: f32 = 9.0;
/// An average letter of 12/500, and icon with the room behind it.
const LETTER: f32 = 6.2;
const SIGN: f32 = 18.0;
/// No word is taken for shorter than "Needs you": a state may move on while the line stands.
const WORD_LEAST: usize = 9;

/// One lamp, ready to be painted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LampSaid {
    pub vendor: String,
    pub state: OutboxState,
    pub word: &'static str,
}

fn estimate(vendor: &str, word: &str) -> f32 {
    let letters = vendor.chars().count() + 1 + word.chars().count().max(WORD_LEAST);
    #[expect(clippy::cast_precision_loss, reason = "a few words")]
    let width = letters as f32 * LETTER;
    SIGN + width
}

/// How many lamps stand on each line.
fn breaks<'a>(lamps: impl Iterator<Item = (&'a str, &'a str)>, width: f32) -> Vec<usize> {
    let (mut lines, mut right) = (Vec::new(), f32::INFINITY);
    for (vendor, word) in lamps {
        let wide = estimate(vendor, word);
        match lines.last_mut() {
            Some(last) if right + BETWEEN + wide <= width => {
                *last += 1;
                right += BETWEEN + wide;
            }
            _ => {
                lines.push(1);
                right = wide;
            }
        }
    }
    lines
}

/// How much higher an item is for its lamps.
#[expect(clippy::cast_precision_loss, reason = "a few lines")]
pub fn height(item: &TimelineItem, width: f32) -> f32 {
    let Detail::Recorded { lamps, .. } = &item.detail else { return 0.0 };
    breaks(lamps.iter().map(|lamp| (lamp.told.title.as_str(), lamp.word())), width).len() as f32 * LINE
}

/// Paints them from the upper left of an area on; gives where they end.
pub fn paint(ui: &Ui, area: Rect, lamps: &[LampSaid]) -> f32 {
    let p = theme::palette(ui);
    let mut rest = lamps.iter();
    let mut top = area.top();
    for count in breaks(lamps.iter().map(|lamp| (lamp.vendor.as_str(), lamp.word)), area.width()) {
        let mut left = area.left();
        for lamp in rest.by_ref().take(count) {
            let place = Rect::from_min_size(pos2(left, top), vec2((area.right() - left).max(0.0), LINE));
            left = widgets::lamp_at(ui, place, p.outbox(lamp.state), &lamp.vendor, lamp.word).right() + BETWEEN;
        }
        top += LINE;
    }
    top
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_lamps_stand_on_one_line_and_wrap_where_there_is_less_room() {
        let lamps = || [("RAY", "Accepted"), ("Releva", "Accepted"), ("MXO", "Needs you")].into_iter();
        assert_eq!(breaks(lamps(), 344.0), [3]);
        assert_eq!(breaks(lamps(), 300.0), [2, 1]);
        assert_eq!(breaks(lamps(), 50.0), [1, 1, 1]);
        assert!(breaks(std::iter::empty(), 344.0).is_empty());
    }
}
