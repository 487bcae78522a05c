# SPDX-License-Identifier: AGPL-3.0-or-later
"""The archive for programs that read text: llms.txt, and the Markdown of each article.

Source: llmstxt.org.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

LLMS = "llms.txt"
# Values of FEEDS_LLMS besides "none".
OVERVIEW, TWINS = "overview", "twins"
TWIN_NOTE = "The Markdown of an article is at its address with .md instead of .html."


class Link(NamedTuple):
    """A list of the archive: its name, path and number of articles."""

    name: str
    path: str
    articles: int


def llms_text(
    title: str, subtitle: str, address: str, links: Iterable[Link], *, has_twins: bool
) -> str:
    """Return llms.txt: the name of the archive, its overviews, its newspapers."""
    head = [f"# {title}"]
    if subtitle:
        head.append(f"> {subtitle}")
    if has_twins:
        head.append(TWIN_NOTE)
    overviews = ("calendar.html", "sources.html", "sections.html", "entities.html")
    parts = [
        *head,
        "## Overviews",
        "\n".join(f"- [{path}]({address}/{path})" for path in overviews),
        "## Newspapers",
        "\n".join(link_lines(address, links)),
    ]
    return "\n\n".join(parts) + "\n"


def link_lines(address: str, links: Iterable[Link]) -> Iterator[str]:
    """Yield a line of Markdown for each list; square brackets would end a name."""
    for link in links:
        name = link.name.translate({ord("["): "(", ord("]"): ")"})
        yield f"- [{name}]({address}/{link.path}): {link.articles} articles"


def twin_path(url: str) -> str:
    """Return the path of the Markdown of the article at *url*."""
    return f"{url.removesuffix('.html')}.md"
