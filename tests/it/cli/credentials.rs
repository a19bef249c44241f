//! Credentials from outside: what is taken, listed and removed, and never said.

use leadline::sandbox::Sandbox;
use serde_json::json;

use super::few;
use crate::support::program::{ACCOUNT, Program, credential, settings};

#[test]
fn a_credential_is_stored_whole_or_not_at_all_and_only_its_fields_are_listed() {
    let program = Program::start();
    let sandbox = Sandbox::start(few()).unwrap();
    let description = sandbox.describe();
    // An account of the fake's own address: nothing here leaves the machine.
    let two = format!(
        "{}\n[[account]]\nname = \"loyalty\"\nvendor = \"capillary\"\nbase_url = {}\nauth = \"oauth\"\n",
        settings(&description, ""),
        description["vendors"]["capillary"]["base_url"]
    );
    program.configure(&two);
    let fields = |at: usize| program.run(&["credential", "list", "--json"]).ok().json()[at]["fields"].clone();
    assert_eq!((fields(0), fields(1)), (json!({ "token": false }), json!({ "key": false, "secret": false })));
    let set = |account: &str, lines: &str| program.run_with(&["credential", "set", account], lines);
    set("loyalty", "key=canary-key\n").refused(2, "also needs secret. Nothing was stored");
    set("loyalty", "").refused(2, "Nothing came in by stdin");
    set("loyalty", "key=canary-key\nkey=canary-key\n").refused(2, "Line 2 of stdin gives key a second time");
    set("loyalty", "canary-key\n").refused(2, "Line 1 of stdin has no “=”");
    set("loyalty", "key=\nsecret=x\n").refused(2, "no usable value");
    assert_eq!(fields(1), json!({ "key": false, "secret": false }));
    set("loyalty", "\u{feff}key=canary=key \r\n\r\nsecret=canary\r\n").ok();
    assert_eq!(fields(1), json!({ "key": true, "secret": true }));
    let table = program.run(&["credential", "list"]).ok().out;
    assert!(table.contains("key stored, secret stored") && table.contains("token missing"), "{table}");
    assert!(!table.contains("canary"));

    set(ACCOUNT, &credential(&description)).ok();
    program.run(&["account", "test", ACCOUNT]).ok();
    program.run(&["account", "test", "loyalty"]).with(4);
    // An account that is configured no more.
    program.configure(&settings(&description, ""));
    let removed = program.run(&["credential", "remove", "loyalty"]).ok();
    assert_eq!(removed.err, "Removed the credential of loyalty.\n");
    assert_eq!(program.run(&["credential", "remove", "loyalty"]).ok().err, "Nothing was stored for loyalty.\n");
    program.configure(&two);
    assert_eq!((fields(0), fields(1)), (json!({ "token": true }), json!({ "key": false, "secret": false })));
}
