# SPDX-License-Identifier: AGPL-3.0-or-later
"""Authors in lines of their own: of a class «author», or after «كتب:» and «بقلم».

Such a line has no date, so that it is not the byline that `metadata` looks for.
"""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from ingest.extract.article_region import ArticleRegion, has_word
from ingest.extract.headline import class_and_id
from ingest.model.record import Fact
from ingest.text.normalise import normalise_line

AUTHOR_WORD = re.compile(r"author|byline|writer|reporter|journalist", re.IGNORECASE)
# Roles that begin a line of their own. Others also begin sentences: «قصة», «عرض».
_ROLE = r"(?:بقلم|كتبت?|كتابة|[إا]عداد|تقرير|تحقيق|حوار|بواسطة|الكاتبة?|[Bb]y)"
ROLE_ALONE = re.compile(rf"{_ROLE}\s*+(?:[:/]\s*+)?")
ROLE_LINE = re.compile(
    rf"{_ROLE}"
    r"(?:\s*[:/]\s*|\s+(?=\S+ \S+(?: \S+)?$))"
)
# «السرو - خاص - سالم عباد»: written for this newspaper alone.
SPECIAL_LINE = re.compile(
    r"(?:[^\s\d]{2,20} ?[-–—|/:] ?)?خاص ?[-–—|/:] ?[^\s\d]{2,20}(?: [^\s\d]{2,20}){1,3}"
)
LONGEST = 90  # characters of such a line
ORIGIN = "author element"


def marked_authors(region: ArticleRegion) -> Iterator[Fact]:
    """Yield the lines of the article that name its author, outermost elements first."""
    seen: set[str] = set()
    for element in region.elements:
        if not is_author_element(element):
            continue
        text = normalise_line(element.text_content())
        if 0 < len(text) < LONGEST and text not in seen:
            seen.add(text)
            yield Fact("author", text, ORIGIN)


def is_author_element(element: HtmlElement) -> bool:
    """Return whether an element is marked as the author, or begins with a role."""
    if has_word(AUTHOR_WORD, class_and_id(element)):
        return True
    start = (element.text or "").strip()
    if SPECIAL_LINE.fullmatch(start):
        return True
    if ROLE_LINE.match(start):
        return True
    # The name may be a link behind the role: «بواسطة <a>…</a>».
    return (
        ROLE_ALONE.fullmatch(start) is not None
        and ROLE_LINE.match(normalise_line(element.text_content())) is not None
    )
