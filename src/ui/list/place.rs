//! Where the list stands: a position in rows, not in points.
//!
//! A million rows are 68 million points, and past 16.7 million an `f32` has no room for one more point. So the
//! position is an `f64` number of rows, and only what is visible is ever turned into points.

/// The position of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// How many rows (and parts of one) lie above the upper edge.
    pub top: f64,
}

impl Place {
    /// Moves by so many points, down when positive.
    pub fn scroll(&mut self, points: f32, row_height: f32) {
        self.top += f64::from(points) / f64::from(row_height);
    }

    /// Keeps the place inside the list: no room above the first row, none under the last while rows fill the view.
    pub fn clamp(&mut self, rows: usize, view_height: f32, row_height: f32) {
        self.top = self.top.clamp(0.0, last_top(rows, view_height, row_height));
    }

    /// Moves as little as possible so that the row is wholly seen.
    pub fn keep_in_sight(&mut self, row: usize, rows: usize, view_height: f32, row_height: f32) {
        let visible = f64::from(view_height) / f64::from(row_height);
        let row = as_f64(row);
        if row < self.top {
            self.top = row;
        } else if row + 1.0 > self.top + visible {
            self.top = row + 1.0 - visible;
        }
        self.clamp(rows, view_height, row_height);
    }

    /// Rows came or went: what stood at `before` stands at `now`, and stays where the eye has it.
    pub fn shift(&mut self, before: usize, now: usize) {
        self.top += as_f64(now) - as_f64(before);
    }

    /// Whether any part of the row is seen.
    pub fn sees(&self, row: usize, view_height: f32, row_height: f32) -> bool {
        let row = as_f64(row);
        row + 1.0 > self.top && row < self.top + f64::from(view_height) / f64::from(row_height)
    }

    /// The first row that is seen, and how many points of it lie above the edge.
    pub fn first(&self, row_height: f32) -> (usize, f32) {
        let whole = self.top.floor();
        (as_usize(whole), as_f32(self.top - whole) * row_height)
    }

    /// Begin and length of the scroll bar's handle, both as parts of the track; `None` when everything is seen.
    pub fn handle(&self, rows: usize, view_height: f32, row_height: f32) -> Option<(f32, f32)> {
        let visible = f64::from(view_height) / f64::from(row_height);
        let all = as_f64(rows);
        (all > visible && visible > 0.0).then(|| (as_f32(self.top / all), as_f32(visible / all)))
    }

    /// Puts the place where a drag of the handle wants it: `part` of the way from top to bottom.
    pub fn drag_to(&mut self, part: f32, rows: usize, view_height: f32, row_height: f32) {
        self.top = f64::from(part.clamp(0.0, 1.0)) * last_top(rows, view_height, row_height);
    }
}

fn last_top(rows: usize, view_height: f32, row_height: f32) -> f64 {
    (as_f64(rows) - f64::from(view_height) / f64::from(row_height)).max(0.0)
}

/// Exact up to 2^53 rows.
#[expect(clippy::cast_precision_loss, reason = "a list never has 2^53 rows")]
fn as_f64(rows: usize) -> f64 {
    rows as f64
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the place is clamped to 0..rows")]
fn as_usize(rows: f64) -> usize {
    rows.max(0.0) as usize
}

#[expect(clippy::cast_possible_truncation, reason = "a part of one row, or of the track: between 0 and 1")]
fn as_f32(part: f64) -> f32 {
    part as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_point_is_one_point_everywhere_in_a_million_rows() {
        for start in [0_usize, 300_000, 600_000, 999_000] {
            let mut place = Place { top: as_f64(start) };
            for _ in 0..100 {
                place.scroll(1.0, 68.0);
                place.clamp(1_000_000, 680.0, 68.0);
            }
            assert!(((place.top - as_f64(start)) * 68.0 - 100.0).abs() < 1e-3, "from row {start}");
        }
    }

    #[test]
    fn the_chosen_row_comes_into_sight_with_the_least_move() {
        let mut place = Place { top: 10.0 };
        place.keep_in_sight(12, 100, 340.0, 68.0);
        assert!((place.top - 10.0).abs() < 1e-9);
        place.keep_in_sight(15, 100, 340.0, 68.0);
        assert!((place.top - 11.0).abs() < 1e-9);
        place.keep_in_sight(3, 100, 340.0, 68.0);
        assert!((place.top - 3.0).abs() < 1e-9);
        place.keep_in_sight(99, 100, 340.0, 68.0);
        assert!((place.top - 95.0).abs() < 1e-9);
    }

    #[test]
    fn a_short_list_does_not_move_and_shows_no_bar() {
        let mut place = Place { top: 7.0 };
        place.clamp(3, 680.0, 68.0);
        assert!(place.top.abs() < 1e-9);
        assert_eq!(place.handle(3, 680.0, 68.0), None);
        assert!(place.handle(1_000_000, 680.0, 68.0).is_some());
    }
}
