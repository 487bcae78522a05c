# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting of the build and of our plugins, each with its reason.

What an archivist sets is in archive.toml, beside this file; here are the settings for
developers. One build serves a web host and file:// alike.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# The `pelican` command does not look for the packages plugins and arabic here.
sys.path.insert(0, str(ROOT))

from archive_settings.archive_file import BadSettings, read_archive_settings  # noqa: E402
from plugins.publish.partition import choose_build  # noqa: E402  # needs the path above

# The archive -------------------------------------------------------------------------
# archive.toml, or demo/archive.toml until `inv start` has written one.
try:
    archive = read_archive_settings()
except BadSettings as problems:
    raise SystemExit(str(problems)) from None
SITENAME = archive["archive.name"]
SITESUBTITLE = archive["archive.subtitle"]
# The public address without a final slash, for canonical links and feeds. Empty: that
# of archive.toml; if that is empty too, neither is written.
SITE_ADDRESS = ""
SITE_ADDRESS = SITE_ADDRESS or archive["archive.address"]
SITEURL = ""
TIMEZONE = archive["archive.time_zone"]
# Language of menus and labels, a catalogue of theme/locale. Articles keep their own.
INTERFACE_LANG = archive["archive.language"]
SITE_CONTACT = archive["archive.contact"]  # e-mail or web address; empty: none
# Public logs that have rows, of corrections and removals: plugins.public_log sets it.
SITE_LOGS = []
SITE_RIGHTS = archive["archive.rights"]
# The address of the download page of `inv export`; empty: no page links to it.
SITE_DOWNLOADS = archive["archive.downloads"]
# The public key of the seal, as minisign writes it; empty: none.
SITE_KEY = archive["archive.public_key"]
# An image file, and the colours: name → (light, dark). Empty: none, and those of
# theme/static/css/site.css.
SITE_LOGO = archive.logo
SITE_COLOURS = archive.colours
# Newspaper → licence; newspaper → "self" or "original", the address for search engines.
SOURCE_LICENCES = archive.of_sources("licence")
SOURCE_CANONICAL = archive.of_sources("canonical")

# Folders -----------------------------------------------------------------------------
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
# Never content/raw: Pelican would publish the original pages with their scripts.
ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["pages"]
# Images that `inv ingest --images` extracts.
STATIC_PATHS = ["images"]
# Builds beside OUTPUT_PATH and swaps the two at the end, so that a failed build leaves
# the site as it was.
PELICAN_CLASS = choose_build
DELETE_OUTPUT_DIRECTORY = True
# "3/16": the part of a build that `inv build --part` writes. Empty: the whole site.
SITE_PARTITION = ""
# Parts of the last site that the new one may take over if their bytes are undamaged.
# The search plugin deletes outdated files of its folder and keeps the others.
OUTPUT_RETENTION = ["search"]

# URLs --------------------------------------------------------------------------------
# All of them are defined here. Each is made of an id or a date in ASCII, so it never
# changes, and names a file, because file:// has no index pages. A numbered page of a
# list is at p1.html, p2.html … in the folder of the list's name.
RELATIVE_URLS = True
ARTICLE_URL = ARTICLE_SAVE_AS = "a/{shelf}/{slug}.html"
ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = ARTICLE_URL
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
SOURCE_URL = SOURCE_SAVE_AS = "source/{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "section/{slug}.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "author/{slug}.html"
# Authors of few articles may be sections of joined pages; {shelf} is 00 to ff.
LISTS_AUTHOR_JOINED_URL = "author/joined/{shelf}.html"
# An entity is a tag of Pelican's.
TAG_URL = TAG_SAVE_AS = "e/{slug}.html"
# Entities that few articles mention are sections of joined pages; {shelf} is 00 to ff.
ENTITIES_JOINED_URL = "e/joined/{shelf}.html"
# Folders of the two calendars, "" or with a final slash. Below them: 2020.html,
# 2020/02.html, 2020/02/08.html, and on/02-08.html for that day of all years.
DATES_GREGORIAN_FOLDER = ""
DATES_HIJRI_FOLDER = "hijri/"
# Pelican's own indexes: the templates below replace them.
ARCHIVES_SAVE_AS = TAGS_SAVE_AS = CATEGORIES_SAVE_AS = ""
DIRECT_TEMPLATES = [
    "index",
    "search",
    "search-help",
    "sources",
    "sections",
    "authors",
    "entities",
    "calendar",
    "hijri",
    "undated",
    "404",
]
# None: Pelican would write copies of the home page, one for each 50 articles.
PAGINATED_TEMPLATES = {}
DEFAULT_CATEGORY = "بلا قسم"
# The profile for a host that counts files.
FEW_FILES = archive["publish.profile"] == "few-files"
# Articles on a page of a list. The newest page has up to twice as many.
DEFAULT_PAGINATION = 200 if FEW_FILES else 50
# The fewest articles for which an author gets a page. 1: every author has one.
LISTS_AUTHOR_PAGE_ARTICLES = 15 if FEW_FILES else 1


def newest_first(article):
    """Return the sort key of articles: the id decides between those of one moment."""
    return -article.date.timestamp(), article.slug


ARTICLE_ORDER_BY = newest_first
# Every article has an id of its own: Pelican need not look for translations.
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = None

# Language and dates ------------------------------------------------------------------
DEFAULT_LANG = "ar"
# No system locale is needed: Babel names months.
LOCALE = ["C.UTF-8"]
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
# A Babel locale: ar, ar_SY (Levantine months), ar_TN, en …
DATES_LOCALE = archive.locale
DATES_ORDER = archive["dates.order"]  # hijri-first | gregorian-first
DATES_DIGITS = archive["dates.digits"]  # latin (012) | arab (٠١٢)
DATES_WEEK_START = archive["dates.week_start"]  # region | monday | … | sunday

# Entities ----------------------------------------------------------------------------
# The editors' own file. No build writes to it.
editors_folder = "content" if archive.is_own else "demo"
ENTITIES_AUTHORITY = str(ROOT / editors_folder / "entities.yml")
# The recogniser of names that no list contains, as module:callable. Empty: names of
# the lists only. A transformer on this machine (needs `pip install transformers
# torch`): "plugins.entities.models.transformer:load_transformer:FOLDER"
ENTITIES_BACKEND = "plugins.entities.models.crf:recogniser"
# The recogniser's cached output for each text. It may be deleted at any time.
ENTITIES_CACHE = str(ROOT / ".cache" / "entities")
# Below PATH: the ids and URLs assigned so far. Keep it in git beside the articles.
ENTITIES_LOCK = "entities.lock.json"
# Worker processes that recognise names in new texts. Set 1 for a transformer, which
# uses all cores by itself.
ENTITIES_PROCESSES = os.cpu_count() or 1
# The fewest articles for which an entity gets a page of its own, which then stays.
ENTITIES_PAGE_ARTICLES = 15 if FEW_FILES else 3
# The fewest articles for which it is at least a section of a joined page. Three in four
# names of an archive occur in one article only: search finds them, and a section would
# list the article that the reader comes from.
ENTITIES_JOINED_ARTICLES = 2

# Search ------------------------------------------------------------------------------
# The cache of the index, for the next build. It may be deleted at any time. Empty: no
# cache.
SEARCH_CACHE = str(ROOT / ".cache" / "search")
# Size of a term shard; base64 and headers make it half as large again on the wire.
# Small, so that a new article changes few shards.
SEARCH_SHARD_BYTES = 2400
# Articles that one process indexes in memory (about 250 MB); the partitions are merged
# from disk.
SEARCH_PARTITION_ARTICLES = 16_000
# Results in a file. A query shows ten results of ten files; at 31,030 articles one of
# 1, 2, 3, 4 or 8 results with passages has 1.0, 1.9, 2.7, 3.5 or 6.7 kB (gzip), and
# there are 31,030, 15,515, 10,344, 7,758 or 3,879 of them.
SEARCH_RECORDS_PER_FILE = 16 if FEW_FILES else 1
# True: results show the words around a hit, from a file with the whole text of each
# article. False: results show the opening of the article.
SEARCH_PASSAGES = not FEW_FILES
# Words of a passage or an opening.
SEARCH_SNIPPET_WORDS = 35
# The fewest articles with a word that is suggested while typing. Rarer words are
# mostly misprints; an archive of few hundred articles suggests them too.
SEARCH_SUGGESTION_ARTICLES = 3
# The most sources, sections, authors and entities that a filter of the results lists.
# A link to the results of any other is answered all the same.
SEARCH_FACET_VALUES = 500
# Weight of a term in the title; in the body it is 1.
SEARCH_TITLE_BOOST = 3

# Related articles --------------------------------------------------------------------
# The stems of titles, for the next build. It may be deleted at any time. Empty: no
# cache.
RELATED_CACHE = str(ROOT / ".cache" / "related")

# Offline copy ------------------------------------------------------------------------
# A zip file to pack the site into; {name} is SITENAME in ASCII. Empty: none.
# `inv offline` sets it.
OFFLINE_ZIP = ""
# True: sign the manifest with the secret key of SITE_KEY. `inv seal` sets it.
OFFLINE_SEAL = False
# Who is asked for a timestamp of the seal: the URL of an authority (RFC 3161), "" for
# none, and those of calendars of OpenTimestamps. `inv seal` sets both.
OFFLINE_AUTHORITY = ""
OFFLINE_CALENDARS: list[str] = []

# Feeds -------------------------------------------------------------------------------
# Below SITE_ADDRESS: feed.xml (Atom), feed.json and feeds.opml. Without an address none
# is written, as a feed with relative links is not valid.
# Articles in a feed, the newest ones.
FEEDS_ARTICLES = 50
# The fewest articles of a source, section, author or name that has a feed of its own.
# Each feed is a file.
FEEDS_LIST_ARTICLES = 100
# For programs that read text: "none", "overview" (llms.txt), or "twins" (also the
# Markdown of each article beside its page).
FEEDS_LLMS = archive["publish.llms"]
# plugins.feeds replaces Pelican's own feeds.
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# The pipeline: article → dates → entities → lists → search → manifest and zip --------
PLUGINS = [
    "plugins.frontmatter",
    "plugins.interface",
    "plugins.public_log",
    "plugins.dates",
    "plugins.entities",
    "plugins.lists",
    "plugins.related",
    "plugins.metadata",
    "plugins.feeds",
    "plugins.appearance",
    "plugins.hosting",
    "plugins.search",
    "plugins.offline",
]
JINJA_ENVIRONMENT = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
    "autoescape": True,
    # Without it, Jinja checks for every page whether the templates have changed.
    "auto_reload": False,
}
TEMPLATE_EXTENSIONS = [".html"]
THEME_STATIC_DIR = "theme"
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
