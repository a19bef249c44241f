//! Lengths, all in egui points: spacing, radii, strokes, heights, icon sizes, panes and what fits at which width.

/// Steps of empty room. Inside a row `XS` and `S`; pane edges `M` or `L`; between sections `L`; around a page `XL`.
pub mod space {
    /// Hairline room, between things that touch.
    pub const XXS: f32 = 2.0;
    /// Between a glyph and its word.
    pub const XS: f32 = 4.0;
    /// Between things of one row.
    pub const S: f32 = 8.0;
    /// Pane edge.
    pub const M: f32 = 12.0;
    /// Wide pane edge; between sections.
    pub const L: f32 = 16.0;
    /// Around a page.
    pub const XL: f32 = 24.0;
}

/// Corner radii.
pub mod radius {
    /// Tag, key cap, cell.
    pub const SMALL: u8 = 4;
    /// Control, chosen row in side panes.
    pub const CONTROL: u8 = 6;
    /// Card, menu, notice.
    pub const CARD: u8 = 8;
    /// Popup, dialog.
    pub const POPUP: u8 = 10;
}

/// Stroke widths. Hairlines are one physical pixel instead: see `ui::widgets::hairline`.
pub mod stroke {
    /// Painted glyphs.
    pub const GLYPH: f32 = 1.5;
    /// Focus ring, and the edge of the field with focus.
    pub const FOCUS: f32 = 2.0;
    /// Edge at the left of the chosen row.
    pub const CHOSEN_EDGE: f32 = 2.0;
}

/// Icon sizes, by what stands beside them.
pub mod icon {
    /// In captions.
    pub const CAPTION: f32 = 12.0;
    /// With small text.
    pub const SMALL: f32 = 14.0;
    /// With body text.
    pub const BODY: f32 = 16.0;
    /// In headers.
    pub const HEADER: f32 = 18.0;
    /// In the rail.
    pub const RAIL: f32 = 20.0;
}

/// How much room rows take: the agent's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Density {
    #[default]
    Comfortable,
    Compact,
}

/// Heights that follow the density.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Heights {
    pub lead_row: f32,
    pub view_row: f32,
    pub menu_row: f32,
    pub key_value_row: f32,
    pub timeline_item: f32,
    pub day_line: f32,
    pub outbox_row: f32,
    pub bulk_row: f32,
    pub account_row: f32,
}

impl Density {
    /// The heights of this density.
    pub const fn heights(self) -> Heights {
        match self {
            Self::Comfortable => Heights {
                lead_row: 68.0,
                view_row: 28.0,
                menu_row: 32.0,
                key_value_row: 24.0,
                timeline_item: 48.0,
                day_line: 32.0,
                outbox_row: 46.0,
                bulk_row: 36.0,
                account_row: 56.0,
            },
            Self::Compact => Heights {
                lead_row: 44.0,
                view_row: 24.0,
                menu_row: 28.0,
                key_value_row: 22.0,
                timeline_item: 40.0,
                day_line: 28.0,
                outbox_row: 34.0,
                bulk_row: 28.0,
                account_row: 44.0,
            },
        }
    }
}

/// Heights that are the same at both densities.
pub mod height {
    pub const BUTTON: f32 = 30.0;
    pub const FIELD: f32 = 30.0;
    pub const CHIP: f32 = 24.0;
    pub const TAG: f32 = 16.0;
    pub const KEY_CAP: f32 = 18.0;
    /// The pill that says "12 updates".
    pub const PILL: f32 = 22.0;
    /// First band of every pane: the same height everywhere, so its hairline runs through the window.
    pub const BAND_A: f32 = 48.0;
    /// Second band of every pane, likewise.
    pub const BAND_B: f32 = 36.0;
    pub const STATUS_BAR: f32 = 24.0;
    pub const STRIP: f32 = 40.0;
    pub const UNDO_NOTICE: f32 = 36.0;
}

/// The least window, width and height.
pub const LEAST_WINDOW: [f32; 2] = [640.0, 400.0];

/// The timeline's column ends here, whatever the pane's width.
pub const TIMELINE_TEXT_MOST: f32 = 776.0;

/// What a pane may be dragged to, and where it starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PaneWidth {
    pub default: f32,
    pub least: f32,
    pub most: f32,
}

/// Pane widths. The timeline takes the rest, at least [`pane::TIMELINE_LEAST`].
pub mod pane {
    use super::PaneWidth;

    pub const RAIL: f32 = 48.0;
    pub const VIEWS: PaneWidth = PaneWidth { default: 176.0, least: 160.0, most: 240.0 };
    pub const LIST: PaneWidth = PaneWidth { default: 336.0, least: 280.0, most: 520.0 };
    pub const TIMELINE_LEAST: f32 = 400.0;
    pub const PROFILE: PaneWidth = PaneWidth { default: 272.0, least: 240.0, most: 360.0 };
    /// The profile where it is a drawer over the timeline.
    pub const DRAWER: f32 = 280.0;
}

/// Which panes fit. Read from the width in points after text size, so zoom folds panes as a small screen does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Layout {
    /// 1600 and more: everything, wider.
    Wide,
    /// 1240 to 1599: all five panes at their defaults.
    Full,
    /// 970 to 1239: views fold into a menu on the list's title, band B of the list is dropped.
    FoldedViews,
    /// 730 to 969: the profile becomes a drawer over the timeline's right edge.
    Drawer,
    /// Under 730: one pane at a time.
    Single,
}

impl Layout {
    /// The layout of a content width.
    pub fn for_width(points: f32) -> Self {
        match points {
            w if w >= 1600.0 => Self::Wide,
            w if w >= 1240.0 => Self::Full,
            w if w >= 970.0 => Self::FoldedViews,
            w if w >= 730.0 => Self::Drawer,
            _ => Self::Single,
        }
    }

    /// The next narrower one, for when the window cannot give all leasts.
    pub fn narrower(self) -> Self {
        match self {
            Self::Wide => Self::Full,
            Self::Full => Self::FoldedViews,
            Self::FoldedViews => Self::Drawer,
            Self::Drawer | Self::Single => Self::Single,
        }
    }

    /// Width of the views pane, `None` where it is folded away.
    pub fn views(self) -> Option<f32> {
        match self {
            Self::Wide => Some(208.0),
            Self::Full => Some(pane::VIEWS.default),
            Self::FoldedViews | Self::Drawer | Self::Single => None,
        }
    }

    /// Width of the lead list in a content width, `None` where it has the window for itself.
    pub fn list(self, content: f32) -> Option<f32> {
        match self {
            Self::Wide => Some(440.0),
            Self::Full => Some(pane::LIST.default),
            // Near the lower edge the list gives way, so that the timeline keeps its least.
            Self::FoldedViews | Self::Drawer => {
                let room = content - pane::RAIL - self.profile().unwrap_or(0.0) - pane::TIMELINE_LEAST;
                Some(room.clamp(pane::LIST.least, 316.0))
            }
            Self::Single => None,
        }
    }

    /// Width of the profile as a pane, `None` where it is a drawer or alone.
    pub fn profile(self) -> Option<f32> {
        match self {
            Self::Wide => Some(320.0),
            Self::Full => Some(pane::PROFILE.default),
            Self::FoldedViews => Some(pane::PROFILE.least),
            Self::Drawer | Self::Single => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_layout_leaves_the_timeline_its_least_where_panes_stand_side_by_side() {
        for width in [730.0, 969.0, 970.0, 1024.0, 1239.0, 1240.0, 1280.0, 1600.0, 1920.0] {
            let layout = Layout::for_width(width);
            let taken = pane::RAIL
                + layout.views().unwrap_or(0.0)
                + layout.list(width).unwrap()
                + layout.profile().unwrap_or(0.0);
            assert!(width - taken >= pane::TIMELINE_LEAST, "{width}: {layout:?} leaves {}", width - taken);
        }
    }

    #[test]
    fn the_table_of_widths_has_its_edges_where_the_design_says() {
        for (width, layout) in [
            (1600.0, Layout::Wide),
            (1599.0, Layout::Full),
            (1240.0, Layout::Full),
            (1239.0, Layout::FoldedViews),
            (970.0, Layout::FoldedViews),
            (969.0, Layout::Drawer),
            (730.0, Layout::Drawer),
            (729.0, Layout::Single),
        ] {
            assert_eq!(Layout::for_width(width), layout);
        }
    }
}
