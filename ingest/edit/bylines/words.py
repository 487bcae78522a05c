# SPDX-License-Identifier: AGPL-3.0-or-later
"""Word lists of the byline parser: roles, titles, desks, words that are no names."""

import re

# «كتب:», «متابعة …», «رصد وتصوير»: the role of a person, before the name or alone.
_WRITES = (
    "متابعة|متابعات|كتبت?|كتابة|بقلم|[إا]عداد|[إا]عدها|تقرير|تحرير"
    "|حوار|حاورها?|حاورته|أجرى الحوار|مراسلنا|مراسلتنا|مراسلو?"
    "|(?:موفد|مندوب|مبعوث)ت?نا|خاص|تحقيق|رصد"
    "|قراءة|استطلاع|تغطية|شعر|شِعر|قصة|تحليل|عرض|هاتفيا|هاتفياً"
    "|(?:نشر |نُشر |كتب |أضيف )?بواسطة|تأليف|أعده|أعدته"
    "|الكاتبة?|المؤلفة?|المحررة?|الصحفية?|الصحافية?|المراسلة?|[Bb][Yy]"
)
_HELPS = (
    "تصوير|عدسة|تقديم|ترجمة|ترجمها|نقله? إلى العربية|كاريكاتير|رسوم|مونتاج|[إا]خراج"
)
_ROLE = rf"(?:{_WRITES})(?: ?و ?(?:{_WRITES}|{_HELPS}))*"
ROLES = re.compile(rf"(?:{_ROLE})(?:\s*:\s*|\s+|$)")
# Photographers and translators are no authors, unless they wrote as well.
HELPERS = re.compile(rf"(?:{_HELPS})(?: ?و ?(?:{_HELPS}))*(?:\s*:\s*|\s+|$)")

_TITLES = (
    "د|أ|م|أ ?\\.? ?د|الدكتورة?|دكتورة?|المهندسة?|الأستاذة?|البروفيسور|البروفسور"
    "|العميد|اللواء"
)
HONORIFICS = re.compile(rf"^(?:(?:{_TITLES})(?: ?[./] ?| )\s*)+")
# Words of a name that do not count among its two to five.
PARTICLES = frozenset(
    ("بن", "ابن", "بنت", "آل", "ال", "أبو", "ابو", "أبا", "عبد", "أم", "ذو")
)
# A vowel sign begins the second word at most: in later words it would be ambiguous, and
# the pattern would take exponential time.
PERSON = re.compile(
    r"[ء-ي][^\W\d_]+[ \u064b-\u0652-][ء-ي][\w\u064b-\u0652]*"
    r"(?:[ -][ء-ي][\w\u064b-\u0652]*)*\.?"
)
_LATIN_WORD = r"[A-Z](?:[^\W\d_A-Z][\w'’-]*|\.)?"
LATIN_PERSON = re.compile(
    rf"{_LATIN_WORD}(?: (?:{_LATIN_WORD}|de|da|du|la|al|el|bin|ben|van|von)){{1,4}}"
)
# Capitalised words on buttons, and signatures of desks and programs.
NO_LATIN_NAME = re.compile(
    r"\b(?:Admin\w*|Editors?|Editorial|Staff|News\w*|Desk|Team|Web\w*|Online|Agency"
    r"|Agencies|Reporters?|Users?|Media|Press|Tv|Channel|Network|Site|Guest|Root|Test"
    r"|Share|Tweet|Facebook|Twitter|Whats[Aa]pp|Telegram|Google|Print|E-?mail|Copy|Link"
    r"|Save|Follow|Comments?|Views?|Read\w*|Min|Font|Today|Daily|Times|Post|Journal"
    r"|Breaking|Live|Home|Next|Previous|More|Super|Default|Author|Writer|Unknown)\b"
)
# Names and common words that begin with و: there it is no «and».
_WITH_WAW = (
    "ليد|ائل|سام|سيم|فاء|داد|جدي|جيه|حيد|ردة?|صفي|ضاح|عد|فيق|ديع|لاء|هيب|هبي|هبة|اصف"
    "|صال|ئام|جدان|افي|اثق|كيع|كالة|كالات|زارة|زير|حدة|لاية|فد|سائل|طن|طني|طنية"
)
AND = re.compile(
    rf"(?<!\s)\s+(?:و|&)(?:\s+|(?!(?:{_WITH_WAW})(?!\w)))(?=[ء-ي]{{3,}} [ء-ي]{{2,}})"
)
# What a person is, behind the name: «سالم عباد مراسل الشؤون العربية».
PROFESSION = re.compile(
    r"(?<= )(?:مراسل|كاتب|صحفي|صحافي|باحث|محرر|محلل|أستاذ|خبير|مدير|رئيس|ناقد"
    r"|إعلامي)ة?(?: .*)?$"
)

# First words of places: villages are in no table.
PLACE_HEADS = re.compile(
    r"(?:عين|دير|تل|بيت|خربة|وادي|كفر|جبل|رأس|حفر|خميس|شرم"
    r"|مدينة|محافظة|قرية|مخيم|بلدة|منطقة) \S+"
)
# «على» is not among them: in Egypt the name علي is typed like that.
NOT_IN_NAMES = re.compile(
    r"[\d@?؟!\"«»<>_%&=+]|https?|www|\.(?:com|net|org|png|jpg)"
    r"|(?<!\w)(?:في|من|إلى|الى|عن|أن|إن|التي|الذي|هذا|هذه|مع|بعد|قبل|كل|لا|ما|قال|أعلن"
    r"|يوم|أمس|رأي|مقالة?|تقرير|تحقيق|حصري|خبر|و?(?:صحفي|صحافي|مراسل|إعلامي|باحث|محلل)ة?|وكاتبة?)(?!\w)"
)
# Other words in the line under a headline: counters, buttons, sections.
INTERFACE = re.compile(
    r"مشاهد|قراء[ةا]|شارك|تعليق|تحديث|نشر|دقائق|دقيقة|أخبار|اخبار|الرئيسية"
    r"|حجم الخط|اشترك"
    # Whole words, for they also begin names: «منذر», «الطباع».
    r"|(?<!\w)منذ(?!\w)|طباع[ةه]|(?<!\w)(?:ال|ب)?تاريخ(?!\w)"
    r"|(?<!\w)(?:[إا]نسخ|نسخ|ال?رابط|[إا]رسال|[إا]رسل|ال?حفظ|[إا]حفظ|[إا]ستمع|تكبير"
    r"|تصغير|ال?خط|تابعنا|تابعونا|متابعون|متابعين|زيارات|زيارة|زائر|غرد|أضف|[إا]ضافة"
    r"|شاهد|اقرأ|إقرأ|المزيد|إعجاب|أعجبني|القراءة|الاستماع|بتوقيت|توقيت|المصدر|عاجل"
    r"|صور|فيديو|بالصور|بالفيديو|التصنيف|القسم|الوسوم|آخر|اخر|الأكثر)(?!\w)"
)
# Sections of newspapers: one such word is no place.
SECTION_WORD = re.compile(
    r"(?:ال)?(?:محليات|محلي|محلية|سياسة|سياسي|سياسية|اقتصاد|اقتصادي|رياضة|رياضي|ثقافة"
    r"|ثقافي|فن|فنون|منوعات|تقارير|تقرير|حوادث|مجتمع|صحة|تقنية|تكنولوجيا|علوم|دولي"
    r"|دولية|عربي|عربية|عالمي|عالمية|رأي|مقال|مقالات|خبر|مال|أعمال|سيارات|تعليم|أسرة"
    r"|مرأة|دين|سياحة|تحقيقات|ملفات|حوارات|كتاب|وطني|وطنية|بيئة|قضايا|متفرقات)"
)
# Signatures that are no persons: desks, sections, organisations.
DESKS = re.compile(
    r"(?:محررو?|أسرة|العدد|الصفحة|طاقم|أونلاين|اونلاين|مكتب|قسم|فريق"
    r"|هيئة|التحرير|الرياضي|المحلي|غرفة الأخبار|وحدة"
    r"|ثقافة|شؤون|صفحة|ملحق|اللجنة|لجنة|مركز|إدارة|ادارة|جامعة|وزارة|جمعية|نادي|شركة"
    r"|مؤسسة|معهد|مستشفى|كلية|قناة|صحيفة|جريدة|مجلة|موقع|شبكة|وكالة|عواصم"
    r"|(?:ال)?(?:محليات|منوعات|اقتصاد|رياضة|دولي|دولية|فن|فنون|مقالات|رأي))(?!\w).*"
)
# Words beside a newspaper's name: «شبكة الضفة» and «الضفة أونلاين» are «الضفة».
OF_A_PAPER = frozenset(
    (
        "صحيفة",
        "جريدة",
        "مجلة",
        "شبكة",
        "قناة",
        "موقع",
        "وكالة",
        "بوابة",
        "نت",
        "اونلاين",
        "خاص",
    )
)
