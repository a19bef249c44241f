//! Values to and from columns. Reading never fails over a value: what cannot be understood is kept where it is.

use jiff::Timestamp;
use rusqlite::Row;
use rusqlite::types::ValueRef;

/// Microseconds since 1970, UTC; finer parts are dropped.
pub(super) fn micros(at: Timestamp) -> i64 {
    at.as_microsecond()
}

/// A text column; bytes that are no UTF-8 become replacement marks.
pub(super) fn text(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<String>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Null => None,
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
    })
}

/// A text column without text as an empty one.
pub(super) fn text_or_empty(row: &Row<'_>, at: usize) -> rusqlite::Result<String> {
    Ok(text(row, at)?.unwrap_or_default())
}

/// A time that may be missing; one outside the calendar counts as missing.
pub(super) fn time(row: &Row<'_>, at: usize) -> rusqlite::Result<Option<Timestamp>> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(micros) => Timestamp::from_microsecond(micros).ok(),
        _ => None,
    })
}

/// A time that is always written.
pub(super) fn time_or_epoch(row: &Row<'_>, at: usize) -> rusqlite::Result<Timestamp> {
    Ok(time(row, at)?.unwrap_or(Timestamp::UNIX_EPOCH))
}

/// A truth value.
pub(super) fn truth(row: &Row<'_>, at: usize) -> rusqlite::Result<bool> {
    Ok(matches!(row.get_ref(at)?, ValueRef::Integer(number) if number != 0))
}

/// A small count; one outside its range counts as the nearest.
pub(super) fn count(row: &Row<'_>, at: usize) -> rusqlite::Result<u32> {
    Ok(match row.get_ref(at)? {
        ValueRef::Integer(number) => u32::try_from(number.max(0)).unwrap_or(u32::MAX),
        _ => 0,
    })
}
