//! The real window under a virtual display.
