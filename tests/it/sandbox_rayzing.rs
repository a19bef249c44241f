//! sandbox_rayzing
