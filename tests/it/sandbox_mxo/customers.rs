//! Line 7: the vendor's own id of a customer.

use leadline::sandbox::MxoQuirks;
use serde_json::{Value, json};

use super::{BULK, LIVE, OFFLINE, Site, changed, interaction, late};

fn tid(site: &Site, path: &str, body: &Value) -> String {
    site.call("POST", path, body).json()["tid"].as_str().unwrap().to_owned()
}

fn anonymous() -> Value {
    json!({ "uri": "api://leadline.support/x" })
}

#[test]
fn line_7_a_key_has_one_tid_of_its_own_and_strangers_have_a_new_one_each_time() {
    let site = Site::small();
    let (ada, ben) = (tid(&site, LIVE, &interaction("ada")), tid(&site, LIVE, &interaction("ben")));
    assert_ne!(ada, ben);
    assert_eq!(tid(&site, LIVE, &interaction("ada")), ada);
    assert_eq!(site.call("PUT", LIVE, &interaction("ada")).json()["tid"], json!(ada));
    assert_eq!(site.call("PUT", OFFLINE, &late("ada")).json()["tid"], json!(ada));
    assert_ne!(tid(&site, LIVE, &anonymous()), tid(&site, LIVE, &anonymous()));
    let parts: Vec<usize> = ada.split('-').map(str::len).collect();
    assert_eq!(parts, [8, 4, 4, 4, 12], "it looks like a uuid");
}

#[test]
fn line_7_an_unknown_tid_is_taken_over_and_a_bound_one_wins() {
    let site = Site::small();
    let with = |tid: &str| format!("{LIVE}?tid={tid}");
    assert_eq!(tid(&site, &with("t-1"), &anonymous()), "t-1");
    assert_eq!(tid(&site, &with("t-1"), &interaction("ada")), "t-1", "the visitor gives a name");
    assert_eq!(tid(&site, &with("t-2"), &interaction("ada")), "t-1", "the key is bound elsewhere");
    assert_eq!(tid(&site, LIVE, &interaction("ada")), "t-1");
    let by_phone = changed(&changed(&interaction("x"), "customerKeyName", json!("phone")), "customerKey", json!("1"));
    assert_eq!(tid(&site, &with("t-1"), &by_phone), "t-1", "a second name of the same person");
    assert_eq!(site.desk.state()["mixed_tids"], json!([]));
    let entry = &site.desk.sandbox.recorded("mxo")[2];
    assert_eq!((&entry["sent_tid"], &entry["tid"]), (&json!("t-2"), &json!("t-1")));
}

#[test]
fn line_7_a_tid_of_one_customer_with_the_key_of_another_is_another_customer_and_stands_in_the_state() {
    let site = Site::small();
    let ada = tid(&site, LIVE, &interaction("ada"));
    let path = format!("{LIVE}?tid={ada}");
    let ben = tid(&site, &path, &interaction("ben"));
    assert_ne!(ada, ben);
    assert_eq!(site.desk.state()["mixed_tids"], json!([{ "tid": ada, "key_name": "email", "key": "ben" }]));
    let bulk = format!("{BULK}?tid={ada}");
    site.call("PUT", &bulk, &json!([late("ada"), late("cem")]));
    assert_eq!(site.desk.state()["mixed_tids"].as_array().unwrap().len(), 2);
}

#[test]
fn line_7_a_tid_may_change_with_every_answer() {
    let site = Site::with(MxoQuirks { tid_changes: true, ..MxoQuirks::default() });
    let first = tid(&site, LIVE, &interaction("ada"));
    let second = tid(&site, &format!("{LIVE}?tid={first}"), &interaction("ada"));
    let third = tid(&site, &format!("{LIVE}?tid={second}"), &interaction("ada"));
    assert!(first != second && second != third);
    assert_eq!(site.desk.state()["tids"], json!([{ "key_name": "email", "key": "ada", "tid": third }]));
    assert_eq!(site.desk.state()["mixed_tids"], json!([]));
}
