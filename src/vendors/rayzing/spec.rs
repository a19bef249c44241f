//! What an account of a Rayzing bot consists of.

use super::paste;
use crate::vendors::about::{Ability, About, Fact, SeenBy, SignIn};
use crate::vendors::spec::{CredentialField, SettingKind, SettingSpec, VendorName, VendorSpec};

/// Ids look like 24 hexadecimal digits, but by a sample only (contract section 2): any plain word is taken.
const ID: SettingKind = SettingKind::Shaped { shape: "an id without blanks", check: is_id };

/// How the vendor treats a list it is sent is documented nowhere, so it is stated here or found out, never guessed.
const LIST_SEMANTICS: SettingKind = SettingKind::Choice(&["auto", "replace", "append", "merge"]);

const LISTS: &[SettingSpec] = &[
    SettingSpec::with_default("notes", LIST_SEMANTICS, "\"auto\"", "what a written list of notes does"),
    SettingSpec::with_default("tags", LIST_SEMANTICS, "\"auto\"", "what a written list of tags does"),
    SettingSpec::with_default("attributes", LIST_SEMANTICS, "\"auto\"", "what a written list of attributes does"),
];

/// For the accounts page.
const ABOUT: About = About {
    // Contract section 2: one token, two header names.
    sign_in: &[
        SignIn {
            when_auth: Some("headers"),
            lines: &[
                ("Scheme", "the vendor's own headers"),
                ("Reading", "x-bot-token: {token}"),
                ("Writing", "x-bp-token: {token}"),
            ],
        },
        SignIn {
            when_auth: Some("bearer"),
            lines: &[("Scheme", "bearer"), ("All calls", "Authorization: Bearer {token}, authtype: Key")],
        },
    ],
    abilities: &[
        Ability { words: "List leads and chats", seen_by: SeenBy::Reading },
        Ability { words: "Write fields of a lead", seen_by: SeenBy::Writing },
    ],
    facts: &[
        Fact::unknown("order", "Order of the list", "everything is swept"),
        Fact::unknown("page_size", "Page size", "read until a page is empty"),
        Fact::unknown("lists.tags", "Written tags", "list edits wait until it is found out"),
        Fact::unknown("lists.notes", "Written notes", "list edits wait until it is found out"),
        Fact::unknown("lists.attributes", "Written attributes", "list edits wait until it is found out"),
        Fact::unknown("expiry", "Life of the token", "a 401 means wrong or withdrawn"),
        Fact::unknown("rate", "Rate limit", "our own pace"),
        Fact::documented("update", "Fields left out", "all are optional; only changed ones are sent"),
    ],
    test: "The test reads the first page of leads. It changes nothing.",
};

/// The registry's entry.
pub static SPEC: VendorSpec = VendorSpec {
    name: VendorName::new("rayzing"),
    title: "Rayzing",
    base_url_example: "https://api.v7.express-chat.ai",
    requests_per_second: 4.0,
    credentials: &[CredentialField::always("token", "Access token")],
    identity: &["bot_id", "customer_id"],
    settings: &[
        SettingSpec::required(paste::BOT, ID, "the first part of the bot page's address"),
        SettingSpec::required(paste::CUSTOMER, ID, "the second part of the bot page's address"),
        SettingSpec::with_default(
            "auth",
            SettingKind::Choice(&["headers", "bearer"]),
            "\"headers\"",
            "how the token is presented",
        ),
        SettingSpec::with_default(
            "lists",
            SettingKind::Table(LISTS),
            r#"{ notes = "auto", tags = "auto", attributes = "auto" }"#,
            "what writing a list does",
        ),
    ],
    about: ABOUT,
    paste: Some(paste::PASTE),
    sample: include_str!("sample.toml"),
    template: "",
    slots: &[],
};

fn is_id(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && !b"/?#&=".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_word_that_can_stand_in_an_address() {
        assert!(is_id("64aa0000000000000000000c"));
        assert!(is_id("bot-1"));
        assert!(!is_id(""));
        assert!(!is_id("a b"));
        assert!(!is_id("https://page/x"));
    }
}
