//! The window: panels that draw a part of the snapshot and push actions, and the widgets they are made of.
//!
//! A panel is a function ending in `_ui`; it takes `(ui, snapshot, state, actions)`, reads no clock, waits for
//! nothing, and asks for things only by pushing an [`actions::Action`]. [`dispatch`] turns actions into window state and
//! commands. All wording stands in [`text`].

pub mod accounts;
pub mod actions;
pub mod asked;
pub mod assign;
pub mod decide;
pub mod dispatch;
pub mod drafts;
mod edits;
pub mod empty;
pub mod entries;
pub mod fallen;
pub mod find_out;
pub mod first;
pub mod footer;
pub mod key_sheet;
pub mod keys;
pub mod lead;
pub mod leaving;
pub mod list;
pub mod memory;
pub mod new_lead;
pub mod notices;
pub mod outbox;
pub mod outgoing;
pub mod outgoing_words;
pub mod panes;
pub mod people;
pub mod places;
pub mod popup;
pub mod profile;
pub mod rail;
pub mod record;
pub mod recovery;
pub mod select;
pub mod settings;
pub mod start;
pub mod state;
pub mod status_bar;
pub mod templates;
pub mod text;
pub mod timeline;
pub mod typed;
pub mod views;
pub mod walking;
pub mod widgets;
pub mod window;
