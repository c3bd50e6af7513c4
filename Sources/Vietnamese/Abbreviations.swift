/// Abbreviations of ward notices, and what they stand for.
enum Abbreviations {
  /// What stands for itself wherever it stands. Spelling counts: "TP" is not "tp".
  static let words: [String: String] = [
    // Authorities and organisations
    "UBND": "ủy ban nhân dân", "HĐND": "hội đồng nhân dân", "UB": "ủy ban",
    "UBMTTQ": "ủy ban mặt trận tổ quốc", "MTTQ": "mặt trận tổ quốc", "BCĐ": "ban chỉ đạo",
    "BCH": "ban chấp hành", "BCHQS": "ban chỉ huy quân sự", "BQL": "ban quản lý",
    "BQT": "ban quản trị", "BTTTT": "bộ thông tin và truyền thông",
    "TTTT": "thông tin truyền thông",
    "STTTT": "sở thông tin và truyền thông", "BYT": "bộ y tế", "BCA": "bộ công an",
    "BGDĐT": "bộ giáo dục và đào tạo", "GDĐT": "giáo dục và đào tạo",
    "TNMT": "tài nguyên môi trường",
    "LĐTBXH": "lao động thương binh và xã hội", "VHTT": "văn hóa thông tin",
    "CAP": "công an phường", "CATP": "công an thành phố", "CAQ": "công an quận",
    "CSGT": "cảnh sát giao thông", "CSKV": "cảnh sát khu vực", "CSCĐ": "cảnh sát cơ động",
    "TTĐT": "trật tự đô thị", "HTX": "hợp tác xã", "CLB": "câu lạc bộ", "HPN": "hội phụ nữ",
    "CCB": "cựu chiến binh", "NCT": "người cao tuổi", "DQTV": "dân quân tự vệ", "VP": "văn phòng",
    "TNHH": "trách nhiệm hữu hạn", "DN": "doanh nghiệp", "TW": "trung ương", "TƯ": "trung ương",
    "TTg": "thủ tướng", "CQ": "cơ quan", "ĐTT": "đài truyền thanh",
    // Places
    "TP": "thành phố", "Tp": "thành phố", "TPHN": "thành phố Hà Nội", "HN": "Hà Nội",
    "TPHCM": "thành phố Hồ Chí Minh", "HCM": "Hồ Chí Minh", "TX": "thị xã",
    "TDP": "tổ dân phố", "KDC": "khu dân cư", "KĐT": "khu đô thị", "KTT": "khu tập thể",
    "KCN": "khu công nghiệp", "KTX": "ký túc xá", "NVH": "nhà văn hóa", "SVĐ": "sân vận động",
    "BV": "bệnh viện", "TYT": "trạm y tế", "TTYT": "trung tâm y tế", "ĐH": "đại học",
    "THCS": "trung học cơ sở", "THPT": "trung học phổ thông", "QL": "quốc lộ",
    "TL": "tỉnh lộ", "VN": "Việt Nam",
    // Subjects of notices
    "PCCC": "phòng cháy chữa cháy", "CNCH": "cứu nạn cứu hộ", "PCTT": "phòng chống thiên tai",
    "TKCN": "tìm kiếm cứu nạn", "ANTT": "an ninh trật tự", "ATGT": "an toàn giao thông",
    "TTATXH": "trật tự an toàn xã hội", "TTATGT": "trật tự an toàn giao thông",
    "ATTP": "an toàn thực phẩm", "VSATTP": "vệ sinh an toàn thực phẩm",
    "VSMT": "vệ sinh môi trường", "BVMT": "bảo vệ môi trường", "GPMB": "giải phóng mặt bằng",
    "DTLCP": "dịch tả lợn châu Phi", "SXH": "sốt xuất huyết", "BHYT": "bảo hiểm y tế",
    "BHXH": "bảo hiểm xã hội", "BHTN": "bảo hiểm thất nghiệp", "NVQS": "nghĩa vụ quân sự",
    "CCHC": "cải cách hành chính", "TTHC": "thủ tục hành chính", "DVC": "dịch vụ công",
    "DVCTT": "dịch vụ công trực tuyến", "CNTT": "công nghệ thông tin", "KHCN": "khoa học công nghệ",
    "NTM": "nông thôn mới", "KTXH": "kinh tế xã hội", "QSDĐ": "quyền sử dụng đất",
    "GCN": "giấy chứng nhận", "HKTT": "hộ khẩu thường trú", "TTXVN": "thông tấn xã Việt Nam",
    // Papers, people, headings
    "CCCD": "căn cước công dân", "CMND": "chứng minh nhân dân", "GPLX": "giấy phép lái xe",
    "GTGT": "giá trị gia tăng", "TNCN": "thu nhập cá nhân", "SĐT": "số điện thoại",
    "ĐT": "điện thoại", "ĐTDĐ": "điện thoại di động", "DĐ": "di động", "STT": "số thứ tự",
    "ĐC": "địa chỉ", "QĐ": "quyết định", "NĐ": "nghị định", "NQ": "nghị quyết",
    "TTr": "tờ trình", "CV": "công văn", "ThS": "thạc sĩ", "Ths": "thạc sĩ", "TS": "tiến sĩ",
    "GS": "giáo sư", "PGS": "phó giáo sư", "BS": "bác sĩ", "KS": "kỹ sư", "LS": "luật sư",
    "NSND": "nghệ sĩ nhân dân", "NSƯT": "nghệ sĩ ưu tú", "TBT": "tổng bí thư",
    "PCT": "phó chủ tịch", "PBT": "phó bí thư", "PGĐ": "phó giám đốc", "CBCC": "cán bộ công chức",
    "CBCNV": "cán bộ công nhân viên",
    "CP": "chính phủ", "QH": "quốc hội",
    // Names that announcers say in a way of their own
    "VNeID": "vi en i ai đi", "AQI": "a quy i", "PM": "pê em", "AIDS": "ết", "HIV": "hát i vê",
    "ASEAN": "a xê an", "UNESCO": "u nét xcô", "UNICEF": "u ni xép", "WIFI": "oai phai",
    "SMS": "ét em ét", "OTP": "ô tê pê", "QR": "quy rờ", "kg": "ki lô gam", "km": "ki lô mét",
    "cm": "xen ti mét", "mm": "mi li mét", "kWh": "ki lô oát giờ", "VNĐ": "đồng", "VND": "đồng",
    "USD": "đô la Mỹ", "vv": "vân vân",
  ]

  /// Abbreviations of several parts, without the signs between them.
  static let compounds: [String: String] = [
    "GD&ĐT": "giáo dục và đào tạo", "GD-ĐT": "giáo dục và đào tạo",
    "TT&TT": "thông tin và truyền thông", "TN&MT": "tài nguyên và môi trường",
    "KH&ĐT": "kế hoạch và đầu tư", "KH&CN": "khoa học và công nghệ",
    "VH&TT": "văn hóa và thông tin", "VH-TT": "văn hóa thông tin",
    "VHTT&DL":
      "văn hóa thể thao và du lịch", "LĐ-TB&XH": "lao động thương binh và xã hội",
    "LĐTB&XH": "lao động thương binh và xã hội", "NN&PTNT": "nông nghiệp và phát triển nông thôn",
    "NN&MT": "nông nghiệp và môi trường", "PCCC&CNCH": "phòng cháy chữa cháy và cứu nạn cứu hộ",
    "PCTT&TKCN": "phòng chống thiên tai và tìm kiếm cứu nạn", "KT-XH": "kinh tế xã hội",
    "QP-AN": "quốc phòng an ninh", "TDTT": "thể dục thể thao", "TD-TT": "thể dục thể thao",
    "A-Z": "a đến dét",
  ]

  /// Abbreviations that only their full stop tells from a letter or a word, before a name or number.
  static let dotted: [String: String] = [
    "TP": "thành phố", "Tp": "thành phố", "P": "phường", "Q": "quận", "H": "huyện", "X": "xã",
    "TX": "thị xã", "TT": "thị trấn", "Đ": "đường", "T": "tổ", "Tr": "trang", "tr": "trang",
    "GS": "giáo sư", "PGS": "phó giáo sư", "TS": "tiến sĩ", "ThS": "thạc sĩ", "Ths": "thạc sĩ",
    "BS": "bác sĩ", "KS": "kỹ sư", "LS": "luật sư", "ThS.BS": "thạc sĩ bác sĩ", "Bs": "bác sĩ",
    "Ts": "tiến sĩ", "ĐT": "điện thoại", "Đt": "điện thoại", "ĐTDĐ": "điện thoại di động",
  ]

  /// Two parts and a sign between them, in small letters.
  static let phrases: [String: String] = [
    "v.v": "vân vân", "v/v": "về việc", "đ/c": "đồng chí", "đ/k": "đăng ký", "e-mail": "i meo",
    "wi-fi": "oai phai",
  ]

  /// Whose sign it is, at the foot of a document: only at the beginning of a line.
  static let signatures: [String: String] = [
    "TM": "thay mặt", "KT": "ký thay", "TL": "thừa lệnh", "TUQ": "thừa ủy quyền", "Q": "quyền",
  ]

  /// Within the number of a document, and nowhere else: "TT" is a circular there, elsewhere a town.
  static let documents: [String: String] = [
    "QĐ": "quyết định", "NĐ": "nghị định", "NQ": "nghị quyết", "TT": "thông tư", "CT": "chỉ thị",
    "KH": "kế hoạch", "TB": "thông báo", "TTr": "tờ trình", "BC": "báo cáo", "HD": "hướng dẫn",
    "CV": "công văn", "GM": "giấy mời", "GP": "giấy phép", "GXN": "giấy xác nhận", "HĐ": "hợp đồng",
    "BB": "biên bản", "PA": "phương án", "ĐA": "đề án", "CTr": "chương trình", "QC": "quy chế",
    "CĐ": "công điện", "TTLT": "thông tư liên tịch", "PL": "phụ lục", "QCVN": "quy chuẩn Việt Nam",
    "TCVN": "tiêu chuẩn Việt Nam", "CP": "chính phủ", "QH": "quốc hội", "TU": "thành ủy",
    "QU": "quận ủy", "ĐU": "đảng ủy", "BTC": "bộ tài chính", "BXD": "bộ xây dựng",
    "BNV": "bộ nội vụ", "BTP": "bộ tư pháp", "BCT": "bộ công thương", "BQP": "bộ quốc phòng",
    "BGTVT": "bộ giao thông vận tải", "BTNMT": "bộ tài nguyên và môi trường",
    "BLĐTBXH": "bộ lao động thương binh và xã hội", "BKHĐT": "bộ kế hoạch và đầu tư",
    "BNNPTNT": "bộ nông nghiệp và phát triển nông thôn", "BKHCN": "bộ khoa học và công nghệ",
    "BVHTTDL": "bộ văn hóa thể thao và du lịch", "TCMT": "tổng cục môi trường",
    "UBTVQH": "ủy ban thường vụ quốc hội", "VPCP": "văn phòng chính phủ", "SYT": "sở y tế",
    "SXD": "sở xây dựng", "STC": "sở tài chính", "SNV": "sở nội vụ", "SCT": "sở công thương",
    "SGDĐT": "sở giáo dục và đào tạo", "VP": "văn phòng", "BCĐ": "ban chỉ đạo",
  ]

  /// Foreign words that every home knows, written so that a Vietnamese voice says them right; in
  /// small letters.
  static let loanwords: [String: String] = [
    "covid": "cô vít", "email": "i meo", "internet": "in tơ nét",
    "zalo": "da lô", "facebook": "phây búc", "fanpage": "phen pết", "wifi": "oai phai",
    "website": "oép sai", "web": "oép", "app": "áp", "apps": "áp", "youtube": "diu túp",
    "google": "gu gồ", "hotline": "hót lai", "online": "on lai", "offline": "óp lai",
    "smartphone": "sờ mát phôn", "tivi": "ti vi", "camera": "ca mê ra", "video": "vi đê ô",
    "karaoke": "ca ra ô kê", "vaccine": "vắc xin", "vacxin": "vắc xin", "gas": "ga",
    "photo": "phô tô", "file": "phai", "logo": "lô gô", "album": "an bum", "robot": "rô bốt",
    "virus": "vi rút", "taxi": "tắc xi", "vnpay": "vi en pây", "momo": "mô mô",
    "tiktok": "tích tóc",
    "viber": "vai bơ", "laptop": "láp tóp", "marathon": "ma ra tông", "festival": "phét ti van",
    "radio": "ra đi ô", "stress": "xì trét", "test": "tét", "sms": "ét em ét", "click": "cờ lích",
    "link": "linh", "mail": "meo", "chatbot": "chát bót", "livestream": "lai chim",
  ]
}
