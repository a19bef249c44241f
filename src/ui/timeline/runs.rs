//! Runs: messages of one kind that followed each other, shown as one line until they are unfolded.

use crate::domain::timeline::TimelineItem;
use crate::domain::{DeliveryState, InteractionKind};

/// Fewer than this are shown one by one.
pub const LEAST: usize = 3;
/// What lies further apart than this, in seconds, belongs to different runs.
const GAP_SECS: i64 = 24 * 3_600;

/// Whether the second, older one goes on with the run of the first. What failed never hides in a run.
pub fn goes_on(newer: &TimelineItem, older: &TimelineItem) -> bool {
    let (a, b) = (&newer.item, &older.item);
    let near = match (a.at, b.at) {
        (Some(a), Some(b)) => a.as_second() - b.as_second() <= GAP_SECS,
        _ => false,
    };
    near && a.kind == InteractionKind::Message
        && b.kind == InteractionKind::Message
        && a.channel == b.channel
        && a.source == b.source
        && a.zone_assumed == b.zone_assumed
        && arrives(newer)
        && arrives(older)
        && is_code(newer) == is_code(older)
        && (is_code(newer) || alike(a.title.as_deref(), b.title.as_deref()))
}

/// A message about a one-time code.
pub fn is_code(item: &TimelineItem) -> bool {
    item.item.masked && item.unmasked.is_some()
}

fn arrives(item: &TimelineItem) -> bool {
    item.item
        .delivery
        .as_ref()
        .is_none_or(|delivery| !delivery.is_failure() && delivery.state != DeliveryState::SoftBounce)
}

/// Whether two titles come from one template: they differ in nothing but their numbers.
fn alike(a: Option<&str>, b: Option<&str>) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return false };
    without_numbers(a).eq(without_numbers(b))
}

fn without_numbers(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_numeric())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Interaction;
    use crate::domain::delivery::Delivery;
    use crate::domain::timeline::Detail;

    fn message(at: &str, title: &str, status: &str) -> TimelineItem {
        let mut item = Interaction::empty("vendor", InteractionKind::Message);
        item.at = at.parse().ok();
        item.channel = Some("email".into());
        item.title = Some(title.into());
        item.delivery = Some(Delivery::from_raw(Some(status.into())));
        TimelineItem { item, unmasked: None, detail: Detail::Plain }
    }

    #[test]
    fn one_template_with_other_numbers_is_a_run_and_a_failure_stands_alone() {
        let new = message("2026-11-20T08:00:00Z", "Your order 60417 is on its way", "OPENED");
        let old = message("2026-11-20T07:00:00Z", "Your order 60399 is on its way", "DELIVERED");
        assert!(goes_on(&new, &old));
        assert!(!goes_on(&new, &message("2026-11-20T07:00:00Z", "Your order 60399 has come", "DELIVERED")));
        assert!(!goes_on(&new, &message("2026-11-20T07:00:00Z", "Your order 60399 is on its way", "FAILED")));
        assert!(!goes_on(&new, &message("2026-11-20T07:00:00Z", "Your order 60399 is on its way", "SOFT_BOUNCED")));
        assert!(!goes_on(&new, &message("2026-11-18T07:00:00Z", "Your order 60399 is on its way", "DELIVERED")));
    }

    #[test]
    fn codes_are_a_run_whatever_their_words() {
        let mut new = message("2026-11-20T08:00:00Z", "Your code is ••••••", "DELIVERED");
        let mut old = message("2026-11-20T07:00:00Z", "•••••• to log in", "DELIVERED");
        assert!(!goes_on(&new, &old));
        for item in [&mut new, &mut old] {
            item.item.masked = true;
            item.unmasked = Some("482913".into());
        }
        assert!(goes_on(&new, &old));
    }
}
