//! The window: panels and the widgets they are made of.

pub mod widgets;
