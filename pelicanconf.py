# SPDX-License-Identifier: AGPL-3.0-or-later
"""Every setting of the build, the plugins' too, each with its reason. One build serves hosting and file:// alike."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
sys.path.insert(
    0, str(ROOT)
)  # the `pelican` command does not look for plugins and arabic here by itself

# The archive ------------------------------------------------------------------------------------------------------
SITENAME = "أرشيف عين السنديان"
SITESUBTITLE = "أخبار بلدة وما حولها، 1995–2025"
SITE_ADDRESS = ""  # public address without a final slash, for canonical links and feeds; empty: none are written
SITEURL = ""
TIMEZONE = "Asia/Riyadh"
INTERFACE_LANG = "ar"  # ar | en: language of menus and labels; articles keep their own

# Where things lie -------------------------------------------------------------------------------------------------
PATH = "content"
OUTPUT_PATH = "output"
THEME = "theme"
ARTICLE_PATHS = [
    "articles"
]  # never content/raw: Pelican would publish the originals, scripts and all
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]  # what `inv ingest --images` keeps
DELETE_OUTPUT_DIRECTORY = True
OUTPUT_RETENTION = [
    "search"
]  # the search plugin sweeps its own folder: files that are still right stay

# Addresses that last: ids and dates in ASCII, every one a file ----------------------------------------------------
RELATIVE_URLS = True
ARTICLE_URL = ARTICLE_SAVE_AS = ARTICLE_LANG_URL = ARTICLE_LANG_SAVE_AS = (
    "a/{shelf}/{slug}.html"
)
PAGE_URL = PAGE_SAVE_AS = "{slug}.html"
CATEGORY_URL = CATEGORY_SAVE_AS = "section/{slug}.html"
AUTHOR_URL = AUTHOR_SAVE_AS = "author/{slug}.html"
TAG_URL = TAG_SAVE_AS = "e/{slug}.html"  # an entity is a Pelican tag
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
DEFAULT_CATEGORY = "بلا قسم"
DEFAULT_PAGINATION = (
    50  # articles on a list page; the newest page holds up to twice as many
)
ARTICLE_ORDER_BY = lambda article: (-article.date.timestamp(), article.slug)

# Language and dates -----------------------------------------------------------------------------------------------
DEFAULT_LANG = "ar"
LOCALE = ["C.UTF-8"]  # no system locale is relied on: Babel names months
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
DATES_LOCALE = (
    INTERFACE_LANG  # a Babel locale: ar, ar_SY (Levantine months), ar_TN, en …
)
DATES_ORDER = "hijri-first"  # hijri-first | gregorian-first
DATES_DIGITS = "latin"  # latin (012) | arab (٠١٢)

# Entities ---------------------------------------------------------------------------------------------------------
ENTITIES_AUTHORITY = str(
    ROOT / "content" / "entities.yml"
)  # the editors' own file; no build writes to it
ENTITIES_BACKEND = "plugins.entities.models.crf:recogniser"  # recogniser of names no list holds, module:callable; "": lists alone
# A transformer on this machine: "plugins.entities.models.transformer:load:FOLDER" (needs `pip install transformers torch`)
ENTITIES_CACHE = str(
    ROOT / ".cache" / "entities"
)  # what it said of each text; may be deleted at any time
ENTITIES_LOCK = "entities.lock.json"  # below PATH: ids and addresses once given; keep it beside the articles in git
ENTITIES_PROCESSES = (
    os.cpu_count() or 1
)  # that recognise what is new; 1 for a transformer, which takes all cores alone
ENTITIES_PAGE_ARTICLES = 2  # fewest articles that give an entity a page; one once given stays. Three in four names
# of an archive stand in one article only: they are found by searching, and a page would list what one has just read

# Search -----------------------------------------------------------------------------------------------------------
SEARCH_CACHE = str(
    ROOT / ".cache" / "search"
)  # what a build leaves for the next; may be deleted at any time; "": none
SEARCH_SHARD_BYTES = 1400  # of a term shard, half as many again on the wire; few, so that an article touches few shards
SEARCH_PARTITION_ARTICLES = (
    16_000  # a process holds so many, in about 250 MB; they are merged from disk
)
SEARCH_RECORDS_PER_FILE = (
    8  # results in a file where they show openings; with passages it is one
)
SEARCH_PASSAGES = True  # texts to show the words around a hit, a file an article; False: the openings of articles
SEARCH_SNIPPET_WORDS = 35  # length of a passage or an opening
SEARCH_SUGGESTION_ARTICLES = 3  # fewest articles that hold a word offered while typing: fewer is mostly misprints
SEARCH_FACET_VALUES = (
    500  # most sources, sections, writers, entities by which results can be narrowed
)
SEARCH_TITLE_BOOST = 3  # weight of a word in the title beside one in the body

# Offline copy -----------------------------------------------------------------------------------------------------
OFFLINE_ZIP = ""  # file to pack the site into ({name}: SITENAME in ASCII); empty: none. `inv offline` sets it

# Feeds ------------------------------------------------------------------------------------------------------------
FEED_ALL_ATOM = (
    "feed.xml" if SITE_ADDRESS else None
)  # a feed without a public address is not valid
FEED_DOMAIN = SITE_ADDRESS
FEED_MAX_ITEMS = 50
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None

# The pipeline: article → dates → entities → lists → search → sealed copy ------------------------------------------
PLUGINS = [
    "plugins.frontmatter",
    "plugins.interface",
    "plugins.dates",
    "plugins.entities",
    "plugins.lists",
    "plugins.search",
    "plugins.offline",
]
JINJA_ENVIRONMENT = {
    "trim_blocks": True,
    "lstrip_blocks": True,
    "extensions": ["jinja2.ext.i18n"],
    "autoescape": True,
    "auto_reload": False,  # a build is one moment; else each page asks the disk whether its templates have changed
}
TEMPLATE_EXTENSIONS = [".html"]
THEME_STATIC_DIR = "theme"
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
