# SPDX-License-Identifier: AGPL-3.0-or-later
"""The gate before publishing: what is wrong with a built site, in one table.

Checks of files read every page of a small site and an even sample of a large one;
checks in a browser take a page of each kind. `inv check --all` reads every page.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from upkeep.check import content, feeds, in_browser, links
from upkeep.check.site_pages import Page, largest_pages, list_pages, sample_pages
from upkeep.check.validators import (
    CannotCheck,
    html_validate_problems,
    vnu_problems,
)
from upkeep.hosts import HOSTS, advise, compare_with_host
from upkeep.progress import counted

PathReasons = Iterator[tuple[str, str]]
# Name → what reads one page.
PAGE_CHECKS: dict[str, Callable[[Page], Iterator[str]]] = {
    "links": links.link_problems,
    "structure and ids": content.structure_problems,
    "descriptions": content.description_problems,
    "JSON-LD": content.json_ld_problems,
    "metas": content.meta_problems,
    "implausible values": content.value_problems,
    "policy and other sites": links.request_problems,
}
VALIDATORS = {"html-validate": html_validate_problems, "vnu": vnu_problems}
# Letters of a word that is searched for; shorter ones may be stop words.
MIN_QUERY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check reports: lines ``path: reason``, or why it could not run."""

    name: str
    checked: int = 0
    unit: str = "pages"
    problems: tuple[str, ...] = ()
    not_run: str = ""


def check_site(site: Path, *, every_page: bool, host: str) -> Iterator[CheckResult]:
    """Yield the result of each check of *site*; *host* may be ``""``."""
    pages = list_pages(site)
    if not pages:
        yield CheckResult(name="links", problems=(f"{site}: no HTML pages",))
        return
    sample = pages if every_page else sample_pages(pages)
    yield from check_files(sample)
    yield check_orphans(pages, sample)
    largest = pages if every_page else [page for _kind, page in largest_pages(site)]
    for name, validate in VALIDATORS.items():
        yield run_validator(name, validate, largest)
    problems = feeds.feed_problems(site)
    count = len(feeds.list_feeds(site))
    yield result_of("feeds and sitemaps", count, problems, unit="files")
    yield from check_in_browser(site, pages)
    if host:
        yield check_host(site, host)


def check_files(pages: list[Page]) -> list[CheckResult]:
    """Return the results of the checks that read one page at a time."""
    problems: dict[str, list[tuple[str, str]]] = {name: [] for name in PAGE_CHECKS}
    for listed in counted(pages, "pages"):
        page = listed.unparsed()
        for name, check in PAGE_CHECKS.items():
            problems[name].extend((page.path, reason) for reason in check(page))
    return [result_of(name, len(pages), iter(problems[name])) for name in PAGE_CHECKS]


def check_orphans(pages: list[Page], sample: list[Page]) -> CheckResult:
    """Return which pages no page links to; that needs all pages."""
    name = "orphans"
    if len(sample) < len(pages):
        return CheckResult(name=name, not_run="it reads every page: inv check --all")
    unlinked = links.unlinked_pages(pages)
    problems = ((page.path, reason) for page, reason in unlinked)
    return result_of(name, len(pages), problems)


def run_validator(
    name: str, validate: Callable[[list[Page]], PathReasons], pages: list[Page]
) -> CheckResult:
    """Return the result of an HTML validator, if it is on this machine."""
    try:
        return result_of(name, len(pages), validate(pages))
    except CannotCheck as error:
        return CheckResult(name=name, not_run=str(error))


def check_in_browser(site: Path, pages: list[Page]) -> Iterator[CheckResult]:
    """Yield the results of the checks that need a browser."""
    try:
        findings, count = in_browser.examine_site(site, word_of_title(pages))
    except CannotCheck as error:
        for name in in_browser.CHECKS:
            yield CheckResult(name=name, not_run=str(error))
        return
    for name in in_browser.CHECKS:
        yield result_of(name, count, iter(findings[name]))


def word_of_title(pages: list[Page]) -> str:
    """Return a word of an article's title, so that a search has results."""
    articles = (page.unparsed() for page in pages if content.is_article(page))
    for page in articles:
        words = page.tree.xpath("string(//h1)").split()
        long_words = [word for word in words if is_searchable(word)]
        if page.is_indexed and long_words:
            return str(long_words[0])
    return ""


def is_searchable(word: str) -> bool:
    """Return whether *word* is long enough not to be a stop word, and has no signs."""
    return word.isalpha() and len(word) >= MIN_QUERY


def check_host(site: Path, host: str) -> CheckResult:
    """Return which limits of *host* the site exceeds, and what to do about them."""
    lines, fits = compare_with_host(site, HOSTS[host])
    problems = () if fits else (*lines, *advise(site, HOSTS[host]))
    return CheckResult(
        name=f"limits of {HOSTS[host].name}",
        checked=len(lines) - 1,
        unit="limits",
        problems=problems,
    )


def result_of(
    name: str, checked: int, problems: PathReasons, unit: str = "pages"
) -> CheckResult:
    """Return the result of a check with its *problems* as lines."""
    lines = tuple(f"{path}: {reason}" for path, reason in problems)
    return CheckResult(name=name, checked=checked, unit=unit, problems=lines)
