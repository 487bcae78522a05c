# SPDX-License-Identifier: AGPL-3.0-or-later
"""Parser of منبر الجبل, an invented newspaper of the samples: the example of a parser.

Its pages are layout tables. Paragraphs of the article differ from the others by their
justification.
"""

from bs4 import BeautifulSoup

from ingest.model.record import Block
from ingest.text.normalise import normalise_line

HOSTS = ("minbar-aljabal.example",)


def tables(soup: BeautifulSoup) -> list[Block]:
    """Return the justified paragraphs of the design of 1997, the only one."""
    paragraphs = soup.select("td > p[align=justify]")
    texts = [normalise_line(paragraph.get_text()) for paragraph in paragraphs]
    return [Block("paragraph", text) for text in texts if text]


DESIGNS = (tables,)
