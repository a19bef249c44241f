//! `leadline credential`: what stands in the keychain for each account. Values come in by stdin and never go out.

use std::collections::BTreeMap;

use clap::Subcommand;
use serde::Serialize;

use super::exit::{Exit, Stop};
use super::field_lines::{SecretText, parse_credential_lines, read_input, with_blanks_around};
use super::io::Io;
use super::table::{table, words};

#[derive(Clone, Debug, clap::Args)]
pub struct CredentialArgs {
    #[command(subcommand)]
    pub command: CredentialCommand,
}

#[derive(Clone, Debug, Subcommand)]
pub enum CredentialCommand {
    /// Reads FIELD=VALUE lines from stdin and keeps them in the keychain
    ///
    /// A value is everything after the first `=` to the end of its line, blanks at either end included (they are kept,
    /// and pointed out). All fields that the account needs are given at once and replace what was stored before.
    Set {
        /// The account's name in the configuration
        account: String,
    },
    /// Says which fields are there; never a value
    List {
        /// Prints one JSON value
        #[arg(long)]
        json: bool,
    },
    /// Removes an account's credential from the keychain
    Remove {
        /// The account's name in the configuration
        account: String,
    },
}

impl CredentialCommand {
    /// The account whose credential it changes.
    pub fn changes(&self) -> Option<&str> {
        match self {
            Self::Set { account } | Self::Remove { account } => Some(account),
            Self::List { .. } => None,
        }
    }
}

/// Which fields of one account stand in the keychain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CredentialState {
    pub account: String,
    /// The vendor's name in the registry.
    pub vendor: String,
    /// Every field the vendor knows, and whether it is there.
    pub fields: BTreeMap<String, bool>,
}

/// What this command needs from configuration, registry and keychain.
pub trait CredentialDesk {
    /// The fields of this account's vendor.
    ///
    /// # Errors
    /// When there is no such account (wrong usage) or no usable configuration.
    fn fields(&self, account: &str) -> Result<Vec<String>, Stop>;

    /// Stores the fields as the account's one keychain item, in place of what was there.
    ///
    /// # Errors
    /// When a field that the vendor needs is missing (wrong usage), or the keychain is missing or locked.
    fn set(&mut self, account: &str, fields: Vec<(String, SecretText)>) -> Result<(), Stop>;

    /// What is stored, for every account of the configuration.
    ///
    /// # Errors
    /// When the keychain is missing or locked, or without a usable configuration.
    fn list(&mut self) -> Result<Vec<CredentialState>, Stop>;

    /// Removes the account's item; `false` when there was none. The account need not be configured any more.
    ///
    /// # Errors
    /// When the keychain is missing or locked.
    fn remove(&mut self, account: &str) -> Result<bool, Stop>;
}

/// Stores, lists or removes.
///
/// # Errors
/// See [`CredentialDesk`]; also when what comes in by stdin is not understood (wrong usage).
pub fn run(args: CredentialArgs, desk: &mut dyn CredentialDesk, io: &mut Io<'_>) -> Result<Exit, Stop> {
    match args.command {
        CredentialCommand::Set { account } => {
            let known = desk.fields(&account)?;
            if io.stdin_is_terminal {
                let end = if cfg!(windows) { "Ctrl+Z and Enter" } else { "Ctrl+D" };
                let wanted = known.iter().map(|field| format!("  {field}=…\n")).collect::<String>();
                io.note(&format!(
                    "Type these lines for {account}, then press {end} (what you type is seen on this screen; a pipe or file is not):\n{}",
                    wanted.trim_end()
                ));
            }
            let input = read_input(&mut io.stdin)?;
            let fields = parse_credential_lines(&input, &known)?;
            let blanks = with_blanks_around(&fields).join(" and ");
            let names: Vec<String> = fields.iter().map(|(name, _)| name.clone()).collect();
            desk.set(&account, fields)?;
            io.note(&format!("Stored for {account}: {}.", names.join(", ")));
            if !blanks.is_empty() {
                io.note(&format!(
                    "What was given for {blanks} begins or ends with a blank, which was kept. If it came along by copying, set it again without."
                ));
            }
        }
        CredentialCommand::List { json } => {
            let states = desk.list()?;
            if json {
                io.json(&states)?;
            } else if states.is_empty() {
                io.note("No account is configured. “leadline config path” says where accounts are written down.");
            } else {
                let colour = io.in_colour();
                io.data(&list(&states, colour))?;
            }
        }
        CredentialCommand::Remove { account } => {
            let there = desk.remove(&account)?;
            io.note(&if there {
                format!("Removed the credential of {account}.")
            } else {
                format!("Nothing was stored for {account}.")
            });
        }
    }
    Ok(Exit::Done)
}

/// What is stored, as a table.
pub fn list(states: &[CredentialState], colour: bool) -> String {
    let row = |state: &CredentialState| {
        let word = |(name, there): (&String, &bool)| format!("{name} {}", if *there { "stored" } else { "missing" });
        let fields = state.fields.iter().map(word).collect::<Vec<_>>().join(", ");
        [state.account.clone(), state.vendor.clone(), fields]
    };
    table([words("Account", 32), words("Vendor", 16), words("Fields", 120)], states.iter().map(row).collect(), colour)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::fake;

    fn known() -> Vec<String> {
        vec!["key".into(), "secret".into()]
    }

    #[derive(Default)]
    struct Desk(Vec<(String, String)>);

    impl CredentialDesk for Desk {
        fn fields(&self, _: &str) -> Result<Vec<String>, Stop> {
            Ok(known())
        }

        fn set(&mut self, _: &str, fields: Vec<(String, SecretText)>) -> Result<(), Stop> {
            self.0.extend(fields.into_iter().map(|(name, value)| (name, value.expose().to_owned())));
            Ok(())
        }

        fn list(&mut self) -> Result<Vec<CredentialState>, Stop> {
            let fields =
                known().into_iter().map(|name| (name == "key", name)).map(|(there, name)| (name, there)).collect();
            Ok(vec![CredentialState { account: "loyalty".into(), vendor: "capillary".into(), fields }])
        }

        fn remove(&mut self, _: &str) -> Result<bool, Stop> {
            Ok(false)
        }
    }

    #[test]
    fn a_credential_goes_from_stdin_to_the_keychain_and_nowhere_else() {
        let mut desk = Desk::default();
        let (mut io, out, err) = fake::streams(b"key=hunter2\nsecret=hunter3\n");
        io.stdin_is_terminal = true;
        let set = CredentialCommand::Set { account: "loyalty".into() };
        assert_eq!(run(CredentialArgs { command: set }, &mut desk, &mut io), Ok(Exit::Done));
        assert_eq!(desk.0, [("key".to_owned(), "hunter2".to_owned()), ("secret".to_owned(), "hunter3".to_owned())]);
        assert_eq!(out.text(), "");
        assert!(
            err.text().contains("  key=…\n  secret=…\n") && err.text().ends_with("Stored for loyalty: key, secret.\n")
        );
        assert!(!err.text().contains("hunter"));
    }

    #[test]
    fn the_list_says_what_is_there() {
        let print = |json| {
            let (mut io, out, _err) = fake::streams(b"");
            run(CredentialArgs { command: CredentialCommand::List { json } }, &mut Desk::default(), &mut io).unwrap();
            out.text()
        };
        let expected = "{\"account\":\"loyalty\",\"vendor\":\"capillary\",\"fields\":{\"key\":true,\"secret\":false}}";
        assert_eq!(print(true), format!("[{expected}]\n"));
        let expected = "Account  Vendor     Fields\nloyalty  capillary  key stored, secret missing\n";
        assert_eq!(print(false), expected);
    }
}
