//! Every integration test, in one binary, so that egui is linked once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "in a test a panic is the report")]

mod app;
mod cli;
mod crash;
mod engine;
mod first_start;
mod house;
mod panels;
mod recording;
mod sandbox_capillary;
mod sandbox_mxo;
mod sandbox_ray;
mod sandbox_rayzing;
mod sandbox_releva;
mod scenes;
mod secret_service;
mod store;
mod support;
mod theme;
mod tidy;
mod timeline;
mod vendor_contract;
mod window;
