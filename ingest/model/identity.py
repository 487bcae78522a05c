# SPDX-License-Identifier: AGPL-3.0-or-later
"""What makes an article the same article for ever: its address, else its source, title and date.

Frozen: a change here moves the address of every article. Nothing is shared with arabic.spelling, which may improve.
"""

import re
import unicodedata
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlencode, urlsplit

TRACKING = re.compile(r"utm_\w+|fbclid|gclid", re.IGNORECASE)
DEFAULT_PORTS = {"http": 80, "https": 443}
PLAIN = "/:@!$&'()*+,;=~-._"


def canonical(url: str) -> str:
    """Return *url* in one spelling: host in small letters, no default port, fragment or tracking, one escaping.

    What is no http address comes back as "".
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in DEFAULT_PORTS or not parts.hostname:
        return ""
    host = parts.hostname + (
        f":{port}" if port and port != DEFAULT_PORTS[parts.scheme.lower()] else ""
    )
    query = urlencode(
        [
            (key, value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
            if not TRACKING.fullmatch(key)
        ]
    )
    path = quote(unquote_to_bytes(parts.path), safe=PLAIN) or "/"
    return f"{parts.scheme.lower()}://{host}{path}{'?' if query else ''}{query}"


def identity(url: str, source: str, title: str, date: str) -> str:
    """Return the name of an article from which its id is made; *url* is canonical or "", *date* an ISO day or ""."""
    return (
        url.partition("://")[2] if url else "\n".join((key(source), key(title), date))
    )


def key(text: str) -> str:
    """Return the letters and digits of *text* without marks, in words."""
    letters = (
        char if unicodedata.category(char)[0] in "LN" else " "
        for char in unmarked(text)
    )
    return " ".join("".join(letters).split()).casefold()


def unmarked(text: str) -> str:
    """Return *text* taken apart (NFKD) without what merely marks or stretches a letter."""
    return "".join(
        char
        for char in unicodedata.normalize("NFKD", text)
        if unicodedata.category(char) not in {"Mn", "Lm"}
    )
