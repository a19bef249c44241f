//! Rayzing, the bots whose leads and chats fill the inbox.

pub mod spec;

pub mod leads;
mod map;
mod paste;
mod wire;

#[cfg(test)]
mod tests;
