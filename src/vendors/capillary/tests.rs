//! Every answer that the contract knows, as fixtures: what comes out of it, and in which words it fails.

mod document;

use std::time::Duration;

use serde_json::{Value, json};

use crate::config::AccountSettings;
use crate::domain::{AsWritten, Attribute, Lead, LeadKind, ZoneFound};
use crate::vendors::error::{ApiError, Failure};
use crate::vendors::parts::{HistoryAnswer, HistoryPage, Identifier, Place, Question, Scope};
use crate::vendors::request::{ApiReply, CredentialBody, HeaderText, PasswordForm, RetryAfter};
use crate::vendors::{interactions_of, tokens_of};

fn account(options: &str) -> AccountSettings {
    let defaults = "auth = 'oauth'\nzone = 'auto'\nidentifiers = ['mobile', 'email', 'external_id']\napi = 'v2'\nnetworks = ['capillary']";
    let mut table: toml::Table = defaults.parse().unwrap();
    table.extend(options.parse::<toml::Table>().unwrap());
    AccountSettings {
        name: "loyalty".into(),
        vendor: super::spec::SPEC.name,
        base_url: "https://eu.api.capillarytech.com".to_owned(),
        requests_per_second: 1.5,
        timeout: Duration::from_secs(30),
        sync_every: Duration::from_secs(60),
        me: None,
        options: table,
    }
}

fn question() -> Question {
    Question {
        identifier: Identifier { kind: "mobile", value: "495550100".to_owned() },
        scope: Scope::default(),
        place: Place::default(),
    }
}

fn only_of(word: &str) -> Scope {
    Scope { only: Some(word.to_owned()), ..Scope::default() }
}

fn reply(status: u16, body: &str) -> ApiReply {
    ApiReply { status, body: body.as_bytes().to_vec(), ..ApiReply::default() }
}

fn answer(account: &AccountSettings, reply: &ApiReply) -> Result<HistoryAnswer, ApiError> {
    interactions_of(account.vendor).unwrap().read(account, &question(), reply)
}

fn page(options: &str, body: &str) -> HistoryPage {
    match answer(&account(options), &reply(200, body)) {
        Ok(HistoryAnswer::Page(page)) => *page,
        other => panic!("{other:?}"),
    }
}

fn items(page: &HistoryPage) -> Vec<Value> {
    page.items.iter().map(|item| serde_json::to_value(&item.interaction).unwrap()).collect()
}

fn titles(page: &HistoryPage) -> Vec<&str> {
    page.items.iter().map(|item| item.interaction.title.as_deref().unwrap_or("-")).collect()
}

#[test]
fn the_documents_own_sample_is_read_newest_first() {
    let page = page("", include_str!("fixtures/document_sample.json"));
    assert_eq!(page.items.len(), 8);
    assert!(page.skipped.is_empty() && page.warnings.is_empty() && page.next.is_none());
    assert_eq!(page.customer.ids, [177_269_954]);
    let times: Vec<_> = page.items.iter().map(|item| item.interaction.at.unwrap().to_string()).collect();
    let mut sorted = times.clone();
    sorted.sort_by(|a, b| b.cmp(a));
    assert_eq!(times, sorted);
    assert_eq!(
        items(&page)[0],
        json!({
            "at": "2023-07-21T16:43:30Z", "source": "capillary", "kind": "message", "channel": "email",
            "title": "Email change OTP", "receiver": "[email protected]",
            "delivery": { "state": "delivered", "raw": "DELIVERED" }, "campaign": null, "user": 177_269_954,
            "remote_id": "1688181521978", "masked": false, "extra": {}
        })
    );
    let bounced = items(&page).into_iter().find(|item| item["remote_id"] == "1685581782856").unwrap();
    assert_eq!(bounced["delivery"], json!({ "state": "soft_bounce", "raw": "SOFT_BOUNCED" }));
    assert_eq!((&bounced["at"], &bounced["zone_assumed"]), (&json!("2023-06-09T14:05:20Z"), &json!("+00:00")));
    assert_eq!(bounced["campaign"], 469);
}

#[test]
fn every_group_of_the_contract_is_read_and_empty_ones_say_nothing() {
    let page = page("zone = 'UTC'", include_str!("fixtures/groups.json"));
    assert_eq!(titles(&page), ["Points credited: 30", "Your March statement"]);
    assert_eq!(
        items(&page)[0],
        json!({
            "at": "2024-03-06T10:00:00Z", "source": "capillary", "kind": "message", "channel": "sms",
            "title": "Points credited: 30", "receiver": "495550100",
            "delivery": { "state": "unknown", "raw": "GTW_NOT_FOUND" }, "campaign": null, "user": null,
            "remote_id": "1700000000002", "masked": false, "extra": {}
        })
    );
}

#[test]
fn what_nobody_documented_is_kept_word_for_word() {
    let page = page("zone = 'UTC'", include_str!("fixtures/unknown.json"));
    let text = |item: &crate::vendors::parts::RemoteInteraction| serde_json::to_string(&item.interaction).unwrap();
    let found = |mark: &str| {
        let all: Vec<_> = page.items.iter().map(text).collect();
        all.iter().find(|item| item.contains(mark)).unwrap_or_else(|| panic!("{mark} in {all:#?}")).clone()
    };
    let delivery = found("Ihre Lieferung");
    assert!(
        delivery.contains(r#""extra":{"templateId":12345678901234567890123,"buttons":[ {"b":1.0} ]}"#),
        "{delivery}"
    );
    assert!(delivery.contains(r#""at":"2024-03-07T09:00:00Z","source""#), "{delivery}");
    assert!(delivery.contains(r#""receiver":"495550100""#) && delivery.contains(r#""campaign":812,"user":42"#));
    assert!(delivery.contains(r#"{"state":"opened","raw":"read"}"#));
    let odd = found("TELEPORTED");
    assert!(odd.contains(r#""extra":{"campaignId":"SUMMER","sentDate":"soon"}"#), "{odd}");
    assert!(odd.contains(r#""at":null"#) && odd.contains(r#""campaign":null,"user":null,"remote_id":null"#), "{odd}");
    assert!(odd.contains(r#""receiver":"*****""#));
    assert!(found("你好").contains(r#""channel":"wechat""#));
    assert!(found(r#""channel":"push""#).contains(r#""extra":{"notifications":[ { "title": "Hi" } ]}"#));
    assert!(found("สวัสดี").contains(r#""delivery":{"state":"no_report","raw":null}"#));
    let survey = found(r#""kind":"survey""#);
    assert!(survey.contains(r#""at":"2024-03-09T08:00:00Z""#) && survey.contains(r#""title":"Service""#), "{survey}");
    assert!(survey.contains(r#""npsScore":9"#) && survey.contains(r#""delivery":null"#), "{survey}");
    assert!(found(r#""kind":"missed_call""#).contains(r#""extra":{"count":2,"usedStatus":true}"#));
    assert!(found("quota").contains(r#""extra":{"count":3,"quota":1.50}"#));
    assert_eq!(page.items.len(), 8);
    assert_eq!(page.extra.get("schema"), Some(r#""2b""#));
    let skipped: Vec<_> = page.skipped.iter().map(|skipped| (skipped.path.as_str(), skipped.why.as_str())).collect();
    assert_eq!(
        skipped,
        [
            ("$.interaction[0].messageList[2]", "expected an object, found a text"),
            ("$.interaction[7]", "expected an object, found a number")
        ]
    );
}

#[test]
fn phone_and_sms_are_one_and_equal_ids_elsewhere_are_not() {
    let page = page("zone = 'UTC'", include_str!("fixtures/twins.json"));
    let mut found: Vec<_> = page
        .items
        .iter()
        .map(|item| {
            (
                item.key.as_str(),
                item.interaction.channel.as_deref().unwrap(),
                item.interaction.title.as_deref().unwrap(),
            )
        })
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            ("capillary/email/1", "email", "Points credited: 30"),
            ("capillary/sms/1", "sms", "Points credited: 30"),
            ("capillary/sms/2", "phone", "Your bill"),
            ("capillary/sms/2~2", "sms", "Another text"),
            ("capillary/sms/3", "phone", "Only by phone"),
        ]
    );
    let twin = page.items.iter().find(|item| item.key == "capillary/sms/1").unwrap();
    assert_eq!(twin.interaction.extra.get("carrier"), Some("\"x\""));
}

#[test]
fn a_zone_is_inferred_and_said_to_be_assumed_or_stated_and_contradicted() {
    let body = include_str!("fixtures/indian.json");
    let times = |page: &HistoryPage| {
        items(page).iter().map(|item| format!("{} {}", item["at"], item["zone_assumed"])).collect::<Vec<_>>()
    };
    let auto = page("zone = 'auto'", body);
    let late = "\"2024-03-05T10:10:00Z\" null";
    assert_eq!(times(&auto), [late, "\"2024-03-05T09:10:00Z\" \"+05:30\"", "\"2024-03-05T08:10:10Z\" null"]);
    assert_eq!(auto.zone_hint, None);
    let stated = page("zone = 'UTC'", body);
    assert_eq!(times(&stated), ["\"2024-03-05T14:40:00Z\" null", late, "\"2024-03-05T08:10:10Z\" null"]);
    assert_eq!(stated.zone_hint.as_deref(), Some("+05:30"));
    assert_eq!(page("zone = 'Asia/Kolkata'", body).zone_hint, None);
}

#[test]
fn every_time_says_how_it_was_written_and_how_its_zone_was_found() {
    let body = include_str!("fixtures/indian.json");
    let written = |settings: &str, body: &str| -> Vec<AsWritten> {
        page(settings, body).items.into_iter().filter_map(|item| item.interaction.written).collect()
    };
    let text = |text: &str| Some(text.to_owned());
    let auto = written("zone = 'auto'", body);
    assert_eq!(auto[1], AsWritten { text: text("05-03-2024 14:40:00"), sent: None, zone: ZoneFound::Inferred });
    let (delivered, sent) = (text("2024-03-05T08:10:10Z"), text("05-03-2024 13:40:00"));
    assert_eq!(auto[2], AsWritten { text: delivered, sent, zone: ZoneFound::Stated });
    let set = ZoneFound::Set { zone: "Asia/Kolkata".to_owned(), offset: "+05:30".to_owned() };
    assert_eq!(written("zone = 'Asia/Kolkata'", body)[1].zone, set);
    let alone = r#"{"name":"capillary","interaction":[{"count":1,"name":"email",
        "messageList":[{"id":1,"subject":"a","sentDate":"05-03-2024 14:40:00"}]}]}"#;
    assert_eq!(written("zone = 'auto'", alone)[0].zone, ZoneFound::Usual);
}

#[test]
fn codes_are_hidden_and_can_be_shown_again_from_the_record() {
    let page = page("zone = 'UTC'", include_str!("fixtures/codes.json"));
    assert_eq!(titles(&page), ["Points credited: 3000", "Your OTP is ******", "•••••• is your OTP for order 4711889"]);
    assert_eq!(page.items.iter().map(|item| item.interaction.masked).collect::<Vec<_>>(), [false, false, true]);
    let hidden = &page.items[2];
    assert!(!serde_json::to_string(&hidden.interaction).unwrap().contains("482913"));
    assert!(!format!("{page:?}").contains("482913"));
    let part = interactions_of(super::spec::SPEC.name).unwrap();
    assert_eq!(part.clear_title(&hidden.record).as_deref(), Some("482913 is your OTP for order 4711889"));
}

#[test]
fn the_older_envelope_is_read_from_either_address() {
    for options in ["api = 'v2'", "api = 'v1.1'"] {
        let page = page(options, include_str!("fixtures/old_envelope.json"));
        assert_eq!(
            items(&page),
            [json!({
                "at": "2024-03-05T08:10:10Z", "zone_assumed": "+00:00", "source": "capillary", "kind": "message",
                "channel": "email", "title": "Hello", "receiver": "nadia@example.org",
                "delivery": { "state": "opened", "raw": "OPENED" }, "campaign": 812, "user": null,
                "remote_id": "9", "masked": false, "extra": {}
            })]
        );
        assert_eq!(page.customer.ids, [42]);
        assert_eq!(page.customer.email.as_deref(), Some("nadia@example.org"));
    }
}

#[test]
fn every_trap_of_the_older_envelope_is_survived() {
    let page = page("api = 'v1.1'\nzone = 'UTC'", include_str!("fixtures/old_traps.json"));
    let items = items(&page);
    let kinds: Vec<_> = items.iter().map(|item| format!("{} {}", item["kind"], item["channel"])).collect();
    assert_eq!(
        kinds,
        [
            "\"survey\" \"survey\"",
            "\"missed_call\" \"missed_call\"",
            "\"social\" \"checkin\"",
            "\"message\" \"sms\"",
            "\"social\" \"tweet\""
        ]
    );
    let (survey, call, visit, sms, tweet) = (&items[0], &items[1], &items[2], &items[3], &items[4]);
    assert_eq!((&survey["at"], &survey["extra"]["nps_score"]), (&json!("2024-03-06T08:00:00Z"), &json!("9")));
    assert_eq!(call["extra"], json!({ "count": "2", "used_status": "true" }));
    assert_eq!(visit["extra"], json!({ "lat": "52.5", "long": "13.4", "network": "foursquare" }));
    assert_eq!((&sms["title"], &sms["receiver"]), (&json!("Hello"), &json!("495550100")));
    assert_eq!((&sms["at"], &sms["extra"]["sent_time"]), (&Value::Null, &json!("45837-06-15 02:56:40")));
    assert_eq!((&sms["campaign"], &sms["extra"]["sender"]), (&Value::Null, &json!("SHOP")));
    assert_eq!(sms["delivery"], json!({ "state": "delivered", "raw": "DELIVERED" }));
    assert_eq!(tweet["extra"], json!({ "count": "3", "network": "twitter" }));
    assert_eq!((page.customer.email.as_deref(), page.customer.mobile.as_deref()), (None, Some("495550100")));
    assert!(page.skipped.is_empty());
}

#[test]
fn several_networks_and_unknown_ones_are_read() {
    let page = page("", include_str!("fixtures/networks.json"));
    let items = items(&page);
    assert_eq!(items.len(), 2);
    let toot = items.iter().find(|item| item["channel"] == "toot").unwrap();
    assert_eq!(toot["extra"], json!({ "text": "hi", "network": "mastodon" }));
    assert_eq!(toot["delivery"], json!({ "state": "unknown", "raw": "SEEN" }));
    let like = items.iter().find(|item| item["channel"] == "like").unwrap();
    assert_eq!(like["extra"], json!({ "count": 2, "page": "Shop", "network": "facebook" }));
}

#[test]
fn warnings_come_with_the_answer() {
    let page = page("", include_str!("fixtures/warnings.json"));
    assert_eq!(page.warnings[0].code, Some(1234));
    assert_eq!(page.warnings[0].message, "Some sources did not answer");
    assert_eq!(page.warnings[1].message, "odd");
}

#[test]
fn nobody_known_is_an_answer_and_so_is_a_merged_customer() {
    for (status, body) in [
        (200, r#"{"errors":[{"status":false,"code":8015,"message":"Customer not found"}],"warnings":[]}"#),
        (404, r#"{"errors":[{"status":false,"code":"1012","message":"x"}]}"#),
        (400, r#"{"errors":{"code":8065}}"#),
        (200, include_str!("fixtures/old_no_customer.json")),
        (500, include_str!("fixtures/old_no_customer.json")),
    ] {
        assert_eq!(answer(&account(""), &reply(status, body)), Ok(HistoryAnswer::NoSuchCustomer), "{status} {body}");
    }
    let merged = reply(200, r#"{"errors":[{"status":false,"code":8069,"message":"merged"}]}"#);
    assert_eq!(answer(&account(""), &merged), Ok(HistoryAnswer::Merged));
}

#[test]
fn every_refusal_has_its_class_and_its_words() {
    let errors =
        |code: i64| format!(r#"{{"errors":[{{"status":false,"code":{code},"message":"nadia@example.org"}}]}}"#);
    let later = Some(RetryAfter::In(Duration::from_secs(7)));
    for (status, retry_after, body, failure, words) in [
        (200, None, errors(8013), Failure::Refused, "(code 8013); check identifiers"),
        (200, None, errors(8089), Failure::Refused, "loyalty program"),
        (200, None, errors(9999), Failure::Refused, "said no (code 9999)"),
        (200, None, errors(503), Failure::Unclear, "server fault (503)"),
        (403, None, errors(4000), Failure::Credential, "code 4000"),
        (403, None, errors(8015), Failure::Credential, "(403)"),
        (503, None, errors(4001), Failure::Unclear, "code 4001"),
        (401, None, String::new(), Failure::Credential, "(401)"),
        (403, None, "<html>".to_owned(), Failure::Credential, "(403)"),
        (404, None, "{}".to_owned(), Failure::Refused, "(404)"),
        (429, later, "{}".to_owned(), Failure::Slowed(later), "slow down"),
        (461, None, "{}".to_owned(), Failure::Slowed(None), "(461)"),
        (521, None, "{}".to_owned(), Failure::Slowed(None), "(521)"),
        (520, None, "<html>".to_owned(), Failure::Unclear, "(520)"),
        (200, None, "<html>".to_owned(), Failure::Unclear, "web page"),
        (200, None, String::new(), Failure::Unclear, "with nothing"),
        (200, None, r#"{"name":"capillary","interaction":["#.to_owned(), Failure::Unclear, "breaks off"),
        (200, None, "{}".to_owned(), Failure::Unclear, "no history"),
        (200, None, "[1]".to_owned(), Failure::Unclear, "no history"),
        (200, None, r#"{"ok":true}"#.to_owned(), Failure::Unclear, "no history"),
    ] {
        let reply = ApiReply { retry_after, request_id: Some("r-17".to_owned()), ..reply(status, &body) };
        let error = answer(&account(""), &reply).unwrap_err();
        assert_eq!(error.failure, failure, "{status} {body}");
        assert!(error.words.contains(words) && error.words.ends_with("call: r-17)"), "{}", error.words);
        assert!(!error.words.contains("nadia"));
    }
}

#[test]
fn an_empty_history_is_a_page() {
    for body in [
        r#"{"name":"facebook","interaction":[]}"#,
        r#"{"interaction":null}"#,
        r#"{"response":{"status":{"success":true},"customer":{"interactions":""}}}"#,
        "\u{feff}{\"interaction\":[]}",
        "[]",
    ] {
        assert_eq!(page("", body).items.len(), 0, "{body}");
    }
}

#[test]
fn pages_are_asked_for_only_where_there_are_pages_and_networks_one_by_one() {
    let message = |id: usize| json!({ "id": id, "subject": "x", "sentDate": "06-03-2024 10:00:00" });
    let full = |count: usize| {
        let list: Vec<_> = (0..count).map(message).collect();
        json!({ "interaction": [{ "name": "email", "messageList": list }] }).to_string()
    };
    let next = |options: &str, place: Place, body: &str| {
        let account = account(options);
        let question = Question { place, ..question() };
        match interactions_of(account.vendor).unwrap().read(&account, &question, &reply(200, body)) {
            Ok(HistoryAnswer::Page(page)) => page.next,
            other => panic!("{other:?}"),
        }
    };
    let surveys = json!({ "interaction": [{ "name": "survey", "surveys": (0..60).map(message).collect::<Vec<_>>() }] });
    assert_eq!(next("api = 'v1.1'", Place::default(), &surveys.to_string()), None);
    let both = "networks = ['capillary', 'facebook']";
    assert_eq!(next("", Place::default(), &full(80)), None);
    assert_eq!(next("api = 'v1.1'", Place::default(), &full(50)), Some(Place { network: 0, offset: 50 }));
    assert_eq!(next("api = 'v1.1'", Place { network: 0, offset: 50 }, &full(49)), None);
    assert_eq!(next(both, Place::default(), &full(80)), Some(Place { network: 1, offset: 0 }));
    assert_eq!(next(both, Place { network: 1, offset: 0 }, &full(80)), None);
}

#[test]
fn a_type_is_filtered_here_too() {
    let account = account("");
    let part = interactions_of(account.vendor).unwrap();
    for (only, count) in [("emailbulk", 1), ("sms", 4), ("phone", 4), ("viber", 0)] {
        let question = Question { scope: only_of(only), ..question() };
        match part.read(&account, &question, &reply(200, include_str!("fixtures/twins.json"))) {
            Ok(HistoryAnswer::Page(page)) => assert_eq!(page.items.len(), count, "{only}"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn both_interfaces_are_asked_in_their_own_way() {
    let ask = |options: &str| {
        let account = account(options);
        interactions_of(account.vendor).unwrap().ask(&account, &Question { scope: only_of("zalo"), ..question() })
    };
    let query = |request: &crate::vendors::request::ApiRequest| {
        request.query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    };
    let new = ask("source = 'INSTORE'\naccount_id = '12'");
    assert_eq!(new.path, "/v2/customers/interaction");
    assert_eq!(
        query(&new),
        "identifierName=mobile&identifierValue=495550100&network=capillary&type=zalo&source=INSTORE&accountId=12"
    );
    assert!(new.headers.iter().any(|(name, _)| *name == "x-cap-api-oauth-token"));
    let old = ask("api = 'v1.1'\nauth = 'basic'\nattribution = { type = 'STORE_CODE', code = 'b 7' }");
    assert_eq!(old.path, "/v1.1/customer/interaction");
    assert_eq!(
        query(&old),
        "format=json&mobile=495550100&identifierName=mobile&identifierValue=495550100&network=capillary&type=zalo&limit=50&offset=0"
    );
    let header = |wanted: &str| old.headers.iter().find(|(name, _)| *name == wanted).map(|(_, text)| text.clone());
    assert_eq!(
        header("authorization"),
        Some(HeaderText::Basic { user: "till", password: "password", form: PasswordForm::Md5Hex })
    );
    assert_eq!(header("x-cap-api-attribution-entity-type"), Some(HeaderText::Text("STORE_CODE".to_owned())));
    assert_eq!(header("x-cap-api-attribution-entity-code"), Some(HeaderText::Text("b 7".to_owned())));
}

#[test]
fn a_lead_is_asked_for_in_the_configured_order() {
    let mut lead = Lead::empty("main-bot".into(), "1".into(), LeadKind::Lead);
    lead.email = Some("nadia@example.org".to_owned());
    lead.phone = Some("0555 0100".to_owned());
    lead.dial_code = Some("49".to_owned());
    lead.attributes = vec![Attribute { key: "id".to_owned(), value: " L-7 ".to_owned() }];
    let found = |options: &str, lead: &Lead| {
        let account = account(options);
        let found = interactions_of(account.vendor).unwrap().identifiers(&account, lead);
        found.into_iter().map(|identifier| (identifier.kind, identifier.value)).collect::<Vec<_>>()
    };
    let (mobile, email) = (("mobile", "495550100".to_owned()), ("email", "nadia@example.org".to_owned()));
    let external = ("external_id", "L-7".to_owned());
    assert_eq!(found("external_id_attribute = 'ID'", &lead), [mobile.clone(), email.clone(), external.clone()]);
    assert_eq!(
        found("identifiers = ['external_id', 'email']\nexternal_id_attribute = 'ID'", &lead),
        [external, email.clone()]
    );
    assert_eq!(found("", &lead), [mobile, email]);
    lead.phone = None;
    lead.email = Some(String::new());
    assert!(found("", &lead).is_empty());
}

#[test]
fn a_token_is_asked_for_with_key_and_secret_and_holds_as_long_as_it_says() {
    let part = tokens_of(super::spec::SPEC.name).unwrap();
    let call = part.ask(&account("")).unwrap();
    assert_eq!((call.request.path, &call.request.body), ("/v3/oauth/token/generate", &None));
    assert!(matches!(call.body, CredentialBody::Json(fields) if fields.iter().map(|f| f.0).eq(["key", "secret"])));
    assert_eq!(part.ask(&account("auth = 'basic'")), None);
    for (body, secs, renew) in [
        (r#"{"data":{"accessToken":"a.b.c","ttlSeconds":300},"errors":null}"#, 300, 270),
        (r#"{"data":{"accessToken":"a.b.c","ttlSeconds":"3600"},"errors":[]}"#, 3600, 3570),
        (r#"{"data":{"accessToken":"a.b.c"}}"#, 300, 270),
        (r#"{"data":{"accessToken":"a.b.c","ttlSeconds":10}}"#, 10, 5),
        (r#"{"data":{"accessToken":"a.b.c","ttlSeconds":-1}}"#, 0, 0),
    ] {
        let token = part.read(&reply(200, body)).unwrap();
        assert_eq!((token.value.expose(), token.lifetime.as_secs()), ("a.b.c", secs));
        assert_eq!(token.renew_after().as_secs(), renew);
        assert!(!format!("{token:?}").contains("a.b.c"));
    }
}

#[test]
fn a_refused_token_names_the_credential_and_a_fault_does_not() {
    let part = tokens_of(super::spec::SPEC.name).unwrap();
    let forbidden =
        r#"{"data":null,"errors":[{"code":1,"message":"Failed to generate OAuth token: access forbidden"}]}"#;
    for status in [200, 400, 401, 403] {
        let error = part.read(&reply(status, forbidden)).unwrap_err();
        assert_eq!(error.failure, Failure::Credential, "{status}");
        assert!(error.sentence().ends_with("access forbidden”"), "{}", error.sentence());
    }
    assert_eq!(part.read(&reply(401, "<html>")).unwrap_err().failure, Failure::Credential);
    assert_eq!(part.read(&reply(429, "")).unwrap_err().failure, Failure::Slowed(None));
    assert_eq!(part.read(&reply(415, "")).unwrap_err().failure, Failure::Refused);
    for (status, body) in [(500, ""), (200, "<html>"), (200, "{}"), (200, r#"{"data":{"accessToken":""}}"#)] {
        assert_eq!(part.read(&reply(status, body)).unwrap_err().failure, Failure::Unclear, "{status} {body}");
    }
}
