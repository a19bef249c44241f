//! The lines of a strip: which item stands on which line, under which day, and at which height.
//!
//! Put together once for every strip, filter and density, and never while scrolling. Heights are the same for all
//! lines of a class, so what stands at a height is a search and not a layout.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::filter::{Counts, Filter};
use super::{lamps, runs};
use crate::bridge::Timeline;
use crate::domain::timeline::TimelineItem;
use crate::theme::Density;

/// What stands on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A new day begins; `None` for what has no time.
    Day(Option<Date>),
    /// An item, by its place in the strip.
    Item(usize),
    /// Items that are folded into one line (or unfolded under it): from the newest on.
    Run { first: usize, count: usize },
}

/// A line and where it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    pub line: Line,
    /// From the upper edge of the first line.
    pub top: f64,
    /// How many lines that are no day stand before it.
    pub before: usize,
    /// Nobody can say whether it or a neighbour was first.
    pub unsure: bool,
}

/// What the lines depend on beside the strip itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub filter: Filter,
    pub density: Density,
    /// Runs that are unfolded, by [`key`].
    pub unfolded: BTreeSet<u64>,
    /// The item whose whole text is shown, by its place in the strip, and how much higher that makes it.
    pub opened: Option<(usize, f32)>,
    /// The room of a line's text: lamps wrap in it.
    pub text_width: f32,
}

/// All lines of a strip.
pub struct Lines {
    timeline: Arc<Timeline>,
    shape: Shape,
    placed: Vec<Placed>,
    height: f64,
    items: usize,
    counts: Counts,
}

/// Without what a customer was told.
impl std::fmt::Debug for Lines {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lines").field("lines", &self.placed.len()).field("height", &self.height).finish_non_exhaustive()
    }
}

/// What an item is known by when the strip comes anew.
pub fn key(item: &TimelineItem) -> u64 {
    let mut hasher = DefaultHasher::new();
    let it = &item.item;
    (it.kind, &it.source, &it.channel, it.at, &it.remote_id, &it.title).hash(&mut hasher);
    hasher.finish()
}

/// The same for a run: by its oldest, because a newer one may join it.
fn run_key(oldest: &TimelineItem) -> u64 {
    key(oldest).rotate_left(17)
}

impl Lines {
    pub fn new(timeline: Arc<Timeline>, shape: Shape, zone: &TimeZone) -> Self {
        let counts = Counts::of(&timeline.items);
        let mut lines = Self { timeline, shape, placed: Vec::new(), height: 0.0, items: 0, counts };
        let timeline = Arc::clone(&lines.timeline);
        let items = &timeline.items;
        let shown: Vec<usize> = (0..items.len()).filter(|at| lines.shape.filter.holds(&items[*at].item)).collect();
        let mut days = Days::new(zone);
        let mut day: Option<Option<Date>> = None;
        let mut at = 0;
        while at < shown.len() {
            let this = days.of(items[shown[at]].item.at);
            if day != Some(this) {
                day = Some(this);
                lines.push(Line::Day(this));
            }
            let mut end = at + 1;
            while end < shown.len()
                && runs::goes_on(&items[shown[end - 1]], &items[shown[end]])
                && days.of(items[shown[end]].item.at) == this
            {
                end += 1;
            }
            // A run is a stretch of the strip itself, so that its members are found again.
            let whole = shown[end - 1] - shown[at] == end - 1 - at;
            if end - at >= runs::LEAST && whole {
                let run = Line::Run { first: shown[at], count: end - at };
                lines.push(run);
                if lines.is_unfolded(run) {
                    shown[at..end].iter().for_each(|item| lines.push(Line::Item(*item)));
                }
            } else {
                shown[at..end].iter().for_each(|item| lines.push(Line::Item(*item)));
            }
            at = end;
        }
        lines.mark_unsure(items);
        lines
    }

    /// Marks neighbours whose order cannot be told. What heads an unfolded run is no neighbour of its members.
    fn mark_unsure(&mut self, items: &[TimelineItem]) {
        let mut above: Option<(usize, usize)> = None;
        for at in 0..self.placed.len() {
            let (first, last) = match self.placed[at].line {
                Line::Item(item) => (item, item),
                Line::Run { first, count } if !self.is_unfolded(self.placed[at].line) => (first, first + count - 1),
                Line::Day(_) | Line::Run { .. } => continue,
            };
            if let Some((line, item)) = above
                && items[item].may_have_been_before(&items[first])
            {
                self.placed[line].unsure = true;
                self.placed[at].unsure = true;
            }
            above = Some((at, last));
        }
    }

    fn push(&mut self, line: Line) {
        self.placed.push(Placed { line, top: self.height, before: self.items, unsure: false });
        let heights = self.shape.density.heights();
        self.height += f64::from(match line {
            Line::Day(_) => heights.day_line,
            Line::Run { .. } => heights.timeline_item,
            Line::Item(at) => heights.timeline_item + self.lamps(at) + self.more(at),
        });
        self.items += usize::from(!matches!(line, Line::Day(_)));
    }

    /// How much higher an item is for its lamps.
    fn lamps(&self, at: usize) -> f32 {
        self.timeline.items.get(at).map_or(0.0, |item| lamps::height(item, self.shape.text_width))
    }

    /// How much higher an item is because its whole text is shown.
    fn more(&self, at: usize) -> f32 {
        self.shape.opened.filter(|(opened, _)| *opened == at).map_or(0.0, |(_, more)| more)
    }

    /// Whether these lines are those of this strip, whatever is said of its sources.
    pub fn show(&self, timeline: &Arc<Timeline>) -> bool {
        Arc::ptr_eq(&self.timeline.items, &timeline.items)
    }

    /// Whether these lines are those of this strip in this shape.
    pub fn are_of(&self, timeline: &Arc<Timeline>, shape: &Shape) -> bool {
        self.show(timeline) && self.shape == *shape
    }

    pub fn timeline(&self) -> &Timeline {
        &self.timeline
    }

    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    pub fn filter(&self) -> &Filter {
        &self.shape.filter
    }

    pub fn is_empty(&self) -> bool {
        self.placed.is_empty()
    }

    pub fn len(&self) -> usize {
        self.placed.len()
    }

    /// Lines that are no day.
    pub fn items(&self) -> usize {
        self.items
    }

    /// Height of all lines.
    pub fn height(&self) -> f64 {
        self.height
    }

    pub fn get(&self, at: usize) -> Option<Placed> {
        self.placed.get(at).copied()
    }

    /// Where a line ends.
    pub fn bottom(&self, at: usize) -> f64 {
        self.placed.get(at + 1).map_or(self.height, |next| next.top)
    }

    /// The first line that reaches below a height.
    pub fn first_below(&self, y: f64) -> usize {
        self.placed.partition_point(|placed| placed.top <= y).saturating_sub(1)
    }

    pub fn is_unfolded(&self, line: Line) -> bool {
        self.key(line).is_some_and(|key| self.shape.unfolded.contains(&key))
    }

    /// What a line is known by; days are not.
    pub fn key(&self, line: Line) -> Option<u64> {
        let items = &self.timeline.items;
        match line {
            Line::Day(_) => None,
            Line::Item(at) => items.get(at).map(key),
            Line::Run { first, count } => items.get(first + count - 1).map(run_key),
        }
    }

    /// The line that is known by this key.
    pub fn find(&self, wanted: u64) -> Option<usize> {
        self.placed.iter().position(|placed| self.key(placed.line) == Some(wanted))
    }

    /// The next line that is no day, from `at` on, in a direction.
    pub fn next_item(&self, at: usize, by: isize) -> Option<usize> {
        let is_item = |at: &usize| !matches!(self.placed[*at].line, Line::Day(_));
        if by < 0 {
            (0..(at + 1).min(self.placed.len())).rev().find(is_item)
        } else {
            (at..self.placed.len()).find(is_item)
        }
    }
}

/// Days of moments that come newest first; a zone is asked only where the day changes.
struct Days<'a> {
    zone: &'a TimeZone,
    last: Option<(Date, Timestamp, Timestamp)>,
}

impl<'a> Days<'a> {
    fn new(zone: &'a TimeZone) -> Self {
        Self { zone, last: None }
    }

    fn of(&mut self, at: Option<Timestamp>) -> Option<Date> {
        let at = at?;
        if let Some((date, from, to)) = self.last
            && (from..to).contains(&at)
        {
            return Some(date);
        }
        let date = at.to_zoned(self.zone.clone()).date();
        let begins = |date: Date| date.to_zoned(self.zone.clone()).ok().map(|day| day.timestamp());
        self.last = begins(date)
            .zip(date.tomorrow().ok().and_then(begins))
            .map(|(from, to)| (date, from, to))
            .filter(|(_, from, to)| (*from..*to).contains(&at));
        Some(date)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timeline::Detail;
    use crate::domain::{Interaction, InteractionKind};

    fn strip(times: &[&str]) -> Arc<Timeline> {
        let items = times.iter().enumerate().map(|(n, at)| {
            let mut item = Interaction::empty("vendor", InteractionKind::Survey);
            item.at = at.parse().ok();
            item.remote_id = Some(n.to_string());
            TimelineItem { item, unmasked: None, detail: Detail::Plain }
        });
        Arc::new(Timeline { items: Arc::new(items.collect()), sources: Vec::new() })
    }

    fn lines(timeline: &Arc<Timeline>) -> Lines {
        Lines::new(Arc::clone(timeline), Shape::default(), &TimeZone::get("Asia/Singapore").unwrap())
    }

    #[test]
    fn a_day_begins_in_the_agents_zone_and_heights_add_up() {
        // 16:00 in UTC is midnight there.
        let strip = strip(&["2026-11-20T06:00:00Z", "2026-11-19T16:00:00Z", "2026-11-19T15:59:59Z", ""]);
        let lines = lines(&strip);
        let shown: Vec<Line> = (0..lines.len()).filter_map(|at| lines.get(at)).map(|placed| placed.line).collect();
        let day = |text: &str| Line::Day(text.parse().ok());
        assert_eq!(
            shown,
            [
                day("2026-11-20"),
                Line::Item(0),
                Line::Item(1),
                day("2026-11-19"),
                Line::Item(2),
                Line::Day(None),
                Line::Item(3)
            ]
        );
        assert!((lines.height() - f64::from(3.0 * 32.0 + 4.0 * 48.0_f32)).abs() < 1e-9);
        assert_eq!(lines.items(), 4);
        for (y, at) in [(0.0, 0), (31.9, 0), (32.0, 1), (80.0, 2), (1e9, 6)] {
            assert_eq!(lines.first_below(y), at, "{y}");
        }
        assert_eq!((lines.next_item(3, 1), lines.next_item(3, -1), lines.next_item(0, -1)), (Some(4), Some(2), None));
    }

    #[test]
    fn a_line_is_found_again_in_a_strip_that_grew() {
        let small = strip(&["2026-11-20T06:00:00Z", "2026-11-20T05:00:00Z"]);
        let before = lines(&small);
        let key = before.key(Line::Item(1)).unwrap();
        let mut items = small.items.to_vec();
        items.insert(0, strip(&["2026-11-20T07:00:00Z"]).items[0].clone());
        let after = lines(&Arc::new(Timeline { items: items.into(), sources: Vec::new() }));
        assert_eq!((before.find(key), after.find(key)), (Some(2), Some(3)));
    }
}
