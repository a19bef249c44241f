//! The shield on texts as businesses send them: what must be hidden, what must stay.

use proptest::prelude::*;

use super::cells::folded;
use super::*;

/// Texts with a code at `{}`.
const TEXTS: &[&str] = &[
    "Your OTP is {}",
    "{} is your OTP for login. Do not share it with anyone.",
    "OTP: {}",
    "OTP{} valid for 10 minutes",
    "One Time Password (OTP) for points redemption request: {}",
    "<#> {} is your Shop code. FA+9qCX9VSu",
    "Use {} as your verification code on Acme.",
    "Your Acme security code is: {}. It expires in 5 minutes.",
    "Acme: {} is your one-time passcode",
    "Your login code: {}",
    "OTP for transaction of Rs. 5000 at STORE on card ending 1234 is {}",
    "OTP for order 4821377 is {}",
    "The OTP for your order is {}",
    "Your code: {}",
    "Your Acme code is {}",
    "{} is your Acme code",
    "PIN: {}",
    "Confirm at https://shop.example/v?otp={}",
    "Hello\n\nVerification\n\n{}\n\nThanks",
    "Ihr Bestätigungscode lautet {}",
    "Ihre TAN lautet {}.",
    "Ihr Einmalpasswort für die Bestellung 4711889: {}",
    "SMS-Code: {}. Geben Sie ihn niemandem weiter.",
    "Tu código de verificación es {}",
    "{} es tu código de Acme",
    "Su clave dinámica es {}",
    "Votre code de vérification est {}",
    "Votre code est : {}",
    "{} est votre code de sécurité Acme",
    "Seu código de verificação é {}",
    "Sua senha temporária: {}",
    "Il tuo codice di verifica è {}",
    "Uw verificatiecode is {}",
    "Twój kod weryfikacyjny to {}",
    "Váš ověřovací kód je {}",
    "Codul: cod de verificare {}",
    "Din engångskod är {}",
    "Doğrulama kodunuz: {}",
    "Tek kullanımlık şifreniz {}",
    "Onay kodu {}. Kimseyle paylaşmayın.",
    "Mã xác thực của bạn là {}",
    "{} là mã OTP của bạn",
    "Mã xác nhận: {}",
    "आपका ओटीपी {} है",
    "आपका सत्यापन कोड {} है।",
    "{} आपका OTP है",
    "আপনার ওটিপি {}",
    "உங்கள் ஓடிபி {}",
    "మీ ఓటీపీ {}",
    "رمز التحقق الخاص بك هو {}",
    "رمز التأكيد: {}",
    "كلمة المرور لمرة واحدة {}",
    "کد تایید شما: {}",
    "קוד האימות שלך הוא {}",
    "รหัส OTP ของคุณคือ {}",
    "รหัสยืนยันของคุณคือ {}",
    "Kode verifikasi Anda adalah {}",
    "{} adalah kode OTP Anda",
    "Kode rahasia: {}",
    "Nombor TAC anda ialah {}",
    "【商店】您的验证码是{}，5分钟内有效。",
    "驗證碼：{}",
    "您的验证码是{},10分钟内有效,请勿泄露。",
    "动态密码{}，请勿泄露",
    "認証コードは{}です。",
    "確認番号: {}",
    "ワンタイムパスワード {}",
    "[상점] 인증번호 [{}]를 입력해주세요",
    "인증번호는 {} 입니다",
    "Код подтверждения: {}",
    "{} — код для входа",
    "Ваш одноразовый пароль {}",
    "Ваш код: {}",
    "Код підтвердження {}",
    "Ο κωδικός επαλήθευσης είναι {}",
    "Please enter {} to verify your phone",
    "[Acme] {} (verification code). Valid for 5 min",
    "Is é {} do chód aonuaire. Ná roinn le duine ar bith é.",
    "הסיסמה החד־פעמית שלך: {}",
    "សូមប្រើ OTP {}។",
    "Your sign-in is ready.\n\n@shop.example #{}",
];

/// Texts whose numbers are no codes.
const KEPT: &[&str] = &[
    "Rewards redeemed",
    "Points credited: 3000",
    "Your order 4821377 has shipped",
    "Order #482913 is on its way, arriving 12.03.2024",
    "Invoice 20240131 over 1,299.00 EUR",
    "Your balance is ₹ 482913",
    "You won 5000 points",
    "Call us at +49 555 010 0432",
    "Call 1800 123 456 or visit us at 10115 Berlin",
    "Use promo code 202420 for 20 % off",
    "Your coupon code is 482913",
    "Postal code 10115",
    "Error code 50012",
    "código postal 28013",
    "Ihr Rabattcode: 4829",
    "Code promo : 48291",
    "OTP for points redemption request.",
    "One Time Password (OTP) for points redemption request.",
    "Email change OTP",
    "Your OTP request on 10-12-2024 at 14:05:20 was refused",
    "OTP was not entered for order 4821377",
    "Verification of 2024-12-10 is done, amount 1500 EUR",
    "We received Rs 48291 and your verification is complete",
    "Verification done. Questions? Call 030 1234567",
    "OTP service: contact +91 98765 43210",
    "Your card ending 1234 passed verification",
    "认证完成，订单 4821377 已发货",
    "Doğrulama tamamlandı, sipariş no 4821377",
    "Tân Bình 700000, đơn hàng 48213",
    "Ticket 4821377 was answered",
    "2024 was a good year",
    "G-12 is your seat",
    "נוספו 3000 נקודות לחשבונך. תודה!",
    "המסמך הקודם 4829",
    "支付1500.00元成功，验证完成",
    "Verification: your appointment is 2024-03-05 08:10",
    "Your verification for order no. 4821377 failed",
    "Dear Nadia, your account 00482913 was debited by INR 4,500.00 on 05-03-24. Balance INR 12345.67",
    "您的订单 482913 已发货，快递单号 7755123456",
    "주문번호 482913 결제 15000원 완료",
];

#[test]
fn codes_are_hidden_in_every_language() {
    let mut wrong = Vec::new();
    for text in TEXTS {
        for code in ["482913", "4829", "48291377", "12 34 56", "482-913", "4 8 2 9", "٤٨٢٩١٣", "४८२९१३", "４８２９"]
        {
            let whole = text.replace("{}", code);
            let wanted = text.replace("{}", BULLETS);
            let hidden = shield(&whole).unwrap_or_default();
            if hidden != wanted {
                wrong.push(format!("{whole} -> {hidden}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn other_numbers_stay() {
    let wrong: Vec<_> = KEPT.iter().filter_map(|text| shield(text)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn beside_a_code_other_numbers_stay_too() {
    let mut wrong = Vec::new();
    for (text, wanted) in [
        ("OTP for order 4821377 is 552211", "OTP for order 4821377 is ••••••"),
        ("OTP 552211 for Rs. 1500.00 on 10-12-2024", "OTP •••••• for Rs. 1500.00 on 10-12-2024"),
        ("552211 is your OTP. Help: +49 555 0100432", "•••••• is your OTP. Help: +49 555 0100432"),
        ("G-552211 is your Google code", "G-•••••• is your Google code"),
        ("G-552211", "G-••••••"),
        ("Your OTP is R4KFD2", "Your OTP is ••••••"),
        ("Your OTP is valid for 15min: 552211", "Your OTP is valid for 15min: ••••••"),
        ("OTP: 5522 TL", "OTP: •••••• TL"),
        ("OTP 552211 552212", "OTP •••••• ••••••"),
        ("Your OTP is 2024", "Your OTP is ••••••"),
        ("Your OTP: 552211, or open https://x.example/552211", "Your OTP: ••••••, or open https://x.example/••••••"),
        ("OTP 4\u{200b}829", "OTP ••••••"),
        ("Your OTP is 1️⃣2️⃣3️⃣4️⃣", "Your OTP is ••••••"),
    ] {
        let hidden = shield(text).unwrap_or_default();
        if hidden != wanted {
            wrong.push(format!("{text} -> {hidden}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_body_is_read_by_its_subject() {
    assert_eq!(shield("Enter 552211 now"), None);
    assert_eq!(shield_beside("Enter 552211 now", "Email change OTP").as_deref(), Some("Enter •••••• now"));
}

#[test]
fn unknown_members_are_shielded_and_the_others_stay_as_they_came() {
    let text =
        r#"{"body":"Your OTP is 552211","n":1.0,"otp":"552211","deep":{"list":[{"otp":552211}],"order":4821377}}"#;
    let mut extra: Extra = serde_json::from_str(text).unwrap();
    assert!(shield_extra(&mut extra, ""));
    assert_eq!(extra.get("n"), Some("1.0"));
    assert!(!serde_json::to_string(&extra).unwrap().contains("552211"));
    assert!(extra.get("deep").unwrap().contains("4821377"));
    let mut beside: Extra = serde_json::from_str(r#"{"ref":"552211","sender":"56767","body":"use 552211"}"#).unwrap();
    assert!(shield_extra(&mut beside, "Your OTP is 552211"));
    assert_eq!(serde_json::to_string(&beside).unwrap(), r#"{"ref":"••••••","sender":"56767","body":"use ••••••"}"#);
    let mut clean: Extra = serde_json::from_str(r#"{"count": 3, "at": "2024-03-05 08:10:00"}"#).unwrap();
    assert!(!shield_extra(&mut clean, "Email change OTP"));
    assert_eq!(clean.get("at"), Some(r#""2024-03-05 08:10:00""#));
}

/// The digits of a text, in the order in which a person reads them.
fn digits(text: &str) -> String {
    folded(text).into_iter().filter(char::is_ascii_digit).collect()
}

fn written(code: &str, zero: u32, separator: &str, group: usize) -> String {
    let other = |c: char| char::from_u32(zero + c.to_digit(10).unwrap()).unwrap();
    let written: Vec<char> = code.chars().map(other).collect();
    written.chunks(group).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(separator)
}

proptest! {
    #[test]
    fn a_shielded_text_never_contains_the_code(
        text in prop::sample::select(TEXTS),
        code in "[0-9]{4,8}",
        zero in prop::sample::select(vec![0x30_u32, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]),
        separator in prop::sample::select(vec!["", " ", "-", "\u{a0}", "\u{2011}", "\u{200b}"]),
        group in 1_usize..5,
        before in prop::sample::select(vec!["", "Hi! ", "Dear Nadia, ", "Order 4711889 shipped. ", "1. ", "[Acme]\n"]),
        after in prop::sample::select(vec!["", " bitte", " now or later", " ok? Bye 12", ". Rs 500", "\nteam@shop.example"]),
    ) {
        let group = if code.len() % group == 0 && code.len() > group { group } else { code.len() };
        let code_as_written = written(&code, zero, separator, group);
        let whole = format!("{before}{}{after}", text.replace("{}", &code_as_written));
        let hidden = shield(&whole);
        prop_assert!(hidden.is_some(), "{}", whole);
        let hidden = hidden.unwrap();
        prop_assert!(!hidden.contains(&code_as_written), "{}", hidden);
        // What is left of the template's own digits cannot spell the code by accident, unless it held it before.
        let left = digits(&hidden);
        let template = digits(&text.replace("{}", ""));
        prop_assert!(!left.contains(&code) || template.contains(&code), "{} -> {}", whole, hidden);
    }

    #[test]
    fn any_text_can_be_shielded(text in "\\PC{0,80}", context in "\\PC{0,20}") {
        let _ = shield(&text);
        let _ = shield_beside(&text, &context);
    }

    #[test]
    fn digits_and_marks_in_any_order_can_be_shielded(text in "([0-9٠-٩ \\-+.,:/()#@a-z*]|OTP|code|\u{200f}){0,40}") {
        let _ = shield(&text);
    }
}
