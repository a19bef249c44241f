//! Names and messages in more than twenty scripts, in the list and in the timeline: one stored picture.

use egui::Key;
use jiff::SignedDuration;
use leadline::bridge::{HistoryState, Timeline};
use leadline::domain::LeadStatus;
use leadline::domain::timeline::{Detail, TimelineItem};

use crate::app::Stage;
use crate::support::{fonts, snapshots as make, strips};

/// The fonts that the stored picture was drawn with, by their lengths.
const FONTS: [usize; 20] = [
    229336, 37744, 19484784, 26892, 30892, 53072, 201964, 52852, 205124, 72608, 194732, 152168, 110568, 307684, 31136,
    113376, 196608, 343168, 244072, 10980856,
];

/// Somebody, and what they wrote.
const PEOPLE: [(&str, &str); 24] = [
    ("Nadia Öztürk", "Where is my refund? Straße 4, ﬁnd “Großmann & Söhne” – 84,20 €"),
    ("Nguyễn Thị Ánh Tuyết", "Cho em hỏi voucher sinh nhật đã hết hạn chưa ạ? Ẵ Ể Ỗ Ộ"),
    ("Σοφία Παπαδοπούλου", "Πότε θα έρθει η παραγγελία μου 60417;"),
    ("Ольга Журавлёва", "Где мой заказ № 60417? Й ё Ї Ґ"),
    ("Արամ Հակոբյան", "Ե՞րբ կստանամ իմ պատվերը 60417։"),
    ("ნინო კაპანაძე", "როდის მოვა ჩემი შეკვეთა 60417?"),
    ("שירה לוי", "איפה ההזמנה 60417 שלי? שילמתי 84.20 ₪ (פעמיים!)"),
    ("فاطمة الزهراء العلوي", "لم تصلني رسالة WhatsApp على الرقم ‎+49 555 0143 (أمس)"),
    ("محمد علی خان", "میرا آرڈر 60417 ابھی تک نہیں پہنچا، براہِ کرم بتائیں"),
    ("अनन्या शर्मा", "मुझे ओटीपी नहीं मिल रहा है, कृपया मदद करें क्ष त्र ज्ञ"),
    ("অর্ণব চট্টোপাধ্যায়", "আমার অর্ডার ৬০৪১৭ কোথায়? ক্ষমা করবেন"),
    ("ਗੁਰਪ੍ਰੀਤ ਸਿੰਘ", "ਮੇਰਾ ਆਰਡਰ 60417 ਕਿੱਥੇ ਹੈ?"),
    ("હેમા પટેલ", "મારો ઓર્ડર 60417 ક્યાં છે?"),
    ("செல்வி முருகன்", "என் ஆர்டர் 60417 எங்கே? ஸ்ரீ கௌ"),
    ("లక్ష్మి రెడ్డి", "నా ఆర్డర్ 60417 ఎక్కడ ఉంది? క్ష్మి"),
    ("ಕಾವ್ಯ ಗೌಡ", "ನನ್ನ ಆರ್ಡರ್ 60417 ಎಲ್ಲಿದೆ?"),
    ("ലക്ഷ്മി നായർ", "എന്റെ ഓർഡർ 60417 എവിടെ?"),
    ("නිමල් පෙරේරා", "මගේ ඇණවුම 60417 කොහෙද? ශ්‍රී"),
    ("สมชาย วงศ์สวัสดิ์", "ขอเปลี่ยนเบอร์โทรศัพท์ในระบบครับ ที่นี่ ปั๊ม กู้"),
    ("ສົມພອນ ວົງສາ", "ຄຳສັ່ງຊື້ 60417 ຂອງຂ້ອຍຢູ່ໃສ?"),
    ("សុខា ចាន់", "ការបញ្ជាទិញ 60417 របស់ខ្ញុំនៅឯណា?"),
    ("အောင်ဆန်း မင်း · አበበ በቀለ", "ကျွန်ုပ်၏ အော်ဒါ 60417 ဘယ်မှာလဲ? ትዕዛዜ የት ነው?"),
    ("陈伟 · 佐藤さくら · 김민준", "我的积分什么时候到账?ご注文は? 주문은 어디에 있나요?"),
    ("Zoë 👩‍👩‍👧‍👦 O’Neil", "Family 👨‍👩‍👧 👍🏽 ❤️ 🇸🇬 🏳️‍🌈 1️⃣ — שלום 😀 مرحبا"),
];

#[test]
fn every_script_stands_right_beside_every_other() {
    let people: Vec<make::Person> = (1..)
        .zip(PEOPLE)
        .map(|(n, (name, message))| make::Person::new(n, name, LeadStatus::Open, n, "user", message))
        .collect();
    let items = PEOPLE.iter().zip(1..).map(|((name, message), n)| {
        let at = make::now().checked_sub(SignedDuration::from_mins(n)).unwrap();
        let item = strips::message(at, "email", message, "DELIVERED", name);
        TimelineItem { item, unmasked: None, detail: Detail::Plain }
    });
    let timeline =
        Timeline { items: items.collect::<Vec<_>>().into(), sources: vec![strips::source(HistoryState::Known)] };
    let mut snapshot = strips::with_strip(make::opened(make::showing(&people), &people, 1), timeline);
    let memory = [("appearance", r#"{"compact":true}"#)];
    snapshot.memory = std::sync::Arc::new(memory.map(|(k, v)| (k.to_owned(), v.to_owned())).into());
    let mut stage = Stage::build([1400.0, 1224.0], snapshot, egui::Theme::Light, true);
    stage.press(Key::J);
    let lengths = fonts::install_scripts(&stage.window.ctx);
    stage.window.run();
    if let Ok(folder) = std::env::var("LEADLINE_PICTURES") {
        stage.window.render().unwrap().save(format!("{folder}/scripts.png")).unwrap();
    }
    if lengths == FONTS {
        stage.window.snapshot("scripts");
    } else {
        println!("the fonts here are others than those of the stored picture: {lengths:?}");
    }
}
