//! The mark: a plumb line through the surface of the water, painted from one geometry on screen and as app icon.

use egui::{Color32, Painter, Pos2, Rect, Shape, Stroke, pos2, vec2};

use super::colours::LIGHT;

/// The mark is drawn on a square of this size; every number below is in its units.
const GRID: f32 = 24.0;
/// Width of its lines.
const STROKE: f32 = 1.7;
/// The line, and the surface left and right of it.
const LINES: [[[f32; 2]; 2]; 3] = [[[12.0, 1.4], [12.0, 13.0]], [[2.8, 7.0], [8.4, 7.0]], [[15.6, 7.0], [21.2, 7.0]]];
/// Right side of the bob as two cubic curves, from its top over its belly to its tip; the left side mirrors it.
const BOB: [[[f32; 2]; 4]; 2] = [
    [[12.0, 11.9], [14.3, 11.9], [15.95, 13.3], [15.95, 15.2]],
    [[15.95, 15.2], [15.95, 17.0], [13.4, 20.2], [12.0, 22.2]],
];

/// The outline of the bob, clockwise from its top.
fn bob() -> Vec<[f32; 2]> {
    const STEPS: u8 = 12;
    let right: Vec<[f32; 2]> = BOB
        .iter()
        .flat_map(|curve| (0..STEPS).map(move |step| on_curve(curve, f32::from(step) / f32::from(STEPS))))
        .chain([[12.0, 22.2]])
        .collect();
    let left = right.iter().rev().skip(1).take(right.len() - 2).map(|[x, y]| [GRID - x, *y]);
    right.iter().copied().chain(left).collect()
}

fn on_curve(curve: &[[f32; 2]; 4], t: f32) -> [f32; 2] {
    let u = 1.0 - t;
    let weights = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
    let sum = |axis: usize| curve.iter().zip(weights).map(|(point, weight)| point[axis] * weight).sum();
    [sum(0), sum(1)]
}

/// Paints the mark into a square, its lines on whole points.
pub fn paint_mark(painter: &Painter, rect: Rect, ink: Color32) {
    let scale = rect.width().min(rect.height()) / GRID;
    let origin = (rect.center() - vec2(GRID, GRID) * scale / 2.0).round();
    let at = |[x, y]: [f32; 2]| -> Pos2 { pos2(origin.x + x * scale, origin.y + y * scale) };
    for [from, to] in LINES {
        painter.line_segment([at(from), at(to)], Stroke::new(STROKE * scale, ink));
    }
    painter.add(Shape::convex_polygon(bob().into_iter().map(at).collect(), ink, Stroke::NONE));
}

/// The app icon as `size` times `size` pixels of straight RGBA: the mark in white on a rounded square.
pub fn mark_rgba(size: u32) -> Vec<u8> {
    const SAMPLES: u16 = 4;
    let [r, g, b, _] = LIGHT.accent.to_array();
    let cells = u16::try_from(size).unwrap_or(u16::MAX);
    let step = GRID / (f32::from(cells.max(1)) * f32::from(SAMPLES));
    let outline = bob();
    let mut pixels = Vec::with_capacity(usize::from(cells) * usize::from(cells) * 4);
    for row in 0..cells {
        for column in 0..cells {
            let (mut ground, mut mark) = (0_u16, 0_u16);
            for sample in 0..SAMPLES * SAMPLES {
                let x = (f32::from(column) * f32::from(SAMPLES) + f32::from(sample % SAMPLES) + 0.5) * step;
                let y = (f32::from(row) * f32::from(SAMPLES) + f32::from(sample / SAMPLES) + 0.5) * step;
                if in_ground(x, y) {
                    ground += 1;
                    // The mark stands a little smaller on its ground than alone.
                    let inner = [(x - 12.0) / 0.76 + 12.0, (y - 12.0) / 0.76 + 12.0];
                    mark += u16::from(in_mark(inner, &outline));
                }
            }
            let blend = |under: u8| {
                let over = u16::from(u8::MAX);
                let whole = ground.max(1);
                u8::try_from((u16::from(under) * (ground - mark) + over * mark) / whole).unwrap_or(u8::MAX)
            };
            let alpha = u8::try_from(ground * u16::from(u8::MAX) / (SAMPLES * SAMPLES)).unwrap_or(u8::MAX);
            pixels.extend([blend(r), blend(g), blend(b), alpha]);
        }
    }
    pixels
}

/// Inside the rounded square behind the icon.
fn in_ground(x: f32, y: f32) -> bool {
    const RADIUS: f32 = 5.0;
    let dx = (x - 12.0).abs() - (11.5 - RADIUS);
    let dy = (y - 12.0).abs() - (11.5 - RADIUS);
    dx.max(0.0).hypot(dy.max(0.0)) <= RADIUS
}

/// Inside a line or the bob.
fn in_mark([x, y]: [f32; 2], outline: &[[f32; 2]]) -> bool {
    let on_line = LINES.iter().any(|[[x0, y0], [x1, y1]]| {
        let outside_x = (x0 - x).max(x - x1).max(0.0);
        let outside_y = (y0 - y).max(y - y1).max(0.0);
        let half = STROKE / 2.0;
        // All lines are upright or level: across them half the stroke, along them nothing.
        if x0 < x1 { outside_x <= 0.0 && outside_y <= half } else { outside_x <= half && outside_y <= 0.0 }
    });
    let mut inside = false;
    for (i, [x0, y0]) in outline.iter().enumerate() {
        let [x1, y1] = outline[(i + 1) % outline.len()];
        if (*y0 > y) != (y1 > y) && x < (x1 - x0) * (y - y0) / (y1 - y0) + x0 {
            inside = !inside;
        }
    }
    on_line || inside
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_app_icon_is_square_clear_at_its_corners_and_white_where_the_line_hangs() {
        for size in [16_u32, 32, 256] {
            let pixels = mark_rgba(size);
            let side = usize::try_from(size).unwrap();
            assert_eq!(pixels.len(), side * side * 4);
            assert_eq!(pixels[3], 0, "the corner is clear");
            let bob = (side * 2 / 3 * side + side / 2) * 4;
            assert_eq!(&pixels[bob..bob + 4], [255, 255, 255, 255]);
        }
    }
}
