//! `leadline create`: a new lead, durable before its ids are printed.

use super::ask::ask;
use super::edit;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::wishes::FirstValues;
use crate::bridge::{Command, Link};
use crate::domain::AccountName;
use crate::domain::ids::is_uuid;

#[derive(Clone, Debug, clap::Args)]
pub struct CreateArgs {
    /// The uuid of the chat user, as the bot's widget gave it
    #[arg(long, value_parser = uuid)]
    pub uuid: String,
    /// The account it belongs to; needed where several have leads
    #[arg(long, value_name = "NAME")]
    pub account: Option<String>,
    #[command(flatten)]
    pub values: FirstValues,
    /// Sends what the outbox holds afterwards
    #[arg(long)]
    pub send: bool,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

fn uuid(text: &str) -> Result<String, String> {
    let text = text.trim();
    is_uuid(text)
        .then(|| text.to_owned())
        .ok_or_else(|| "this is no uuid; one looks like 0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77".to_owned())
}

/// Keeps the new lead, prints the ids of its changes (the making first), and sends if asked to.
///
/// # Errors
/// When the lead is here already or the uuid is none, it cannot be kept, the engine ended, or the output cannot be
/// written.
pub fn run(args: CreateArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let (account, changes) = (args.account.map(AccountName::from), args.values.0);
    let uuid = args.uuid;
    let made = ask(link, |reply| Command::CreateLead { account, uuid, changes, reply: Some(reply) })??.made;
    edit::report(args.json, args.send, &made, link, io)
}
