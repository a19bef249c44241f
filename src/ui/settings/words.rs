//! The words of the settings screen.

use super::Wish;
use crate::ui::text::counted;

pub const ME: &str = "Me";
pub const ME_MEANS: &str = "“Mine”, “agent:me” and “You” go by the ids; what you change is signed with the name.";
pub const MY_NAME: &str = "My name";
pub const MY_NAME_HINT: &str = "As colleagues know you";
pub const MY_ID_HINT: &str = "Your agent id on this bot";

pub const COLLEAGUES: &str = "Colleagues";
pub const COLLEAGUES_MEAN: &str =
    "The vendor tells only ids. Everybody who was seen holding a lead stands here; the names stay on this machine.";
pub const NO_COLLEAGUES: &str = "No lead is held by anybody else yet.";
pub const NAME_HINT: &str = "Who is this?";
pub const ID: &str = "Agent id";
pub const NEW_NAME: &str = "Name of another colleague";
pub const NEW_ID: &str = "Their agent id";

pub const TEMPLATES_MEAN: &str = "What agents record after a call or a visit, and in which words each system is told.";

pub const LOOK: &str = "Window";
pub const MOTION: &str = "Motion";
pub const DRAWING: &str = "Drawing";
pub const KEYS_MEAN: &str = "Single letters and digits act only while no text field has the focus. Ctrl, Esc, Enter, Tab \
                             and arrows work either way.";
pub const SINGLE_KEYS: &str = "Single keys";

pub const INTERVALS: &str = "Looking for news";
pub const INTERVALS_MEAN: &str = "The pause between two looks, by account.";
pub const SECONDS: &str = "seconds";

pub const PLACES: &str = "Where things are";
pub const SETTINGS_FILE: &str = "Settings";
pub const DATABASE: &str = "Database";
pub const LOG: &str = "Log";
pub const SECRETS: &str = "Secrets";
pub const NOT_ON_DISK: &str = "Not kept on disk";

// What cannot be saved.
pub const NO_INTERVAL: &str = "Write whole seconds, from 1 to 86400 (a day).";
pub const NO_ID: &str = "An id is needed: colleagues are told apart by it.";
pub const NO_NAME: &str = "A name is needed: without one there is nothing to keep.";

/// "My id on main-bot".
pub fn my_id(account: &str) -> String {
    format!("My id on {account}")
}

/// "holds 12 leads".
pub fn holds(leads: usize) -> String {
    format!("holds {}", counted(leads, "lead", "leads"))
}

/// The field beside an id.
pub fn name_of(id: &str) -> String {
    format!("Name of {id}")
}

pub fn copy_id(id: &str) -> String {
    format!("Copy {id}")
}

pub fn interval_of(account: &str) -> String {
    format!("Seconds between two looks at {account}")
}

/// The button that leads to the templates.
pub fn edit_templates(count: usize) -> String {
    if count == 0 {
        "Make a template…".to_owned()
    } else {
        format!("Edit {}…", counted(count, "template", "templates"))
    }
}

/// The name of a wish.
pub fn wish(wish: &Wish) -> String {
    match wish {
        Wish::Save(_) => "Save".to_owned(),
        Wish::GiveUp(_) => "Give up".to_owned(),
        Wish::Forget(id) => format!("Take {id} out of the address book"),
        Wish::Add => "Add".to_owned(),
        Wish::KeysOff(false) => "Single keys on".to_owned(),
        Wish::KeysOff(true) => "Single keys off".to_owned(),
        Wish::ReducedMotion(false) => "Little motion".to_owned(),
        Wish::ReducedMotion(true) => "No motion".to_owned(),
        Wish::Plain(false) => "With shadows".to_owned(),
        Wish::Plain(true) => "Plain, for remote desktops".to_owned(),
    }
}
