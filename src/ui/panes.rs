//! Which pane stands where: the table of widths, and what the agent dragged.

use egui::{Rect, pos2};

use super::settings::PaneWidths;
use super::state::Pane;
use crate::theme::measures::PaneWidth;
use crate::theme::{Layout, height, pane};

/// The rectangles of one frame of the inbox. A pane without one is not drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Panes {
    pub layout: Layout,
    pub status: Rect,
    pub rail: Option<Rect>,
    pub views: Option<Rect>,
    pub list: Option<Rect>,
    pub lead: Option<Rect>,
    pub profile: Option<Rect>,
    /// The profile lies over the lead.
    pub profile_is_drawer: bool,
}

/// Divides the window. `shown` is the pane that has the window where one is shown at a time.
pub fn arrange(area: Rect, widths: PaneWidths, shown: Pane, drawer: bool) -> Panes {
    let layout = Layout::for_width(area.width());
    let (body, status) = area.split_top_bottom_at_y(area.bottom() - height::STATUS_BAR);
    let mut panes = Panes {
        layout,
        status,
        rail: None,
        views: None,
        list: None,
        lead: None,
        profile: None,
        profile_is_drawer: false,
    };
    if layout == Layout::Single {
        match shown {
            Pane::List | Pane::Views => panes.list = Some(body),
            Pane::Lead => panes.lead = Some(body),
            Pane::Profile => panes.profile = Some(body),
        }
        return panes;
    }
    let [views, list, profile] = fitted(layout, widths, area.width());
    let mut x = body.left();
    let mut take = |width: f32| {
        let rect = Rect::from_min_max(pos2(x, body.top()), pos2((x + width).min(body.right()), body.bottom()));
        x = rect.right();
        rect
    };
    panes.rail = Some(take(pane::RAIL));
    panes.views = views.map(&mut take);
    panes.list = list.map(&mut take);
    let rest = Rect::from_min_max(pos2(x, body.top()), body.max);
    match profile {
        Some(width) => {
            let (lead, profile) = rest.split_left_right_at_x(rest.right() - width);
            (panes.lead, panes.profile) = (Some(lead), Some(profile));
        }
        None => {
            panes.lead = Some(rest);
            if drawer {
                panes.profile = Some(rest.with_min_x(rest.right() - pane::DRAWER));
                panes.profile_is_drawer = true;
            }
        }
    }
    panes
}

/// Widths of views, list and profile: by hand inside least and most, else by layout; and where they would take the
/// lead's least, they give way down to their own.
fn fitted(layout: Layout, by_hand: PaneWidths, content: f32) -> [Option<f32>; 3] {
    let wish = |default: Option<f32>, by_hand: Option<f32>, range: PaneWidth| {
        default.map(|width| by_hand.map_or(width, |w| w.clamp(range.least, range.most)).round())
    };
    let mut widths = [
        (wish(layout.views(), by_hand.views, pane::VIEWS), pane::VIEWS.least),
        (wish(layout.list(content), by_hand.list, pane::LIST), pane::LIST.least),
        (wish(layout.profile(), by_hand.profile, pane::PROFILE), pane::PROFILE.least),
    ];
    let taken: f32 = widths.iter().filter_map(|(width, _)| *width).sum();
    let mut missing = pane::RAIL + taken + pane::TIMELINE_LEAST - content;
    for (width, least) in widths.iter_mut().rev() {
        if let Some(width) = width {
            let gives = missing.clamp(0.0, (*width - *least).max(0.0));
            *width -= gives;
            missing -= gives;
        }
    }
    widths.map(|(width, _)| width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arranged(width: f32, widths: PaneWidths) -> Panes {
        arrange(Rect::from_min_size(pos2(0.0, 0.0), egui::vec2(width, 800.0)), widths, Pane::List, false)
    }

    #[test]
    fn the_panes_stand_where_the_pictures_have_them() {
        let at = |rect: Option<Rect>| rect.map(|r| (r.left(), r.right()));
        let panes = arranged(1280.0, PaneWidths::default());
        assert_eq!(at(panes.views), Some((48.0, 224.0)));
        assert_eq!(at(panes.list), Some((224.0, 560.0)));
        assert_eq!(at(panes.lead), Some((560.0, 1008.0)));
        assert_eq!(at(panes.profile), Some((1008.0, 1280.0)));
        let panes = arranged(1024.0, PaneWidths::default());
        assert_eq!(panes.views, None);
        assert_eq!(at(panes.list), Some((48.0, 364.0)));
        assert_eq!(at(panes.lead), Some((364.0, 784.0)));
        let panes = arranged(640.0, PaneWidths::default());
        assert_eq!((at(panes.list), panes.lead, panes.rail), (Some((0.0, 640.0)), None, None));
    }

    #[test]
    fn what_was_dragged_wins_until_the_lead_would_lose_its_least() {
        let wide = PaneWidths { views: Some(240.0), list: Some(520.0), profile: Some(360.0) };
        let panes = arranged(1600.0, wide);
        assert!(panes.list.is_some_and(|r| (r.width() - 520.0).abs() < 1.0));
        for width in [970.0, 1100.0, 1240.0, 1280.0, 1600.0] {
            let panes = arranged(width, wide);
            assert!(panes.lead.is_some_and(|r| r.width() >= pane::TIMELINE_LEAST - 1.0), "{width}");
        }
    }
}
