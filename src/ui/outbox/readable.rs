//! What left, as a person reads it: each value of a JSON body with what it is called.

use serde_json::Value;

/// The body of a shown request: what stands behind the first empty line.
pub(super) fn body_of(request: &str) -> Option<&str> {
    request.split_once("\n\n").map(|(_, body)| body)
}

/// How long the body of a shown request was when it left, in bytes: what is shown stands on more lines than that.
pub(super) fn length(request: &str) -> usize {
    let body = body_of(request).unwrap_or_default();
    serde_json::from_str::<Value>(body).map_or(body.len(), |json| json.to_string().len())
}

/// Label and value of everything that says something; nothing where the body is no JSON.
pub(super) fn lines(body: &str) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    if let Ok(value) = serde_json::from_str(body) {
        gather("", &value, &mut lines);
    }
    lines
}

fn gather(label: &str, value: &Value, lines: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => lines.push((label.to_owned(), text.clone())),
        Value::Bool(_) | Value::Number(_) => lines.push((label.to_owned(), value.to_string())),
        Value::Array(items) => {
            let plain = |item: &Value| !item.is_object() && !item.is_array();
            if !items.is_empty() && items.iter().all(plain) {
                let words: Vec<String> = items.iter().map(word).collect();
                lines.push((label.to_owned(), words.join(", ")));
            } else {
                items.iter().for_each(|item| gather(label, item, lines));
            }
        }
        Value::Object(members) => {
            // A pair of name and value is one line under that name.
            let named = ["key", "name", "title"].iter().find_map(|key| members.get(*key)?.as_str());
            let told = ["value", "values", "description"].iter().find_map(|key| members.get(*key));
            match (named, told) {
                (Some(name), Some(told)) => gather(name, told, lines),
                _ => members.iter().for_each(|(key, value)| gather(key, value, lines)),
            }
        }
    }
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(body: &str) -> Vec<String> {
        lines(body).into_iter().map(|(label, value)| format!("{label}: {value}")).collect()
    }

    #[test]
    fn every_value_stands_under_its_name_and_what_says_nothing_is_left_out() {
        let list = r#"[{"type":"CALL","storeId":7,"customProps":{"comment":"Wo?","vip":true},"user":{"email":"a@b.c","x":null}}]"#;
        assert_eq!(said(list), ["comment: Wo?", "vip: true", "storeId: 7", "type: CALL", "email: a@b.c"]);
        let pairs = r#"{"properties":[{"name":"comment","value":"Wo?"}],"custom":{"string":[{"key":"tier","values":["gold","vip"]}]}}"#;
        assert_eq!(said(pairs), ["tier: gold, vip", "comment: Wo?"]);
        assert_eq!(
            said(r#"{"tags":["a","b"],"notes":[{"title":"Call","description":"after 17"}]}"#),
            ["Call: after 17", "tags: a, b"]
        );
        assert_eq!(said("no json"), Vec::<String>::new());
    }

    #[test]
    fn the_body_of_a_shown_request_is_what_stands_behind_its_headers() {
        assert_eq!(body_of("PUT https://x/y\na: b\n\n{\"a\": 1}"), Some("{\"a\": 1}"));
        assert_eq!(length("PUT https://x/y\n\n{\n  \"a\": 1\n}"), "{\"a\":1}".len());
        assert_eq!(body_of("GET https://x/y\na: b\n"), None);
    }
}
