//! The words of the page of templates.

use toml::Value;

use super::place::TemplatesAction;
use crate::domain::template::Sheet;
use crate::ui::text::counted;

pub const TEMPLATES: &str = "Templates";
pub const WHAT_IT_IS: &str = "A template says what agents can record after a call or a visit, and in which words each \
                              system is told. Make one with +, or import one from a colleague.";
pub const NO_TEMPLATES: &str = "No template yet";
pub const NO_TEMPLATES_MEANS: &str = "Nothing is recorded without one.";
pub const NO_NAME_YET: &str = "Without a name";
pub const NEW: &str = "New template";
pub const CLOSE: &str = "Close";

// Rows.
pub const TELLS_NOBODY: &str = "Tells nobody yet";
pub const NOT_SAVED: &str = "Edited, not saved";
pub const INCOMPLETE: &str = "Something is missing";

// The editor.
pub const NAME: &str = "Name";
pub const NAME_MEANS: &str = "agents choose it by this";
pub const NAME_HINT: &str = "Phone call";
pub const SAVE: &str = "Save";
pub const GIVE_UP: &str = "Undo the edits";
pub const REMOVE: &str = "Remove it";
pub const KEEP: &str = "Keep it";
pub const ADD_MORE: &str = "Add…";
pub const VENDORS_NAME: &str = "The system’s name for it";
pub const ATTRIBUTE: &str = "Key of the attribute";
pub const ALWAYS: &str = "What is told every time";
pub const IN_THE_FILE: &str = "This is a list; it is edited in the settings file.";
pub const LABEL: &str = "Label";
pub const LABEL_HINT: &str = "on the form";
pub const DEFAULT: &str = "Filled in";
pub const DEFAULT_HINT: &str = "at first";
pub const CHOICES: &str = "Choices";
pub const CHOICES_HINT: &str = "one a line; any text where there are none";
pub const REQUIRED: &str = "Must be filled in";

// Import and export.
pub const IMPORT_TITLE: &str = "Import templates";
pub const IMPORT_MEANS: &str = "Paste the text of an export, or write the path of its file. Nothing of yours is replaced \
                                unless you say so.";
pub const IMPORT_TEXT: &str = "Exported text";
pub const PATH: &str = "File";
pub const READ: &str = "Read the file";
pub const WRITE: &str = "Write the file";
pub const COPY: &str = "Copy";
pub const EXPORTED: &str = "Templates";
pub const EXPORT_MEANS: &str = "Hand this to a colleague. It holds no key and no customer.";
pub const INSTEAD: &str = "Replace mine";
pub const BESIDE: &str = "Keep both";
pub const TAKE: &str = "Import";
pub const LEAVE_OUT: &str = "Leave out";
pub const IS_THE_SAME: &str = "the same as yours";
pub const IS_NEW: &str = "new";
pub const DIFFERS: &str = "differs from yours";

// Why it cannot be done.
pub const BUSY: &str = "The last one is not done yet.";
pub const NONE_SHOWN: &str = "There is no template.";
pub const NONE_KEPT: &str = "There is no saved template yet.";
pub const NOTHING_TO_SAVE: &str = "Nothing was edited.";
pub const NO_NAME: &str = "Agents choose a template by its name; give it one.";
pub const NOTHING_TO_IMPORT: &str = "There is nothing to import yet.";
pub const NO_PATH: &str = "Write the path of a file.";

/// "Record in RAY".
pub fn record_in(title: &str) -> String {
    format!("Record in {title}")
}

pub fn no_account(title: &str) -> String {
    format!("No account of {title} is set up, so nothing goes there yet.")
}

/// What stands behind the label of something that cannot be left out.
pub fn needed(means: &str) -> String {
    format!("required, {means}")
}

/// "Props 1".
pub fn nth(label: &str, n: usize) -> String {
    format!("{label} {}", n + 1)
}

pub fn add(what: &str) -> String {
    format!("Add to {}", what.to_lowercase())
}

pub fn take_away(what: &str) -> String {
    format!("Take {what} away")
}

pub fn name_of(what: &str) -> String {
    format!("Name of {what}")
}

pub fn source_of(what: &str) -> String {
    format!("Where {what} comes from")
}

pub fn kind_of(what: &str) -> String {
    format!("Kind of {what}")
}

/// A fault that no control shows.
pub fn at(place: &str, sentence: &str) -> String {
    format!("{place}: {sentence}")
}

/// The word of a kind as people say it.
pub fn kind(word: &str) -> &str {
    match word {
        "string" => "Text",
        "number" | "numeric" => "Number",
        "boolean" => "Yes or no",
        "date" => "Date",
        other => other,
    }
}

/// As what a value goes out that says no kind.
pub(super) fn usual_kind(value: Option<&Value>) -> &'static str {
    match value {
        Some(Value::Integer(_) | Value::Float(_)) => "number",
        Some(Value::Boolean(_)) => "boolean",
        _ => "string",
    }
}

/// Where something of that name mostly comes from.
pub(super) fn usual_source(name: &str) -> &'static str {
    match name {
        "email" => "lead.email",
        "phone" => "lead.phone",
        "name" => "lead.name",
        "gender" => "lead.gender",
        "country" => "lead.country",
        _ => "attribute:",
    }
}

/// How the shown one stands.
pub(super) fn standing(edited: bool, missing: usize) -> String {
    match (edited, missing) {
        (_, 1..) => format!(
            "{}. Until then nothing is recorded there.",
            counted(missing, "thing is missing", "things are missing")
        ),
        (true, 0) => "Edited, not saved. What was recorded before stays as it is.".to_owned(),
        (false, 0) => "Saved in the settings.".to_owned(),
    }
}

/// The question before a template goes.
pub(super) fn remove(name: &str) -> String {
    format!("Remove “{name}”? What was recorded with it, and what still waits, stays.")
}

/// What is exported.
pub(super) fn exports(sheets: &[Sheet]) -> String {
    match sheets {
        [one] => format!("Export “{}”", one.name),
        all => format!("Export {}", counted(all.len(), "template", "templates")),
    }
}

/// Where an export is proposed to be written.
pub(super) fn export_path(home: Option<&str>, name: Option<&str>) -> String {
    let plain = |c: char| if c.is_alphanumeric() { c } else { '-' };
    let file: String = name.map_or("templates".to_owned(), |name| name.trim().chars().map(plain).collect());
    let file = format!("leadline-{file}.json");
    home.map_or(file.clone(), |home| format!("{}/{file}", home.trim_end_matches('/')))
}

/// "Written to …".
pub(super) fn written(path: &str) -> String {
    format!("Written to {path}.")
}

/// The button that imports so many.
pub(super) fn import(count: usize) -> String {
    format!("Import {}", counted(count, "template", "templates"))
}

/// The name of an action.
pub fn action(action: &TemplatesAction) -> String {
    match action {
        TemplatesAction::Choose(_) => "Show this template",
        TemplatesAction::New => NEW,
        TemplatesAction::Copy => "Make another like it",
        TemplatesAction::Name(_) => NAME,
        TemplatesAction::Part { told: true, .. } => "Record there",
        TemplatesAction::Part { told: false, .. } => "Do not record there",
        TemplatesAction::Put { .. } | TemplatesAction::From { .. } => "Change the template",
        TemplatesAction::Save => SAVE,
        TemplatesAction::GiveUp => GIVE_UP,
        TemplatesAction::AskToRemove => "Remove this template",
        TemplatesAction::Remove => REMOVE,
        TemplatesAction::Import => "Import…",
        TemplatesAction::ImportText(_) => IMPORT_TEXT,
        TemplatesAction::ImportPath(_) | TemplatesAction::ExportPath(_) => PATH,
        TemplatesAction::ReadFile => READ,
        TemplatesAction::Take { .. } => "What happens to this template",
        TemplatesAction::ImportNow => TAKE,
        TemplatesAction::Export { all: false } => "Export this template",
        TemplatesAction::Export { all: true } => "Export all…",
        TemplatesAction::WriteFile => WRITE,
        TemplatesAction::Leave => CLOSE,
    }
    .to_owned()
}
