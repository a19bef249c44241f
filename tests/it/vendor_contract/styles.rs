//! The ways in which vendors may be spoken to, and in which they may say yes and no, as their contracts list them.

/// A way of speaking to a vendor.
pub(super) struct Way {
    pub(super) vendor: &'static str,
    /// Settings of the account beside the usual ones.
    pub(super) settings: &'static str,
    /// What stands in the template of a recording beside the vendor's own.
    pub(super) template: &'static str,
}

/// The plain way, which is everybody's, and others of some vendors.
pub(super) const WAYS: &[Way] = &[
    Way { vendor: "", settings: "", template: "" },
    Way { vendor: "capillary", settings: "api = 'v1.1'", template: "" },
    Way { vendor: "capillary", settings: "auth = 'basic'", template: "" },
    Way { vendor: "mxo", settings: "late_sending = 'bulk'", template: "" },
    Way { vendor: "mxo", settings: "", template: "send = 'put'" },
];

/// A way of answering.
pub(super) struct Style {
    pub(super) vendor: &'static str,
    /// The switches of the vendor's fake.
    pub(super) switches: &'static str,
    /// Whether it is (also) about how to say no.
    pub(super) says_no: bool,
}

const fn no(vendor: &'static str, switches: &'static str) -> Style {
    Style { vendor, switches, says_no: true }
}

const fn yes(vendor: &'static str, switches: &'static str) -> Style {
    Style { vendor, switches, says_no: false }
}

/// Every style, by the lines of the contracts' last sections. The plain one of each vendor stands first.
pub(super) const STYLES: &[Style] = &[
    // Contract section 9, line 3.
    no("rayzing", "{}"),
    no("rayzing", r#"{ "errors": "empty" }"#),
    no("rayzing", r#"{ "errors": "json" }"#),
    no("rayzing", r#"{ "refuse_with_200": true }"#),
    yes("rayzing", r#"{ "any_status": true }"#),
    yes("rayzing", r#"{ "unknown_bot": "400" }"#),
    // Section 9, lines 1 and 4; 7 to 12.
    no("capillary", "{}"),
    no("capillary", r#"{ "token_refusal": "403" }"#),
    no("capillary", r#"{ "errors_http": "400" }"#),
    no("capillary", r#"{ "errors_http": "404" }"#),
    no("capillary", r#"{ "old_envelope": true }"#),
    yes("capillary", r#"{ "type_filter": "applied" }"#),
    yes("capillary", r#"{ "zone": "+05:30" }"#),
    yes("capillary", r#"{ "mask_otp": true, "mask_receiver": true }"#),
    yes("capillary", r#"{ "warnings": true, "social": true }"#),
    // Section 5, lines 1 and 2.
    no("ray", "{}"),
    no("ray", r#"{ "sign_in": "envelope" }"#),
    no("ray", r#"{ "sign_in": "ok-envelope" }"#),
    no("ray", r#"{ "grant_refusal": "401" }"#),
    // Line 5, and section 3.
    no("ray", r#"{ "errors": "body" }"#),
    no("ray", r#"{ "errors": "only-http" }"#),
    no("ray", r#"{ "errors": "only-code" }"#),
    no("ray", r#"{ "errors": "only-result" }"#),
    no("ray", r#"{ "errors": "text" }"#),
    no("ray", r#"{ "errors": "html" }"#),
    no("ray", r#"{ "errors": "empty" }"#),
    no("ray", r#"{ "errors": "body", "code_as_text": true }"#),
    no("ray", r#"{ "errors": "body", "failure_word": "ko" }"#),
    no("ray", r#"{ "errors": "only-result", "failure_word": "" }"#),
    yes("ray", r#"{ "token_life_unsaid": true }"#),
    yes("ray", r#"{ "strict_phone": true }"#),
    // Section 5, lines 1, 5 and 9.
    no("releva", "{}"),
    no("releva", r#"{ "unauthorized": "400-token" }"#),
    no("releva", r#"{ "unauthorized": "400-domain" }"#),
    no("releva", r#"{ "errors": "braces" }"#),
    no("releva", r#"{ "errors": "text" }"#),
    no("releva", r#"{ "errors": "html" }"#),
    no("releva", r#"{ "errors": "empty" }"#),
    yes("releva", r#"{ "accepted": "202-empty" }"#),
    yes("releva", r#"{ "accepted": "200" }"#),
    yes("releva", r#"{ "needs_locale": true, "no_empty_custom": true }"#),
    // Section 6, lines 1 and 12.
    no("mxo", "{}"),
    no("mxo", r#"{ "client_refused_by_400": true }"#),
    no("mxo", r#"{ "errors": "oauth" }"#),
    no("mxo", r#"{ "errors": "text" }"#),
    no("mxo", r#"{ "errors": "html" }"#),
    no("mxo", r#"{ "errors": "empty" }"#),
    no("mxo", r#"{ "errors": "ok" }"#),
    no("mxo", r#"{ "errors": "only-http" }"#),
    // Lines 3, 4 and 7 to 9.
    yes("mxo", r#"{ "lenient_header": true }"#),
    yes("mxo", r#"{ "named_by": "uri" }"#),
    yes("mxo", r#"{ "named_by": "url" }"#),
    yes("mxo", r#"{ "post_reply": "minimal", "tid_changes": true }"#),
    yes("mxo", r#"{ "post_reply": "nulls" }"#),
    yes("mxo", r#"{ "post_reply": "undecodable" }"#),
    yes("mxo", r#"{ "put_reply": "empty" }"#),
    yes("mxo", r#"{ "token_life_unsaid": true, "token_type_upper": true }"#),
];
