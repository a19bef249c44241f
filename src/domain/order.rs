//! Which of two lines of a strip was first, and where nobody can say.

use super::interaction::{InteractionKind, Span};
use super::timeline::{Detail, TimelineItem};

impl TimelineItem {
    /// The stretch in which it surely happened. `None` without a time.
    pub fn span(&self) -> Option<Span> {
        match self.detail {
            Detail::Observed { from, to, .. } => Some(Span::between(from, to)),
            _ => self.item.span(),
        }
    }

    /// Whether nobody can say which of two was first, though both have a time. Of one moment, what was made here goes
    /// by its number, chat messages by the readings that saw them, a lead is made before anything happens to it, and
    /// to be seen then is no event of its own.
    pub fn may_have_been_before(&self, older: &Self) -> bool {
        let (a, b) = (&self.item, &older.item);
        let (Some(span), Some(other)) = (self.span(), older.span()) else { return false };
        let sure = if matches!(self.detail, Detail::Observed { .. }) || matches!(older.detail, Detail::Observed { .. })
        {
            span.order(other)
        } else {
            a.order(b)
        };
        sure.is_none() && !(a.at == b.at && has_an_order_of_its_own(a.kind, b.kind))
    }
}

fn has_an_order_of_its_own(a: InteractionKind, b: InteractionKind) -> bool {
    use InteractionKind::{Change, LastMessage, LastSeen, LeadCreated};
    b == LeadCreated
        || a == LastSeen
        || b == LastSeen
        || matches!((a, b), (Change, Change) | (LastMessage, LastMessage))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Interaction;

    fn line(kind: InteractionKind, at: &str, zone: Option<&str>) -> TimelineItem {
        let mut item = Interaction::empty("vendor", kind);
        item.at = at.parse().ok();
        item.zone_assumed = zone.map(str::to_owned);
        TimelineItem { item, unmasked: None, detail: Detail::Plain }
    }

    fn observed(from: &str, to: &str) -> TimelineItem {
        let mut line = line(InteractionKind::Observed, to, None);
        let (from, to) = (from.parse().unwrap(), to.parse().unwrap());
        line.detail = Detail::Observed { field: "tags".into(), old: None, new: None, from, to };
        line
    }

    #[test]
    fn neighbours_are_in_order_only_where_their_times_tell() {
        use InteractionKind::{Change, LastMessage, LastSeen, LeadCreated, Message};
        let (ten, nine) = ("2026-11-20T10:00:00Z", "2026-11-20T09:00:00Z");
        let sure = |kind, at| line(kind, at, None);
        for (newer, older, unsure) in [
            (sure(Message, ten), sure(Message, nine), false),
            (sure(Message, ten), sure(Message, ten), true),
            (sure(Message, ten), sure(LeadCreated, ten), false),
            (sure(LastMessage, ten), sure(LastMessage, ten), false),
            (sure(LastSeen, ten), sure(LastMessage, ten), false),
            (sure(Change, ten), sure(Change, ten), false),
            (sure(Change, ten), sure(LastMessage, ten), true),
            (sure(Message, ten), line(Message, nine, Some("+05:30")), true),
            (line(Message, ten, Some("+05:30")), line(Message, nine, Some("+05:30")), false),
            (sure(Message, ten), line(Message, "2026-11-18T09:00:00Z", Some("+05:30")), false),
            (sure(Message, ten), sure(Message, ""), false),
            (observed(nine, ten), sure(Message, "2026-11-20T09:30:00Z"), true),
            (observed(nine, ten), sure(Message, "2026-11-20T08:30:00Z"), false),
            (observed(nine, ten), observed(nine, ten), true),
        ] {
            assert_eq!(newer.may_have_been_before(&older), unsure, "{newer:?} {older:?}");
        }
    }
}
