//! Messages in Latin letters.

use super::Letters;

pub(super) const VIETNAMESE: Letters = Letters {
    codes: &[
        "Mã OTP của bạn là {code}. Không chia sẻ mã này với bất kỳ ai.",
        "{code} là mã xác thực đổi điểm của quý khách",
    ],
    code_subject: "Mã xác thực (OTP) cho yêu cầu đổi điểm",
    points: "Quý khách vừa được cộng {n} điểm. Cảm ơn quý khách!",
    bill: "Hoá đơn điện tử đơn hàng #{order}",
    parcel: "Đơn hàng #{order} đang trên đường giao đến bạn",
    offers: &["Mừng sinh nhật – tặng bạn ưu đãi 20%", "Ngày hội thành viên: nhân đôi điểm cuối tuần này"],
    account: "Xác nhận gộp tài khoản thành viên",
    survey: "Bạn có hài lòng với lần mua sắm vừa rồi không?",
    digits: None,
};

pub(super) const ENGLISH: Letters = Letters {
    codes: &[
        "Your one-time password is {code}. It is valid for 10 minutes.",
        "{code} is your verification code for redeeming points",
        "Use OTP {code} to confirm your new e-mail address",
    ],
    code_subject: "One Time Password (OTP) for points redemption request.",
    points: "Points credited: {n}. Thank you for shopping with us",
    bill: "Your receipt for order #{order}",
    parcel: "Your parcel {order} is out for delivery",
    offers: &["A little something for your birthday 🎁", "Double points this weekend only", "Your March statement"],
    account: "Account merge confirmation",
    survey: "How did we do? Two questions about your visit",
    digits: None,
};

pub(super) const GERMAN: Letters = Letters {
    codes: &["Ihr Einmalpasswort lautet {code}. Bitte nicht weitergeben.", "{code} ist Ihr Bestätigungscode"],
    code_subject: "Einmalpasswort (OTP) für Ihre Punkteeinlösung",
    points: "{n} Punkte gutgeschrieben. Vielen Dank für Ihren Einkauf!",
    bill: "Ihre Rechnung zur Bestellung {order}",
    parcel: "Ihre Sendung {order} wird heute zugestellt",
    offers: &["Nur für Stammkunden: Frühjahrsrabatt", "Ihre Punkte verfallen bald – jetzt einlösen"],
    account: "Bestätigung der Kontozusammenführung",
    survey: "Wie zufrieden waren Sie mit uns?",
    digits: None,
};

pub(super) const TURKISH: Letters = Letters {
    codes: &["Tek kullanımlık şifreniz: {code}. Kimseyle paylaşmayın.", "Doğrulama kodunuz {code}"],
    code_subject: "Puan kullanımı için tek kullanımlık şifre (OTP)",
    points: "Hesabınıza {n} puan eklendi. Teşekkür ederiz!",
    bill: "{order} numaralı siparişinizin faturası",
    parcel: "{order} numaralı kargonuz dağıtıma çıktı",
    offers: &["Işıltılı indirimler başladı", "Hafta sonuna özel iki kat puan"],
    account: "Hesap birleştirme onayı",
    survey: "Alışverişinizden memnun kaldınız mı?",
    digits: None,
};

pub(super) const SPANISH: Letters = Letters {
    codes: &["Tu código de verificación es {code}. No lo compartas.", "Clave de un solo uso: {code}"],
    code_subject: "Contraseña de un solo uso (OTP) para canjear puntos",
    points: "¡Has sumado {n} puntos! Gracias por tu compra",
    bill: "Tu factura del pedido {order}",
    parcel: "Tu pedido {order} está en reparto",
    offers: &["¡Feliz cumpleaños! Tu regalo te espera", "Puntos dobles todo el fin de semana"],
    account: "Confirmación de fusión de cuentas",
    survey: "¿Qué te ha parecido tu visita?",
    digits: None,
};

pub(super) const POLISH: Letters = Letters {
    codes: &["Twój kod jednorazowy to {code}. Nie udostępniaj go nikomu.", "{code} – kod weryfikacyjny"],
    code_subject: "Hasło jednorazowe (OTP) do wymiany punktów",
    points: "Dodaliśmy {n} punktów do Twojego konta. Dziękujemy!",
    bill: "Faktura do zamówienia {order}",
    parcel: "Paczka {order} jest już w drodze",
    offers: &["Zniżka tylko dla stałych klientów", "Żegnamy lato: podwójne punkty"],
    account: "Potwierdzenie połączenia kont",
    survey: "Jak oceniasz swoje zakupy?",
    digits: None,
};

pub(super) const IRISH: Letters = Letters {
    codes: &["Is é {code} do chód aonuaire. Ná roinn le duine ar bith é.", "Your one-time code is {code}"],
    code_subject: "Pasfhocal aonuaire (OTP) chun pointí a úsáid",
    points: "Cuireadh {n} pointe le do chuntas. Go raibh maith agat!",
    bill: "Your receipt for order {order}",
    parcel: "Tá do bheart {order} ar an mbealach",
    offers: &["Lá breithe sona duit – bronntanas uainn", "Pointí dúbailte an deireadh seachtaine seo"],
    account: "Account merge confirmation",
    survey: "Conas a d’éirigh linn?",
    digits: None,
};

pub(super) const FRENCH: Letters = Letters {
    codes: &["Votre code à usage unique est {code}. Ne le communiquez à personne.", "Code de vérification : {code}"],
    code_subject: "Mot de passe à usage unique (OTP) pour l’utilisation de vos points",
    points: "{n} points crédités. Merci de votre visite !",
    bill: "Votre facture de la commande n° {order}",
    parcel: "Votre colis {order} est en cours de livraison",
    offers: &["Joyeux anniversaire : une surprise vous attend", "Points doublés tout le week-end"],
    account: "Confirmation de la fusion de vos comptes",
    survey: "Votre avis nous intéresse",
    digits: None,
};
