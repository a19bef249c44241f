//! What the form of a recording says.

use super::RecordAction;
use crate::bridge::forms::VendorForm;
use crate::ui::select::chosen;

pub const RECORD_TITLE: &str = "Record interaction";
pub const RECORD: &str = "Record";
pub const RECORD_MORE: &str = "Record…";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close, and keep what was typed";
pub const CLEAR: &str = "Clear";
pub const ANYWAY: &str = "Record anyway";

// Fields.
pub const TEMPLATE: &str = "Template";
pub const MAKE_TEMPLATE: &str = "Make a template";
pub const EDIT_TEMPLATES: &str = "Edit the templates";
pub const WHEN: &str = "When it happened";
pub const NOW: &str = "Now";
pub const TEXT: &str = "What was said";
pub const TARGETS: &str = "Record in";
pub const YES: &str = "Yes";
pub const NO: &str = "No";
pub const DATE_HINT: &str = "2026-11-20";
pub const NUMBER_HINT: &str = "0";
pub const REQUIRED: &str = "required";
pub const KEPT: &str = "kept as a draft";

// Moments.
pub const NO_MOMENT: &str = "This is no time. Write 14:02, or 19 Nov, 14:02.";
pub const NO_SUCH_TIME: &str = "The clocks skipped this time. Write the hour after it.";
pub const IN_THE_FUTURE: &str = "This is still to come. Only what has happened can be recorded.";

// Targets.
pub const READY: &str = "Ready";
pub const WILL_WAIT: &str = "Will wait";
pub const CANNOT_GO: &str = "Cannot go";
pub const NOT_TOLD: &str = "Not told";
pub const ASKING: &str = "Looking…";
pub const NO_KEY: &str = "No key yet, stays in the outbox";
pub const KEY_REFUSED: &str = "Key refused, stays in the outbox";
pub const OFFLINE: &str = "Cannot be reached, goes later";
pub const SLOWED: &str = "Asked us to slow down, goes later";
pub const NO_TARGETS: &str = "No account can be told by this template. Add a part for one to it, or set an account up.";

// Preview.
pub const FORM: &str = "Form";
pub const PREVIEW: &str = "Preview";
pub const EXACTLY: &str = "Exactly what will be sent";
pub const REQUEST: &str = "request";
pub const COPY: &str = "Copy";
pub const BLANKED: &str = "blanked";
pub const NOTHING_YET: &str = "The request is shown once its time can be read.";
pub const CANNOT_BE_MADE: &str = "There is no request yet.";

// Why it cannot be done.
pub const NOT_OPEN: &str = "Nothing is being recorded.";
pub const BEING_RECORDED: &str = "It is being kept.";
pub const NO_TEMPLATE: &str = "There is no template yet.";
pub const NOBODY_CHOSEN: &str = "Choose at least one system to record in.";
pub const CANNOT_GO_YET: &str = "Something is missing for a system that was chosen.";
pub const SAY_IF_TWICE: &str = "It was recorded before; say so if it happened twice.";

// Afterwards.
pub const NEXT_BEST: &str = "Next best action";
pub const RAW: &str = "raw, as it came";
pub const COPY_LINK: &str = "Copy the link";
pub const LINK: &str = "link";
pub const LEFT: &str = "What left";
pub const ADVISED: &str = "What was advised";
pub const NEVER_LEFT: &str = "Nothing has left yet.";
pub const SEND_AGAIN: &str = "Send again (may duplicate)";
pub const SEND_AGAIN_MEANS: &str = "The same bytes, once more";
pub const ARRIVED_MEANS: &str = "Counts as accepted, on your word";
pub const DISCARD: &str = "Discard";
pub const DISCARD_MEANS: &str = "Nothing more is sent";

// No template.
pub const NO_TEMPLATES: &str = "There is no template to record by yet.";
pub const NO_TEMPLATES_MEANS: &str =
    "A template says what each system is told. Make one here, or add one to the settings file; it is taken in at once.";
pub const COPY_EXAMPLE: &str = "Copy an example";
pub const EXAMPLE: &str = "example";
pub const SETTINGS_FILE: &str = "path of the settings file";
pub const COPY_PATH: &str = "Copy the path";

/// "for Nadia Öztürk".
pub fn for_whom(name: &str) -> String {
    format!("for {name}")
}

/// What goes at once and what waits.
pub fn goes(now: usize, waits: usize) -> String {
    let wait = if waits == 1 { "1 waits".to_owned() } else { format!("{waits} wait") };
    let go = if now == 1 { "1 goes now".to_owned() } else { format!("{now} go now") };
    match (now, waits) {
        (0, 0) => String::new(),
        (0, _) => format!("{wait} in the outbox. Each can be taken back until it leaves."),
        (_, 0) => format!("{go}. Each can be taken back until it leaves."),
        _ => format!("{go}, {wait}. Each can be taken back until it leaves."),
    }
}

/// The same was recorded before for these systems.
pub fn twin(titles: &[&str]) -> String {
    let all = match titles {
        [] => return String::new(),
        [one] => format!("{one} was"),
        [start @ .., last] => format!("{} and {last} were", start.join(", ")),
    };
    format!("{all} told the same before. This would be a second one.")
}

/// The name of an advice that could not be read.
pub fn raw(name: &str) -> String {
    format!("{name}, {RAW}")
}

/// How a moment stands under its field: "7 min ago, SGT (UTC+08:00)".
pub fn moment(age: Option<&str>, zone: &str) -> String {
    match age {
        Some("now") => format!("just now, {zone}"),
        Some(age) => format!("{age} ago, {zone}"),
        None => format!("{NOW}, {zone}"),
    }
}

/// The name of an action.
pub fn action(action: &RecordAction) -> String {
    match action {
        RecordAction::Open => RECORD_MORE.to_owned(),
        RecordAction::Later => CLOSE.to_owned(),
        RecordAction::Clear => CLEAR.to_owned(),
        RecordAction::Template(name) => chosen(TEMPLATE, name),
        RecordAction::When(_) => WHEN.to_owned(),
        RecordAction::Text(_) => TEXT.to_owned(),
        RecordAction::Input { label, .. } => label.clone(),
        RecordAction::Target(account) => format!("{RECORD} in {account}"),
        RecordAction::Show(account) => format!("Show the request to {account}"),
        RecordAction::Turn { to_preview: true } => PREVIEW.to_owned(),
        RecordAction::Turn { to_preview: false } => FORM.to_owned(),
        RecordAction::Send => RECORD.to_owned(),
        RecordAction::SendAnyway => ANYWAY.to_owned(),
    }
}

/// A template to begin with, for everyone who can be told.
pub fn example(vendors: &[VendorForm]) -> String {
    let parts = vendors.iter().filter(|vendor| !vendor.template.is_empty());
    let parts: String = parts.map(|vendor| format!("[template.{}]\n{}", vendor.vendor, vendor.template)).collect();
    format!("[[template]]\nname = \"Phone call\"\n{parts}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_and_what_waits_is_counted_in_words() {
        let rest = "Each can be taken back until it leaves.";
        assert_eq!(goes(2, 1), format!("2 go now, 1 waits. {rest}"));
        assert_eq!(goes(1, 0), format!("1 goes now. {rest}"));
        assert_eq!(goes(0, 2), format!("2 wait in the outbox. {rest}"));
        assert_eq!(twin(&["A", "B", "C"]), "A, B and C were told the same before. This would be a second one.");
    }
}
