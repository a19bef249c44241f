//! What the conflict screen says.

use super::plan::{Kind, Plan};
use super::{DecideAction, Pick};
use crate::ui::text;

pub const FIELD: &str = "Field";
pub const WILL_BE_SAVED: &str = "Will be saved";
pub const PICK_ONE: &str = "Pick one";
pub const PICK_ONE_OR_BOTH: &str = "Pick one or both";
pub const MERGED: &str = "Merged";
pub const ONLY_YOU: &str = "Only you";
pub const ONLY_THEY: &str = "Only they";
pub const UNCHANGED: &str = "unchanged";
pub const REMOVED: &str = "removed";
pub const BOTH_NOTES: &str = "Both, as two notes";
pub const NOT_PICKED: &str = "your choice";
pub const UNDECIDED: &str = "Pick one for each clash first.";
pub const LATER: &str = "Later";
pub const DECIDE: &str = "Decide…";
pub const THEIRS_FOR_ALL: &str = "Pick theirs for all";
pub const UNDO_BRINGS_BACK: &str = "Ctrl Z brings back what was there, also next week.";
pub const YOURS_STAYS: &str = "Where you take theirs, your text stays as a draft in the profile.";
pub const WRITE_NOTHING: &str = "Keep theirs";

/// The name of an action.
pub fn action(action: &DecideAction) -> String {
    match action {
        DecideAction::Open(_) => DECIDE.to_owned(),
        DecideAction::Later => LATER.to_owned(),
        DecideAction::Pick(_, pick) | DecideAction::PickHere(pick) => match pick {
            Pick::Theirs => text::TAKE_THEIRS.to_owned(),
            Pick::Mine => text::KEEP_MINE.to_owned(),
            Pick::Both => BOTH_NOTES.to_owned(),
        },
        DecideAction::PickTheirs => THEIRS_FOR_ALL.to_owned(),
        DecideAction::Save => "Save what was picked".to_owned(),
    }
}

/// "2 fields clash and need you. 3 others fit together and are merged."
pub fn summary(plan: &Plan) -> String {
    let clash = match plan.clashes {
        1 => "1 field clashes and needs you.".to_owned(),
        n => format!("{n} fields clash and need you."),
    };
    let others = match plan.rows.len() - plan.clashes {
        0 => String::new(),
        1 => " 1 other fits and is merged.".to_owned(),
        n => format!(" {n} others fit together and are merged."),
    };
    clash + &others
}

/// The primary button says how many fields are written.
pub fn save(written: usize) -> String {
    match written {
        0 => WRITE_NOTHING.to_owned(),
        n => format!("Save {}", text::counted(n, "field", "fields")),
    }
}

/// What kind of row it is, under its name.
pub fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::Clash { can_both: true, .. } => PICK_ONE_OR_BOTH,
        Kind::Clash { .. } => PICK_ONE,
        Kind::Merged => MERGED,
        Kind::OnlyYou => ONLY_YOU,
        Kind::OnlyThey => ONLY_THEY,
    }
}

/// Who it was is not told by any vendor; when, by two readings.
pub fn who_is_not_known(vendor: &str, range: Option<&str>) -> String {
    match range {
        Some(range) => format!("{vendor} does not say who changed it, only that it changed {range}."),
        None => format!("{vendor} does not say who changed it."),
    }
}

/// The strip over the timeline.
pub fn strip(clashing: &[String]) -> String {
    format!("{}: {}", text::CLASH_TITLE, clashing.join(", "))
}
