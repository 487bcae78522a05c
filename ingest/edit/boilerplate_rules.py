# SPDX-License-Identifier: AGPL-3.0-or-later
"""Marks of what belongs to a site, not to an article: whole lines, what is glued to a text's ends, and credits.

Frequent words are no mark: «شاركت اللجنة…», «وأضاف المصدر: …», «للتواصل مع الداخل…», «SMS» are prose as often as not.
"""

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A named pattern; *after*: what follows it, to the end of the input, goes too.

    *sign*: letters that it cannot do without, so that most texts need not be searched.
    """

    name: str
    pattern: re.Pattern[str]
    after: bool = False
    sign: str = ""


def rule(name: str, pattern: str, *, after: bool = False, sign: str = "") -> Rule:
    """Return a rule that is blind to the case of Latin letters."""
    return Rule(name, re.compile(pattern, re.IGNORECASE), after, sign)


_NETWORKS = r"(?:فيس ?بوك|تويتر|إكس|جوجل بلس|واتس ?اب|تلي?غرام|لينكد ?إن|بنترست|البريد الإلكتروني|اكتب رأيك)"
_LATIN_NETWORKS = (
    r"(?:share|tweet|facebook|twitter|whatsapp|telegram|pinterest|linkedin|email|print)"
)
_SMS = r"(?:للتواصل(?: مع الكاتب)?|للتعليق على المقال)\s*[،,]?\s*[اأ]رسل\s+(?:رسالة\s+)?(?:نصية\s+)?\(?sms\b"

# Each fits a whole line of at most LONGEST_LINE characters.
LONGEST_LINE = 160
LINES = (
    rule(
        "comment-form",
        r"[^\w]*(?:اترك|أضف|اكتب) (?:تعليقا?ً?ا?|ردا?ً?ا?)(?: إلغاء الرد)?[^\w]*",
        after=True,
    ),
    rule(
        "comment-form",
        r"لن يتم نشر عنوان بريدك.*|.*الحقول الإلزامية (?:مشار|معلّمة|معلمة).*",
        after=True,
    ),
    rule(
        "comment-form",
        r"(?:leave a (?:reply|comment)|your email address will not be published.*)",
        after=True,
    ),
    rule(
        "plugin-footer",
        r".*powered by (?:ultimatelysocial|wordpress|jetpack|addtoany).*",
    ),
    rule("plugin-footer", r"(?:share this|like this|معجب بهذه|إعجاب تحميل)[^\w]*"),
    rule(
        "copyright",
        r"[^\w]*(?:جميع الحقوق|حقوق النشر|كافة الحقوق|حقوق الطبع)(?: والنشر)? محفوظة.{0,80}",
    ),
    rule(
        "share", rf"(?:شارك(?: من خلال)?(?: (?:على|عبر))?)?(?:[^\w]*{_NETWORKS})+[^\w]*"
    ),
    rule("share", rf"(?:[^\w]*{_LATIN_NETWORKS})+[^\w]*"),
    rule(
        "share",
        r"(?:شارك|مشاركة|انشر)(?: هذا| هذه)? (?:الموضوع|المقال|المقالة|الخبر|الصفحة)(?: (?:على|عبر))?[^\w]*",
    ),
    rule(
        "share",
        r"(?:غرّ?د|أرسل عبر واتساب|أرسل إلى صديق|طباعة|نسخ الرابط)(?: \| (?:طباعة|أرسل إلى صديق))*",
    ),
    rule(
        "related",
        r"[^\w]*(?:اقرأ أيضا?ً?ا?|مواضيع ذات صلة|أخبار ذات صلة|قد يعجبك(?: أيضا?ً?ا?)?)[^\w]*",
    ),
    rule(
        "slider",
        r"(?:next|previous|next previous|previous next|السابق|التالي|السابق التالي)",
    ),
    rule("comment-count", r"تعليقات \(\d*\)"),
    rule("agency-mark", r"//\s*(?:انتهى|يتبع)\s*//|انتهى\s*//"),
    rule("agency-time", r"\d\d:\d\d ت ?م"),
    rule("poll-style", r"#vote_area\d+ .*\{.*"),
    rule("protected-address", r"\[email protected\](?: /\*.*\*/)?"),
    rule(
        "contact",
        r"[^\w]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+[^\w]*|@\w{3,30}|لمراسلة الكاتب ?:.*",
    ),
    rule("sms", r"(?:\d{4,6} ?- ?(?:stc|mobily|zain)[،, ]*)+"),
)
# Glued to the first words of a text.
HEADS = (rule("share", rf"\s*شارك من خلال(?:\s+{_NETWORKS})+\s*"),)
# Wherever it stands, between the captions of a slide show and the byline mostly, it parts what is before from the rest.
SLIDER, SLIDER_SIGN = re.compile(r"\b(?:Next\s+Previous|Previous\s+Next)\b"), "Next"
# Glued behind the last words of a text, within its last blocks; the rest of the text goes with it.
TAILS = (
    rule(
        "article-link",
        r"\s*رابط (?:الخبر|المقال|الموضوع) (?:ب|في |على )(?:صحيفة|جريدة|موقع) [^:]{2,30}:.*$",
        sign="رابط",
    ),
    rule("tag-list", r"(?:^|(?<=[.!؟»\"”)…/]))\s*سمات\s+[^.؟!]{2,200}$", sign="سمات"),
    rule("sms", rf"{_SMS}.*$", sign="رسل"),
    rule("excerpt", r"(?<!\.)\.{2,}\s*المزيد\s*$", sign="المزيد"),
    rule(
        "agency-mark",
        r"\s*//\s*(?:انتهى|يتبع)\s*//(?:\s*\d\d:\d\d ت ?م)?\s*$",
        sign="//",
    ),
)
TAIL_BLOCKS = 6  # how near to the end they stand
LONGEST_REST = 400  # characters of text behind a tail that may go with it
# Whole last lines that name who else a text belongs to: never thrown away, but not its words.
CREDITS = re.compile(
    r"\*? ?(?:خدمة «[^»]{2,40}»|(?:ينشر )?بالاتفاق مع «?[^»]{2,40}»?|خاص بـ ?«[^»]{2,40}»|وحدة التقارير الاقتصادية)\.?"
    r"|\((?:تصوير|ترجمة) ?: ?[^)]{2,60}\)"
)
AGENCY_ALONE = re.compile(r"\((?P<agency>[^()]{2,20})\)\.?")
BREAK = re.compile(r"(?:\* ?){3,}|[-_]{3,}|\* \*")
