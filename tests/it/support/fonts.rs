//! Fonts of the system for pictures: the test harness has no search of its own for missing characters.

use std::sync::Arc;

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Context, FontData};
use fontique::{Collection, CollectionOptions, QueryFamily, QueryStatus, SourceCache};

/// Installs what is there of the scripts in the pictures.
pub(crate) fn install_scripts(ctx: &Context) {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut sources = SourceCache::default();
    for name in ["Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans CJK SC"] {
        let mut query = collection.query(&mut sources);
        query.set_families([QueryFamily::Named(name)]);
        let mut found = None;
        query.matches_with(|font| {
            found = Some((font.blob.clone().into_raw_parts().0, font.index));
            QueryStatus::Stop
        });
        let Some((bytes, index)) = found else { continue };
        let families = leadline::theme::fonts::text_families()
            .into_iter()
            .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest })
            .collect();
        ctx.add_font(FontInsert::new(name, FontData::from_blob(bytes as Arc<_>, index), families));
    }
}
