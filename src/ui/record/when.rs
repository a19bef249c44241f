//! The moment that an agent types: a time today, a day and a time, in their own zone. Nothing typed is now.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

use super::words;

/// How days are written; those without a year are of this year.
const DAYS: [&str; 3] = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y"];
const DAYS_OF_THIS_YEAR: [&str; 2] = ["%d %b %Y", "%d %B %Y"];
const TIMES: [&str; 3] = ["%H:%M:%S", "%H:%M", "%H.%M"];

/// The moment that was typed; `None` is now.
///
/// # Errors
/// Why it is no moment at which something can have happened, as a sentence.
pub fn read(typed: &str, now: Timestamp, zone: &TimeZone) -> Result<Option<Timestamp>, &'static str> {
    let typed = typed.trim();
    if typed.is_empty() || typed.eq_ignore_ascii_case("now") {
        return Ok(None);
    }
    let today = now.to_zoned(zone.clone()).date();
    let written = moment(typed, today).ok_or(words::NO_MOMENT)?;
    let there = zone.to_ambiguous_timestamp(written);
    if matches!(there.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
        return Err(words::NO_SUCH_TIME);
    }
    // Of two such moments the earlier one is meant: it has happened for sure.
    let at = there.compatible().map_err(|_| words::NO_MOMENT)?;
    if at > now { Err(words::IN_THE_FUTURE) } else { Ok(Some(at)) }
}

fn moment(typed: &str, today: Date) -> Option<DateTime> {
    // A day and its time are parted by a comma, a blank or a T.
    let (day, time) = match typed.rsplit_once([',', ' ', 'T']) {
        Some((day, time)) => (day.trim().trim_end_matches(','), time.trim()),
        None => ("", typed),
    };
    let time = TIMES.iter().find_map(|format| Time::strptime(format, time).ok())?;
    Some(self::day(day, today)?.to_datetime(time))
}

fn day(typed: &str, today: Date) -> Option<Date> {
    if typed.is_empty() || typed.eq_ignore_ascii_case("today") {
        return Some(today);
    }
    if typed.eq_ignore_ascii_case("yesterday") {
        return today.yesterday().ok();
    }
    let with_year = || DAYS.iter().find_map(|format| Date::strptime(format, typed).ok());
    let this_year = format!("{typed} {}", today.year());
    with_year().or_else(|| DAYS_OF_THIS_YEAR.iter().find_map(|format| Date::strptime(format, &this_year).ok()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 14:09 in Singapore.
    fn typed(text: &str) -> Result<Option<String>, &'static str> {
        let zone = TimeZone::get("Asia/Singapore").unwrap();
        let read = read(text, "2026-11-20T06:09:00Z".parse().unwrap(), &zone)?;
        Ok(read.map(|at| at.to_string()))
    }

    #[test]
    fn a_time_is_of_today_and_a_day_may_be_written_in_several_ways() {
        for (text, at) in [
            ("14:02", "2026-11-20T06:02:00Z"),
            ("9:30", "2026-11-20T01:30:00Z"),
            ("14.02", "2026-11-20T06:02:00Z"),
            ("today 14:02:30", "2026-11-20T06:02:30Z"),
            ("Yesterday, 23:59", "2026-11-19T15:59:00Z"),
            ("19 Nov, 10:00", "2026-11-19T02:00:00Z"),
            ("3 March 10:00", "2026-03-03T02:00:00Z"),
            ("19 Nov 2025, 10:00", "2025-11-19T02:00:00Z"),
            ("2026-11-19 10:00", "2026-11-19T02:00:00Z"),
            ("2026-11-19T10:00", "2026-11-19T02:00:00Z"),
        ] {
            assert_eq!(typed(text), Ok(Some(at.to_owned())), "{text}");
        }
        assert_eq!((typed(""), typed(" now ")), (Ok(None), Ok(None)));
    }

    #[test]
    fn what_is_no_moment_or_has_not_happened_is_said() {
        for text in ["2", "25:00", "soon", "32 Nov, 10:00", "2026-11-19", "14:"] {
            assert_eq!(typed(text), Err(words::NO_MOMENT), "{text}");
        }
        for text in ["14:10", "21 Nov, 10:00", "2027-01-01 00:00"] {
            assert_eq!(typed(text), Err(words::IN_THE_FUTURE), "{text}");
        }
    }

    #[test]
    fn a_time_that_a_clock_skipped_is_refused_and_of_two_the_earlier_is_taken() {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let now = "2026-11-20T06:09:00Z".parse().unwrap();
        assert_eq!(read("2026-03-29 02:30", now, &zone), Err(words::NO_SUCH_TIME));
        assert_eq!(read("2026-10-25 02:30", now, &zone), Ok("2026-10-25T00:30:00Z".parse().ok()));
    }
}
