//! Every colour there is, named by its use, for light and dark.
//!
//! No colour is written outside `theme/`. The test at the end recomputes the contrast of every ink on every surface
//! it may stand on, so a "nicer" grey that cannot be read does not get in.

use egui::Color32;

/// `0xRRGGBB` as a colour.
const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// The colours of one theme. Fields are uses, not hues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Whether this is the dark theme.
    pub dark: bool,

    /// List, timeline, tables, cards.
    pub base: Color32,
    /// Rail, views, profile, inspectors, status bar, group headings.
    pub side: Color32,
    /// Search field at rest, tags on base, quotes, avatars.
    pub sunk: Color32,
    /// Popups, palette, tooltips.
    pub raised: Color32,
    /// Row or control under the pointer, on base.
    pub hover: Color32,
    /// Row or control under the pointer, on side.
    pub hover_side: Color32,
    /// Chosen row, chip, option.
    pub select: Color32,
    /// Chosen view, chosen place in the rail.
    pub select_side: Color32,
    /// Pressed; the chosen row while focus is elsewhere; tags on side.
    pub press: Color32,

    /// Every hairline: decoration, without meaning.
    pub line: Color32,
    /// Edges of fields and plain buttons, 3:1 or more on base, side and sunk.
    pub line_strong: Color32,

    /// Names, titles, values.
    pub ink: Color32,
    /// Message text, labels, icons.
    pub ink2: Color32,
    /// Times, counts, sources, placeholders, stale values. Nothing fainter is ever text.
    pub ink3: Color32,
    /// Only on disabled controls, always with a reason beside it.
    pub disabled: Color32,

    /// Primary button, focus, links, chosen icon, changed dot.
    pub accent: Color32,
    /// The primary button under the pointer.
    pub accent_hover: Color32,
    /// Text on `accent`.
    pub on_accent: Color32,

    /// Arrived, accepted, confirmed.
    pub ok: Color32,
    /// Ground of what was added.
    pub ok_soft: Color32,
    /// May still work, look here.
    pub warn: Color32,
    /// Ground of a warning.
    pub warn_soft: Color32,
    /// Failed, refused, needs you.
    pub danger: Color32,
    /// Ground of a failure, or of what was removed.
    pub danger_soft: Color32,
    /// Large areas in plots.
    pub danger_bar: Color32,
    /// Ground of coverage and hint strips.
    pub info_soft: Color32,

    /// Ground of search hits; only `ink` or `ink2` on it.
    pub mark: Color32,
    /// Under palette and dialogs.
    pub scrim: Color32,
    /// Shadow of popups.
    pub shadow: Color32,

    /// Glyphs of the lead statuses.
    pub status: StatusInks,
}

/// Colours of the lead status glyphs. Words beside them stay `ink2`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusInks {
    pub open: Color32,
    pub progress: Color32,
    pub review: Color32,
    pub hold: Color32,
    pub depend: Color32,
    pub closed: Color32,
    /// A value nobody documented.
    pub unknown: Color32,
}

/// White paper.
pub static LIGHT: Palette = Palette {
    dark: false,
    base: rgb(0xFF_FFFF),
    side: rgb(0xF6_F6F4),
    sunk: rgb(0xF1_F1EE),
    raised: rgb(0xFF_FFFF),
    hover: rgb(0xF5_F5F3),
    hover_side: rgb(0xEC_ECE9),
    select: rgb(0xE2_F0F0),
    select_side: rgb(0xE0_EBEB),
    press: rgb(0xE6_E6E2),
    line: rgb(0xE5_E5E1),
    line_strong: rgb(0x85_8B89),
    ink: rgb(0x1A_1D1E),
    ink2: rgb(0x4B_5254),
    ink3: rgb(0x5E_6567),
    disabled: rgb(0xA0_A5A6),
    accent: rgb(0x0B_6670),
    accent_hover: rgb(0x09_5862),
    on_accent: rgb(0xFF_FFFF),
    ok: rgb(0x2A_7343),
    ok_soft: rgb(0xEA_F4ED),
    warn: rgb(0x8A_5A00),
    warn_soft: rgb(0xFB_F3E1),
    danger: rgb(0xB3_261E),
    danger_soft: rgb(0xFC_EDEB),
    danger_bar: rgb(0xB3_261E),
    info_soft: rgb(0xE9_F3F4),
    mark: rgb(0xFB_E7A8),
    scrim: Color32::from_black_alpha(71),
    shadow: Color32::from_black_alpha(46),
    status: StatusInks {
        open: rgb(0x1F_62B5),
        progress: rgb(0x8A_5A00),
        review: rgb(0x7A_3DB8),
        hold: rgb(0x5A_6268),
        depend: rgb(0xA2_326E),
        closed: rgb(0x2A_7343),
        unknown: rgb(0x5A_6268),
    },
};

/// The same room with the lights off.
pub static DARK: Palette = Palette {
    dark: true,
    base: rgb(0x17_191B),
    side: rgb(0x11_1314),
    sunk: rgb(0x0D_0F10),
    raised: rgb(0x1F_2224),
    hover: rgb(0x1C_1F21),
    hover_side: rgb(0x1A_1C1E),
    select: rgb(0x16_333A),
    select_side: rgb(0x14_2B31),
    press: rgb(0x25_292B),
    line: rgb(0x2A_2E30),
    line_strong: rgb(0x73_7B7D),
    ink: rgb(0xE9_EBEB),
    ink2: rgb(0xB6_BCBE),
    ink3: rgb(0x92_9A9C),
    disabled: rgb(0x5B_6264),
    accent: rgb(0x5C_C3CD),
    accent_hover: rgb(0x7A_D3DB),
    on_accent: rgb(0x05_262A),
    ok: rgb(0x68_C089),
    ok_soft: rgb(0x14_271B),
    warn: rgb(0xE0_A83C),
    warn_soft: rgb(0x2B_2312),
    danger: rgb(0xFF_8B81),
    danger_soft: rgb(0x33_1917),
    danger_bar: rgb(0xC9_584F),
    info_soft: rgb(0x12_2A2F),
    mark: rgb(0x45_3A10),
    scrim: Color32::from_black_alpha(128),
    shadow: Color32::from_black_alpha(140),
    status: StatusInks {
        open: rgb(0x74_ABF5),
        progress: rgb(0xE0_A83C),
        review: rgb(0xC2_93F0),
        hold: rgb(0xA4_ACB0),
        depend: rgb(0xEE_8ABA),
        closed: rgb(0x68_C089),
        unknown: rgb(0xA4_ACB0),
    },
};

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance as WCAG 2 defines it.
    fn luminance(colour: Color32) -> f64 {
        let linear = |channel: u8| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.03928 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
    }

    fn contrast(a: Color32, b: Color32) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn surfaces(p: &Palette) -> [(&'static str, Color32); 13] {
        [
            ("base", p.base),
            ("side", p.side),
            ("sunk", p.sunk),
            ("raised", p.raised),
            ("hover", p.hover),
            ("hover_side", p.hover_side),
            ("select", p.select),
            ("select_side", p.select_side),
            ("press", p.press),
            ("ok_soft", p.ok_soft),
            ("warn_soft", p.warn_soft),
            ("danger_soft", p.danger_soft),
            ("info_soft", p.info_soft),
        ]
    }

    fn inks(p: &Palette) -> [(&'static str, Color32); 14] {
        [
            ("ink", p.ink),
            ("ink2", p.ink2),
            ("ink3", p.ink3),
            ("accent", p.accent),
            ("ok", p.ok),
            ("warn", p.warn),
            ("danger", p.danger),
            ("open", p.status.open),
            ("progress", p.status.progress),
            ("review", p.status.review),
            ("hold", p.status.hold),
            ("depend", p.status.depend),
            ("closed", p.status.closed),
            ("unknown", p.status.unknown),
        ]
    }

    #[test]
    fn every_ink_can_be_read_on_every_surface_it_may_stand_on() {
        for p in [&LIGHT, &DARK] {
            for (ink_name, ink) in inks(p) {
                for (surface_name, surface) in surfaces(p) {
                    let ratio = contrast(ink, surface);
                    assert!(ratio >= 4.5, "{ink_name} on {surface_name} (dark: {}): {ratio:.2}", p.dark);
                }
            }
            for (name, ink, ground) in [
                ("on_accent on accent", p.on_accent, p.accent),
                ("on_accent on accent_hover", p.on_accent, p.accent_hover),
                ("base on danger", p.base, p.danger),
                ("ink on mark", p.ink, p.mark),
                ("ink2 on mark", p.ink2, p.mark),
            ] {
                let ratio = contrast(ink, ground);
                assert!(ratio >= 4.5, "{name} (dark: {}): {ratio:.2}", p.dark);
            }
        }
    }

    #[test]
    fn the_edge_of_a_field_can_be_seen_on_every_ground_it_stands_on() {
        for p in [&LIGHT, &DARK] {
            for (name, ground) in [("base", p.base), ("side", p.side), ("sunk", p.sunk)] {
                let ratio = contrast(p.line_strong, ground);
                assert!(ratio >= 3.0, "line_strong on {name} (dark: {}): {ratio:.2}", p.dark);
            }
        }
    }

    #[test]
    fn the_contrasts_written_in_the_design_are_those_of_the_constants() {
        // On base, to one decimal: light, dark.
        let table = [
            ("ink", 17.0, 14.7),
            ("ink2", 8.0, 9.2),
            ("ink3", 5.9, 6.2),
            ("accent", 6.7, 8.5),
            ("open", 6.1, 7.5),
            ("progress", 5.9, 8.3),
            ("review", 6.6, 7.3),
            ("hold", 6.2, 7.6),
            ("depend", 6.5, 7.5),
            ("closed", 5.8, 8.0),
            ("warn", 5.9, 8.3),
            ("danger", 6.5, 7.8),
        ];
        for (name, light, dark) in table {
            for (p, written) in [(&LIGHT, light), (&DARK, dark)] {
                let ink = inks(p).into_iter().find(|(n, _)| *n == name).unwrap().1;
                let ratio = contrast(ink, p.base);
                assert!((ratio - written).abs() < 0.06, "{name}: written {written}, computed {ratio:.2}");
            }
        }
    }
}
