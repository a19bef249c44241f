//! The bundled fonts and their families.
//!
//! Text is Inter in three weights (cut down and with tabular digits, see `assets/fonts/make_fonts.py`), icons are
//! Phosphor in two families of their own. Scripts that Inter lacks come from the system: see `system_fonts`.

use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily};

use super::icons::IconFill;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/LeadlineText-Regular.otf");
const MEDIUM: &[u8] = include_bytes!("../../assets/fonts/LeadlineText-Medium.otf");
const SEMIBOLD: &[u8] = include_bytes!("../../assets/fonts/LeadlineText-SemiBold.otf");
const ICONS: &[u8] = include_bytes!("../../assets/fonts/Phosphor-Regular.ttf");
const ICONS_FILL: &[u8] = include_bytes!("../../assets/fonts/Phosphor-Fill.ttf");

/// The family of weight 500.
pub fn medium() -> FontFamily {
    FontFamily::Name("medium".into())
}

/// The family of weight 600.
pub fn semibold() -> FontFamily {
    FontFamily::Name("semibold".into())
}

/// The family that draws icons.
pub fn icons(fill: IconFill) -> FontFamily {
    match fill {
        IconFill::Regular => FontFamily::Name("icons".into()),
        IconFill::Fill => FontFamily::Name("icons-fill".into()),
    }
}

/// Every family that shows text of people, and so needs the system's fallbacks.
pub fn text_families() -> [FontFamily; 4] {
    [FontFamily::Proportional, medium(), semibold(), FontFamily::Monospace]
}

/// The bundled fonts: what `theme::apply` installs.
pub fn bundled() -> FontDefinitions {
    let built_in = FontDefinitions::default();
    // Behind Inter stands what the toolkit brings, for the few signs its own widgets draw.
    let behind = built_in.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let monospace = built_in.families.get(&FontFamily::Monospace).cloned().unwrap_or_default();

    let mut font_data = built_in.font_data;
    let mut families = BTreeMap::new();
    let text = [
        ("text-regular", REGULAR, FontFamily::Proportional),
        ("text-medium", MEDIUM, medium()),
        ("text-semibold", SEMIBOLD, semibold()),
    ];
    for (name, bytes, family) in text {
        font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        families.insert(family, std::iter::once(name.to_owned()).chain(behind.iter().cloned()).collect());
    }
    for (name, bytes, fill) in [("icons", ICONS, IconFill::Regular), ("icons-fill", ICONS_FILL, IconFill::Fill)] {
        font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
        families.insert(icons(fill), vec![name.to_owned()]);
    }
    families.insert(
        FontFamily::Monospace,
        // Inter answers for Greek, Cyrillic and Vietnamese where the fixed-width font cannot.
        monospace.into_iter().chain(std::iter::once("text-regular".to_owned())).collect(),
    );
    FontDefinitions { font_data, families }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::icons::Icon;
    use egui::FontId;

    fn fonts() -> egui::epaint::text::Fonts {
        egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), bundled())
    }

    #[test]
    fn every_icon_is_in_both_icon_fonts_and_no_two_share_a_code() {
        let mut fonts = fonts();
        let mut seen = std::collections::HashMap::new();
        for icon in Icon::ALL {
            for fill in [IconFill::Regular, IconFill::Fill] {
                let id = FontId::new(16.0, icons(fill));
                assert!(fonts.has_glyph(&id, icon.code()), "{} is not in the {fill:?} font", icon.name());
            }
            if let Some(other) = seen.insert(icon.code(), icon.name()) {
                panic!("{} and {other} share a code", icon.name());
            }
        }
    }

    #[test]
    fn digits_have_one_width_in_every_weight_so_columns_of_numbers_stand_still() {
        let mut fonts = fonts();
        let mut fonts = fonts.with_pixels_per_point(1.0);
        for family in [FontFamily::Proportional, medium(), semibold()] {
            let id = FontId::new(100.0, family.clone());
            let zero = fonts.glyph_width(&id, '0');
            for digit in '1'..='9' {
                assert!((fonts.glyph_width(&id, digit) - zero).abs() < 0.01, "{digit} in {family:?}");
            }
        }
    }

    #[test]
    fn the_text_fonts_cover_the_scripts_they_promise_and_no_private_codes() {
        for (bytes, name) in [(REGULAR, "regular"), (MEDIUM, "medium"), (SEMIBOLD, "semibold")] {
            let mut only = FontDefinitions::empty();
            only.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
            only.families.insert(FontFamily::Proportional, vec![name.to_owned()]);
            let mut fonts = egui::epaint::text::Fonts::new(egui::epaint::TextOptions::default(), only);
            let id = FontId::proportional(13.0);
            for c in "Nguyễn Thị Ánh Tuyết Łukasz Öztürk Siobhán ΑΩ Ждщ €₫₹ – … “” · → ← ↑ ↵ × − ≥ ‹›".chars()
            {
                assert!(fonts.has_glyph(&id, c), "{c:?} is not in the {name} font");
            }
            for icon in Icon::ALL {
                assert!(!fonts.has_glyph(&id, icon.code()), "{name} would draw something else for {}", icon.name());
            }
        }
    }
}
