//! The person in an event: what the lead is known by, and what a template fills in (contract section 2).

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::domain::recording::Fact;
use crate::domain::{Lead, phone};
use crate::vendors::recording::EventFault;
use crate::vendors::template::{Filled, Reading, TemplateField, date, fill, iso_millis};

/// Every member that a template may fill.
pub(super) const MEMBERS: [&str; 11] = [
    "email",
    "phone",
    "name",
    "lastName",
    "gender",
    "birthDate",
    "country",
    "googleProfile",
    "instagramProfile",
    "linkedInProfile",
    "facebookProfile",
];

/// The twelfth: the list of the contract has five profiles.
pub(super) const TWITTER: &str = "twitterProfile";

/// The fields of `user` in the template's table.
pub(super) fn fields(reading: &mut Reading, part: &toml::Table) -> Vec<(String, TemplateField)> {
    let Some(found) = part.get("user") else { return Vec::new() };
    let Some(table) = found.as_table() else {
        reading.fault("user", "it has to be a table", "write user = { country = { from = \"lead.country\" } }");
        return Vec::new();
    };
    let known: Vec<&str> = MEMBERS.iter().copied().chain([TWITTER]).collect();
    reading.known_keys("user", table, &known);
    let mut fields = Vec::new();
    for (member, value) in table.iter().filter(|(member, _)| known.contains(&member.as_str())) {
        let at = format!("user.{member}");
        match value.as_table() {
            Some(inner) => fields.extend(reading.field(&at, inner, &[]).map(|field| (member.clone(), field))),
            None => reading.fault(at, "it has to be a table", "write { from = \"…\" } or { value = \"…\" }"),
        }
    }
    fields
}

/// The `user` object.
pub(super) fn user(
    fields: &[(String, TemplateField)],
    fact: &Fact,
    lead: &Lead,
    faults: &mut Vec<EventFault>,
) -> Map<String, Value> {
    let mut user = Map::new();
    let plain = |text: Option<&String>| text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty());
    if let Some(email) = plain(lead.email.as_ref()).filter(|email| is_email(email)) {
        user.insert("email".to_owned(), json!(email));
    }
    let number = lead.phone.as_deref().and_then(|number| phone::international(lead.dial_code.as_deref(), number));
    if let Some(number) = number {
        user.insert("phone".to_owned(), json!(format!("+{number}")));
    }
    if let Some(name) = plain(lead.name.as_ref()).or_else(|| plain(lead.provided_name.as_ref())) {
        user.insert("name".to_owned(), json!(name));
    }
    for (member, field) in fields {
        let filled = match fill(field, fact, lead) {
            Ok(filled) => filled,
            Err(fault) => {
                faults.push(fault);
                continue;
            }
        };
        let Some(filled) = filled else { continue };
        match as_member(member, &filled) {
            Ok(Some(value)) => {
                user.insert(member.clone(), value);
            }
            Ok(None) => {}
            Err(why) => faults.push(EventFault { input: field.label().map(str::to_owned), why }),
        }
    }
    if !user.contains_key("email") && !user.contains_key("phone") {
        faults.push(EventFault {
            input: None,
            why: "RAY needs an e-mail address or a phone number with its country, and this lead has neither. Add one to the lead, then record again.".to_owned(),
        });
    }
    user
}

/// A value in the form its member has; `None` where it says nothing that RAY could take.
fn as_member(member: &str, filled: &Filled) -> Result<Option<Value>, String> {
    let text = filled.to_text();
    let text = text.trim();
    Ok(match member {
        "gender" => match text.to_uppercase().as_str() {
            "MALE" | "M" => Some(json!("M")),
            "FEMALE" | "F" => Some(json!("F")),
            "" | "UNKNOWN" | "NONE" | "N/A" | "UNDEFINED" | "NOT SPECIFIED" => None,
            _ => Some(json!("O")),
        },
        "birthDate" => {
            let Some(at) = date(text) else {
                return Err(format!("“{text}” is not a date of birth RAY could read; write it like 1990-02-03."));
            };
            let day = at.to_zoned(jiff::tz::TimeZone::UTC).start_of_day().map_err(|error| error.to_string())?;
            Some(json!(iso_millis(day.timestamp())))
        }
        // Sent only when known (contract section 2): a name nobody can place says nothing.
        "country" => country(text).map(|code| json!(code)),
        "email" if !is_email(text) => return Err(format!("“{text}” is no e-mail address; correct it.")),
        "phone" => match phone::international(None, text) {
            Some(number) => Some(json!(format!("+{number}"))),
            None => return Err(format!("“{text}” is no phone number with its country; write it like +49 555 0100.")),
        },
        member if member.ends_with("Profile") => {
            if !(text.starts_with("https://") || text.starts_with("http://")) {
                return Err(format!("“{text}” is no web address of a profile; it begins with https://."));
            }
            Some(json!(text))
        }
        _ => Some(json!(text)),
    })
}

fn is_email(text: &str) -> bool {
    text.rsplit_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '*')
}

/// ISO 3166-1 alpha-2, from itself, the three letters, or a name: the official one, or one people use.
fn country(text: &str) -> Option<String> {
    let wanted = bare(text.trim());
    let code = |country: &keshvar::Country| country.alpha2().to_string().to_ascii_uppercase();
    let is_meant = |country: &keshvar::Country| match wanted.len() {
        2 => code(country).eq_ignore_ascii_case(wanted),
        3 => country.alpha3().to_string().eq_ignore_ascii_case(wanted),
        _ => {
            let same = |name: &str| folded(bare(name)) == folded(wanted);
            same(country.iso_short_name())
                || same(country.iso_long_name())
                || country.unofficial_name_list().iter().any(|name| same(name))
        }
    };
    let mut found = keshvar::CountryIterator::new().filter(is_meant);
    // A name that two countries go by names neither.
    found.next().filter(|_| found.next().is_none()).map(|country| code(&country))
}

/// Without case and accents: `Việt Nam` is `viet nam`.
fn folded(name: &str) -> String {
    name.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

/// A name without its leading article.
fn bare(name: &str) -> &str {
    name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_known_by_name_and_by_code() {
        for (text, code) in [
            ("Germany", "DE"),
            ("germany", "DE"),
            ("DE", "DE"),
            ("deu", "DE"),
            ("United Kingdom", "GB"),
            ("United States", "US"),
            ("Viet Nam", "VN"),
            ("Vietnam", "VN"),
            ("Việt Nam", "VN"),
            ("Türkiye", "TR"),
            ("Deutschland", "DE"),
            ("India", "IN"),
            ("Turkey", "TR"),
            ("South Korea", "KR"),
            ("Russia", "RU"),
            ("Czech Republic", "CZ"),
            ("Ivory Coast", "CI"),
            ("Taiwan", "TW"),
            ("United Arab Emirates", "AE"),
            ("Hong Kong", "HK"),
        ] {
            assert_eq!(country(text).as_deref(), Some(code), "{text}");
        }
        assert_eq!(country("Atlantis"), None);
        assert_eq!(country(""), None);
    }

    #[test]
    fn gender_is_one_of_three_letters_and_left_out_where_nobody_knows() {
        let gender = |text: &str| as_member("gender", &Filled::Text(text.into())).unwrap();
        assert_eq!(gender("MALE"), Some(json!("M")));
        assert_eq!(gender("Female"), Some(json!("F")));
        assert_eq!(gender("diverse"), Some(json!("O")));
        assert_eq!(gender("unknown"), None);
    }

    #[test]
    fn a_date_of_birth_goes_out_as_a_whole_day() {
        let day = |text: &str| as_member("birthDate", &Filled::Text(text.into()));
        assert_eq!(day("1990-02-03"), Ok(Some(json!("1990-02-03T00:00:00.000Z"))));
        assert_eq!(day("1990-02-03T10:11:12Z"), Ok(Some(json!("1990-02-03T00:00:00.000Z"))));
        assert!(day("03/02/1990").is_err());
    }
}
