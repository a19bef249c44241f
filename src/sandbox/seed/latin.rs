//! People who write in Latin letters, most of them with marks that a careless program drops.

use super::people::Culture;

pub(super) const VIETNAMESE: Culture = Culture {
    given: &[
        ("Thị Hương", "huong"),
        ("Minh Đức", "duc"),
        ("Ngọc Ánh", "anh"),
        ("Quốc Bảo", "bao"),
        ("Thuỳ Linh", "linh"),
        ("Hữu Phước", "phuoc"),
    ],
    family: &[("Nguyễn", "nguyen"), ("Trần", "tran"), ("Lê", "le"), ("Phạm", "pham"), ("Đặng", "dang"), ("Vũ", "vu")],
    family_first: true,
    joint: " ",
    dial: "84",
    country: "Việt Nam",
    cities: &["Hà Nội", "Đà Nẵng", "Cần Thơ", "TP. Hồ Chí Minh"],
    user: &[
        "Cho mình hỏi đơn hàng đã giao chưa ạ?",
        "Mã giảm giá không dùng được, shop kiểm tra giúp em với",
        "Tôi muốn đổi địa chỉ nhận hàng",
        "Cảm ơn bạn nhiều nhé!",
    ],
    bot: &["Bạn vui lòng cho biết số điện thoại?", "Mã OTP của bạn là 482913. Vui lòng không chia sẻ."],
    agent: &["Dạ em đã chuyển yêu cầu cho bộ phận kho rồi ạ.", "Chị chờ em kiểm tra một chút nhé."],
};

pub(super) const ENGLISH: Culture = Culture {
    given: &[
        ("Olivia", "olivia"),
        ("Zoë", "zoe"),
        ("Priyanka", "priyanka"),
        ("Marcus", "marcus"),
        ("Chloé", "chloe"),
        ("Mia 🌸", "mia"),
        ("Tunde", "tunde"),
        ("Renée", "renee"),
    ],
    family: &[
        ("Okafor", "okafor"),
        ("Whitfield", "whitfield"),
        ("Brontë", "bronte"),
        ("Nakamura-Hughes", "nakamura"),
        ("D'Souza", "dsouza"),
        ("Ashdown", "ashdown"),
    ],
    family_first: false,
    joint: " ",
    dial: "44",
    country: "United Kingdom",
    cities: &["Leeds", "Bristol", "Glasgow", "Norwich"],
    user: &[
        "Hi, my parcel says delivered but I haven't received anything",
        "Could you call me back after 5pm please?",
        "I'd like a refund for the second pair",
        "Perfect, thank you so much 😊",
        "Is the gold plan still on offer?",
    ],
    bot: &[
        "May I have your phone number?",
        "Your one-time password is 739204. It expires in 10 minutes.",
        "Thanks! An agent will be with you shortly.",
    ],
    agent: &[
        "I've opened a case with the courier, you'll hear from us today.",
        "The refund is on its way; allow 3 to 5 working days.",
    ],
};

pub(super) const GERMAN: Culture = Culture {
    given: &[
        ("Jürgen", "juergen"),
        ("Käthe", "kaethe"),
        ("Lena", "lena"),
        ("Björn", "bjoern"),
        ("Anneliese", "anneliese"),
    ],
    family: &[
        ("Groß", "gross"),
        ("Müller", "mueller"),
        ("Schäfer", "schaefer"),
        ("von Weizenfeld", "weizenfeld"),
        ("Böhm", "boehm"),
    ],
    family_first: false,
    joint: " ",
    dial: "49",
    country: "Deutschland",
    cities: &["Köln", "Ulm", "München", "Görlitz"],
    user: &[
        "Wann kommt meine Rücksendung bei Ihnen an?",
        "Die Rechnung fehlt leider noch.",
        "Können Sie die Lieferadresse ändern?",
        "Vielen Dank für die schnelle Hilfe!",
    ],
    bot: &["Wie lautet Ihre Bestellnummer?", "Möchten Sie mit einem Mitarbeiter sprechen?"],
    agent: &["Ich habe Ihnen soeben die Rechnung per E-Mail geschickt.", "Der Gutschein ist jetzt freigeschaltet."],
};

pub(super) const TURKISH: Culture = Culture {
    given: &[("Işıl", "isil"), ("İbrahim", "ibrahim"), ("Gülşen", "gulsen"), ("Çağrı", "cagri"), ("Oğuz", "oguz")],
    family: &[("Yıldız", "yildiz"), ("Öztürk", "ozturk"), ("Şahin", "sahin"), ("Kılıç", "kilic")],
    family_first: false,
    joint: " ",
    dial: "90",
    country: "Türkiye",
    cities: &["İstanbul", "İzmir", "Eskişehir", "Muğla"],
    user: &["Siparişim hâlâ gelmedi, nerede acaba?", "İade için ne yapmam gerekiyor?", "Puanlarım hesabıma geçmemiş"],
    bot: &["Telefon numaranızı yazar mısınız?", "Size nasıl yardımcı olabilirim?"],
    agent: &["Kargo firmasıyla görüştüm, yarın teslim edilecek.", "İadeniz onaylandı."],
};

pub(super) const SPANISH: Culture = Culture {
    given: &[
        ("Begoña", "begona"),
        ("José Ángel", "joseangel"),
        ("Íñigo", "inigo"),
        ("Lucía", "lucia"),
        ("María del Carmen", "carmen"),
    ],
    family: &[("Muñoz", "munoz"), ("Ibáñez", "ibanez"), ("Peña Núñez", "pena"), ("Güell", "guell")],
    family_first: false,
    joint: " ",
    dial: "34",
    country: "España",
    cities: &["A Coruña", "Cádiz", "Logroño", "Málaga"],
    user: &[
        "¿Me pueden enviar otra vez el código?",
        "Quiero cancelar el pedido, por favor",
        "¿Cuándo llega el mensajero mañana?",
    ],
    bot: &["¿Cuál es tu correo electrónico?", "¡Hola! ¿En qué te puedo ayudar?"],
    agent: &["Ya he hablado con el almacén, sale hoy mismo.", "Le he aplicado el descuento del 10 %."],
};

pub(super) const POLISH: Culture = Culture {
    given: &[
        ("Łukasz", "lukasz"),
        ("Małgorzata", "malgorzata"),
        ("Zbigniew", "zbigniew"),
        ("Świętosława", "swietoslawa"),
        ("Żaneta", "zaneta"),
    ],
    family: &[
        ("Wójcik", "wojcik"),
        ("Brzęczyszczykiewicz", "brzeczyszczykiewicz"),
        ("Dąbrowska", "dabrowska"),
        ("Źrebiec", "zrebiec"),
    ],
    family_first: false,
    joint: " ",
    dial: "48",
    country: "Polska",
    cities: &["Łódź", "Kraków", "Gdańsk", "Żory"],
    user: &["Kiedy mogę odebrać paczkę?", "Proszę o fakturę na firmę", "Kod nie działa, wyświetla się błąd"],
    bot: &["Proszę podać numer telefonu.", "W czym mogę pomóc?"],
    agent: &["Paczka czeka w punkcie odbioru.", "Wysłałem nowy kod SMS-em."],
};

pub(super) const IRISH: Culture = Culture {
    given: &[("Sinéad", "sinead"), ("Pádraig", "padraig"), ("Caoimhe", "caoimhe"), ("Órla", "orla")],
    family: &[
        ("Ní Bhriain", "nibhriain"),
        ("Ó Súilleabháin", "osuilleabhain"),
        ("Mac Giolla Phádraig", "macgiolla"),
        ("O’Connor", "oconnor"),
    ],
    family_first: false,
    joint: " ",
    dial: "353",
    country: "Éire",
    cities: &["Dún Laoghaire", "Gaillimh", "Corcaigh"],
    user: &[
        "Cá bhfuil mo bheart, le do thoil?",
        "Would you ever send me the invoice again?",
        "Go raibh míle maith agat!",
    ],
    bot: &["An bhfuil d’uimhir ghutháin agat?", "What is your order number?"],
    agent: &["Tá sé ar an mbealach anois.", "I’ve a new voucher set up for you."],
};

pub(super) const FRENCH: Culture = Culture {
    given: &[("Françoise", "francoise"), ("Anaïs", "anais"), ("Loïc", "loic"), ("Jérôme", "jerome")],
    family: &[("Lefèvre", "lefevre"), ("Cœurdoux", "coeurdoux"), ("L’Hôpital", "lhopital"), ("Besançon", "besancon")],
    family_first: false,
    joint: " ",
    dial: "33",
    country: "France",
    cities: &["Nîmes", "Orléans", "Saint-Étienne"],
    user: &["Où en est ma commande ?", "Je n’ai pas reçu mes points de fidélité", "C’est réglé, merci beaucoup !"],
    bot: &["Quel est votre numéro de téléphone ?", "Un conseiller va vous répondre."],
    agent: &["Votre remboursement a été effectué ce matin.", "Je vous rappelle avant midi."],
};
