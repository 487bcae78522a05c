# SPDX-License-Identifier: AGPL-3.0-or-later
"""Boilerplate rules of any site: whole lines, what joins a text's ends, and credits.

Formulas of particular newspapers are in `ingest.extract.sources`. Frequent words are no
evidence: «شاركت اللجنة…», «وأضاف المصدر: …», «للتواصل مع الداخل…» and «SMS» are prose
as often as not.
"""

import re

from ingest.extract.sources import saudinewsnet
from ingest.extract.sources.boilerplate_rule import rule

_NETWORKS = (
    r"(?:فيس ?بوك|تويتر|إكس|[جغ]و[جغ]ل(?: بلس| نيوز)?|واتس ?[اآ]ب|تلي?[غجق]را?م"
    r"|لينكد ?إن|بنترست|[اإ]نستا?[غجق]را?م|يوتيوب|تيك ?توك|سناب ?شات"
    r"|البريد الإلكتروني|اكتب رأيك)"
)
_OUR_PAGES = r"(?:قناتنا|صفحتنا|نشرتنا|حسابنا|تطبيقنا|مجموعتنا|حساباتنا|صفحاتنا)"
_LATIN_NETWORKS = (
    r"(?:share|tweet|facebook|twitter|whatsapp|telegram|pinterest|linkedin|email|print)"
)

# Each matches a whole line of at most MAX_LINE characters.
MAX_LINE = 160
LINES = (
    rule(
        "comment-form",
        r"[^\w]*(?:اترك|أضف|اكتب) (?:تعليقا?ً?ا?|ردا?ً?ا?)(?: إلغاء الرد)?[^\w]*",
        ends_text=True,
    ),
    rule(
        "comment-form",
        r"لن يتم نشر عنوان بريدك.*|.*الحقول الإلزامية (?:مشار|معلّمة|معلمة).*",
        ends_text=True,
    ),
    rule(
        "comment-form",
        r"(?:leave a (?:reply|comment)|your email address will not be published.*)",
        ends_text=True,
    ),
    rule(
        "plugin-footer",
        r".*powered by (?:ultimatelysocial|wordpress|jetpack|addtoany).*",
    ),
    rule("plugin-footer", r"(?:share this|like this|معجب بهذه|إعجاب تحميل)[^\w]*"),
    rule(
        "copyright",
        r"[^\w]*(?:جميع الحقوق|حقوق النشر|كافة الحقوق|حقوق الطبع)(?: والنشر)?"
        r" محفوظة.{0,80}",
    ),
    rule(
        "share", rf"(?:شارك(?: من خلال)?(?: (?:على|عبر))?)?(?:[^\w]*{_NETWORKS})+[^\w]*"
    ),
    rule("share", rf"(?:[^\w]*{_LATIN_NETWORKS})+[^\w]*"),
    rule(
        "share",
        r"(?:شارك|مشاركة|انشر)(?: هذا| هذه)?"
        r" (?:الموضوع|المقال|المقالة|الخبر|الصفحة)(?: (?:على|عبر))?[^\w]*",
    ),
    rule(
        "share",
        r"(?:غرّ?د|أرسل عبر واتساب|أرسل إلى صديق|طباعة|نسخ الرابط)"
        r"(?: \| (?:طباعة|أرسل إلى صديق))*",
    ),
    rule(
        "related",
        r"[^\w]*(?:اقرأ أيضا?ً?ا?|مواضيع ذات صلة|أخبار ذات صلة"
        r"|قد يعجبك(?: أيضا?ً?ا?)?)[^\w]*",
    ),
    rule(
        "related",
        r"[^\w]*(?:[إا]قر[أا](?:وا|ي)?|[إا]قرؤوا|شاهد(?:وا)?|طالع(?:وا)?|استمع)"
        r" (?:أيضا?ً?ا?|أيضًا|كذلك|المزيد)\s*(?:[:|…»-].*|\.\..*|[^.!؟]*)",
    ),
    rule(
        "related",
        r"[^\w]*(?:(?:مواضيع|أخبار|مقالات|موضوع|خبر)"
        r" (?:ذات|ذو|متعلقة?|مشابهة?)(?: صلة)?"
        r"|(?:قد|ربما) (?:يهم|يعجب)(?:ك|كم)(?: أيضا?ً?ا?)?|read also|see also)\s*[:|].*",
    ),
    rule(
        "follow",
        rf"[^\w]*(?:(?:تابعونا|تابعنا)\s.{{0,40}}(?:{_NETWORKS}|{_OUR_PAGES})"
        rf"|(?:اشترك(?:وا)?|انضم(?:وا)?)\s.{{0,30}}{_OUR_PAGES}"
        rf"|انضم(?:وا)? [إا]لينا\s.{{0,20}}{_NETWORKS})[^.؟!]{{0,60}}\W*",
    ),
    rule(
        "follow",
        r"[^\w]*(?:حمّ?ل|نزّ?ل)(?:وا|ي)? (?:الآن )?تطبيق[^.؟!]{0,40}"
        r"(?:الآن|مجانا?ً?ا?|متجر[^.؟!]{0,30})\W*",
    ),
    rule(
        "player",
        r"[^\w]*لمشاهدة (?:هذا )?(?:ال)?فيديو[^.؟!]{0,20}"
        r"(?:تفعيل|تمكين) (?:ال)?(?:جافا ?سكر[يب]+ت|javascript).*",
    ),
    rule(
        "follow",
        rf"[^\w]*(?:لمتابعة|للاطلاع|لمعرفة|لقراءة|للمزيد|ليصلك|لتصلك)[^.؟!]{{1,60}}"
        rf"(?:اشترك|انضم|تابع|حمّ?ل|زوروا|اضغط)[^.؟!]{{0,40}}(?:{_NETWORKS}|{_OUR_PAGES})"
        r"[^.؟!]{0,40}\W*",
    ),
    rule(
        "follow",
        r"(?:و?ل(?:لاشتراك|لانضمام|متابعة|قراءة|لمزيد|تحميل)[^.؟!]{0,40})?"
        r"(?:اضغط|انقر)(?:وا|ي)? هنا(?: ل[^.؟!]{0,60})?[.!]?\s*",
    ),
    rule(
        "unsubscribe",
        r"[^\w]*ل?(?:إلغاء|الغاء) (?:ال)?اشتراك.*|.*\bunsubscribe\b.*"
        r"|(?:وصلتك|تلقيت) هذه الرسالة (?:لأنك|لانك).*",
    ),
    rule(
        "feed-footer", r"the post .{0,300} (?:appeared first on|first appeared on) .*"
    ),
    rule(
        "feed-footer",
        r"(?:ظهر|ظهرت) (?:هذا المقال|هذه المقالة|المقال|المقالة|التدوينة)"
        r"(?: .{0,200})? (?:أولا?ً?ا?) (?:على|في) .*",
    ),
    rule(
        "slider",
        r"(?:next|previous|next previous|previous next|السابق|التالي|السابق التالي)",
    ),
    rule("comment-count", r"تعليقات \(\d*\)"),
    rule("poll-style", r"#vote_area\d+ .*\{.*"),
    rule("protected-address", r"\[email protected\](?: /\*.*\*/)?"),
    rule(
        "contact",
        r"[^\w]*[\w.+-]+@[\w-]+(?:\.[\w-]+)+[^\w]*|@\w{3,30}|لمراسلة الكاتب ?:.*",
    ),
    *saudinewsnet.LINES,
)
# At the start of a text, without a line break.
HEADS = (rule("share", rf"\s*شارك من خلال(?:\s+{_NETWORKS})+\s*"),)
# Buttons of a slide show, mostly between its captions and the byline: text before and
# after them is separate.
SLIDER = re.compile(r"\b(?:Next\s+Previous|Previous\s+Next)\b")
SLIDER_KEYWORD = "Next"
# At the end of a text, without a line break; what follows is cut as well.
TAILS = (
    *saudinewsnet.TAILS,
    # NewsAPI gives the start of a text.
    rule("excerpt", r"(?:…|\.{3})?\s*\[\+\d{1,7} chars\]\s*$", keyword=" chars]"),
)
# Characters at the end of a block in which a tail is looked for: the patterns are not
# linear, and what is longer is a text.
LONGEST_TAIL = 1_000
MAX_TAIL_BLOCKS = 6  # from the end, in which a tail may begin
MAX_AFTER_TAIL = 400  # characters that may follow it
# Whole last lines that name who else contributed: cut from the text, kept as facts.
_CREDITS = (
    r"(?:ينشر )?بالاتفاق مع «?[^»]{2,40}»?",
    r"خاص بـ ?«[^»]{2,40}»",
    *saudinewsnet.CREDITS,
)
CREDITS = re.compile(
    rf"\*? ?(?:{'|'.join(_CREDITS)})\.?|\((?:تصوير|ترجمة) ?: ?[^)]{{2,60}}\)"
)
AGENCY_ALONE = re.compile(r"\((?P<agency>[^()]{2,20})\)\.?")
BREAK = re.compile(r"(?:\* ?){3,}|[-_]{3,}|\* \*")
