//! Fonts of the system for pictures: the test harness has no search of its own for missing characters.

use std::sync::Arc;

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Context, FontData};
use fontique::{Collection, CollectionOptions, QueryFamily, QueryStatus, SourceCache};

/// One font for each script of the pictures.
const FAMILIES: [&str; 20] = [
    "Noto Sans Devanagari",
    "Noto Sans Thai",
    "Noto Sans CJK SC",
    "Noto Sans Hebrew",
    "Noto Sans Armenian",
    "Noto Sans Georgian",
    "Noto Sans Bengali",
    "Noto Sans Gurmukhi",
    "Noto Sans Gujarati",
    "Noto Sans Tamil",
    "Noto Sans Telugu",
    "Noto Sans Kannada",
    "Noto Sans Malayalam",
    "Noto Sans Sinhala",
    "Noto Sans Lao",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Ethiopic",
    // The program finds these two by itself; here they are only counted.
    "Noto Sans Arabic",
    "Noto Color Emoji",
];

/// Installs what is there of the scripts in the pictures. Gives how many bytes each of the fonts has, 0 where it is
/// not there: pictures can be compared only where the fonts are the same.
pub(crate) fn install_scripts(ctx: &Context) -> Vec<usize> {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut sources = SourceCache::default();
    FAMILIES
        .map(|name| {
            let mut query = collection.query(&mut sources);
            query.set_families([QueryFamily::Named(name)]);
            let mut found = None;
            query.matches_with(|font| {
                found = Some((font.blob.clone().into_raw_parts().0, font.index));
                QueryStatus::Stop
            });
            let Some((bytes, index)) = found else { return 0 };
            let length = (*bytes).as_ref().len();
            let families = leadline::theme::fonts::text_families()
                .into_iter()
                .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest })
                .collect();
            ctx.add_font(FontInsert::new(name, FontData::from_blob(bytes as Arc<_>, index), families));
            length
        })
        .to_vec()
}
