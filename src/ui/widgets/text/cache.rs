//! Keeps laid-out lines, so that a row that is drawn again does no work.
//!
//! Bounded: two generations of entries, the older one is dropped when the younger is full. Emptied when the toolkit
//! made its font atlas anew (a font arrived, the atlas was full), because galleys point into the atlas.

use std::collections::HashMap;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use egui::cache::CacheTrait;
use egui::{Context, Galley};

use super::{Line, TextLook};
use crate::theme::IconFill;

/// Entries in one generation. A screen of compact rows has some three hundred lines.
const GENERATION: usize = 2048;

/// What is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Line,
    /// Wrapped into at most this many rows.
    Block(u16),
    Icon(IconFill),
}

/// What a laid-out text depends on besides the text itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// Room in physical pixels.
    pub width_px: u32,
    pub kind: Kind,
    /// Bits of the scale, which decides the rounding of glyphs.
    pub pixels_per_point_bits: u32,
}

#[derive(Clone)]
struct Entry {
    /// All spans in one, to tell texts apart that share a hash.
    text: String,
    line: Line,
}

/// The cache; lives in the toolkit's memory.
#[derive(Default)]
pub(super) struct Lines {
    young: HashMap<u64, Entry>,
    old: HashMap<u64, Entry>,
    /// The pass in which the atlas was last looked at, and a galley that changes when the atlas does.
    looked_in_pass: Option<u64>,
    sentinel: Option<Arc<Galley>>,
}

impl CacheTrait for Lines {
    fn update(&mut self) {}

    fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

/// The hash of spans in a shape.
fn key(spans: &[(&str, TextLook)], shape: Shape) -> u64 {
    let mut hasher = std::hash::DefaultHasher::new();
    shape.hash(&mut hasher);
    for (text, look) in spans {
        text.hash(&mut hasher);
        look.hash(&mut hasher);
    }
    hasher.finish()
}

fn same_text(mut joined: &str, spans: &[(&str, TextLook)]) -> bool {
    for (text, _) in spans {
        match joined.strip_prefix(text) {
            Some(rest) => joined = rest,
            None => return false,
        }
    }
    joined.is_empty()
}

impl Lines {
    fn get(&mut self, key: u64, spans: &[(&str, TextLook)]) -> Option<Line> {
        if let Some(entry) = self.young.get(&key) {
            return same_text(&entry.text, spans).then(|| entry.line.clone());
        }
        let entry = self.old.remove(&key)?;
        let line = same_text(&entry.text, spans).then(|| entry.line.clone());
        self.insert(key, entry);
        line
    }

    fn insert(&mut self, key: u64, entry: Entry) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(key, entry);
    }

    fn forget(&mut self) {
        self.young.clear();
        self.old.clear();
    }
}

/// Once a pass: forgets everything if the font atlas is not the one the galleys were made with.
fn forget_if_the_atlas_changed(ctx: &Context) {
    let pass = ctx.cumulative_pass_nr();
    if ctx.memory_mut(|m| m.caches.cache::<Lines>().looked_in_pass.replace(pass)) == Some(pass) {
        return;
    }
    // The toolkit's own cache answers with the same galley as long as the atlas lives.
    let sentinel =
        ctx.fonts_mut(|f| f.layout_no_wrap("…".to_owned(), egui::FontId::default(), egui::Color32::PLACEHOLDER));
    ctx.memory_mut(|m| {
        let lines = m.caches.cache::<Lines>();
        let same = lines.sentinel.as_ref().is_some_and(|before| Arc::ptr_eq(before, &sentinel));
        if !same {
            lines.forget();
            lines.sentinel = Some(sentinel);
        }
    });
}

/// The laid-out spans from the cache, or else from `lay_out`, which then is kept.
pub(super) fn cached(ctx: &Context, spans: &[(&str, TextLook)], shape: Shape, lay_out: impl FnOnce() -> Line) -> Line {
    forget_if_the_atlas_changed(ctx);
    let key = key(spans, shape);
    if let Some(line) = ctx.memory_mut(|m| m.caches.cache::<Lines>().get(key, spans)) {
        return line;
    }
    let line = lay_out();
    let entry = Entry { text: spans.iter().map(|(text, _)| *text).collect(), line: line.clone() };
    ctx.memory_mut(|m| m.caches.cache::<Lines>().insert(key, entry));
    line
}
