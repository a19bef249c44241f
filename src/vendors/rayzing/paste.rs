//! Bot and customer id out of whatever a person has at hand: the bot page's address, the widget script, or the ids
//! (contract section 2).
//!
//! Names beside ids win over places, ids that stand together win over ids that stand somewhere. Two readings that
//! disagree are said, never chosen between.

use crate::domain::Pasted;
use crate::vendors::spec::PasteSpec;

/// The first way into Leadline: what a person has at hand about a bot.
pub(super) const PASTE: PasteSpec = PasteSpec {
    label: "Bot page or widget script",
    placeholder: "https://page.rayzing.ai/…/…",
    ids: &[(BOT, "Bot"), (CUSTOMER, "Customer")],
    account: "main-bot",
    read,
};

pub(super) const BOT: &str = "bot_id";
pub(super) const CUSTOMER: &str = "customer_id";

const NOTHING: &str = "No bot and customer id stand in this. Paste the address of the bot's page, or the whole widget \
                       script: both hold the two ids.";
const ONLY_ONE: &str =
    "Only one id stands in this, and two are needed. Paste the whole address of the bot's page, to its very end.";
const ONLY_CUSTOMER: &str = "The customer id stands in this, but no bot id. Paste the whole address of the bot's page.";
const SEVERAL: &str =
    "Several bots stand in this. Paste the address of one bot's page, or the widget script of one bot.";
const TOO_MANY: &str = "Many ids stand in this, and nothing says which two belong together. Paste the address of the \
                        bot's page, or the widget script alone.";

/// Reads a pasted text. Pure, and quick enough for every key press.
pub(super) fn read(text: &str) -> Pasted {
    let text = plain(text);
    if text.trim().is_empty() {
        return Pasted::default();
    }
    let words = words(&text);
    let named = named(&text, &words);
    if let (Some(bot), Some(customer)) = named {
        return whole(bot, customer);
    }
    let hex: Vec<Word<'_>> = words.iter().copied().filter(|word| is_hex_id(word.text)).collect();
    let mut pairs = together(&text, &hex);
    if pairs.is_empty() && hex.is_empty() {
        // Ids look like 24 hexadecimal digits by a sample only. Others are taken where their place says what they are.
        let plain: Vec<Word<'_>> = words.iter().copied().filter(|word| is_plain_id(word.text)).collect();
        pairs = together(&text, &plain);
    }
    pairs.dedup();
    match (pairs.as_slice(), named) {
        ([(bot, customer)], (None, None)) => return whole(bot, customer),
        ([_, _, ..], _) => return Pasted::lacking(Vec::new(), SEVERAL),
        _ => {}
    }
    let mut loose: Vec<&str> = Vec::new();
    for word in &hex {
        if !loose.contains(&word.text) && named.0 != Some(word.text) && named.1 != Some(word.text) {
            loose.push(word.text);
        }
    }
    match (named, &loose[..]) {
        ((Some(bot), None), [customer]) => whole(bot, customer),
        ((None, Some(customer)), [bot]) => whole(bot, customer),
        ((Some(bot), None), []) | ((None, None), &[bot]) => Pasted::lacking(vec![(BOT, bot.to_owned())], ONLY_ONE),
        ((None, Some(customer)), []) => Pasted::lacking(vec![(CUSTOMER, customer.to_owned())], ONLY_CUSTOMER),
        ((None, None), [bot, customer]) => whole(bot, customer),
        ((None, None), []) => Pasted::lacking(Vec::new(), NOTHING),
        _ => Pasted::lacking(Vec::new(), TOO_MANY),
    }
}

fn whole(bot: &str, customer: &str) -> Pasted {
    Pasted::whole(vec![(BOT, bot.to_owned()), (CUSTOMER, customer.to_owned())])
}

/// The text without what copying puts into it: escapes of addresses, pages and strings, and marks nobody sees.
fn plain(text: &str) -> String {
    let seen: String =
        text.chars().filter(|c| !matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{ad}' | '\u{2060}')).collect();
    let mut out = seen;
    for (escaped, meant) in [
        ("%2C", ","),
        ("%2c", ","),
        ("%2F", "/"),
        ("%2f", "/"),
        ("%3A", ":"),
        ("%3a", ":"),
        ("%3D", "="),
        ("%3d", "="),
        ("%26", "&"),
        ("%20", " "),
        ("&#44;", ","),
        ("&#x2c;", ","),
        ("&#x2C;", ","),
        ("&comma;", ","),
        ("&sol;", "/"),
        ("&#47;", "/"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
        ("\\/", "/"),
        ("\\n", "\n"),
        ("\\\"", "\""),
    ] {
        if out.contains(escaped) {
            out = out.replace(escaped, meant);
        }
    }
    out
}

/// A run of letters, digits, `-` and `_`, and where it stands.
#[derive(Clone, Copy)]
struct Word<'t> {
    at: usize,
    text: &'t str,
}

impl Word<'_> {
    fn end(self) -> usize {
        self.at + self.text.len()
    }
}

fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let is_part = c.is_alphanumeric() || c == '-' || c == '_';
        match (start, is_part) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                out.push(Word { at: from, text: &text[from..at] });
                start = None;
            }
            _ => {}
        }
    }
    out
}

fn is_hex_id(word: &str) -> bool {
    word.len() == 24 && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What may be an id where its place says so: plain, not too short, and no word of a language.
fn is_plain_id(word: &str) -> bool {
    (6..=64).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        && word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Neighbours with nothing but one comma, or one slash of an address, between them (and blanks and quotes).
fn together<'t>(text: &str, ids: &[Word<'t>]) -> Vec<(&'t str, &'t str)> {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    let mut taken = 0;
    for pair in ids.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if a.at < taken || a.end() > b.at {
            continue;
        }
        let between: String =
            text[a.end()..b.at].chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`')).collect();
        let in_address = between == "/" && text[..a.at].ends_with('/');
        if between == "," || in_address {
            taken = b.end();
            if !pairs.contains(&(a.text, b.text)) {
                pairs.push((a.text, b.text));
            }
        }
    }
    pairs
}

/// The ids that stand behind their own names: `botId=…&customerId=…`, `"bot_id": "…"`.
fn named<'t>(text: &str, words: &[Word<'t>]) -> (Option<&'t str>, Option<&'t str>) {
    let behind = |names: &[&str]| {
        words.windows(2).find_map(|pair| {
            let (name, id) = (pair[0], pair[1]);
            let spelled: String = name.text.chars().filter(|c| c.is_ascii_alphanumeric()).collect();
            let between: String = text[name.end()..id.at]
                .chars()
                .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'' | '`'))
                .collect();
            let is_name = names.iter().any(|known| spelled.eq_ignore_ascii_case(known));
            (is_name && matches!(between.as_str(), "=" | ":" | "=>") && (is_hex_id(id.text) || is_plain_id(id.text)))
                .then_some(id.text)
        })
    };
    (
        behind(&["botid", "databotid", "bot", "websitebotid"]),
        behind(&["customerid", "datacustomerid", "customer", "clientid"]),
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const B: &str = "64aa0000000000000000000c";
    const C: &str = "64aa0000000000000000000d";

    fn both() -> Pasted {
        whole(B, C)
    }

    #[test]
    fn what_people_paste_is_understood() {
        for text in [
            format!("https://page.rayzing.ai/{B}/{C}"),
            format!("  https://page.rayzing.ai/{B}/{C}/  "),
            format!("page.rayzing.ai/{B}/{C}?utm_source=mail#top"),
            format!("Here is the page: <https://bots.example.com/p/{B}/{C}>, thanks"),
            format!("https://safelinks.example/?url=https%3A%2F%2Fpage.rayzing.ai%2F{B}%2F{C}&data=05"),
            format!(
                r#"<script id="messenger-widget-b" src="https://cdn.example.com/website-bot.js" defer>{B},{C}</script>"#
            ),
            format!(
                "<script\n  id='w'\n  src='https://cdn.example.net/bot.js?v=3'\n  async defer>\n  {B},\n  {C}\n</script>"
            ),
            format!(r#"&lt;script src=&quot;https://cdn.example.com/b.js&quot;&gt;{B},{C}&lt;/script&gt;"#),
            format!(r#"{{"script":"<script src=\"https:\/\/cdn.example.com\/b.js\">{B},{C}<\/script>"}}"#),
            format!(r#"<script>window.bot = ["{B}", "{C}"]; load()</script>"#),
            format!("{B},{C}"),
            format!("{B} {C}"),
            format!("{B}\n{C}\n"),
            format!("bot_id = \"{B}\"\ncustomer_id = \"{C}\""),
            format!("https://api.example.com/inbox/direct/chats?customerId={C}&botId={B}&page=1&type=lead"),
            format!(r#"<div data-customer-id="{C}" data-bot-id="{B}"></div>"#),
            format!("Bot: {B}\nother words\nCustomer: {C}"),
            format!("https://page.rayzing.ai/{B}/{C} and the script <script>{B},{C}</script>"),
            format!("\u{feff}https://page.rayzing.ai/{B}/\u{200b}{C}"),
            format!(
                "<script data-build=\"ffffffffffffffffffffffff\" src=\"https://cdn.example.com/x.js\">{B},{C}</script>"
            ),
        ] {
            assert_eq!(read(&text), both(), "{text}");
        }
    }

    #[test]
    fn ids_of_another_shape_are_taken_where_their_place_says_what_they_are() {
        assert_eq!(read("https://page.example.com/bot-0001/acct-7002"), whole("bot-0001", "acct-7002"));
        assert_eq!(
            read("<script src='https://c.example/b.js'>bot-0001,acct-7002</script>"),
            whole("bot-0001", "acct-7002")
        );
        assert_eq!(read("botId=bot-0001&customerId=acct-7002"), whole("bot-0001", "acct-7002"));
    }

    #[test]
    fn what_is_missing_is_said_and_what_was_found_is_kept() {
        assert_eq!(read(""), Pasted::default());
        assert_eq!(read(" \n "), Pasted::default());
        for (text, bot, customer, words) in [
            (format!("https://page.rayzing.ai/{B}"), Some(B), None, "Only one id"),
            (format!("https://page.rayzing.ai/{B}/"), Some(B), None, "Only one id"),
            (B.to_owned(), Some(B), None, "Only one id"),
            (format!("customerId={C}"), None, Some(C), "no bot id"),
            ("good morning".to_owned(), None, None, "No bot and customer id"),
            ("https://page.rayzing.ai/".to_owned(), None, None, "No bot and customer id"),
            (format!("{B},{C}\n{C},{B}"), None, None, "Several bots"),
            (format!("{B} {C} 64aa0000000000000000000e"), None, None, "Many ids"),
            ("0d1f8a52-3b65-4b5e-9f0e-6b0f9f1c2a77".to_owned(), None, None, "No bot and customer id"),
        ] {
            let pasted = read(&text);
            assert_eq!((pasted.get(BOT), pasted.get(CUSTOMER)), (bot, customer), "{text}");
            assert!(pasted.fault.as_deref().is_some_and(|fault| fault.contains(words)), "{text}: {pasted:?}");
        }
    }

    fn id() -> impl Strategy<Value = String> {
        "[0-9a-f]{24}"
    }

    /// Texts around the ids that do not stand in the way of them: no ids, no names of ids.
    fn talk() -> impl Strategy<Value = String> {
        "[ \\n.!<>()#ghijklmnop]{0,24}"
    }

    proptest! {
        #[test]
        fn ids_that_stand_in_it_are_found(
            bot in id(), customer in id(), before in talk(), after in talk(), host in "[a-z]{1,12}(\\.[a-z]{2,8}){1,3}",
            query in "(\\?[a-z]{1,6}=[a-z0-9]{0,9}(&[a-z]{1,6}=[A-Z0-9]{0,9}){0,3})?", way in 0..6_u8,
            gap in "[ \\n\\t]{0,3}", quote in "['\"]?",
        ) {
            prop_assume!(bot != customer);
            let text = match way {
                0 => format!("{before} https://{host}/{bot}/{customer}{query} {after}"),
                1 => format!("{before}<script src=\"https://{host}/w.js{query}\" defer>{gap}{bot}{gap},{gap}{customer}{gap}</script>{after}"),
                2 => format!("{before} [{quote}{bot}{quote},{gap}{quote}{customer}{quote}] {after}"),
                3 => format!("{before} customerId={customer}&botId={bot} {after}"),
                4 => format!("{{\"botId\":{gap}\"{bot}\",\"customerId\":{gap}\"{customer}\"}}"),
                _ => format!("{bot}{gap}\n{customer} {after}"),
            };
            prop_assert_eq!(read(&text), whole(&bot, &customer), "{}", text);
        }

        #[test]
        fn rubbish_gives_a_sentence_and_what_is_found_stands_in_the_text(text in "\\PC{0,200}") {
            let pasted = read(&text);
            prop_assert!(pasted.found.iter().all(|(_, id)| plain(&text).contains(id.as_str())));
            let is_whole = pasted.get(BOT).is_some() && pasted.get(CUSTOMER).is_some();
            let is_blank = plain(&text).trim().is_empty();
            prop_assert_eq!(pasted.fault.is_some(), !is_whole && !is_blank, "{:?}", pasted);
        }

        #[test]
        fn words_without_digits_are_never_ids(text in "[a-zA-Z ,/:.<>=\"]{1,80}") {
            let pasted = read(&text);
            let hex = text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_hex_id);
            prop_assert!(hex || pasted.found.is_empty(), "{:?}", pasted);
        }
    }
}
