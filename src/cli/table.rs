//! Aligned columns without borders.

use super::text;

/// One column: its heading, where its cells stand, and how wide it may become.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub title: &'static str,
    pub right: bool,
    /// Longer cells are cut with `…`.
    pub max: usize,
}

/// A column of words.
pub const fn words(title: &'static str, max: usize) -> Column {
    Column { title, right: false, max }
}

/// A column that is never cut: what people copy out of it must be whole.
pub const fn whole(title: &'static str) -> Column {
    words(title, usize::MAX)
}

/// A column of numbers.
pub const fn numbers(title: &'static str) -> Column {
    Column { title, right: true, max: usize::MAX }
}

/// The table as text, a line end after each row; headings bold where `colour` is allowed. Cells may hold
/// anything: they are made safe here.
pub fn table<const N: usize>(columns: [Column; N], rows: Vec<[String; N]>, colour: bool) -> String {
    let rows: Vec<[String; N]> = rows
        .into_iter()
        .map(|row| {
            let mut cells = row.into_iter();
            columns.map(|column| text::cut(&text::safe(&cells.next().unwrap_or_default()), column.max))
        })
        .collect();
    let mut widths = columns.map(|column| text::width(column.title));
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(text::width(cell));
        }
    }
    let mut out = String::new();
    let heading = line(columns, widths, &columns.map(|column| column.title.to_owned()));
    out.push_str(&if colour { format!("\x1b[1m{heading}\x1b[0m\n") } else { format!("{heading}\n") });
    for row in &rows {
        out.push_str(&line(columns, widths, row));
        out.push('\n');
    }
    out
}

fn line<const N: usize>(columns: [Column; N], widths: [usize; N], cells: &[String; N]) -> String {
    let mut out = String::new();
    for ((column, width), cell) in columns.iter().zip(widths).zip(cells) {
        let space = " ".repeat(width.saturating_sub(text::width(cell)));
        let (before, after) = if column.right { (space.as_str(), "") } else { ("", space.as_str()) };
        out.extend([before, cell, after, "  "]);
    }
    out.truncate(out.trim_end().len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_headings_in_every_script() {
        let columns = [words("Name", 8), numbers("Pages"), whole("Lead")];
        let row = |name: &str, pages: &str, id: &str| [name.to_owned(), pages.to_owned(), id.to_owned()];
        let rows = vec![row("山田太郎さん", "7", "a1"), row("Nadia\x1b[2J Rahman", "1000", "b2"), row("", "", "")];
        let expected = "\
Name      Pages  Lead
山田太…       7  a1
Nadia␛[…   1000  b2

";
        assert_eq!(table(columns, rows.clone(), false), expected);
        assert!(table(columns, rows, true).starts_with("\x1b[1mName      Pages  Lead\x1b[0m\n"));
    }
}
