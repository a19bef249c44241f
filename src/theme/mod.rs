//! How it looks: colours, spacing, type, fonts and icons, as constants named by use and never by hue.
//!
//! Nothing here draws a panel or knows a lead; `ui/widgets/` builds controls from these constants. A colour, a
//! length or a font size that is not here does not exist. Start at [`apply`], then [`colours`] and [`measures`].

pub mod colours;
pub mod fonts;
pub mod icons;
pub mod mark;
pub mod measures;
pub mod states;
pub mod style;
pub mod system_fonts;
pub mod typography;

pub use colours::{DARK, LIGHT, Palette};
pub use icons::{Icon, IconFill};
pub use mark::{mark_rgba, paint_mark};
pub use measures::{Density, Heights, Layout, height, icon, pane, radius, space, stroke};
pub use states::{DeliveryShape, Gravity, StateLook};
pub use typography::{Size, Weight, font, format};

use egui::{Context, Theme, Visuals};

/// Installs the bundled fonts and both themes. Call once, before the first frame.
///
/// Fonts of the system come afterwards: [`system_fonts::install_in_background`].
pub fn apply(ctx: &Context) {
    ctx.set_fonts(fonts::bundled());
    ctx.set_style_of(Theme::Light, style::style(&LIGHT));
    ctx.set_style_of(Theme::Dark, style::style(&DARK));
}

/// Takes the last motion away (or gives it back): popups come at once.
pub fn set_reduced_motion(ctx: &Context, reduced: bool) {
    ctx.all_styles_mut(|s| s.animation_time = if reduced { 0.0 } else { style::POPUP_FADE_SECS });
}

/// Takes shadows and scrims away (or gives them back): a remote desktop sends every soft pixel again.
pub fn set_plain(ctx: &Context, plain: bool) {
    for (theme, palette) in [(Theme::Light, &LIGHT), (Theme::Dark, &DARK)] {
        let shadow = if plain { egui::Shadow::NONE } else { style::popup_shadow(palette) };
        ctx.style_mut_of(theme, |style| {
            style.visuals.popup_shadow = shadow;
            style.visuals.window_shadow = shadow;
        });
    }
}

/// Whether shadows and scrims were taken away.
pub fn is_plain(visuals: &Visuals) -> bool {
    visuals.popup_shadow == egui::Shadow::NONE
}

/// Something that knows which theme it is drawn in.
pub trait Themed {
    /// The visuals it is drawn with: only their light or dark matters.
    fn dark(&self) -> bool;
}

impl Themed for Visuals {
    fn dark(&self) -> bool {
        self.dark_mode
    }
}

impl Themed for egui::Ui {
    fn dark(&self) -> bool {
        self.visuals().dark_mode
    }
}

impl Themed for Context {
    fn dark(&self) -> bool {
        self.theme() == Theme::Dark
    }
}

/// The colours of the theme that a `Ui`, a `Context` or `Visuals` is drawn in.
pub fn palette(of: &impl Themed) -> &'static Palette {
    if of.dark() { &DARK } else { &LIGHT }
}
