//! Where the agent is in the timeline: how far down, on which line, what is unfolded and revealed, what is filtered.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::filter::{Counts, Filter};
use super::lines::{Line, Lines, Placed, Shape, key};
use super::runs;
use crate::bridge::Timeline;
use crate::domain::LeadId;
use crate::theme::Density;
use jiff::tz::TimeZone;

/// How long a code is shown, in seconds.
pub const REVEAL_SECS: f64 = 10.0;
/// Over the first line and under the last.
pub const EDGE: f64 = 4.0;

/// The place in the timeline of one lead; the filter is the same for all.
#[derive(Debug, Default)]
pub struct TimelinePlace {
    pub filter: Filter,
    /// Points above the upper edge of the pane.
    pub top: f64,
    /// Height of what stands over the lines and scrolls with them.
    pub head: f64,
    /// The chosen line, by its key.
    pub chosen: Option<u64>,
    /// How often lines were put together; for tests.
    pub built: u64,
    /// The chosen line shall come into sight, and get the focus of the keyboard.
    pub show_chosen: bool,
    pub focus_chosen: bool,
    /// Input time until which the scroll bar is seen.
    pub bar_until: f64,
    lead: Option<LeadId>,
    lines: Option<Lines>,
    chosen_at: Option<usize>,
    /// The item whose whole text is shown: its key, and its place in the strip.
    opened: Option<(u64, usize)>,
    unfolded: BTreeSet<u64>,
    /// Items whose code is shown, and the input time until which it is.
    revealed: Vec<(u64, f64)>,
}

impl TimelinePlace {
    /// Another lead: its strip begins at the top, and nothing of it is chosen or revealed.
    pub fn turn_to(&mut self, lead: LeadId) {
        if self.lead != Some(lead) {
            let filter = std::mem::take(&mut self.filter);
            *self = Self { filter, lead: Some(lead), built: self.built, ..Self::default() };
        }
    }

    /// Takes in the newest strip. What the eye has stays where it is. `more`: how much higher an item gets when its
    /// whole text is shown.
    pub fn follow(
        &mut self,
        timeline: &Arc<Timeline>,
        (density, text_width): (Density, f32),
        zone: &TimeZone,
        more: impl FnOnce(&Timeline, usize) -> f32,
    ) {
        if !self.lines.as_ref().is_some_and(|lines| lines.show(timeline)) {
            let place = |wanted: (u64, usize)| timeline.items.iter().position(|item| key(item) == wanted.0);
            self.opened = self.opened.and_then(|opened| Some((opened.0, place(opened)?)));
        }
        let opened = self.opened.map(|(_, at)| (at, more(timeline, at)));
        let shape = Shape { filter: self.filter.clone(), density, unfolded: self.unfolded.clone(), opened, text_width };
        if self.lines.as_ref().is_some_and(|lines| lines.are_of(timeline, &shape)) {
            return;
        }
        let lines = Lines::new(Arc::clone(timeline), shape, zone);
        self.built += 1;
        if let Some(before) = self.lines.take().filter(|before| self.top > 0.0 && before.filter() == lines.filter()) {
            self.stay(&before, &lines);
        }
        self.chosen_at = self.chosen.and_then(|chosen| lines.find(chosen));
        self.lines = Some(lines);
    }

    /// The first line in sight stays where it stands.
    fn stay(&mut self, before: &Lines, now: &Lines) {
        let seen = self.top - self.head - EDGE;
        let stood = before.next_item(before.first_below(seen), 1).and_then(|at| before.get(at));
        let found = stood.and_then(|stood| now.find(before.key(stood.line)?)).and_then(|at| now.get(at));
        if let (Some(stood), Some(found)) = (stood, found) {
            self.top += found.top - stood.top;
        }
    }

    pub fn lines(&self) -> Option<&Lines> {
        self.lines.as_ref()
    }

    /// What the strip holds, once it is there.
    pub fn counts(&self) -> Option<&Counts> {
        self.lines.as_ref().map(Lines::counts)
    }

    /// Height of everything that scrolls.
    pub fn height(&self) -> f64 {
        self.head + 2.0 * EDGE + self.lines.as_ref().map_or(0.0, Lines::height)
    }

    /// Keeps the place inside what there is; brings the chosen line into sight when asked.
    pub fn settle(&mut self, view: f32) {
        let view = f64::from(view);
        if std::mem::take(&mut self.show_chosen)
            && let Some((at, lines)) = self.chosen_at.zip(self.lines.as_ref())
            && let Some(placed) = lines.get(at)
        {
            let offset = self.head + EDGE;
            // The day over the first item of a day comes along.
            let day = at.checked_sub(1).and_then(|day| lines.get(day)).filter(|day| matches!(day.line, Line::Day(_)));
            let top = offset + day.map_or(placed.top, |day| day.top);
            let top = if at <= 1 { 0.0 } else { top };
            let bottom = offset + lines.bottom(at) + EDGE;
            self.top = self.top.min(top).max(bottom - view);
        }
        self.top = self.top.clamp(0.0, (self.height() - view).max(0.0));
    }

    /// The lines in sight: their number, and where each stands from the upper edge of the pane.
    pub fn in_sight(&self, view: f32) -> Vec<(usize, Placed, f32, f32)> {
        let Some(lines) = &self.lines else { return Vec::new() };
        let offset = self.head + EDGE - self.top;
        let mut at = lines.first_below(-offset);
        let mut seen = Vec::new();
        while let Some(placed) = lines.get(at) {
            let (top, bottom) = (placed.top + offset, lines.bottom(at) + offset);
            if top >= f64::from(view) {
                break;
            }
            seen.push((at, placed, points(top), points(bottom - top)));
            at += 1;
        }
        seen
    }

    /// Down (or up) one line.
    pub(in crate::ui) fn walk(&mut self, by: isize) {
        let Some(lines) = &self.lines else { return };
        let next = match self.chosen_at {
            Some(at) => at.checked_add_signed(by).and_then(|at| lines.next_item(at, by)),
            None => lines.next_item(lines.first_below(self.top - self.head), 1),
        };
        let key = next.and_then(|at| lines.get(at)).and_then(|placed| lines.key(placed.line));
        if key.is_some() {
            (self.chosen, self.chosen_at) = (key, next);
            (self.show_chosen, self.focus_chosen) = (true, true);
        } else if by < 0 {
            self.top = 0.0;
        }
    }

    pub(in crate::ui) fn choose(&mut self, key: u64) {
        self.chosen = Some(key);
        self.chosen_at = self.lines.as_ref().and_then(|lines| lines.find(key));
        self.show_chosen = true;
    }

    /// Enter on the chosen line.
    pub(in crate::ui) fn enter(&mut self, time: f64) {
        let Some(key) = self.chosen else { return };
        let hides = self.chosen_item().and_then(|at| self.lines.as_ref()?.timeline().items.get(at));
        if hides.is_some_and(runs::is_code) {
            self.reveal(key, time);
        } else {
            self.toggle(key);
        }
    }

    /// The item on the chosen line.
    pub fn chosen_item(&self) -> Option<usize> {
        match self.lines.as_ref()?.get(self.chosen_at?)?.line {
            Line::Item(at) => Some(at),
            Line::Day(_) | Line::Run { .. } => None,
        }
    }

    /// A run unfolds or folds; an item shows its whole text or its first line.
    pub(in crate::ui) fn toggle(&mut self, key: u64) {
        let Some(lines) = &self.lines else { return };
        match lines.find(key).and_then(|at| lines.get(at)).map(|placed| placed.line) {
            Some(Line::Run { .. }) => {
                if !self.unfolded.remove(&key) {
                    self.unfolded.insert(key);
                }
            }
            Some(Line::Item(at)) => self.opened = if self.is_opened(key) { None } else { Some((key, at)) },
            Some(Line::Day(_)) | None => {}
        }
    }

    /// Opens the chosen line or closes it, as in a tree; what is so already stays so.
    pub(in crate::ui) fn unfold(&mut self, open: bool) {
        if let Some(key) = self.chosen
            && open != (self.is_opened(key) || self.unfolded.contains(&key))
        {
            self.toggle(key);
            self.show_chosen = true;
        }
    }

    pub fn is_opened(&self, key: u64) -> bool {
        self.opened.is_some_and(|(opened, _)| opened == key)
    }

    /// Shows the code of an item for ten seconds, or hides it.
    pub(in crate::ui) fn reveal(&mut self, key: u64, time: f64) {
        if self.revealed_for(key, time).is_some() {
            self.revealed.retain(|(revealed, _)| *revealed != key);
        } else {
            self.revealed.push((key, time + REVEAL_SECS));
        }
    }

    /// How many seconds the code of an item is still shown.
    pub fn revealed_for(&self, key: u64, time: f64) -> Option<f64> {
        let until = self.revealed.iter().find(|(revealed, _)| *revealed == key)?.1;
        (until > time).then_some(until - time)
    }

    pub fn forget_revealed(&mut self, time: f64) {
        self.revealed.retain(|(_, until)| *until > time);
    }

    /// Shows something else of the strip, from its top.
    pub(in crate::ui) fn narrow(&mut self, filter: Filter) {
        if self.filter != filter {
            self.filter = filter;
            self.top = 0.0;
        }
    }

    /// The pane gives the keys away.
    pub(in crate::ui) fn leave(&mut self) {
        self.chosen = None;
        self.chosen_at = None;
    }

    /// Moves by so many points, down when positive.
    pub fn scroll(&mut self, by: f32) {
        self.top += f64::from(by);
    }

    /// Begin and length of the scroll bar's handle as parts of its track; `None` when everything is in sight.
    pub fn handle(&self, view: f32) -> Option<(f32, f32)> {
        let (view, height) = (f64::from(view), self.height());
        (height > view && view > 0.0).then(|| (points(self.top / height), points(view / height)))
    }

    /// Puts the place where a drag of the handle wants it.
    pub fn drag_to(&mut self, part: f32, view: f32) {
        self.top = f64::from(part.clamp(0.0, 1.0)) * (self.height() - f64::from(view)).max(0.0);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a place on screen, or a part of one")]
fn points(y: f64) -> f32 {
    y as f32
}
