#!/usr/bin/env python3
"""Makes the fonts beside it from Inter and Phosphor as their projects publish them.

    make_fonts.py INTER_DIR PHOSPHOR_DIR

INTER_DIR holds Inter-Regular.otf, Inter-Medium.otf and Inter-SemiBold.otf (Debian's package `fonts-inter`, made with 4.0~beta7+ds-1);
PHOSPHOR_DIR is the unpacked npm package `@phosphor-icons/web` (made with 2.1.2). Needs `fonttools`.

Inter: the toolkit has no OpenType switches, so digits and `. , :` are mapped to their tabular glyphs here; the
private-use characters go (Phosphor uses the same codes); so do the features nobody can switch on, and `calt`,
which would turn a customer's `->` into an arrow. The family is renamed: it is not quite Inter any more.
Phosphor: cut down to the table in src/theme/icons.rs, which is also checked against the package's own codes.
"""

import json
import pathlib
import re
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = pathlib.Path(__file__).resolve().parent
ICON_TABLE = HERE.parent.parent / "src" / "theme" / "icons.rs"

# What Inter has of these blocks is kept. Not 2600-27BF: there a colour emoji font answers better.
TEXT_BLOCKS = [
    (0x0020, 0x024F),  # Latin, with Extended-A and -B
    (0x0259, 0x0259), (0x02B0, 0x036F),  # schwa, modifier letters, combining marks
    (0x0370, 0x03FF), (0x1F00, 0x1FFF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional, Vietnamese
    (0x2000, 0x206F), (0x2070, 0x209F), (0x20A0, 0x20CF),  # punctuation, super- and subscripts, currencies
    (0x2100, 0x218F), (0x2190, 0x21FF), (0x2200, 0x22FF),  # letterlike, arrows, maths
    (0x2300, 0x23FF), (0x2500, 0x25FF),  # technical, boxes, shapes
    (0xFB00, 0xFB06), (0xFFFD, 0xFFFD),
]
TEXT_FEATURES = ["ccmp", "locl", "mark", "mkmk", "kern"]
TABULAR = "0123456789.,:"


def tabular_glyphs(font):
    """The substitutions of the feature `tnum`."""
    table, found = font["GSUB"].table, {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag != "tnum":
            continue
        for index in record.Feature.LookupListIndex:
            for sub in table.LookupList.Lookup[index].SubTable:
                found.update(getattr(sub, "ExtSubTable", sub).mapping)
    return found


def cut(font, unicodes, features):
    options = subset.Options()
    options.layout_features = features
    options.name_IDs = [0, 1, 2, 4, 6, 7, 13, 14]
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "meta", "gasp", "FFTM"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=unicodes)
    cutter.subset(font)


def rename(font, family, style):
    for name_id, text in ((1, family), (2, style), (4, f"{family} {style}"), (6, f"{family}-{style}".replace(" ", ""))):
        for record in [r for r in font["name"].names if r.nameID == name_id]:
            record.string = text


def make_inter(source, target, style):
    font = TTFont(source, recalcTimestamp=False)
    tabular, cmap = tabular_glyphs(font), font.getBestCmap()
    wanted = {ord(c): tabular[cmap[ord(c)]] for c in TABULAR}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({code: glyph for code, glyph in wanted.items() if code in table.cmap})
    # The medium weight's are off by two units of 2816 among themselves.
    advance = max(font["hmtx"][wanted[ord(c)]][0] for c in "0123456789")
    for digit in "0123456789":
        font["hmtx"][wanted[ord(digit)]] = (advance, font["hmtx"][wanted[ord(digit)]][1])
    cut(font, [c for first, last in TEXT_BLOCKS for c in range(first, last + 1)], TEXT_FEATURES)
    rename(font, "Leadline Text", style)
    font.save(target)
    cmap = TTFont(target).getBestCmap()
    assert not [c for c in cmap if 0xE000 <= c <= 0xF8FF], "a private-use code is left"
    widths = {font["hmtx"][cmap[ord(c)]][0] for c in "0123456789"}
    assert len(widths) == 1, f"digits of {style} have widths {widths}"
    print(f"{target.name}: {len(cmap)} characters, {target.stat().st_size} bytes")


def icon_table():
    text = ICON_TABLE.read_text(encoding="utf-8")
    return {name: int(code, 16) for name, code in re.findall(r'^    \w+ "([a-z-]+)" \'\\u\{([0-9a-f]+)\}\',$', text, re.M)}


def make_icons(package, weight, target):
    folder = package / "src" / weight.lower()
    codes = {}
    for icon in json.loads((folder / "selection.json").read_text(encoding="utf-8"))["icons"]:
        for name in icon["properties"]["name"].split(","):
            codes[name.strip().removesuffix("-fill")] = icon["properties"]["code"]
    table = icon_table()
    for name, code in table.items():
        assert codes.get(name) == code, f"{name}: the package says {codes.get(name, 0):x}, icons.rs says {code:x}"
    font = TTFont(folder / ("Phosphor.ttf" if weight == "Regular" else f"Phosphor-{weight}.ttf"), recalcTimestamp=False)
    cut(font, list(table.values()), [])
    # The package's outlines claim to begin at 0. Saved with their true bounds they need a side bearing that agrees,
    # or rasterisers push the icons to the left.
    for glyph, (advance, _) in list(font["hmtx"].metrics.items()):
        outline = font["glyf"][glyph]
        outline.recalcBounds(font["glyf"])
        font["hmtx"][glyph] = (advance, getattr(outline, "xMin", 0))
    font.save(target)
    print(f"{target.name}: {len(table)} icons, {target.stat().st_size} bytes")


def main():
    inter, phosphor = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    for style in ("Regular", "Medium", "SemiBold"):
        make_inter(inter / f"Inter-{style}.otf", HERE / f"LeadlineText-{style}.otf", style)
    for weight in ("Regular", "Fill"):
        make_icons(phosphor, weight, HERE / f"Phosphor-{weight}.ttf")


if __name__ == "__main__":
    main()
