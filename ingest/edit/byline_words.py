# SPDX-License-Identifier: AGPL-3.0-or-later
"""Words of the newsroom: what people do there, what else signs, and what stands under a headline beside names."""

import re

# «كتب:», «متابعة …», «رصد وتصوير»: what the person did, glued to the name or a part of its own.
_WRITES = (
    "متابعة|متابعات|كتبت?|كتابة|بقلم|[إا]عداد|[إا]عدها|تقرير|تحرير|حوار|حاورها?|حاورته|أجرى الحوار|مراسلنا|مراسلتنا"
    "|مراسلو?|خاص|تحقيق|رصد|قراءة|استطلاع|تغطية|شعر|شِعر|قصة|تحليل|عرض|هاتفيا|هاتفياً"
)
_HELPS = "تصوير|عدسة|ترجمة|ترجمها|نقله? إلى العربية|كاريكاتير|رسوم|مونتاج|[إا]خراج"
_ROLE = rf"(?:{_WRITES})(?: ?و ?(?:{_WRITES}|{_HELPS}))*"
ROLES = re.compile(rf"(?:{_ROLE})(?:\s*:\s*|\s+|$)")
# Who took the pictures or translated is none of the authors, unless that person wrote as well.
HELPERS = re.compile(rf"(?:{_HELPS})(?: ?و ?(?:{_HELPS}))*(?:\s*:\s*|\s+|$)")

_TITLES = "د|أ|م|أ ?\\.? ?د|الدكتورة?|دكتورة?|المهندسة?|الأستاذة?|البروفيسور|البروفسور|العميد|اللواء"
HONORIFICS = re.compile(rf"^(?:(?:{_TITLES})(?: ?[./] ?| )\s*)+")
# A name's words that are none of its two to five: sons, fathers, houses.
PARTICLES = frozenset(
    ("بن", "ابن", "بنت", "آل", "ال", "أبو", "ابو", "أبا", "عبد", "أم", "ذو")
)
PERSON = re.compile(r"[ء-ي][^\W\d_]+(?:[ \u064b-\u0652-][ء-ي][\w\u064b-\u0652]*)+\.?")
AND = re.compile(r"\s+و\s*(?=[ء-ي]{3,} [ء-ي]{2,})")

# A village that no table knows, before the name of a person.
PLACE_HEADS = re.compile(
    r"(?:عين|دير|تل|بيت|خربة|وادي|كفر|جبل|رأس|حفر|خميس|شرم|مدينة|محافظة|قرية|مخيم|بلدة|منطقة) \S+"
)
# «على» is not among them: it is also how Egypt types the name علي.
NOT_IN_NAMES = re.compile(
    r"[\d@?؟!\"«»<>_%&=+]|https?|www|\.(?:com|net|org|png|jpg)"
    r"|(?<!\w)(?:في|من|إلى|الى|عن|أن|إن|التي|الذي|هذا|هذه|مع|بعد|قبل|كل|لا|ما|قال|أعلن|يوم|أمس)(?!\w)"
)
# What else stands in the line under a headline: counters, buttons, sections.
INTERFACE = re.compile(
    r"مشاهد|قراء[ةا]|شارك|تعليق|تحديث|نشر|دقائق|دقيقة|أخبار|اخبار|الرئيسية|حجم الخط|اشترك"
    # These begin names, too: «منذر», «الطباع».
    r"|(?<!\w)منذ(?!\w)|طباع[ةه]"
)
# Who signs and is no person: desks, sections, bodies.
DESKS = re.compile(
    r"(?:أونلاين|اونلاين|مكتب|قسم|فريق|هيئة|التحرير|الرياضي|المحلي|غرفة الأخبار|وحدة|ثقافة|شؤون|صفحة|ملحق"
    r"|اللجنة|لجنة|مركز|إدارة|ادارة|جامعة|وزارة|جمعية|نادي|شركة|مؤسسة|معهد|مستشفى|كلية|قناة|صحيفة|جريدة|مجلة"
    r"|موقع|شبكة|وكالة|عواصم|(?:ال)?(?:محليات|منوعات|اقتصاد|رياضة|دولي|دولية|فن|فنون|مقالات|رأي))(?!\w).*"
)
# Beside a paper's name they are still the paper: «شبكة الضفة», «الضفة أونلاين».
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
