//! How long ago something was, in the words of the screen.

use jiff::Timestamp;

/// Age as the list prints it: `now`, `2 min`, `3 h`, `1 d`, `3 wk`. A time in the future
/// (clocks differ) counts as now.
pub fn age(at: Timestamp, now: Timestamp) -> String {
    let secs = now.as_second().saturating_sub(at.as_second()).max(0);
    match secs {
        0..60 => "now".to_owned(),
        60..3_600 => format!("{} min", secs / 60),
        3_600..86_400 => format!("{} h", secs / 3_600),
        86_400..1_209_600 => format!("{} d", secs / 86_400),
        _ => format!("{} wk", secs / 604_800),
    }
}

/// The same for a screen reader: `2 minutes ago`.
pub fn age_spoken(at: Timestamp, now: Timestamp) -> String {
    let secs = now.as_second().saturating_sub(at.as_second()).max(0);
    let (count, unit) = match secs {
        0..60 => return "just now".to_owned(),
        60..3_600 => (secs / 60, "minute"),
        3_600..86_400 => (secs / 3_600, "hour"),
        86_400..1_209_600 => (secs / 86_400, "day"),
        _ => (secs / 604_800, "week"),
    };
    format!("{count} {unit}{} ago", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_grow_from_now_to_weeks_and_the_future_is_now() {
        let now: Timestamp = "2026-11-20T12:00:00Z".parse().unwrap();
        let ago = |secs: i64| Timestamp::from_second(now.as_second() - secs).unwrap();
        for (secs, short, spoken) in [
            (-90, "now", "just now"),
            (59, "now", "just now"),
            (60, "1 min", "1 minute ago"),
            (3_599, "59 min", "59 minutes ago"),
            (7_200, "2 h", "2 hours ago"),
            (86_400, "1 d", "1 day ago"),
            (21 * 86_400, "3 wk", "3 weeks ago"),
        ] {
            assert_eq!(age(ago(secs), now), short);
            assert_eq!(age_spoken(ago(secs), now), spoken);
        }
    }
}
