//! Puts two of the system's fonts in front of the toolkit's own search: colour emoji, and an Arabic font.
//!
//! The toolkit looks for a system font when a character is missing. Two answers of that search are poor: older emoji
//! come from a text font in black and white, and Urdu words get letters from two fonts. So these two fonts are found
//! once, on a thread (going through all fonts takes a while), and stand before the search in every text family.

use std::sync::Arc;

use egui::epaint::text::{FontInsert, FontPriority, InsertFontFamily};
use egui::{Context, FontData};
use fontique::{Collection, CollectionOptions, GenericFamily, Query, QueryFamily, QueryStatus, SourceCache};

use super::fonts;

/// Arabic fonts that also hold Urdu's letters, best first. Where none is installed the toolkit's search decides.
const ARABIC: [&str; 5] = ["Noto Sans Arabic", "Noto Sans Arabic UI", "Segoe UI", "Geeza Pro", "Noto Naskh Arabic"];
/// Colour emoji fonts, for systems that name no emoji family.
const EMOJI: [&str; 3] = ["Noto Color Emoji", "Apple Color Emoji", "Segoe UI Emoji"];

/// Starts the search; the window is drawn again when something was found. Call once, after `theme::apply`.
pub fn install_in_background(ctx: &Context) {
    let ctx = ctx.clone();
    let started = std::thread::Builder::new().name("fonts".to_owned()).spawn(move || install(&ctx));
    if let Err(why) = started {
        log::warn!("no thread to look for system fonts: {why}");
    }
}

/// Looks for the fonts and installs what it finds. Takes as long as going through the system's fonts takes.
pub fn install(ctx: &Context) {
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts: true });
    let mut sources = SourceCache::default();
    let emoji: Vec<_> =
        EMOJI.map(QueryFamily::Named).into_iter().chain([QueryFamily::Generic(GenericFamily::Emoji)]).collect();
    let arabic = ARABIC.map(QueryFamily::Named);
    // The order here is the order in which they are asked.
    for (name, families, proof) in [("system-emoji", emoji.as_slice(), '😀'), ("system-arabic", &arabic, 'ہ')] {
        let mut query = collection.query(&mut sources);
        if let Some(data) = first_with(&mut query, families, proof) {
            let families = fonts::text_families()
                .into_iter()
                .map(|family| InsertFontFamily { family, priority: FontPriority::Lowest })
                .collect();
            ctx.add_font(FontInsert::new(name, data, families));
            ctx.request_repaint();
        }
    }
}

/// The first font of these families that has the character.
fn first_with(query: &mut Query<'_>, families: &[QueryFamily<'_>], proof: char) -> Option<FontData> {
    query.set_families(families.iter().copied());
    let mut found = None;
    query.matches_with(|font| {
        if font.charmap().and_then(|map| map.map(proof)).is_some_and(|glyph| glyph != 0) {
            let (bytes, _) = font.blob.clone().into_raw_parts();
            found = Some(FontData::from_blob(bytes as Arc<_>, font.index));
            QueryStatus::Stop
        } else {
            QueryStatus::Continue
        }
    });
    found
}
