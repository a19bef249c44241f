//! Plain values of the field: leads, changes, states. No I/O, no clock, no vendor's name.
//!
//! Everything here can be built by hand in a test. Times are UTC and handed in by the caller.

pub mod change;
pub mod delivery;
pub mod draft;
pub mod email;
pub mod extra;
pub mod home;
pub mod ids;
pub mod interaction;
pub mod lead;
pub mod lists;
pub mod mask;
mod order;
pub mod outbox;
pub mod paste;
pub mod phone;
pub mod query;
pub mod recorded;
pub mod recording;
pub mod status;
pub mod template;
pub mod timeline;
pub mod when;
pub mod written;

pub use change::{Change, Field, List, Slot};
pub use delivery::{Delivery, DeliveryState};
pub use draft::DraftOf;
pub use extra::Extra;
pub use ids::{AccountName, AgentId, BatchId, ChangeId, LeadId, RemoteId};
pub use interaction::{Interaction, InteractionKind};
pub use lead::{Attribute, LastMessage, Lead, LeadKind, Note};
pub use lists::{ListKnowledge, ListMode, ListWrites};
pub use outbox::{OutboxItem, OutboxState};
pub use paste::Pasted;
pub use status::LeadStatus;
pub use written::{AsWritten, ZoneFound};
