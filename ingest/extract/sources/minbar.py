# SPDX-License-Identifier: AGPL-3.0-or-later
"""منبر الجبل (of the sample archive): a table layout whose paragraphs are told from the rest by their justification."""

from bs4 import BeautifulSoup

from ingest.model.record import Block
from ingest.text.normalise import normalise_line

HOSTS = ("minbar-aljabal.example",)


def tables(soup: BeautifulSoup) -> list[Block]:
    """Return the justified paragraphs of the design of 1997, which the paper never gave up."""
    paragraphs = soup.select("td > p[align=justify]")
    return [
        Block("paragraph", text)
        for paragraph in paragraphs
        if (text := normalise_line(paragraph.get_text()))
    ]


DESIGNS = (tables,)
