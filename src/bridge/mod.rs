//! The contract between the engine's thread and whoever drives it: the window or a command line.
//!
//! [`Command`]s go one way, [`Snapshot`]s come back; a [`Reply`] rides in a command where one question has one
//! answer. Neither side sees more of the other than what stands in this folder.

pub mod about;
pub mod command;
pub mod connect;
pub mod forms;
pub mod health;
pub mod link;
pub mod probe;
pub mod recording;
pub mod recovery;
pub mod reply;
pub mod snapshot;
pub mod templates;
pub mod timeline;

pub use crate::secrets::Secret;
pub use command::{Command, OutboxAction, Refused, Side};
pub use connect::{ConnectForm, NewAccount, SettingsEdit, SettingsView};
pub use health::{AccountHealth, AccountState, Phase, SyncReport};
pub use link::{Link, QueueFull};
pub use probe::{ListProbed, ProbeReport};
pub use recovery::{NoDatabase, Trouble};
pub use reply::{Answer, NoAnswer, Reply, question};
pub use snapshot::{LeadView, Listing, Notice, OpenLead, OutboxView, Snapshot, UndoOffer};
pub use timeline::{CustomerClock, HistorySource, HistoryState, LinkedCustomer, Timeline, TimelineAnswer, Wanted};
