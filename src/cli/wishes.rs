//! The options that say what is to stand in a lead: one a field, and those for the entries of its lists.

use clap::{Arg, ArgAction, ArgGroup, ArgMatches, FromArgMatches};

use super::exit::Stop;
use crate::domain::change::BadChange;
use crate::domain::{Change, Field, Lead, Note};

/// What is wished for, in the order of the options; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wishes(Vec<Wish>);

/// The same where none is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirstValues(pub Vec<Change>);

/// One of them; a note that is there is named by its id, which only the lead knows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    Change(Change),
    EditNote { id: String, title: String, text: String },
    DeleteNote { id: String },
}

impl Wishes {
    /// The changes they mean for this lead.
    ///
    /// # Errors
    /// When a note is named that is not there.
    pub fn of(self, lead: &Lead) -> Result<Vec<Change>, Stop> {
        let change = |wish| match wish {
            Wish::Change(change) => Ok(change),
            Wish::DeleteNote { id } => Ok(Change::DeleteNote { note: note_named(&id, lead)? }),
            Wish::EditNote { id, title, text } => {
                Change::edit_note(note_named(&id, lead)?, &title, &text).map_err(|bad| Stop::usage(bad.0))
            }
        };
        self.0.into_iter().map(change).collect()
    }
}

/// The note with this id; one that has none is named by its title.
fn note_named(id: &str, lead: &Lead) -> Result<Note, Stop> {
    let is_meant = |note: &&Note| note.id.as_deref().unwrap_or(&note.title) == id;
    if let Some(note) = lead.notes.iter().find(is_meant) {
        return Ok(note.clone());
    }
    let there = lead.notes.iter().map(|note| match &note.id {
        Some(id) => format!("{id} ({})", note.heading()),
        None => note.title.clone(),
    });
    let there = match there.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "it has no notes".to_owned(),
        some => format!("its notes: {some}"),
    };
    Err(Stop::usage(format!("This lead has no note {id}, so nothing was changed; {there}.")))
}

/// An option a field: its long name, what its value is called, and its help.
fn option(field: Field) -> (&'static str, &'static str, &'static str) {
    match field {
        Field::Status => ("status", "STATUS", "OPEN, INPROGRESS, REVIEW, ONHOLD, DEPENDANCY or CLOSED"),
        Field::Name => ("name", "NAME", "The customer's name"),
        Field::Email => ("email", "EMAIL", "The e-mail address"),
        Field::Phone => ("phone", "PHONE", "The phone number without its dial code"),
        Field::DialCode => ("dial-code", "CODE", "The dial code, like +49"),
        Field::Picture => ("picture", "URL", "The web address of a picture"),
        Field::Agent => ("agent", "ID", "The agent's id at the vendor"),
    }
}

/// Reads the value of an option for entries.
type Reader = fn(&str) -> Result<Change, BadChange>;

/// The options for entries of lists that need no look at the lead.
const ENTRIES: [(&str, &str, &str, Reader); 5] = [
    ("add-tag", "TAG", "Adds a tag (repeatable, like all options below)", |text| Change::add_tag(text)),
    ("remove-tag", "TAG", "Takes a tag away", |text| Change::remove_tag(text)),
    ("add-note", "TITLE=TEXT", "Adds a note", |text| {
        let (title, text) = parted(text, "TITLE=TEXT")?;
        Change::add_note(title, text)
    }),
    ("set-attribute", "KEY=VALUE", "Sets an attribute", |text| {
        let (key, value) = parted(text, "KEY=VALUE")?;
        Change::set_attribute(key, value)
    }),
    ("remove-attribute", "KEY", "Takes an attribute away", |text| Change::remove_attribute(text)),
];
const EDIT_NOTE: &str = "edit-note";
const DELETE_NOTE: &str = "delete-note";

fn parted<'a>(text: &'a str, shape: &str) -> Result<(&'a str, &'a str), BadChange> {
    text.split_once('=').ok_or_else(|| BadChange(format!("write it like {shape}")))
}

/// The options of fields and of entries that are set or added.
fn with_values(command: clap::Command, which: impl Fn(&str) -> bool) -> clap::Command {
    let fields = Field::ALL.map(|field| {
        let (long, value, help) = option(field);
        Arg::new(field.as_str())
            .long(long)
            .value_name(value)
            .help(help)
            .action(ArgAction::Set)
            .value_parser(move |text: &str| Change::set(field, text))
    });
    let entries = ENTRIES.into_iter().filter(|(long, ..)| which(long)).map(|(long, value, help, read)| {
        Arg::new(long).long(long).value_name(value).help(help).action(ArgAction::Append).value_parser(read)
    });
    command.args(fields).args(entries)
}

impl clap::Args for Wishes {
    fn augment_args(command: clap::Command) -> clap::Command {
        let edit = Arg::new(EDIT_NOTE)
            .long(EDIT_NOTE)
            .value_names(["ID", "TITLE=TEXT"])
            .num_args(2)
            .help("Gives a note other words; “leadline show --json” has the ids")
            .action(ArgAction::Append);
        let delete = Arg::new(DELETE_NOTE)
            .long(DELETE_NOTE)
            .value_name("ID")
            .help("Takes a note away")
            .action(ArgAction::Append);
        let all = Field::ALL.map(Field::as_str).into_iter().chain(ENTRIES.map(|(long, ..)| long));
        let group = ArgGroup::new("wishes").args(all).args([EDIT_NOTE, DELETE_NOTE]).required(true).multiple(true);
        with_values(command, |_| true).args([edit, delete]).group(group)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Wishes {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut placed: Vec<(usize, Wish)> =
            values(matches).into_iter().map(|(at, change)| (at, Wish::Change(change))).collect();
        let texts = |name: &str| -> Vec<(usize, Vec<String>)> {
            let each = matches.get_occurrences::<String>(name).into_iter().flatten().map(|all| all.cloned().collect());
            let each: Vec<Vec<String>> = each.collect();
            let mut places = matches.indices_of(name).into_iter().flatten();
            each.into_iter().filter_map(|all| Some((places.nth(all.len().saturating_sub(1))?, all))).collect()
        };
        for (at, all) in texts(EDIT_NOTE) {
            let [id, words] = all.as_slice() else { continue };
            let usage = |bad: BadChange| clap::Error::raw(clap::error::ErrorKind::ValueValidation, format!("{bad}\n"));
            let (title, text) = parted(words, "--edit-note ID TITLE=TEXT").map_err(usage)?;
            placed.push((at, Wish::EditNote { id: id.clone(), title: title.to_owned(), text: text.to_owned() }));
        }
        for (at, all) in texts(DELETE_NOTE) {
            placed.extend(all.into_iter().map(|id| (at, Wish::DeleteNote { id })));
        }
        // clap sorts by option; the order of typing is in the places.
        placed.sort_by_key(|(at, _)| *at);
        Ok(Self(placed.into_iter().map(|(_, wish)| wish).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl clap::Args for FirstValues {
    fn augment_args(command: clap::Command) -> clap::Command {
        // There is nothing to take away from a lead that is not there yet.
        with_values(command, |long| !long.starts_with("remove-"))
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for FirstValues {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut placed = values(matches);
        placed.sort_by_key(|(at, _)| *at);
        Ok(Self(placed.into_iter().map(|(_, change)| change).collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// What needs no look at the lead, each with its place on the command line.
fn values(matches: &ArgMatches) -> Vec<(usize, Change)> {
    let names = Field::ALL.map(Field::as_str).into_iter().chain(ENTRIES.map(|(long, ..)| long));
    names
        .filter(|name| matches.try_contains_id(name).is_ok())
        .flat_map(|name| {
            let places = matches.indices_of(name).into_iter().flatten();
            places.zip(matches.get_many::<Change>(name).into_iter().flatten().cloned()).collect::<Vec<_>>()
        })
        .collect()
}
