//! `leadline resolve`: answers a conflict, field by field.

use serde::Serialize;
use serde_json::{Map, Value};

use super::ask::ask;
use super::exit::{Exit, Stop};
use super::io::Io;
use super::outbox::change_id;
use crate::bridge::{Command, Link, Side};
use crate::domain::{ChangeId, Field, Slot};

#[derive(Clone, Debug, clap::Args)]
pub struct ResolveArgs {
    /// The number of the change; “leadline outbox” lists those that need you
    #[arg(value_parser = change_id)]
    pub change: ChangeId,
    /// Which side a field takes: mine goes out again, theirs stays (repeatable). A field is status, name, …, note,
    /// tag:TAG or attribute:KEY
    #[arg(long = "field", value_name = "FIELD=mine|theirs", required = true, value_parser = choice)]
    pub choices: Vec<(String, Side)>,
    /// Prints one JSON value
    #[arg(long)]
    pub json: bool,
}

fn choice(text: &str) -> Result<(String, Side), String> {
    // From the end: an attribute's key may hold the sign.
    let (field, side) = text.rsplit_once('=').ok_or("write it like status=mine")?;
    let field = field.trim().to_owned();
    if !Slot::is_a_name(&field) {
        return Err(format!(
            "there is no field of that name; use one of {}, note, tag:TAG, attribute:KEY",
            Field::ALL.map(Field::as_str).join(", ")
        ));
    }
    match side {
        "mine" => Ok((field, Side::Mine)),
        "theirs" => Ok((field, Side::Theirs)),
        _ => Err("a side is mine or theirs".into()),
    }
}

#[derive(Serialize)]
struct Resolved {
    change: ChangeId,
    fields: Map<String, Value>,
}

/// Hands the answers over, in the order of the options.
///
/// # Errors
/// When a field is named twice, there is no such conflict, the engine ended, or the output cannot be written.
pub fn run(args: ResolveArgs, link: &Link, io: &mut Io<'_>) -> Result<Exit, Stop> {
    let mut fields = Map::new();
    for (field, side) in &args.choices {
        let word = match side {
            Side::Mine => "mine",
            Side::Theirs => "theirs",
        };
        if fields.insert(field.clone(), word.into()).is_some() {
            let sentence = format!("The field {field} is named twice, so nothing was answered. Name it once.");
            return Err(Stop::usage(sentence));
        }
    }
    for (name, side) in args.choices {
        ask(link, |reply| Command::Resolve { change: args.change, name, side, reply: Some(reply) })??;
    }
    if args.json {
        io.json(&Resolved { change: args.change, fields })?;
    } else {
        io.note(&format!("Change {} is answered.", args.change));
    }
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    #[test]
    fn a_choice_names_a_field_and_a_side() {
        assert_eq!(choice("status=mine"), Ok(("status".to_owned(), Side::Mine)));
        assert_eq!(choice("attribute:A=B=theirs"), Ok(("attribute:A=B".to_owned(), Side::Theirs)));
        assert!(choice("=mine").is_err());
        assert!(choice("status").is_err() && choice("status=ours").is_err());
    }

    #[test]
    fn the_answers_reach_the_engine_and_a_field_twice_does_not() {
        let (link, engine) = fake::engine(|command| match command {
            Command::Resolve { change: ChangeId(12), name, side: Side::Mine, reply: Some(reply) }
                if name == "status" =>
            {
                reply.answer(Ok(()));
            }
            other => panic!("{other:?}"),
        });
        let (mut io, out, _err) = fake::streams(b"");
        let args = |choices| ResolveArgs { change: ChangeId(12), choices, json: true };
        assert_eq!(run(args(vec![("status".to_owned(), Side::Mine)]), &link, &mut io), Ok(Exit::Done));
        assert_eq!(out.text(), "{\"change\":12,\"fields\":{\"status\":\"mine\"}}\n");
        let twice =
            run(args(vec![("status".to_owned(), Side::Mine), ("status".to_owned(), Side::Theirs)]), &link, &mut io);
        assert_eq!(twice.unwrap_err().exit, Exit::Usage);
        drop(link);
        assert_eq!(engine.join().unwrap(), 1);
    }
}
