# SPDX-License-Identifier: AGPL-3.0-or-later
"""The newspapers of the dataset SaudiNewsNet: their names, and formulas of their own.

The formulas are applied to every source: the patterns are specific enough, and other
scrapes of the same newspapers name their sources differently.
"""

from ingest.extract.sources.boilerplate_rule import rule

# The dataset's name of a newspaper → the newspaper's own name.
OUTLETS = {
    "3alyoum": "عين اليوم",
    "aawsat": "الشرق الأوسط",
    "aleqtisadiya": "الاقتصادية",
    "aljazirah": "الجزيرة",
    "almadina": "المدينة",
    "almayadeen": "الميادين",
    "alriyadh": "الرياض",
    "alwatan": "الوطن",
    "alweeam": "الوئام",
    "alyaum": "اليوم",
    "arreyadi": "الرياضي",
    "arriyadiyah": "الرياضية",
    "okaz": "عكاظ",
    "sabq": "سبق",
    "was": "واس",
}

# عكاظ and المدينة end opinion articles with the number of a message to the author.
_SMS = (
    r"(?:للتواصل(?: مع الكاتب)?|للتعليق على المقال)"
    r"\s*[،,]?\s*[اأ]رسل\s+(?:رسالة\s+)?(?:نصية\s+)?\(?sms\b"
)

LINES = (
    # واس, the Saudi Press Agency
    rule("agency-mark", r"//\s*(?:انتهى|يتبع)\s*//|انتهى\s*//"),
    rule("agency-time", r"\d\d:\d\d ت ?م"),
    # عكاظ, المدينة
    rule("sms", r"(?:\d{4,6} ?- ?(?:stc|mobily|zain)[،, ]*)+"),
)
# الوئام
ARTICLE_LINK_TAIL = rule(
    "article-link",
    r"\s*رابط (?:الخبر|المقال|الموضوع) (?:ب|في |على )(?:صحيفة|جريدة|موقع)"
    r" [^:]{2,30}:.*$",
    keyword="رابط",
)
# عين اليوم
TAG_LIST_TAIL = rule(
    "tag-list", r"(?:^|(?<=[.!؟»\"”)…/]))\s*سمات\s+[^.؟!]{2,200}$", keyword="سمات"
)
# عكاظ, المدينة
SMS_TAIL = rule("sms", rf"{_SMS}.*$", keyword="رسل")
# الشرق الأوسط
EXCERPT_TAIL = rule("excerpt", r"(?<!\.)\.{2,}\s*المزيد\s*$", keyword="المزيد")
# واس
AGENCY_MARK_TAIL = rule(
    "agency-mark",
    r"\s*//\s*(?:انتهى|يتبع)\s*//(?:\s*\d\d:\d\d ت ?م)?\s*$",
    keyword="//",
)
# In the order in which they are tried: the first match gives the cut its name.
TAILS = (
    ARTICLE_LINK_TAIL,
    TAG_LIST_TAIL,
    SMS_TAIL,
    EXCERPT_TAIL,
    AGENCY_MARK_TAIL,
)
# Whole last lines: the first of الشرق الأوسط, the second of الاقتصادية.
CREDITS = (r"خدمة «[^»]{2,40}»", r"وحدة التقارير الاقتصادية")
