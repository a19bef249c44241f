//! What the vendors say can stand in a template, beside what they read of one.

use toml::{Table, Value};

use crate::domain::template::{SOURCES, Slot, SlotKind};
use crate::vendors::{REGISTRY, recording_of};

/// A value for a slot that says everything it can.
fn example(slot: &Slot) -> Value {
    let input = |key: &str, name: &str| {
        let mut table: Table =
            "from = \"input\"\nlabel = \"L\"\noptions = [\"a\"]\ndefault = \"a\"\nrequired = true".parse().unwrap();
        if !key.is_empty() {
            table.insert(key.to_owned(), name.into());
        }
        Value::Table(table)
    };
    match slot.kind {
        SlotKind::Text { .. } => if slot.key == "path" { "/x" } else { "en" }.into(),
        SlotKind::Number => 7.into(),
        SlotKind::Choice(choices) => choices[choices.len() - 1].0.into(),
        SlotKind::Value => input("", ""),
        SlotKind::Values { name, kind, kinds } => {
            let all = kinds.iter().map(|word| {
                let mut one: Table = "value = \"1\"".parse().unwrap();
                one.extend([(name.to_owned(), (*word).into()), (kind.to_owned(), (*word).into())]);
                Value::Table(one)
            });
            all.chain([input(name, "typed")]).collect::<Vec<_>>().into()
        }
        SlotKind::Named(names) => {
            names.iter().map(|name| ((*name).to_owned(), input("", ""))).collect::<Table>().into()
        }
        SlotKind::Records { slots, .. } => vec![Value::Table(part(slots))].into(),
    }
}

fn part(slots: &[Slot]) -> Table {
    slots.iter().map(|slot| (slot.key.to_owned(), example(slot))).collect()
}

#[test]
fn everything_that_a_slot_offers_is_read_and_everything_that_is_read_is_offered() {
    for spec in REGISTRY {
        let Some(recording) = recording_of(spec.name) else {
            assert!(spec.slots.is_empty(), "{}", spec.name);
            continue;
        };
        let mut whole = part(spec.slots);
        assert_eq!(recording.check(&whole), [], "{}", spec.name);
        // Whoever reads the table names its keys to somebody who writes another one.
        whole.insert("nonsense".to_owned(), 1.into());
        let faults = recording.check(&whole);
        let [fault] = faults.as_slice() else { panic!("{}: {faults:?}", spec.name) };
        let mut known: Vec<&str> = fault.what_now.trim_start_matches("use one of ").split(", ").collect();
        let mut offered: Vec<&str> = spec.slots.iter().map(|slot| slot.key).collect();
        known.sort_unstable();
        offered.sort_unstable();
        assert_eq!(offered, known, "{}", spec.name);
    }
}

#[test]
fn what_is_needed_is_missed_and_nothing_else_is() {
    for spec in REGISTRY {
        let Some(recording) = recording_of(spec.name) else { continue };
        let mut missed: Vec<String> = recording.check(&Table::new()).into_iter().map(|fault| fault.at).collect();
        let needed = spec.slots.iter().filter(|slot| slot.kind == SlotKind::Text { needed: true });
        let mut needed: Vec<&str> = needed.map(|slot| slot.key).collect();
        missed.sort_unstable();
        needed.sort_unstable();
        assert_eq!(missed, needed, "{}", spec.name);
        let begins: Table = spec.template.parse().unwrap();
        assert_eq!(recording.check(&begins), [], "{} begins right", spec.name);
    }
}

#[test]
fn every_source_that_is_offered_is_known() {
    for (word, said) in SOURCES {
        let field = match *word {
            "value" => "value = \"x\"".to_owned(),
            "attribute:" => "from = \"attribute:TIER\"".to_owned(),
            "input" => "from = \"input\"\nlabel = \"L\"".to_owned(),
            word => format!("from = \"{word}\""),
        };
        let mut reading = super::Reading::default();
        reading.field("x", &field.parse().unwrap(), &[]);
        assert_eq!(reading.faults, [], "{said}");
    }
    for (word, _) in super::LeadPart::WORDS {
        assert!(SOURCES.iter().any(|(source, _)| *source == format!("lead.{word}")), "{word} is not offered");
    }
}
