# SPDX-License-Identifier: AGPL-3.0-or-later
"""Checks of single values of archive.toml: each returns what is allowed, or None."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import localedata

from archive_settings.contrast import HEX_COLOUR

ROOT = Path(__file__).resolve().parents[1]
LOCALES = ROOT / "theme" / "locale"
LOGO_TYPES = (".svg", ".png", ".jpg", ".jpeg", ".webp")
# "Ed" and 40 bytes in base64, as minisign prints a public key.
PUBLIC_KEY = re.compile(r"RW[A-Za-z0-9+/]{54}")
E_MAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+")
LONGEST_TEXT = 200  # characters
Check = Callable[[object], str | None]


def languages() -> list[str]:
    """Return the languages that the theme is translated into."""
    return sorted(path.stem for path in LOCALES.glob("*.po"))


def regions(language: str) -> list[str]:
    """Return the regions for which Babel has date formats of *language*."""
    names = (
        re.fullmatch(f"{language}_([A-Z]{{2}})", name)
        for name in localedata.locale_identifiers()
    )
    return sorted(name[1] for name in names if name)


def check_choice(*choices: str) -> Check:
    """Return the check of a setting with a few values."""

    def check(value: object) -> str | None:
        if value in choices:
            return None
        return " | ".join(f'"{choice}"' for choice in choices)

    return check


def check_text(value: object) -> str | None:
    """Return what a text may be: one line, and may be empty."""
    if isinstance(value, str) and "\n" not in value and len(value) <= LONGEST_TEXT:
        return None
    return f"a text in quotation marks, on one line, up to {LONGEST_TEXT} characters"


def check_public_key(value: object) -> str | None:
    """Return what a public key may be."""
    if value == "" or (isinstance(value, str) and PUBLIC_KEY.fullmatch(value)):
        return None
    return 'a public key of minisign, "RW…", or ""'


def check_name(value: object) -> str | None:
    """Return what a name may be."""
    if check_text(value) is None and str(value).strip():
        return None
    return f"a text in quotation marks, 1 to {LONGEST_TEXT} characters"


def check_language(value: object) -> str | None:
    """Return which languages the theme is translated into."""
    return check_choice(*languages())(value)


def check_region(value: object) -> str | None:
    """Return what a region may be; whether it suits the language is checked later."""
    if value == "" or (isinstance(value, str) and re.fullmatch("[A-Z]{2}", value)):
        return None
    return 'two capital letters of ISO 3166, such as "SY", or ""'


def check_time_zone(value: object) -> str | None:
    """Return what a time zone may be."""
    try:
        ZoneInfo(str(value))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return 'a name of the IANA time zones, such as "Asia/Riyadh" or "UTC"'
    return None


def is_web_address(value: object) -> bool:
    """Return whether *value* is an http or https address."""
    if not isinstance(value, str) or re.search(r"[\s<>\"]", value):
        return False
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def check_address(value: object) -> str | None:
    """Return what the public address of the site may be."""
    is_plain = is_web_address(value) and not re.search(r"[?#]|/$", str(value))
    if value == "" or is_plain:
        return None
    return 'an address such as "https://example.org/archive", without a final /, or ""'


def check_downloads(value: object) -> str | None:
    """Return what the address of the download page may be."""
    if value == "" or is_web_address(value):
        return None
    return 'an address such as "https://example.org/downloads/index.html", or ""'


def check_contact(value: object) -> str | None:
    """Return what a contact may be."""
    is_e_mail = isinstance(value, str) and E_MAIL.fullmatch(value)
    if value == "" or is_e_mail or is_web_address(value):
        return None
    return 'an e-mail address, an address of a web page, or ""'


def check_licence(value: object) -> str | None:
    """Return what a licence may be."""
    if is_web_address(value) or check_text(value) is None:
        return None
    return "the address of a licence, or its name as a text"


def check_logo(value: object) -> str | None:
    """Return what a logo may be; whether the file exists is checked later."""
    if value == "" or (isinstance(value, str) and value.endswith(LOGO_TYPES)):
        return None
    return f'a file ({", ".join(LOGO_TYPES)}) below the folder of archive.toml, or ""'


def check_colour(value: object) -> str | None:
    """Return how a colour is written."""
    if isinstance(value, str) and HEX_COLOUR.fullmatch(value):
        return None
    return 'six hexadecimal digits, such as "#7d1f1c"'
