//! Scrolling in a pane, by a bar that has a name.

use egui::{ScrollArea, Ui};

/// Shows what scrolls.
pub fn scrolls<R>(ui: &mut Ui, area: ScrollArea, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = area.show(ui, contents);
    super::name_scroll_bar(ui, &shown);
    shown.inner
}
