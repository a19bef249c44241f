//! A template that is edited while the program runs: in the file, on the form, and in what the vendors are told.

use leadline::bridge::SettingsEdit;
use leadline::domain::template::Sheet;

use super::*;

/// A site whose settings stand in a file.
fn written_site() -> Site {
    let site = site(options(), &[]);
    site.write_settings(&site.config.accounts);
    site
}

fn shown(driver: &mut Driver<'_>, name: &str) -> Sheet {
    let snapshot = driver.snapshot();
    snapshot.templates.iter().find(|template| template.name == name).unwrap().sheet.clone()
}

#[test]
fn an_edited_template_is_recorded_by_at_once_and_the_old_one_is_gone() {
    let site = written_site();
    let text = site.settings_text();
    site.write_settings_text(&format!("# by hand\n{text}"));
    let mut driver = site.drive(Mode::Live);
    let (lead, now) = (driver.people()[0], driver.now.at);
    let mut sheet = shown(&mut driver, "Phone call");
    sheet.name = "Call back".to_owned();
    let input = "{ key = \"mood\", from = \"input\", label = \"Mood\", required = true }";
    let ray = format!(
        "type = \"CALL_BACK\"\nsub_type = \"OUT\"\nprops = [{{ key = \"comment\", from = \"text\" }}, {input}]"
    );
    sheet.parts.insert("ray".to_owned(), ray.parse().unwrap());
    sheet.parts.remove("mxo");
    let edits = vec![SettingsEdit::PutTemplate { instead_of: Some("Phone call".to_owned()), sheet: sheet.clone() }];
    driver.ask(|reply| Command::EditSettings { edits, reply }).unwrap();
    assert_eq!(shown(&mut driver, "Call back"), sheet);
    assert_eq!(driver.snapshot().templates.len(), 1);
    assert!(site.settings_text().starts_with("# by hand\n"), "what its owner wrote stays");

    // What is required is refused where it is missing, for the one that requires it.
    let call = |inputs: &[(&str, &str)]| Draft {
        template: "Call back".to_owned(),
        inputs: inputs.iter().map(|(label, text)| ((*label).to_owned(), (*text).to_owned())).collect(),
        ..draft(lead, "rang twice", &[], now)
    };
    let refused = driver.try_record(call(&[])).unwrap_err();
    assert!(
        matches!(&refused, RecordRefused::Faults(faults) if faults.len() == 1
            && faults[0].input.as_deref() == Some("Mood") && faults[0].why.contains("is missing")),
        "{refused:?}"
    );
    let ids = driver.try_record(call(&[("Mood", "good")])).unwrap();
    assert_eq!(ids.len(), 2, "MXO is not told any more");
    driver.pass_until("both", |driver| states(driver, &ids) == [OutboxState::Accepted; 2]);
    let ray = &stored(&site, "ray")[0]["event"];
    assert_eq!((&ray["type"], &ray["subType"]), (&"CALL_BACK".into(), &"OUT".into()));
    assert_eq!(ray["customProps"], serde_json::json!({ "comment": "rang twice", "mood": "good" }));

    let edits = vec![SettingsEdit::RemoveTemplate("Call back".to_owned())];
    driver.ask(|reply| Command::EditSettings { edits, reply }).unwrap();
    assert!(driver.snapshot().templates.is_empty());
    assert!(!site.settings_text().contains("template"));
}

#[test]
fn what_is_wrong_with_a_template_is_told_by_place_and_no_vendor_that_nobody_knows_gets_into_the_settings() {
    let site = written_site();
    let mut driver = site.drive(Mode::Quiet);
    let ray = "type = \"CALL\"\nprops = [{ key = \"a\", from = \"nowhere\" }]";
    let parts = [("ray", ray), ("mxo", "path = \"call\""), ("rayzing", "")];
    let parts = parts.map(|(vendor, part)| (vendor.to_owned(), part.parse().unwrap()));
    let sheet = Sheet { name: "Call".to_owned(), parts: parts.into() };
    let faults = driver.ask(|reply| Command::CheckTemplate { sheet: Box::new(sheet.clone()), reply });
    let places: Vec<(&str, &str)> = faults.iter().map(|fault| (fault.vendor.as_str(), fault.at.as_str())).collect();
    assert_eq!(places, [("mxo", "path"), ("ray", "sub_type"), ("ray", "props[0].from"), ("rayzing", "")]);
    assert!(faults.iter().all(|fault| fault.sentence.ends_with('.') && fault.sentence.len() > 20), "{faults:?}");
    let text = site.settings_text();
    let nobody = Sheet { name: "x".to_owned(), parts: [("nobody".to_owned(), toml::Table::new())].into() };
    let edits = vec![SettingsEdit::PutTemplate { instead_of: None, sheet: nobody }];
    let refused = driver.ask(|reply| Command::EditSettings { edits, reply }).unwrap_err();
    assert!(refused.to_string().contains("“nobody”, which Leadline does not know"), "{refused}");
    assert_eq!(site.settings_text(), text);
}
