# SPDX-License-Identifier: AGPL-3.0-or-later
"""Lines that belong to the site, not to the article: cut by named rules, and only what is surely none of the text."""

import re
from typing import NamedTuple

from ingest.record import Block, Cut


class Rule(NamedTuple):
    """A rule of the lexicon; *after*: what follows the line, to the end of the input, goes too."""

    name: str
    pattern: re.Pattern[str]
    after: bool = False


def rule(name: str, pattern: str, *, after: bool = False) -> Rule:
    """Return a rule whose pattern has to fit the whole line."""
    return Rule(name, re.compile(pattern, re.IGNORECASE), after)


LONGEST_LINE = 160  # characters; a longer line is never boilerplate as a whole
# Each fits a whole line: «شاركت اللجنة…», «وأضاف المصدر: …», «للمزيد من…» are prose.
LEXICON = (
    rule("comment-form", r"[^\w]*(?:اترك|أضف|اكتب) (?:تعليقا?ً?ا?|ردا?ً?ا?)(?: إلغاء الرد)?[^\w]*", after=True),
    rule("comment-form", r"لن يتم نشر عنوان بريدك.*|.*الحقول الإلزامية (?:مشار|معلّمة|معلمة).*", after=True),
    rule("comment-form", r"(?:leave a (?:reply|comment)|your email address will not be published.*)", after=True),
    rule("plugin-footer", r".*powered by (?:ultimatelysocial|wordpress|jetpack|addtoany).*"),
    rule("plugin-footer", r"(?:share this|مشاركة الموضوع|like this|معجب بهذه|إعجاب تحميل)[^\w]*"),
    rule("copyright", r"[^\w]*(?:جميع الحقوق|حقوق النشر|كافة الحقوق|حقوق الطبع)(?: والنشر)? محفوظة.{0,80}"),
    rule(
        "share", r"شارك(?: من خلال)?(?: (?:على|عبر))?(?: (?:تويتر|فيسبوك|فيس بوك|جوجل بلس|واتساب|تيليجرام|اكتب رأيك))+"
    ),
    rule(
        "share", r"(?:[^\w]*(?:share|tweet|facebook|twitter|whatsapp|telegram|pinterest|linkedin|email|print))+[^\w]*"
    ),
    rule("share", r"(?:غرّ?د|أرسل عبر واتساب|أرسل إلى صديق|طباعة|نسخ الرابط)(?: \| (?:طباعة|أرسل إلى صديق))*"),
    rule(
        "share", r"(?:شارك|مشاركة|انشر) (?:هذا |هذه )?(?:الموضوع|المقال|المقالة|الخبر|الصفحة)?(?: (?:على|عبر))?[^\w]*"
    ),
    rule("share", r"(?:[^\w]*(?:فيس ?بوك|تويتر|إكس|واتس ?اب|تلي?غرام|لينكد ?إن|بنترست|البريد الإلكتروني))+[^\w]*"),
    rule("related", r"[^\w]*(?:اقرأ أيضا?ً?ا?|مواضيع ذات صلة|أخبار ذات صلة|قد يعجبك(?: أيضا?ً?ا?)?)[^\w]*"),
    rule("slider", r"(?:next|previous|next previous|السابق|التالي|السابق التالي)"),
    rule("comment-count", r"تعليقات \(\d*\)"),
    rule("agency-mark", r"//\s*(?:انتهى|يتبع)\s*//|انتهى\s*//"),
    rule("poll-style", r"#vote_area\d+ .*\{.*"),
)


def cut(blocks: tuple[Block, ...]) -> tuple[tuple[Block, ...], tuple[Cut, ...]]:
    """Return the blocks that are text, and those cut. An end marker counts in the last half only."""
    kept: list[Block] = []
    cuts: list[Cut] = []
    ended = ""
    for position, block in enumerate(blocks):
        found = None if ended else matching(block.text)
        if found and found.after and 2 * position >= len(blocks) - 1:
            ended = found.name
        name = f"after-{ended}" if ended and not found else found.name if found else ""
        if name:
            cuts.append(Cut(name, position, block.text))
        else:
            kept.append(block)
    return tuple(kept), tuple(cuts)


def matching(text: str) -> Rule | None:
    """Return the rule that takes the line *text* for boilerplate."""
    if len(text) > LONGEST_LINE:
        return None
    return next((rule for rule in LEXICON if rule.pattern.fullmatch(text)), None)
