//! People who write from right to left, without spaces, or in characters as wide as two letters.

use super::people::Culture;

pub(super) const ARABIC: Culture = Culture {
    given: &[
        ("فاطمة الزهراء", "fatima"),
        ("محمد عبد الرحمن", "mohammed"),
        ("نور الهدى", "nour"),
        ("خالد", "khaled"),
        ("ليلى", "layla"),
    ],
    family: &[("المنصوري", "almansoori"), ("بن يوسف", "benyoussef"), ("الحداد", "alhaddad")],
    family_first: false,
    joint: " ",
    dial: "971",
    country: "الإمارات",
    cities: &["دبي", "الشارقة", "أبو ظبي"],
    user: &["متى يصل طلبي رقم 4471 من فضلكم؟", "لم تصلني رسالة التأكيد", "أريد استرجاع المبلغ", "شكرًا جزيلًا"],
    bot: &["ما هو رقم هاتفك؟", "رمز التحقق الخاص بك هو 904417"],
    agent: &["تم تحويل طلبك إلى قسم الشحن.", "سأتصل بك بعد الساعة الخامسة."],
};

pub(super) const URDU: Culture = Culture {
    given: &[("عائشہ", "ayesha"), ("محمد بلال", "bilal"), ("زینب", "zainab"), ("احسن", "ahsan")],
    family: &[("قریشی", "qureshi"), ("چوہدری", "chaudhry"), ("صدیقی", "siddiqui")],
    family_first: false,
    joint: " ",
    dial: "92",
    country: "پاکستان",
    cities: &["لاہور", "کراچی", "Islamabad"],
    user: &["میرا پارسل کہاں ہے؟", "براہ کرم مجھے واپس کال کریں", "شکریہ"],
    bot: &["آپ کا فون نمبر کیا ہے؟", "میں آپ کی کیسے مدد کر سکتا ہوں؟"],
    agent: &["آپ کی رقم کل واپس ہو جائے گی۔", "کوریئر سے بات ہو گئی ہے۔"],
};

pub(super) const HEBREW: Culture = Culture {
    given: &[("נועה", "noa"), ("איתן", "eitan"), ("שירה", "shira"), ("יהונתן", "yonatan")],
    family: &[("לוי", "levi"), ("בן־דוד", "bendavid"), ("מזרחי", "mizrahi")],
    family_first: false,
    joint: " ",
    dial: "972",
    country: "ישראל",
    cities: &["חיפה", "תל אביב-יפו", "באר שבע"],
    user: &["מתי תגיע החבילה שלי?", "הקוד SALE20 לא עובד לי", "תודה רבה!"],
    bot: &["מה מספר הטלפון שלך?", "איך אפשר לעזור?"],
    agent: &["ההחזר אושר ויופיע בכרטיס תוך 3 ימים.", "בדקתי, המשלוח יוצא היום."],
};

pub(super) const THAI: Culture = Culture {
    given: &[("สมชาย", "somchai"), ("พิมพ์ชนก", "pimchanok"), ("ณัฐวุฒิ", "nattawut"), ("กัญญารัตน์", "kanyarat")],
    family: &[("ศรีสุวรรณ", "srisuwan"), ("วงศ์ไพบูลย์", "wongpaiboon"), ("แก้วมณี", "kaewmanee")],
    family_first: false,
    joint: " ",
    dial: "66",
    country: "ประเทศไทย",
    cities: &["กรุงเทพมหานคร", "เชียงใหม่", "ภูเก็ต"],
    user: &["ของยังไม่ถึงเลยค่ะ ช่วยเช็กให้หน่อยได้ไหมคะ", "ขอใบเสร็จด้วยครับ", "ขอบคุณมากค่ะ"],
    bot: &["กรุณาแจ้งเบอร์โทรศัพท์ค่ะ", "รหัส OTP ของคุณคือ 118302"],
    agent: &["แจ้งขนส่งให้แล้วนะคะ ของจะถึงพรุ่งนี้ค่ะ", "แอดมินตรวจสอบให้สักครู่นะครับ"],
};

pub(super) const KHMER: Culture = Culture {
    given: &[("សុខា", "sokha"), ("ចាន់ធូ", "chanthou"), ("ស្រីពៅ", "sreypov")],
    family: &[("ហេង", "heng"), ("ជា", "chea"), ("កែវ", "keo")],
    family_first: true,
    joint: " ",
    dial: "855",
    country: "កម្ពុជា",
    cities: &["ភ្នំពេញ", "សៀមរាប"],
    user: &["តើទំនិញរបស់ខ្ញុំមកដល់ពេលណា?", "សូមអរគុណច្រើន"],
    bot: &["សូមប្រាប់លេខទូរស័ព្ទរបស់អ្នក។"],
    agent: &["យើងនឹងទូរស័ព្ទទៅអ្នកវិញ។"],
};

pub(super) const CHINESE: Culture = Culture {
    given: &[("雨桐", "yutong"), ("浩然", "haoran"), ("詩涵", "shihhan"), ("建国", "jianguo"), ("𠮷祥", "jixiang")],
    family: &[("王", "wang"), ("歐陽", "ouyang"), ("陈", "chen"), ("龔", "kung")],
    family_first: true,
    joint: "",
    dial: "86",
    country: "中国",
    cities: &["上海", "成都", "深圳", "臺北"],
    user: &["我的包裹显示已签收,但是我没有收到", "可以换一个尺码吗?", "優惠碼無法使用", "好的,谢谢"],
    bot: &["请留下您的手机号码。", "您的验证码是 660231,请勿泄露。"],
    agent: &["已经帮您联系快递公司了。", "退款将在三个工作日内到账。"],
};

pub(super) const JAPANESE: Culture = Culture {
    given: &[("さくら", "sakura"), ("健太", "kenta"), ("美咲", "misaki"), ("ユウキ", "yuuki")],
    family: &[("髙橋", "takahashi"), ("渡邉", "watanabe"), ("佐々木", "sasaki"), ("小鳥遊", "takanashi")],
    family_first: true,
    joint: " ",
    dial: "81",
    country: "日本",
    cities: &["東京都", "大阪市", "札幌市"],
    user: &["注文した商品がまだ届いていません。", "領収書を送っていただけますか?", "ありがとうございました!"],
    bot: &["お電話番号を教えてください。", "担当者におつなぎします。"],
    agent: &["本日発送いたしました。", "返金の手続きが完了しました。"],
};

pub(super) const KOREAN: Culture = Culture {
    given: &[("서연", "seoyeon"), ("민준", "minjun"), ("하은", "haeun"), ("도윤", "doyun")],
    family: &[("김", "kim"), ("이", "lee"), ("남궁", "namgung"), ("박", "park")],
    family_first: true,
    joint: "",
    dial: "82",
    country: "대한민국",
    cities: &["서울", "부산", "제주"],
    user: &["주문한 상품이 아직 안 왔어요", "환불은 언제 되나요?", "감사합니다 ^^"],
    bot: &["연락처를 남겨 주세요.", "무엇을 도와드릴까요?"],
    agent: &["택배사에 확인해 보겠습니다.", "쿠폰을 다시 발급해 드렸습니다."],
};
