//! Messages from right to left, without spaces, or in wide characters.

use super::Letters;

pub(super) const ARABIC: Letters = Letters {
    codes: &["رمز التحقق الخاص بك هو {code}. لا تشاركه مع أحد.", "كلمة المرور لمرة واحدة: {code}"],
    code_subject: "كلمة مرور لمرة واحدة (OTP) لاستبدال النقاط",
    points: "تمت إضافة {n} نقطة إلى حسابك. شكرًا لتسوقك معنا",
    bill: "فاتورة الطلب رقم {order}",
    parcel: "شحنتك {order} في الطريق إليك",
    offers: &["عيد مبارك – خصم خاص لك", "نقاط مضاعفة في نهاية هذا الأسبوع"],
    account: "تأكيد دمج الحسابات",
    survey: "كيف كانت تجربتك معنا؟",
    digits: Some("٠١٢٣٤٥٦٧٨٩"),
};

pub(super) const URDU: Letters = Letters {
    codes: &["آپ کا OTP {code} ہے۔ کسی سے شیئر نہ کریں۔", "آپ کا تصدیقی کوڈ {code} ہے"],
    code_subject: "پوائنٹس استعمال کرنے کے لیے ون ٹائم پاس ورڈ (OTP)",
    points: "آپ کے اکاؤنٹ میں {n} پوائنٹس شامل ہو گئے۔ شکریہ!",
    bill: "آرڈر {order} کا بل",
    parcel: "آپ کا پارسل {order} آج پہنچ جائے گا",
    offers: &["عید مبارک – آپ کے لیے خصوصی رعایت", "اس ہفتے دگنے پوائنٹس"],
    account: "اکاؤنٹ ضم ہونے کی تصدیق",
    survey: "آپ کا تجربہ کیسا رہا؟",
    digits: Some("۰۱۲۳۴۵۶۷۸۹"),
};

pub(super) const HEBREW: Letters = Letters {
    codes: &["קוד האימות שלך הוא {code}. אין למסור אותו לאיש.", "הסיסמה החד־פעמית שלך: {code}"],
    code_subject: "סיסמה חד־פעמית (OTP) למימוש נקודות",
    points: "נוספו {n} נקודות לחשבונך. תודה!",
    bill: "חשבונית להזמנה {order}",
    parcel: "המשלוח {order} בדרך אליך",
    offers: &["יום הולדת שמח! הפתעה מחכה לך", "כפל נקודות בסוף השבוע"],
    account: "אישור מיזוג חשבונות",
    survey: "איך הייתה החוויה שלך?",
    digits: None,
};

pub(super) const THAI: Letters = Letters {
    codes: &["รหัส OTP ของคุณคือ {code} ห้ามบอกผู้อื่น", "รหัสยืนยันของคุณ: {code}"],
    code_subject: "รหัสผ่านแบบใช้ครั้งเดียว (OTP) สำหรับแลกคะแนน",
    points: "คุณได้รับ {n} คะแนน ขอบคุณที่ใช้บริการค่ะ",
    bill: "ใบเสร็จคำสั่งซื้อ {order}",
    parcel: "พัสดุ {order} กำลังจัดส่งถึงคุณ",
    offers: &["สุขสันต์วันเกิด รับส่วนลดพิเศษ", "สุดสัปดาห์นี้รับคะแนนสองเท่า"],
    account: "ยืนยันการรวมบัญชี",
    survey: "คุณพอใจกับบริการของเราแค่ไหน",
    digits: Some("๐๑๒๓๔๕๖๗๘๙"),
};

pub(super) const KHMER: Letters = Letters {
    codes: &["លេខកូដ OTP របស់អ្នកគឺ {code}។ កុំចែករំលែក។"],
    code_subject: "លេខសម្ងាត់ប្រើម្តង (OTP) សម្រាប់ប្តូរពិន្ទុ",
    points: "អ្នកទទួលបាន {n} ពិន្ទុ។ សូមអរគុណ!",
    bill: "វិក្កយបត្រ {order}",
    parcel: "កញ្ចប់ {order} កំពុងដឹកជញ្ជូន",
    offers: &["រីករាយថ្ងៃកំណើត! ការបញ្ចុះតម្លៃពិសេស", "ពិន្ទុទ្វេដងចុងសប្តាហ៍នេះ"],
    account: "ការបញ្ជាក់ការបញ្ចូលគណនី",
    survey: "តើអ្នកពេញចិត្តនឹងសេវាកម្មទេ?",
    digits: None,
};

pub(super) const CHINESE: Letters = Letters {
    codes: &["您的验证码是{code},10分钟内有效,请勿泄露。", "【会员中心】动态密码:{code}"],
    code_subject: "积分兑换一次性密码(OTP)",
    points: "您的账户已增加{n}积分,感谢您的惠顾!",
    bill: "订单{order}的电子发票",
    parcel: "您的包裹{order}正在派送",
    offers: &["生日快乐!专属优惠券已到账", "本周末双倍积分"],
    account: "帳戶合併確認",
    survey: "您对本次购物满意吗?",
    digits: None,
};

pub(super) const JAPANESE: Letters = Letters {
    codes: &["認証コード:{code}(有効期限10分)。他人に教えないでください。", "ワンタイムパスワードは {code} です"],
    code_subject: "ポイント交換用ワンタイムパスワード(OTP)のお知らせ",
    points: "{n}ポイントが加算されました。ありがとうございます。",
    bill: "ご注文 {order} の領収書",
    parcel: "お荷物 {order} は配達中です",
    offers: &["お誕生日おめでとうございます🎂", "今週末はポイント2倍!"],
    account: "アカウント統合の確認",
    survey: "お買い物はいかがでしたか?",
    digits: Some("０１２３４５６７８９"),
};

pub(super) const KOREAN: Letters = Letters {
    codes: &["인증번호 [{code}]를 입력해 주세요. 타인에게 알려주지 마세요.", "일회용 비밀번호: {code}"],
    code_subject: "포인트 사용을 위한 일회용 비밀번호(OTP)",
    points: "{n}포인트가 적립되었습니다. 감사합니다!",
    bill: "주문 {order} 영수증",
    parcel: "택배 {order}가 배송 중입니다",
    offers: &["생일 축하 쿠폰이 도착했어요", "이번 주말 포인트 두 배"],
    account: "계정 통합 확인",
    survey: "서비스에 만족하셨나요?",
    digits: None,
};
