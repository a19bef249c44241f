//! The lines of a row: name with its marks, message, status with tags and agent.
//!
//! What is cut first: the message, then tags (they become `+n`), then the agent, the name last; age, status word and
//! marks never.

use egui::{Align, Rect, Ui};

use super::hit::{Needles, Source};
use super::row::{Look, shown_time};
use crate::bridge::Snapshot;
use crate::domain::OutboxState;
use crate::search::Row;
use crate::theme::{Icon, IconFill, Palette, icon, space};
use crate::ui::people::{self, Writer};
use crate::ui::state::UiState;
use crate::ui::text as words;
use crate::ui::widgets::text::{self, TextLook};
use crate::ui::widgets::{self, Ground, TagKind};

/// Between the name and its marks.
const MARK_GAP: f32 = 6.0;

/// What every line needs.
pub(super) struct Pen<'a> {
    pub(super) ui: &'a Ui,
    pub(super) palette: &'static Palette,
    pub(super) row: &'a Row,
    pub(super) look: &'a Look,
    pub(super) needles: &'a Needles,
    pub(super) snapshot: &'a Snapshot,
    pub(super) state: &'a UiState,
}

/// What came of the name's line.
pub(super) struct Named {
    pub(super) age: Rect,
    pub(super) outbox_mark: Option<(Rect, OutboxState)>,
    /// Bytes of the name that are seen.
    pub(super) seen: usize,
    /// Tags that are seen on this line.
    pub(super) tags: usize,
}

impl Pen<'_> {
    /// Name, online mark, outbox mark, age at the right; in compact rows one tag.
    pub(super) fn name_line(&self, room: Rect, with_tag: bool) -> Named {
        let (ui, p, row) = (self.ui, self.palette, self.row);
        let mut right = room.right();
        let mut age = Rect::from_min_max(room.right_top(), room.max);
        if let Some(at) = shown_time(row) {
            let line = text::line(ui, &self.state.age(at), room.width(), TextLook::small(p.ink3));
            age = text::paint(ui.painter(), room, Align::Max, &line);
            right = age.left() - space::S;
        }
        let read_secs_ago = self.state.now.as_second() - row.read_at.as_second();
        let presence = widgets::Presence::after_secs(read_secs_ago).filter(|_| row.is_online);
        let mark = row.pending.and_then(|pending| Some((p.outbox_mark(pending)?, pending)));
        let marks = presence.map_or(0.0, |_| 8.0 + MARK_GAP) + mark.map_or(0.0, |_| icon::SMALL + MARK_GAP);

        let name_room = (right - room.left() - marks).max(0.0);
        let ink = if row.gone { p.ink3 } else { p.ink };
        let look = if self.look.changed { TextLook::body(ink).semibold() } else { TextLook::body(ink).medium() };
        let line = self.marked(&row.name, look, name_room);
        let mut at = text::paint(ui.painter(), room, Align::Min, &line).right();
        if let Some(presence) = presence {
            at = widgets::presence_at(ui, room.with_min_x(at + MARK_GAP), presence).right();
        }
        let outbox_mark = mark.map(|(sign, pending)| {
            let square = widgets::state_icon(ui.painter(), room.with_min_x(at + MARK_GAP), sign, icon::SMALL);
            at = square.right();
            (square, pending)
        });
        let mut tags = 0;
        if with_tag && let Some(tag) = row.tags.first() {
            let place = room.with_min_x(at + space::S).with_max_x(right);
            if widgets::tag_width(ui, tag, TagKind::Plain) <= place.width() {
                self.tag(place, tag);
                tags = 1;
            }
        }
        Named { age, outbox_mark, seen: seen_bytes(&row.name, &line), tags }
    }

    /// Who wrote, and what; or the hit that is not seen elsewhere.
    /// Gives whether there is more of the message than is seen.
    pub(super) fn message(&self, room: Rect, compact: bool, name_seen: usize, tags_seen: usize) -> bool {
        let (ui, p, row) = (self.ui, self.palette, self.row);
        let plain = |ink| if compact { TextLook::small(ink) } else { TextLook::body(ink) };
        if !self.needles.is_empty()
            && let Some((source, found)) = self.needles.out_of_sight(row, name_seen, tags_seen)
        {
            let hits = match source {
                Source::Tag => self.needles.in_tag(&found),
                _ => self.needles.in_text(&found),
            };
            let mut spans = vec![(source.word(), plain(p.ink3)), (" ", plain(p.ink3))];
            push_marked(&mut spans, &found, &hits, plain(p.ink2), p);
            let line = text::spans(ui, &spans, room.width());
            text::paint(ui.painter(), room, Align::Min, &line);
            return true;
        }
        let Some(message) = &row.last_message else {
            let line = text::line(ui, words::NO_MESSAGE, room.width(), plain(p.ink3));
            text::paint(ui.painter(), room, Align::Min, &line);
            return false;
        };
        let words_of = message.text.as_deref().unwrap_or_default();
        let mut room = room;
        let line = match Writer::of(message) {
            Writer::Customer => text::line(ui, words_of, room.width(), plain(p.ink2)),
            Writer::Bot => {
                let square = widgets::square_at_left(room, icon::SMALL);
                widgets::icon(ui.painter(), square, Icon::Robot, IconFill::Regular, icon::SMALL, p.ink3);
                room.min.x = square.right() + space::XS;
                text::line(ui, words_of, room.width(), plain(p.ink2))
            }
            Writer::Agent => {
                let by = [(words::AGENT_WROTE, plain(p.ink3)), (" ", plain(p.ink3)), (words_of, plain(p.ink2))];
                text::spans(ui, &by, room.width())
            }
        };
        text::paint(ui.painter(), room, Align::Min, &line);
        line.cut
    }

    /// Status, tags, agent. Gives how many tags are seen.
    pub(super) fn state_line(&self, room: Rect) -> usize {
        let status = self.status(room);
        let agent = self.agent(room, room.width() - status.width() - 48.0);
        let from = status.right() + space::M;
        let room = room.with_min_x(from).with_max_x((agent.left() - space::S).max(from));
        self.tags(room)
    }

    pub(super) fn status(&self, room: Rect) -> Rect {
        match &self.row.status {
            Some(status) => widgets::status_at(self.ui, room, status),
            None => {
                let line = text::line(self.ui, words::NO_STATUS, room.width(), TextLook::small(self.palette.ink3));
                text::paint(self.ui.painter(), room, Align::Min, &line)
            }
        }
    }

    /// The agent at the right: a name, or the sign for nobody.
    pub(super) fn agent(&self, room: Rect, most: f32) -> Rect {
        let (ui, p) = (self.ui, self.palette);
        match &self.row.agent {
            Some(agent) => {
                let name = people::agent(agent, self.snapshot);
                let line = text::line(ui, &name, most.max(32.0), TextLook::caption(p.ink3));
                text::paint(ui.painter(), room, Align::Max, &line)
            }
            None => {
                let square = widgets::square_at_right(room, icon::SMALL);
                widgets::icon(ui.painter(), square, Icon::UserCircleDashed, IconFill::Regular, icon::SMALL, p.ink3);
                square
            }
        }
    }

    /// Two tags at most, then `+n`; a tag with a hit comes first.
    fn tags(&self, room: Rect) -> usize {
        let row = self.row;
        if self.needles.is_empty() || !row.tags.iter().any(|tag| !self.needles.in_tag(tag).is_empty()) {
            widgets::tags_at(self.ui, room, row.tags.iter().map(String::as_str), 2, self.ground());
            return 0;
        }
        let mut at = room;
        for (seen, tag) in row.tags.iter().take(2).enumerate() {
            let rest = row.tags.len() - seen;
            let count_room = if rest > 1 { 20.0 } else { 0.0 };
            if widgets::tag_width(self.ui, tag, TagKind::Plain) + count_room > at.width() {
                self.count(at, rest);
                return seen;
            }
            at.min.x = self.tag(at, tag).right() + space::XS;
        }
        if row.tags.len() > 2 {
            self.count(at, row.tags.len() - 2);
        }
        row.tags.len().min(2)
    }

    fn count(&self, room: Rect, n: usize) {
        let line = text::line(self.ui, &format!("+{n}"), room.width(), TextLook::caption(self.palette.ink3));
        text::paint(self.ui.painter(), room, Align::Min, &line);
    }

    /// One tag, its hit marked.
    fn tag(&self, room: Rect, tag: &str) -> Rect {
        let hits = if self.needles.is_empty() { Vec::new() } else { self.needles.in_tag(tag) };
        let rect = widgets::tag_at(self.ui, room, tag, TagKind::Plain, self.ground());
        if !hits.is_empty() {
            let mut spans = Vec::new();
            push_marked(&mut spans, tag, &hits, TextLook::caption(self.palette.ink2), self.palette);
            let line = text::spans(self.ui, &spans, rect.width());
            text::paint(self.ui.painter(), rect, Align::Center, &line);
        }
        rect
    }

    fn ground(&self) -> Ground {
        if self.look.chosen { Ground::Chosen } else { Ground::Base }
    }

    /// A line with the search hits marked.
    fn marked(&self, words: &str, look: TextLook, width: f32) -> text::Line {
        if self.needles.is_empty() {
            return text::line(self.ui, words, width, look);
        }
        let mut spans = Vec::new();
        push_marked(&mut spans, words, &self.needles.in_text(words), look, self.palette);
        text::spans(self.ui, &spans, width)
    }
}

/// The text in pieces, hits on the ground of marks.
fn push_marked<'t>(
    spans: &mut Vec<(&'t str, TextLook)>,
    words: &'t str,
    hits: &[std::ops::Range<usize>],
    look: TextLook,
    palette: &Palette,
) {
    let mut from = 0;
    for hit in hits {
        spans.push((&words[from..hit.start], look));
        spans.push((&words[hit.clone()], look.ink(palette.ink).on(palette.mark)));
        from = hit.end;
    }
    spans.push((&words[from..], look));
    spans.retain(|(piece, _)| !piece.is_empty());
}

/// How many bytes of a text its line shows.
fn seen_bytes(words: &str, line: &text::Line) -> usize {
    if !line.cut {
        return words.len();
    }
    let shown = line.galley.rows.first().map_or(0, |row| row.char_count_excluding_newline().0.saturating_sub(1));
    words.char_indices().nth(shown).map_or(words.len(), |(at, _)| at)
}
