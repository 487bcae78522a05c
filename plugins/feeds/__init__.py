# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes feeds, and what crawlers and browsers look for below the site's address.

The feeds are Atom and JSON Feed of the newest articles, Atom of long lists, and OPML.
Pelican's own feed takes relative links and ``tag:None`` ids from our settings, gives
undated articles the year 1900, and leaves out all authors but the first. A feed needs
the public address of the site: without ``SITE_ADDRESS`` none is written.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.contract import ArchiveArticle, ArticleList
from plugins.feeds.atom import atom_feed
from plugins.feeds.corrections import corrections_feed
from plugins.feeds.discovery import (
    OPENSEARCH,
    ROBOTS,
    opensearch,
    robots,
    sitemap_files,
    sitemap_urls,
)
from plugins.feeds.feed import Feed
from plugins.feeds.json_feed import json_feed
from plugins.feeds.llms import LLMS, OVERVIEW, TWINS, Link, llms_text, twin_path
from plugins.feeds.opml import subscriptions

# Kinds of list that readers follow. Days and years of an archive are complete.
FOLLOWED_KINDS = {"source", "section", "author", "entity"}
ATOM_FILE, JSON_FILE, OPML_FILE = "feed.xml", "feed.json", "feeds.opml"
# Pages that search engines have no use for.
NOT_INDEXED = frozenset({"404", "search", "search-help"})
CORRECTIONS_FILE, CORRECTIONS_PAGE = "corrections.xml", "corrections.html"


class FeedsGenerator(Generator):
    """Writes the feeds after the lists are known."""

    def generate_output(self, _writer: Writer) -> None:
        """Write every feed, if the site has a public address."""
        if not self.settings["SITE_ADDRESS"]:
            return
        newest = self.feed(self.settings["SITENAME"], "", self.context["articles"])
        lists = self.followed_lists(self.context["lists"])
        self.write(ATOM_FILE, atom_feed(newest, ATOM_FILE))
        self.write(JSON_FILE, json_text(json_feed(newest, JSON_FILE)))
        files = {ATOM_FILE: newest}
        for article_list in lists:
            path = feed_path(article_list["save_as"])
            title = f"{name_of(article_list)} – {self.settings['SITENAME']}"
            files[path] = self.feed(
                title, article_list["url"], article_list["articles"]
            )
            self.write(path, atom_feed(files[path], path))
        self.write(OPML_FILE, subscriptions(self.settings["SITENAME"], files))
        self.write_corrections()
        self.write_discovery()
        self.write_for_programs()

    def write_discovery(self) -> None:
        """Write the sitemap, robots.txt and the OpenSearch description."""
        address, title = self.settings["SITE_ADDRESS"], self.settings["SITENAME"]
        urls = sitemap_urls(address, self.indexed_pages(), self.changes_of_articles())
        for path, text in sitemap_files(address, list(urls)).items():
            self.write(path, text)
        self.write(ROBOTS, robots(address))
        self.write(OPENSEARCH, opensearch(address, title))

    def write_for_programs(self) -> None:
        """Write llms.txt and the Markdown of each article, by the settings."""
        choice = self.settings["FEEDS_LLMS"]
        if choice not in {OVERVIEW, TWINS}:
            return
        names = (self.settings["SITENAME"], self.settings["SITESUBTITLE"])
        address, links = self.settings["SITE_ADDRESS"], self.newspapers()
        text = llms_text(*names, address, links, has_twins=choice == TWINS)
        self.write(LLMS, text)
        if choice == TWINS:
            for article in self.context["articles"]:
                text = Path(article.source_path).read_text(encoding="utf-8")
                self.write(twin_path(article.url), text)

    def newspapers(self) -> Iterator[Link]:
        """Yield the list of each newspaper."""
        for article_list in self.context["lists"]:
            if article_list["kind"] == "source":
                size = len(article_list["articles"])
                yield Link(article_list["name"], article_list["url"], size)

    def indexed_pages(self) -> Iterator[str]:
        """Yield the URLs of overviews, the editors' pages and the lists."""
        for template in self.settings["DIRECT_TEMPLATES"]:
            if template not in NOT_INDEXED:
                yield f"{template}.html"
        yield from (page.url for page in self.context["pages"])
        yield from (article_list["url"] for article_list in self.context["lists"])

    def changes_of_articles(self) -> Iterator[tuple[str, str]]:
        """Yield the URL of each article, with the day of its last correction."""
        for article in self.context["articles"]:
            corrections = article.metadata.get("corrections")
            changed = corrections[-1].date.isoformat() if corrections else ""
            yield article.url, changed

    def write_corrections(self) -> None:
        """Write the feed of the newest corrections, if there is one."""
        corrections = self.context["corrections"][: self.settings["FEEDS_ARTICLES"]]
        if corrections:
            feed = self.feed(self.settings["SITENAME"], CORRECTIONS_PAGE, [])
            text = corrections_feed(feed, corrections, CORRECTIONS_FILE)
            self.write(CORRECTIONS_FILE, text)

    def followed_lists(self, lists: Iterable[ArticleList]) -> list[ArticleList]:
        """Return the lists that are long enough for a feed of their own."""
        fewest = self.settings["FEEDS_LIST_ARTICLES"]
        return [
            article_list
            for article_list in lists
            if article_list["kind"] in FOLLOWED_KINDS
            and len(article_list["articles"]) >= fewest
        ]

    def feed(self, title: str, url: str, articles: Sequence[ArchiveArticle]) -> Feed:
        """Return the feed of the newest of *articles*, of the page at *url*."""
        return Feed(
            address=self.settings["SITE_ADDRESS"],
            title=title,
            page=url,
            lang=self.settings["DEFAULT_LANG"],
            articles=articles[: self.settings["FEEDS_ARTICLES"]],
        )

    def write(self, path: str, text: str) -> None:
        """Write a feed below the output folder."""
        target = Path(self.output_path, path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")


def name_of(article_list: ArticleList) -> str:
    """Return the name of a source, section, author or entity."""
    if article_list["kind"] == "entity":
        return article_list["entity"].label
    return article_list["name"]


def feed_path(save_as: str) -> str:
    """Return the path of the feed of the list at *save_as*: ``source/x/feed.xml``."""
    return f"{save_as.removesuffix('.html')}/{ATOM_FILE}"


def json_text(value: object) -> str:
    """Return *value* as JSON with a final line break."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def feeds_generator(_pelican: object) -> type[FeedsGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return FeedsGenerator


def add_feed_filter(generator: Generator) -> None:
    """Add the filter ``feed_path`` to the templates."""
    generator.env.filters["feed_path"] = feed_path


def register() -> None:
    """Connect after dates, entities and lists, which add the lists."""
    signals.generator_init.connect(add_feed_filter)
    signals.get_generators.connect(feeds_generator)
