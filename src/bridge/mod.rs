//! The contract between the engine's thread and whoever drives it: the window or a command line.
//!
//! Commands go one way, snapshots come back. Neither side knows the other's types beyond what stands here.
