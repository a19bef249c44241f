//! Scrolling in a pane whose bar has a name: the toolkit gives it none.

use egui::{ScrollArea, Ui};

/// Shows what scrolls. Its bar is called `name` for screen readers, while there is one.
pub fn scrolls<R>(ui: &mut Ui, name: &str, area: ScrollArea, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let shown = area.show(ui, contents);
    if shown.content_size.y > shown.inner_rect.height() {
        // The toolkit's id of the upright bar: that of the area, and which of the two directions.
        let upright: usize = 1;
        ui.ctx().accesskit_node_builder(shown.id.with(upright), |node| node.set_label(name));
    }
    shown.inner
}
