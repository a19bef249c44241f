//! `leadline record`: tells vendors about a fact, by a template of the agents'.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use crate::bridge::recording::{Draft, RecordRefused};
use crate::bridge::{Command, Link};
use crate::domain::{BatchId, ChangeId};

#[derive(Clone, Debug, clap::Args)]
pub struct RecordArgs {
    /// Its uuid, its id, or a unique beginning of either (6 characters and more)
    pub lead: String,
    /// The template to record by, as the settings name it
    #[arg(long, value_name = "NAME")]
    pub template: String,
    /// What happened, in the agent's words
    #[arg(long, default_value = "", hide_default_value = true)]
    pub text: String,
    /// A field of the template, by its label (repeatable); `text` is the agent's words
    #[arg(long = "set", value_name = "FIELD=VALUE", value_parser = field)]
    pub fields: Vec<(String, String)>,
    /// Whom to tell, accounts or vendors, with commas; without it everyone the template has words for
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub to: Option<Vec<String>>,
    /// When it happened, like 2026-11-20T14:05:00Z; without it now
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub at: Option<Timestamp>,
    /// Records it although the same was recorded before
    #[arg(long)]
    pub again: bool,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

fn field(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write it like Product=4711")?;
    let name = name.trim();
    if name.is_empty() {
        return Err("name the field, like Product=4711".into());
    }
    Ok((name.to_owned(), value.to_owned()))
}

fn moment(text: &str) -> Result<Timestamp, String> {
    text.trim().parse().map_err(|_| "write it like 2026-11-20T14:05:00Z, with its zone".to_owned())
}

#[derive(Serialize)]
struct Made<'a> {
    changes: &'a [ChangeId],
    batch: BatchId,
}

/// Queues one recording for each target and prints their ids.
///
/// # Errors
/// When no lead or more than one is meant, a field is named twice, a system would have to refuse it, the same was
/// recorded before, it cannot be kept, the engine ended, or the output cannot be written.
pub fn run(args: RecordArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let name = args.lead;
    let lead = ask(link, |reply| Command::FindLead { name, reply })??.id;
    let mut text = args.text;
    let mut inputs = BTreeMap::new();
    for (name, value) in args.fields {
        // What most templates call it is the agent's text, unless an input has this very label.
        let known =
            link.snapshot().templates.iter().any(|template| {
                template.name == args.template && template.inputs.iter().any(|input| input.label == name)
            });
        if name == "text" && !known {
            text = value;
        } else if inputs.insert(name.clone(), value).is_some() {
            return Err(Stop::usage(format!(
                "The field {name} is named twice, so nothing was recorded. Name it once."
            )));
        }
    }
    let draft = Draft {
        lead,
        template: args.template,
        happened_at: args.at.unwrap_or_else(Timestamp::now),
        text,
        inputs,
        to: args.to.map(|names| names.into_iter().map(|name| name.trim().to_owned()).collect()),
        although_twin: args.again,
    };
    let made = ask(link, |reply| Command::Record { draft: Box::new(draft), reply })?.map_err(stop)?;
    if args.json {
        io.json(&Made { changes: &made.changes, batch: made.batch })?;
    } else {
        for id in &made.changes {
            io.data(&format!("{id}\n"))?;
        }
    }
    Ok(Exit::Done)
}

fn stop(refused: RecordRefused) -> Stop {
    match refused {
        RecordRefused::Refused(refused @ crate::bridge::Refused::Wrong(_)) => Stop::usage(refused.to_string()),
        RecordRefused::Refused(refused) => refused.into(),
        RecordRefused::Twin(words) => {
            Stop::new(Exit::Failed, format!("{words} Nothing was queued. If it happened twice, say so with --again."))
        }
        RecordRefused::Faults(_) => Stop::new(Exit::Failed, refused.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_may_hold_the_sign_and_a_moment_has_a_zone() {
        assert_eq!(field("Link=a=b"), Ok(("Link".to_owned(), "a=b".to_owned())));
        assert!(field("=x").is_err() && field("x").is_err());
        assert!(moment("2026-11-20T14:05:00+01:00").is_ok());
        assert!(moment("2026-11-20T14:05:00").is_err());
    }
}
