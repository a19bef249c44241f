//! People who write in Devanagari, Tamil, Bengali and Telugu: marks that combine, and clusters that must stay whole.

use super::people::Culture;

pub(super) const HINDI: Culture = Culture {
    given: &[("कृष्णा", "krishna"), ("प्रिया", "priya"), ("अर्जुन", "arjun"), ("श्रेया", "shreya"), ("ज्योति", "jyoti")],
    family: &[("शर्मा", "sharma"), ("त्रिपाठी", "tripathi"), ("सिंह", "singh"), ("मिश्रा", "mishra")],
    family_first: false,
    joint: " ",
    dial: "91",
    country: "India",
    cities: &["नई दिल्ली", "Jaipur", "लखनऊ", "Indore"],
    user: &["मेरा ऑर्डर अभी तक नहीं आया है", "रिफंड कब तक मिलेगा?", "कृपया मुझे शाम 5 बजे के बाद कॉल करें", "बहुत धन्यवाद 🙏"],
    bot: &["कृपया अपना मोबाइल नंबर बताइए।", "आपका OTP 550184 है। इसे किसी से साझा न करें।"],
    agent: &["मैंने आपकी शिकायत दर्ज कर ली है।", "आपका वाउचर भेज दिया गया है।"],
};

pub(super) const TAMIL: Culture = Culture {
    given: &[("கார்த்திக்", "karthik"), ("மீனாட்சி", "meenakshi"), ("அருண்மொழி", "arunmozhi"), ("யாழினி", "yazhini")],
    family: &[("சுப்பிரமணியன்", "subramanian"), ("முருகன்", "murugan"), ("செல்வராஜ்", "selvaraj")],
    family_first: false,
    joint: " ",
    dial: "91",
    country: "India",
    cities: &["சென்னை", "மதுரை", "Coimbatore"],
    user: &["என் பார்சல் எங்கே இருக்கிறது?", "பணம் திரும்ப எப்போது வரும்?", "மிக்க நன்றி!"],
    bot: &["உங்கள் தொலைபேசி எண் என்ன?", "நான் எப்படி உதவலாம்?"],
    agent: &["நாளை காலை டெலிவரி ஆகிவிடும்.", "கிடங்குடன் பேசிவிட்டேன்."],
};

pub(super) const BENGALI: Culture = Culture {
    given: &[("অনির্বাণ", "anirban"), ("শ্রাবণী", "sraboni"), ("মোহাম্মদ রাশেদ", "rashed"), ("তৃষ্ণা", "trishna")],
    family: &[("চট্টোপাধ্যায়", "chattopadhyay"), ("হোসেন", "hossain"), ("ভট্টাচার্য", "bhattacharya")],
    family_first: false,
    joint: " ",
    dial: "880",
    country: "বাংলাদেশ",
    cities: &["ঢাকা", "চট্টগ্রাম", "Sylhet"],
    user: &["আমার অর্ডারটা কবে পাব?", "ঠিকানা পরিবর্তন করতে চাই", "অনেক ধন্যবাদ"],
    bot: &["আপনার মোবাইল নম্বরটি দিন।", "কীভাবে সাহায্য করতে পারি?"],
    agent: &["আজ বিকেলের মধ্যে পৌঁছে যাবে।", "রিফান্ড অনুমোদিত হয়েছে।"],
};

pub(super) const TELUGU: Culture = Culture {
    given: &[("శ్రీనివాస్", "srinivas"), ("లక్ష్మీ ప్రసన్న", "lakshmi"), ("వెంకటేశ్", "venkatesh")],
    family: &[("రెడ్డి", "reddy"), ("కృష్ణమూర్తి", "krishnamurthy"), ("నాయుడు", "naidu")],
    family_first: false,
    joint: " ",
    dial: "91",
    country: "India",
    cities: &["హైదరాబాద్", "విజయవాడ", "Warangal"],
    user: &["నా ఆర్డర్ ఎప్పుడు వస్తుంది?", "వోచర్ పనిచేయడం లేదు", "ధన్యవాదాలు"],
    bot: &["మీ ఫోన్ నంబర్ చెప్పగలరా?", "దయచేసి వేచి ఉండండి."],
    agent: &["సమస్య పరిష్కరించబడింది.", "రేపు మీకు కాల్ చేస్తాము."],
};
