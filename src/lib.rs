//! Leadline: a desktop inbox for support agents.

pub mod app;
pub mod bridge;
pub mod cli;
pub mod config;
pub mod domain;
pub mod engine;
pub mod instance;
pub mod launch;
pub mod log;
pub mod paths;
pub mod sandbox;
pub mod search;
pub mod secrets;
pub mod store;
pub mod theme;
pub mod ui;
pub mod vendors;
