//! The toolkit's own style, filled completely from the tokens, so that nothing on screen looks like the toolkit.

use egui::style::{ScrollAnimation, ScrollFadeStyle, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use egui::{Color32, CornerRadius, FontId, Margin, Shadow, Stroke, Style, TextStyle, TextWrapMode, Visuals, vec2};

use super::colours::Palette;
use super::measures::{height, radius, space, stroke};
use super::typography::{Size, Weight, font};

/// How long a popup takes to fade in, in seconds. The only thing that moves.
pub const POPUP_FADE_SECS: f32 = 0.08;

/// How long the pointer rests before a tooltip comes, in seconds.
pub const TOOLTIP_DELAY_SECS: f32 = 0.4;

/// The shadow of popups. There is no other.
pub fn popup_shadow(palette: &Palette) -> Shadow {
    Shadow { offset: [0, 8], blur: 28, spread: 0, color: palette.shadow }
}

/// The style of one theme.
pub fn style(palette: &Palette) -> Style {
    let mut style = Style {
        text_styles: text_styles(),
        visuals: visuals(palette),
        wrap_mode: Some(TextWrapMode::Truncate),
        animation_time: POPUP_FADE_SECS,
        scroll_animation: ScrollAnimation::none(),
        ..Style::default()
    };
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(space::S, space::XS);
    spacing.window_margin = Margin::same(16);
    spacing.menu_margin = Margin::same(8);
    spacing.button_padding = vec2(space::M, space::XS);
    spacing.indent = space::L;
    spacing.interact_size = vec2(24.0, height::CHIP);
    spacing.text_edit_width = 240.0;
    spacing.tooltip_width = 320.0;
    spacing.menu_width = 320.0;
    spacing.menu_spacing = space::XS;
    spacing.icon_width = 16.0;
    spacing.icon_width_inner = 8.0;
    spacing.icon_spacing = space::S;
    spacing.extra_text_line_spacing = 0.0;
    spacing.indent_ends_with_horizontal_line = false;
    spacing.scroll = scroll();

    let interaction = &mut style.interaction;
    interaction.selectable_labels = false;
    interaction.multi_widget_text_select = false;
    interaction.tooltip_delay = TOOLTIP_DELAY_SECS;
    interaction.show_tooltips_only_when_still = true;
    style
}

fn text_styles() -> std::collections::BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Heading, font(Size::Title, Weight::Semibold)),
        (TextStyle::Body, font(Size::Body, Weight::Regular)),
        (TextStyle::Button, font(Size::Body, Weight::Medium)),
        (TextStyle::Small, font(Size::Small, Weight::Regular)),
        (TextStyle::Monospace, font(Size::Mono, Weight::Regular)),
    ]
    .into()
}

/// Six wide, floating, seen while scrolling or hovering, and no fade over the content.
fn scroll() -> ScrollStyle {
    ScrollStyle {
        floating: true,
        bar_width: 6.0,
        floating_width: 6.0,
        floating_allocated_width: 0.0,
        handle_min_length: 24.0,
        bar_inner_margin: 2.0,
        bar_outer_margin: 2.0,
        foreground_color: true,
        dormant_background_opacity: 0.0,
        active_background_opacity: 0.0,
        interact_background_opacity: 0.0,
        dormant_handle_opacity: 0.0,
        active_handle_opacity: 0.3,
        interact_handle_opacity: 0.5,
        fade: ScrollFadeStyle { strength: 0.0, size: 0.0 },
        ..ScrollStyle::floating()
    }
}

fn visuals(palette: &Palette) -> Visuals {
    let p = palette;
    let base = if p.dark { Visuals::dark() } else { Visuals::light() };
    Visuals {
        override_text_color: None,
        weak_text_color: Some(p.ink3),
        widgets: widgets(p),
        selection: Selection { bg_fill: p.select, stroke: Stroke::new(1.0, p.ink) },
        hyperlink_color: p.accent,
        faint_bg_color: p.hover,
        extreme_bg_color: p.sunk,
        text_edit_bg_color: Some(p.base),
        code_bg_color: p.sunk,
        warn_fg_color: p.warn,
        error_fg_color: p.danger,
        window_corner_radius: CornerRadius::same(radius::POPUP),
        window_shadow: popup_shadow(p),
        window_fill: p.raised,
        window_stroke: Stroke::new(1.0, p.line),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(radius::CARD),
        panel_fill: p.base,
        popup_shadow: popup_shadow(p),
        // The cursor does not blink: an idle window draws nothing.
        text_cursor: TextCursorStyle { stroke: Stroke::new(1.5, p.accent), blink: false, ..base.text_cursor.clone() },
        button_frame: true,
        collapsing_header_frame: false,
        indent_has_left_vline: false,
        striped: false,
        slider_trailing_fill: false,
        image_loading_spinners: false,
        ..base
    }
}

fn widgets(p: &Palette) -> Widgets {
    let widget = |fill: Color32, edge: Color32, ink: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        fg_stroke: Stroke::new(stroke::GLYPH, ink),
        corner_radius: CornerRadius::same(radius::CONTROL),
        expansion: 0.0,
    };
    Widgets {
        noninteractive: widget(p.base, p.line, p.ink),
        inactive: widget(p.base, p.line_strong, p.ink),
        hovered: widget(p.hover, p.line_strong, p.ink),
        active: widget(p.press, p.line_strong, p.ink),
        open: widget(p.select, p.line_strong, p.ink),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::colours::{DARK, LIGHT};

    #[test]
    fn nothing_grows_under_the_pointer_and_no_row_is_striped() {
        for palette in [&LIGHT, &DARK] {
            let style = style(palette);
            let w = &style.visuals.widgets;
            for state in [&w.noninteractive, &w.inactive, &w.hovered, &w.active, &w.open] {
                assert!(state.expansion.abs() < f32::EPSILON);
            }
            assert!(!style.visuals.striped && !style.interaction.selectable_labels);
            assert_eq!(style.visuals.dark_mode, palette.dark);
        }
    }
}
