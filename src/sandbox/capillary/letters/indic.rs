//! Messages in Devanagari, Tamil, Bengali and Telugu, with the English words that such messages really hold.

use super::Letters;

pub(super) const HINDI: Letters = Letters {
    codes: &[
        "आपका OTP {code} है। इसे किसी से साझा न करें।",
        "{code} आपका सत्यापन कोड है",
        "Your OTP for points redemption is {code}",
    ],
    code_subject: "पॉइंट रिडीम करने के लिए वन टाइम पासवर्ड (OTP)",
    points: "आपके खाते में {n} पॉइंट जोड़े गए हैं। धन्यवाद!",
    bill: "ऑर्डर {order} का बिल",
    parcel: "आपका पार्सल {order} आज पहुँच जाएगा",
    offers: &["दिवाली की शुभकामनाएँ – खास छूट आपके लिए", "इस सप्ताहांत दोगुने पॉइंट"],
    account: "खाता विलय की पुष्टि",
    survey: "आपका अनुभव कैसा रहा?",
    digits: Some("०१२३४५६७८९"),
};

pub(super) const TAMIL: Letters = Letters {
    codes: &["உங்கள் OTP {code}. யாருடனும் பகிர வேண்டாம்.", "சரிபார்ப்புக் குறியீடு: {code}"],
    code_subject: "புள்ளிகளைப் பயன்படுத்த ஒருமுறை கடவுச்சொல் (OTP)",
    points: "உங்கள் கணக்கில் {n} புள்ளிகள் சேர்க்கப்பட்டன. நன்றி!",
    bill: "ஆர்டர் {order} ரசீது",
    parcel: "உங்கள் பார்சல் {order} இன்று வந்து சேரும்",
    offers: &["பொங்கல் நல்வாழ்த்துகள் – சிறப்புத் தள்ளுபடி", "வார இறுதியில் இரட்டைப் புள்ளிகள்"],
    account: "கணக்கு இணைப்பு உறுதிப்படுத்தல்",
    survey: "உங்கள் அனுபவம் எப்படி இருந்தது?",
    digits: None,
};

pub(super) const BENGALI: Letters = Letters {
    codes: &["আপনার OTP {code}। কারও সাথে শেয়ার করবেন না।", "আপনার যাচাইকরণ কোড {code}"],
    code_subject: "পয়েন্ট ব্যবহারের জন্য ওয়ান টাইম পাসওয়ার্ড (OTP)",
    points: "আপনার অ্যাকাউন্টে {n} পয়েন্ট যোগ হয়েছে। ধন্যবাদ!",
    bill: "অর্ডার {order} এর বিল",
    parcel: "আপনার পার্সেল {order} আজ পৌঁছে যাবে",
    offers: &["শুভ নববর্ষ – আপনার জন্য বিশেষ ছাড়", "এই সপ্তাহান্তে দ্বিগুণ পয়েন্ট"],
    account: "অ্যাকাউন্ট একত্রীকরণ নিশ্চিতকরণ",
    survey: "আপনার অভিজ্ঞতা কেমন ছিল?",
    digits: Some("০১২৩৪৫৬৭৮৯"),
};

pub(super) const TELUGU: Letters = Letters {
    codes: &["మీ OTP {code}. ఎవరితోనూ పంచుకోవద్దు.", "మీ ధృవీకరణ కోడ్ {code}"],
    code_subject: "పాయింట్ల వినియోగానికి వన్ టైమ్ పాస్‌వర్డ్ (OTP)",
    points: "మీ ఖాతాకు {n} పాయింట్లు జమ అయ్యాయి. ధన్యవాదాలు!",
    bill: "ఆర్డర్ {order} బిల్లు",
    parcel: "మీ పార్సిల్ {order} ఈ రోజు వస్తుంది",
    offers: &["ఉగాది శుభాకాంక్షలు – ప్రత్యేక తగ్గింపు", "ఈ వారాంతం రెట్టింపు పాయింట్లు"],
    account: "ఖాతా విలీన నిర్ధారణ",
    survey: "మీ అనుభవం ఎలా ఉంది?",
    digits: None,
};
