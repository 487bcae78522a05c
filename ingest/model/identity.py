# SPDX-License-Identifier: AGPL-3.0-or-later
"""The permanent identity of an article: its canonical URL, else source, title and date.

Frozen: a change here changes the URL of every article. Nothing is shared with
arabic.spelling, which may improve.
"""

import re
import unicodedata
from urllib.parse import (
    SplitResult,
    parse_qsl,
    quote,
    unquote_to_bytes,
    urlencode,
    urljoin,
    urlsplit,
)

TRACKING = re.compile(r"utm_\w+|fbclid|gclid", re.IGNORECASE)
HASH_ROUTE = re.compile(r"[/!]+[^/!]")
DEFAULT_PORTS = {"http": 80, "https": 443}
SAFE = "/:@!$&'()*+,;=~-._"


def canonical_url(url: str) -> str:
    """Return *url* in its canonical form, "" if its scheme is not http or https.

    The host is in lower case, the escaping uniform, and there is no default port,
    fragment or tracking parameter. A fragment that is a route («#/news/12», «#!news»)
    is kept: without it all pages of such a site have one URL.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = parts.hostname
    if port and port != DEFAULT_PORTS[scheme]:
        host += f":{port}"
    path = quote(unquote_to_bytes(parts.path), safe=SAFE) or "/"
    query = without_tracking(parts.query)
    route = f"#{parts.fragment}" if HASH_ROUTE.match(parts.fragment) else ""
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}{route}"


def split_url(url: str) -> SplitResult:
    """Return the parts of a foreign *url*, all of them empty if it is malformed.

    Pages declare URLs such as ``https://[domain]/``, which ``urlsplit`` refuses.
    """
    try:
        return urlsplit(url.strip())
    except ValueError:
        return SplitResult("", "", "", "", "")


def join_url(base: str, address: str) -> str:
    """Return *address* relative to *base*, unchanged if one of them is malformed."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def is_root_url(url: str) -> bool:
    """Return whether *url* is the front page of a site, whose address has no path."""
    parts = split_url(url)
    is_route = HASH_ROUTE.match(parts.fragment) is not None
    return (
        parts.path in {"", "/"} and not without_tracking(parts.query) and not is_route
    )


def without_tracking(query: str) -> str:
    """Return the query of a URL without tracking parameters."""
    parameters = parse_qsl(query, keep_blank_values=True)
    return urlencode(
        [(name, value) for name, value in parameters if not TRACKING.fullmatch(name)]
    )


def article_identity(url: str, source: str, title: str, date: str) -> str:
    """Return the string from which the id of an article is computed.

    *url* is canonical or "", *date* an ISO day or "".
    """
    if url:
        return url.partition("://")[2]
    return "\n".join((identity_key(source), identity_key(title), date))


def alternative_identity(identity: str, detail: str) -> str:
    """Return the identity of another article whose *identity* is taken.

    Sites exist where every page declares one canonical URL. *detail* is what
    distinguishes the articles: the title, or the digest of the original.
    """
    return f"{identity}\n{identity_key(detail)}"


def identity_key(text: str) -> str:
    """Return the letters and digits of *text* without marks, as words, case folded.

    The text is decomposed (NFKD), and loses the tatweel too.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return " ".join(decomposed.translate(KEY_CHARACTERS).split()).casefold()


class KeyCharacters(dict[int, str]):
    """What becomes of a character in a key, by its code; filled when first needed."""

    def __missing__(self, code: int) -> str:
        category = unicodedata.category(chr(code))
        if category in {"Mn", "Lm"}:
            self[code] = ""
        else:
            self[code] = chr(code) if category[0] in "LN" else " "
        return self[code]


KEY_CHARACTERS = KeyCharacters()
