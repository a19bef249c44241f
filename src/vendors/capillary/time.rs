//! Times that carry no zone, and how to find out which one is meant (contract section 6).

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use crate::config::AccountSettings;
use crate::domain::ZoneFound;

/// A time as the vendor wrote it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// With a zone: a moment.
    Moment(Timestamp),
    /// Without: what a clock on some wall showed.
    Wall(DateTime),
}

/// Reads `DD-MM-YYYY HH:mm:ss`, `YYYY-MM-DD HH:mm:ss` and ISO 8601 with or without offset. A year beyond four digits
/// (one sample holds 45837) is no time.
pub(super) fn read(text: &str) -> Option<Written> {
    let text = text.trim();
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(Written::Moment(moment));
    }
    let wall = DateTime::strptime("%d-%m-%Y %H:%M:%S", text).or_else(|_| text.parse::<DateTime>()).ok()?;
    (1970..=2200).contains(&wall.year()).then_some(Written::Wall(wall))
}

/// In which zone times without one are read.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    zone: TimeZone,
    /// Nobody stated it.
    assumed: bool,
    how: How,
}

/// How a zone was found.
#[derive(Clone, Debug)]
enum How {
    /// As the settings spell it.
    Set(String),
    Inferred,
    Usual,
}

impl Zone {
    /// The zone of the settings; where they say "auto", the one that most sent/delivered pairs of this reply agree
    /// on, else the usual one of the host.
    pub(super) fn of(account: &AccountSettings, pairs: &[(DateTime, Timestamp)]) -> Self {
        let set = account.option("zone").filter(|text| *text != "auto");
        match set.and_then(|text| Some((stated(text)?, text.to_owned()))) {
            Some((zone, text)) => Self { zone, assumed: false, how: How::Set(text) },
            None => {
                let (offset, how) = match inferred(pairs) {
                    Some(offset) => (offset, How::Inferred),
                    None => (usual(&account.base_url), How::Usual),
                };
                Self { zone: TimeZone::fixed(offset), assumed: true, how }
            }
        }
    }

    /// How the zone of such a time was found.
    pub(super) fn found(&self, written: Written, moment: Timestamp) -> ZoneFound {
        match (written, &self.how) {
            (Written::Moment(_), _) => ZoneFound::Stated,
            (Written::Wall(_), How::Set(zone)) => {
                ZoneFound::Set { zone: zone.clone(), offset: spelled(self.zone.to_offset(moment)) }
            }
            (Written::Wall(_), How::Inferred) => ZoneFound::Inferred,
            (Written::Wall(_), How::Usual) => ZoneFound::Usual,
        }
    }

    /// The moment, and the offset that was assumed for it.
    pub(super) fn moment(&self, written: Written) -> Option<(Timestamp, Option<String>)> {
        match written {
            Written::Moment(moment) => Some((moment, None)),
            Written::Wall(wall) => {
                let moment = self.zone.to_ambiguous_timestamp(wall).compatible().ok()?;
                let offset = self.zone.to_offset(moment);
                Some((moment, self.assumed.then(|| spelled(offset))))
            }
        }
    }

    /// The offset that the pairs of a reply speak for, where the settings state another one.
    pub(super) fn contradicted(&self, pairs: &[(DateTime, Timestamp)]) -> Option<String> {
        if self.assumed {
            return None;
        }
        let (_, delivered) = *pairs.first()?;
        let seen = inferred(pairs)?;
        (seen != self.zone.to_offset(delivered)).then(|| spelled(seen))
    }
}

/// An offset as `+05:30`, or a zone's name.
fn stated(text: &str) -> Option<TimeZone> {
    match text.strip_prefix(['+', '-']).and_then(|rest| rest.split_once(':')) {
        Some((hours, minutes)) => {
            let secs = hours.parse::<i32>().ok()? * 3600 + minutes.parse::<i32>().ok()? * 60;
            let secs = if text.starts_with('-') { -secs } else { secs };
            Offset::from_seconds(secs).ok().map(TimeZone::fixed)
        }
        None => TimeZone::get(text).ok(),
    }
}

/// The usual zone of a cluster: GET calls answer in the server's, +05:30 for India and Singapore, UTC for Europe.
fn usual(base_url: &str) -> Offset {
    let host = base_url.split("://").nth(1).unwrap_or_default();
    let indian = host.starts_with("apac") || host.starts_with("nightly");
    if indian { Offset::constant(5).saturating_add(SignedDuration::from_mins(30)) } else { Offset::UTC }
}

/// How far a delivery may lag behind and still tell the zone: less than the quarter of an hour that zones differ by.
const MOST_LAG_SECS: i64 = 14 * 60;
/// Clocks differ a little: a delivery may seem to come before its sending.
const MOST_LEAD_SECS: i64 = 30;

/// The offset that the most pairs agree on. A late delivery speaks for a wrong one, or for none; hence the vote.
fn inferred(pairs: &[(DateTime, Timestamp)]) -> Option<Offset> {
    let mut votes: BTreeMap<i64, usize> = BTreeMap::new();
    for (wall, delivered) in pairs {
        let Ok(as_utc) = wall.to_zoned(TimeZone::UTC) else { continue };
        let ahead = as_utc.timestamp().as_second() - delivered.as_second();
        // ahead = offset - lag, so the offset is the next quarter of an hour at or above it.
        let offset = (ahead - MOST_LEAD_SECS).div_euclid(900) * 900 + 900;
        let lag = offset - ahead;
        if (-12 * 3600..=14 * 3600).contains(&offset) && lag <= MOST_LAG_SECS && is_kept_somewhere(offset) {
            *votes.entry(offset).or_default() += 1;
        }
    }
    let most = votes.values().max().copied()?;
    let mut best = votes.iter().filter(|(_, count)| **count == most).map(|(offset, _)| *offset);
    let offset = best.next()?;
    // Two offsets with as many votes: nobody knows.
    if best.next().is_some() {
        return None;
    }
    Offset::from_seconds(i32::try_from(offset).ok()?).ok()
}

/// Zones differ from UTC by whole hours, and in few places by halves and quarters.
fn is_kept_somewhere(offset_secs: i64) -> bool {
    let minutes = offset_secs / 60;
    let odd = [-570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765, 825];
    minutes % 60 == 0 || odd.contains(&minutes)
}

/// `+05:30`.
fn spelled(offset: Offset) -> String {
    let secs = offset.seconds();
    let sign = if secs < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", secs.abs() / 3600, secs.abs() / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wall(text: &str) -> DateTime {
        match read(text) {
            Some(Written::Wall(wall)) => wall,
            other => panic!("{text} is {other:?}"),
        }
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(DateTime, Timestamp)> {
        pairs.iter().map(|(sent, delivered)| (wall(sent), delivered.parse().unwrap())).collect()
    }

    #[test]
    fn the_documented_spellings_are_read_and_nonsense_is_not() {
        assert_eq!(wall("09-06-2023 14:05:20").to_string(), "2023-06-09T14:05:20");
        assert_eq!(wall(" 2024-03-05 08:10:00\n").to_string(), "2024-03-05T08:10:00");
        assert_eq!(wall("2024-03-05T08:10:00").to_string(), "2024-03-05T08:10:00");
        let moment = Written::Moment("2024-03-05T08:10:00Z".parse().unwrap());
        for text in ["2024-03-05T08:10:00Z", "2024-03-05T13:40:00+05:30", "2024-03-05T08:10:00.000Z"] {
            assert_eq!(read(text), Some(moment), "{text}");
        }
        for text in ["", "null", "45837-06-15 02:56:40", "32-01-2024 00:00:00", "0000-00-00 00:00:00", "yesterday"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn the_zone_is_what_most_pairs_agree_on() {
        for (found, wanted) in [
            (pairs(&[("05-03-2024 08:10:00", "2024-03-05T08:10:10Z")]), Some("+00:00")),
            (pairs(&[("05-03-2024 08:10:05", "2024-03-05T08:10:00Z")]), Some("+00:00")),
            (pairs(&[("05-03-2024 13:40:00", "2024-03-05T08:10:10Z")]), Some("+05:30")),
            (pairs(&[("05-03-2024 05:10:00", "2024-03-05T08:10:10Z")]), Some("-03:00")),
            // Two came at once, one after hours.
            (
                pairs(&[
                    ("05-03-2024 13:40:00", "2024-03-05T11:10:00Z"),
                    ("05-03-2024 13:40:00", "2024-03-05T08:10:00Z"),
                    ("05-03-2024 13:41:00", "2024-03-05T08:15:00Z"),
                ]),
                Some("+05:30"),
            ),
            // One vote each.
            (
                pairs(&[
                    ("05-03-2024 13:40:00", "2024-03-05T08:10:00Z"),
                    ("05-03-2024 13:40:00", "2024-03-05T13:40:00Z"),
                ]),
                None,
            ),
            // Days late: no zone at all.
            (pairs(&[("05-03-2024 08:10:00", "2024-03-07T08:10:10Z")]), None),
            (Vec::new(), None),
        ] {
            assert_eq!(inferred(&found).map(spelled).as_deref(), wanted, "{found:?}");
        }
    }

    #[test]
    fn a_stated_zone_may_be_an_offset_or_a_name_with_summer_time() {
        let zone =
            Zone { zone: stated("Europe/Berlin").unwrap(), assumed: false, how: How::Set("Europe/Berlin".into()) };
        let (moment, assumed) = zone.moment(read("05-07-2024 10:00:00").unwrap()).unwrap();
        assert_eq!((moment.to_string().as_str(), assumed), ("2024-07-05T08:00:00Z", None));
        let zone = Zone { zone: stated("-03:30").unwrap(), assumed: true, how: How::Inferred };
        let (moment, assumed) = zone.moment(read("05-07-2024 10:00:00").unwrap()).unwrap();
        assert_eq!((moment.to_string().as_str(), assumed.as_deref()), ("2024-07-05T13:30:00Z", Some("-03:30")));
    }

    #[test]
    fn without_pairs_the_host_tells() {
        assert_eq!(spelled(usual("https://apac2.api.capillarytech.com")), "+05:30");
        assert_eq!(spelled(usual("http://nightly.api.capillarytech.com")), "+05:30");
        assert_eq!(spelled(usual("https://eu.api.capillarytech.com")), "+00:00");
        assert_eq!(spelled(usual("http://127.0.0.1:4000")), "+00:00");
    }
}
