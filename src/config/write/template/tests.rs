//! Templates edited in a file full of comments.

use crate::config::write::{Edit, WriteFault, edited};
use crate::config::{Config, Template, first_text};
use crate::vendors::{REGISTRY, VendorName};

const BEFORE: &str = include_str!("../fixtures/templates_before.toml");

fn of(text: &str, name: &str) -> Template {
    Config::parse(text).unwrap().templates.into_iter().find(|found| found.name == name).unwrap()
}

fn all(text: &str) -> Vec<String> {
    Config::parse(text).unwrap().templates.into_iter().map(|found| found.name).collect()
}

fn put(instead_of: &str, template: Template) -> Edit {
    Edit::PutTemplate { instead_of: Some(instead_of.to_owned()), template }
}

/// The vendors that are told, in the registry's order; the file has parts for the first and the third.
fn told(at: usize) -> VendorName {
    REGISTRY.iter().filter(|spec| !spec.template.is_empty()).nth(at).unwrap().name
}

fn part(template: &mut Template, vendor: usize) -> &mut toml::Table {
    template.parts.get_mut(&told(vendor)).unwrap()
}

/// The text with each of these pieces replaced.
fn with(pieces: &[(&str, &str)]) -> String {
    pieces.iter().fold(BEFORE.to_owned(), |text, (old, new)| {
        assert_eq!(text.matches(old).count(), 1, "{old}");
        text.replacen(old, new, 1)
    })
}

#[test]
fn what_differs_is_written_and_every_comment_stays() {
    let mut call = of(BEFORE, "Phone call");
    call.name = "Call \"in\"".to_owned();
    part(&mut call, 0).insert("type".into(), "ANRUF".into());
    part(&mut call, 0).insert("store_id".into(), 7.into());
    part(&mut call, 2).insert("path".into(), "/anruf".into());
    let after = edited(BEFORE, &[put("Phone call", call.clone())]).unwrap();
    let wanted = with(&[
        ("name = \"Phone call\"   # the", "name = \"Call \\\"in\\\"\"   # the"),
        ("type = \"CALL\" ", "type = \"ANRUF\" "),
        ("   # what was said\n]\n", "   # what was said\n]\nstore_id = 7\n"),
        ("path = \"/call\"", "path = \"/anruf\""),
    ]);
    assert_eq!(after, wanted);
    assert_eq!(of(&after, "Call \"in\""), call);
}

#[test]
fn a_part_comes_and_another_goes() {
    let mut call = of(BEFORE, "Phone call");
    call.parts.remove(&told(2));
    let second = "action = \"call\"\ncustom = [{ key = \"comment\", kind = \"string\", from = \"text\" }]";
    call.parts.insert(told(1), second.parse().unwrap());
    let after = edited(BEFORE, &[put("Phone call", call.clone())]).unwrap();
    assert_eq!(of(&after, "Phone call"), call);
    assert!(after.contains("# never change this") && after.contains("# what was said"), "{after}");
    assert!(after.contains(&format!("[template.{}]\naction = \"call\"\n", told(1))), "{after}");
    assert!(!after.contains(&format!("template.{}", told(2))), "{after}");
}

#[test]
fn a_template_on_one_line_is_written_anew_and_its_neighbour_stays() {
    let mut visit = of(BEFORE, "Visit");
    part(&mut visit, 0).insert("type".into(), "WALK_IN".into());
    let comment = "key = \"comment\", from = \"input\", label = \"How it went\", options = [\"Well\", \"Not so well\"]";
    let props = format!("props = [{{ {comment} }}, {{ key = \"who\", from = \"agent\" }}]");
    part(&mut visit, 0).extend(props.parse::<toml::Table>().unwrap());
    let after = edited(BEFORE, &[put("Visit", visit.clone())]).unwrap();
    assert_eq!(of(&after, "Visit"), visit);
    let start = BEFORE.find("[[template]]\nname = \"Visit\"").unwrap();
    assert_eq!(after[..start], BEFORE[..start]);
    assert!(after.ends_with("\n[me]\nname = \"Mira Tan\"\n"), "{after}");
    assert!(after.contains(&format!("props = [\n    {{ {comment} }},\n    {{ key = \"who\"")), "{after}");
}

#[test]
fn a_new_template_stands_after_the_last_or_where_they_are_explained() {
    let mut new = of(BEFORE, "Visit");
    new.name = "Zweiter Besuch".to_owned();
    let edit = Edit::PutTemplate { instead_of: None, template: new.clone() };
    let after = edited(BEFORE, std::slice::from_ref(&edit)).unwrap();
    assert_eq!(all(&after), ["Phone call", "Visit", "Zweiter Besuch"]);
    assert_eq!(of(&after, "Zweiter Besuch"), new);
    assert!(after.find("Zweiter").unwrap() < after.find("[me]").unwrap());

    let first = edited(&first_text(), std::slice::from_ref(&edit)).unwrap();
    assert_eq!(of(&first, "Zweiter Besuch"), new);
    assert!(first.lines().filter(|line| line.starts_with('#')).eq(first_text().lines().filter(|l| l.starts_with('#'))));
    let once = edited(&after, &[edit]);
    assert!(matches!(once, Err(WriteFault::TemplateExists(_))), "{once:?}");
}

#[test]
fn a_removed_template_takes_its_lines_with_it() {
    let after = edited(BEFORE, &[Edit::RemoveTemplate("Phone call".into())]).unwrap();
    assert_eq!(all(&after), ["Visit"]);
    let from = BEFORE.find("[[template]]").unwrap();
    let to = BEFORE.find("# in the store").unwrap();
    assert_eq!(after, format!("{}{}", &BEFORE[..from], &BEFORE[to..]));
    let none = edited(&after, &[Edit::RemoveTemplate("Phone call".into())]);
    assert!(matches!(none, Err(WriteFault::NoSuchTemplate(_))), "{none:?}");
}

#[test]
fn two_templates_never_get_one_name() {
    let mut call = of(BEFORE, "Phone call");
    call.name = "Visit".to_owned();
    let taken = edited(BEFORE, &[put("Phone call", call)]);
    assert!(matches!(taken, Err(WriteFault::TemplateExists(_))), "{taken:?}");
}
