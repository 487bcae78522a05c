# SPDX-License-Identifier: AGPL-3.0-or-later
"""Names of months, weekdays, days and units of time in datelines: data only.

They are folded before use.
"""

from itertools import product

# January to December, by region.
GULF = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
MAGHREB = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
MOROCCO = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
)
LEVANT = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
# In use from the 1970s to 2011. They are common words, so they count only before a year
# of four digits.
LIBYA = (
    "أي النار",
    "النوار",
    "الربيع",
    "الطير",
    "الماء",
    "الصيف",
    "ناصر",
    "هانيبال",
    "الفاتح",
    "التمور",
    "الحرث",
    "الكانون",
)

# As English and French sites print them, in lower case without accents.
LATIN = (
    ("january", "jan", "janvier", "janv"),
    ("february", "feb", "fevrier", "fevr"),
    ("march", "mar", "mars"),
    ("april", "apr", "avril", "avr"),
    ("may", "mai"),
    ("june", "jun", "juin"),
    ("july", "jul", "juillet", "juil"),
    ("august", "aug", "aout"),
    ("september", "sept", "sep", "septembre"),
    ("october", "oct", "octobre"),
    ("november", "nov", "novembre"),
    ("december", "dec", "decembre"),
)

_FIRST = ("الأول", "أول", "1")
_SECOND = ("الثاني", "ثاني", "ثان", "2")
# Other spellings in print, and frequent misprints.
SPELLINGS = {
    1: ("ينانير", "ك2", "جانفيي", *(f"كانون {tail}" for tail in _SECOND)),
    2: ("فبرايير", "فبرابر"),
    3: ("مارت",),
    4: ("ابريل", "إبريل"),
    5: ("نوار",),
    6: ("يونيه", "يونية"),
    7: ("يوليه", "يولية", "جويليا"),
    8: ("أوغسطس", "أغشت"),
    9: ("سيبتمبر", "سبتمير", "شتنبير"),
    10: ("أوكتوبر", "ت1", *(f"تشرين {tail}" for tail in _FIRST)),
    11: ("ت2", *(f"تشرين {tail}" for tail in _SECOND)),
    12: ("دسمبر", "ك1", *(f"كانون {tail}" for tail in _FIRST)),
}
# These are also common words («آب» father, «ماي» my water): they count as months only
# beside a year or a weekday.
AMBIGUOUS = ("آب", "ماي", "مارت", "نوار")

_HIJRI_FIRST = ("الأول", "الأولى", "أول", "أولى", "الأولي", "1")
_HIJRI_SECOND = (
    "الثاني",
    "الثانية",
    "الآخر",
    "الآخرة",
    "ثاني",
    "ثان",
    "ثانية",
    "آخر",
    "آخرة",
    "2",
)
_JUMADA = ("جمادى", "جماد", "جمادا")
_DHU = ("ذو", "ذي", "ذا", "ذ")


def _joined(heads: tuple[str, ...], tails: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(" ".join(pair) for pair in product(heads, tails))


HIJRI = (
    ("محرم", "المحرم", "محرم الحرام"),
    ("صفر", "صفر الخير"),
    _joined(("ربيع",), _HIJRI_FIRST),
    _joined(("ربيع",), _HIJRI_SECOND),
    _joined(_JUMADA, _HIJRI_FIRST),
    _joined(_JUMADA, _HIJRI_SECOND),
    ("رجب", "رجب الفرد", "رجب المرجب"),
    ("شعبان", "شعبان المعظم"),
    ("رمضان", "رمضان المبارك", "رمضان المعظم"),
    ("شوال", "شوال المكرم"),
    _joined(_DHU, ("القعدة", "قعدة")),
    _joined(_DHU, ("الحجة", "حجة")),
)

# Monday first, as date.weekday() counts.
WEEKDAYS = (
    ("الاثنين", "الإثنين"),
    ("الثلاثاء", "الثلاثا"),
    ("الأربعاء", "الأربعا"),
    ("الخميس",),
    ("الجمعة",),
    ("السبت",),
    ("الأحد",),
)

_ORDINAL_UNITS = (
    "الحادي",
    "الثاني",
    "الثالث",
    "الرابع",
    "الخامس",
    "السادس",
    "السابع",
    "الثامن",
    "التاسع",
)
# «السابع من شهر …»: the day of the month in words, 1 to 31.
ORDINALS = {
    1: ("الأول",),
    **{number: (name,) for number, name in enumerate(_ORDINAL_UNITS[1:], 2)},
    10: ("العاشر",),
    **{number: (f"{name} عشر",) for number, name in enumerate(_ORDINAL_UNITS, 11)},
    20: ("العشرين", "العشرون"),
    **{
        number: (f"{name} والعشرين", f"{name} والعشرون")
        for number, name in enumerate(_ORDINAL_UNITS, 21)
    },
    30: ("الثلاثين", "الثلاثون"),
    31: ("الحادي والثلاثين", "الحادي والثلاثون"),
}

# «غرة رمضان», «أول مايو»: the first day of a month.
FIRST_DAYS = ("غرة", "أول")
# Numbers of units in words: «قبل ثلاثة أيام», «منذ خمس ساعات».
_FEW = (
    ("ثلاث", "ثلاثة"),
    ("أربع", "أربعة"),
    ("خمس", "خمسة"),
    ("ست", "ستة"),
    ("سبع", "سبعة"),
    ("ثماني", "ثمانية", "ثمان"),
    ("تسع", "تسعة"),
)
# Units of the numbers from 21 on: «واحد وعشرون».
_COMPOUND_UNITS = (("واحد", "إحدى"), ("اثنين", "اثنان", "اثنتين"), *_FEW)
_TEENS = ("عشر", "عشرة")
NUMBERS = {
    **dict(enumerate(_FEW, 3)),
    10: _TEENS,
    11: ("أحد عشر", "إحدى عشرة", "احدى عشر"),
    12: ("اثني عشر", "اثنتي عشرة", "اثنا عشر", "اثنتا عشرة"),
    **{number: _joined(names, _TEENS) for number, names in enumerate(_FEW, 13)},
    20: ("عشرين", "عشرون"),
    30: ("ثلاثين", "ثلاثون"),
    40: ("أربعين", "أربعون"),
    50: ("خمسين", "خمسون"),
}
# «سبعة مايو», «خمسة وعشرين أيار»: the day of the month as a cardinal. One and two have
# no such use.
CARDINAL_DAYS = {
    **{number: NUMBERS[number] for number in (*range(3, 21), 30)},
    **{
        number: tuple(f"{unit} و{tens}" for unit in units for tens in NUMBERS[20])
        for number, units in enumerate(_COMPOUND_UNITS, 21)
    },
    31: tuple(f"{unit} و{tens}" for unit in _COMPOUND_UNITS[0] for tens in NUMBERS[30]),
}

# unit → (singular, dual, plural); the singular also follows numbers above ten.
UNITS = {
    "minutes": (("دقيقة",), ("دقيقتين",), ("دقائق",)),
    "hours": (("ساعة",), ("ساعتين",), ("ساعات",)),
    "days": (("يوم", "يوما"), ("يومين",), ("أيام",)),
    "weeks": (("أسبوع", "أسبوعا"), ("أسبوعين",), ("أسابيع",)),
    "months": (("شهر", "شهرا"), ("شهرين",), ("أشهر", "شهور")),
    "years": (("سنة", "عام", "عاما"), ("سنتين", "عامين"), ("سنوات", "سنين", "أعوام")),
}
