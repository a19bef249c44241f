//! Which known tags answer what is being typed: those that begin like it first, then those that hold it.

use std::ops::Range;

use crate::search::fold::fold;

/// At most so many are offered.
pub const MOST: usize = 8;

/// A known tag that answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub tag: String,
    /// How many leads wear it.
    pub leads: usize,
}

/// What stands before the piece that is being typed, and the piece: tags are parted by commas.
pub fn last_piece(typed: &str) -> Range<usize> {
    let from = typed.char_indices().rev().find(|(_, c)| is_comma(*c)).map_or(0, |(at, c)| at + c.len_utf8());
    from..typed.len()
}

/// A comma of any of the scripts that agents type in.
pub fn is_comma(c: char) -> bool {
    matches!(c, ',' | '،' | '，' | '、')
}

/// The tags in a text, without blanks and repetitions.
pub fn pieces(typed: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for piece in typed.split(is_comma).map(str::trim).filter(|piece| !piece.is_empty()) {
        if !found.contains(&piece) {
            found.push(piece);
        }
    }
    found
}

/// The text with its last piece completed.
pub fn completed(typed: &str, tag: &str) -> String {
    let before = typed[..last_piece(typed).start].trim_end();
    if before.is_empty() { tag.to_owned() } else { format!("{before} {tag}") }
}

/// The known tags that answer the last piece. Accents and case do not matter; more leads come first; what the lead has
/// or the text holds already is left out.
pub fn offers<'a>(known: impl IntoIterator<Item = (&'a str, usize)>, typed: &str, held: &[String]) -> Vec<Offer> {
    let wanted = fold(typed[last_piece(typed)].trim());
    let earlier = pieces(&typed[..last_piece(typed).start]);
    let taken = |tag: &str| earlier.contains(&tag.trim()) || held.iter().any(|held| held.trim() == tag.trim());
    let mut found: Vec<(bool, Offer)> = known
        .into_iter()
        .filter(|(tag, _)| !tag.trim().is_empty() && !taken(tag))
        .filter_map(|(tag, leads)| {
            let folded = fold(tag);
            let begins = folded.starts_with(&wanted);
            (begins || folded.contains(&wanted)).then(|| (!begins, Offer { tag: tag.to_owned(), leads }))
        })
        .collect();
    found.sort_by(|(a_holds, a), (b_holds, b)| {
        a_holds.cmp(b_holds).then(b.leads.cmp(&a.leads)).then_with(|| a.tag.cmp(&b.tag))
    });
    found.truncate(MOST);
    found.into_iter().map(|(_, offer)| offer).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [(&str, usize); 5] = [("vip", 3), ("VIP+", 9), ("Öl-vip", 40), ("refund", 2), ("وفي", 1)];

    fn found(typed: &str, held: &[&str]) -> Vec<String> {
        let held: Vec<String> = held.iter().map(|tag| (*tag).to_owned()).collect();
        offers(KNOWN, typed, &held).into_iter().map(|offer| offer.tag).collect()
    }

    #[test]
    fn what_begins_like_it_comes_before_what_holds_it_whatever_its_count() {
        assert_eq!(found("vip", &[]), ["VIP+", "vip", "Öl-vip"]);
        assert_eq!(found("OL", &[]), ["Öl-vip"]);
        assert_eq!(found("وف", &[]), ["وفي"]);
        assert_eq!(found("nothing like it", &[]), Vec::<String>::new());
    }

    #[test]
    fn only_the_last_piece_is_completed_and_nothing_twice() {
        assert_eq!(found("refund, vip", &["VIP+"]), ["vip", "Öl-vip"]);
        assert_eq!(found("vip, v", &[]), ["VIP+", "Öl-vip"]);
        assert_eq!(completed("a, b,v", "vip"), "a, b, vip");
        assert_eq!(completed("v", "vip"), "vip");
        assert_eq!(pieces(" a ,b،a， c,, "), ["a", "b", "c"]);
    }

    #[test]
    fn an_empty_field_offers_the_most_used() {
        assert_eq!(found("", &["refund"]), ["Öl-vip", "VIP+", "vip", "وفي"]);
    }
}
