# SPDX-License-Identifier: AGPL-3.0-or-later
"""Compares a built site with the limits of a static host."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

GIGABYTE = 1000**3
MEBIBYTE = 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """The limits of a host, with where and when they were read; ``None``: no limit."""

    name: str
    source: str
    read_on: str
    files: int | None = None
    entries: int | None = None  # files and folders
    size: int | None = None
    largest_file: int | None = None
    largest_folder: int | None = None  # files directly in one folder


HOSTS = {
    "github": Host(
        name="GitHub Pages",
        source="GitHub Docs, “GitHub Pages limits”",
        read_on="2026-11-30",
        size=GIGABYTE,
    ),
    "cloudflare": Host(
        name="Cloudflare Pages, free",
        source="Cloudflare Docs, “Pages, Limits”; 100,000 files with a paid plan",
        read_on="2026-11-30",
        files=20_000,
        largest_file=25 * MEBIBYTE,
    ),
    "netlify": Host(
        name="Netlify",
        source="Netlify support guides on large sites",
        read_on="2026-11-30",
        largest_folder=54_000,
    ),
    "gitlab": Host(
        name="GitLab Pages",
        source="GitLab issues 405048 and 500273",
        read_on="2026-11-30",
        entries=200_000,
        size=GIGABYTE,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSize:
    """What hosts limit of a site."""

    files: int
    entries: int
    size: int
    largest_file: int
    largest_folder: int
    articles: int


def measure_site(site: Path) -> SiteSize:
    """Return the number and size of the files of *site*."""
    entries = list(site.rglob("*"))
    sizes = {path: path.stat().st_size for path in entries if path.is_file()}
    in_folder = Counter(path.parent for path in sizes)
    return SiteSize(
        files=len(sizes),
        entries=len(entries),
        size=sum(sizes.values()),
        largest_file=max(sizes.values(), default=0),
        largest_folder=max(in_folder.values(), default=0),
        articles=len(list(site.glob(ARTICLE_PAGES))),
    )


def compare_with_host(site: Path, host: Host) -> tuple[list[str], bool]:
    """Return a line for each limit of *host*, and whether *site* is within all."""
    measured = measure_site(site)
    lines = [f"{host.name} ({host.source}, read {host.read_on}):"]
    fits = True
    for name, limit in limits_of(host):
        value = getattr(measured, name)
        fits = fits and value <= limit
        verdict = "ok      " if value <= limit else "TOO MUCH"
        share = value / limit
        label = name.replace("_", " ")
        lines.append(f"{verdict} {label}: {value:,} of {limit:,} ({share:.0%})")
    return lines, fits


# What to do about a limit that is exceeded.
FEW_FILES = 'profile = "few-files" under [publish] in archive.toml'
# Of a large archive in that profile, as measured at 30,080 articles.
FILES_PER_ARTICLE = 1.3
ARTICLE_PAGES = "a/*/*.html"
FEWER_FILES = f"{FEW_FILES}, chosen before the site is published: about {{files:,}}"
ADVICE = {
    "files": FEWER_FILES,
    "entries": FEWER_FILES,
    "size": f"ingest without --images; {FEW_FILES}: a fifth less; or another host",
    "largest_file": "a file above the limit is an image: leave it out",
    "largest_folder": "split the archive into two sites by years",
}


def advise(site: Path, host: Host) -> Iterator[str]:
    """Yield what to do about each limit of *host* that *site* exceeds."""
    measured = measure_site(site)
    for name, limit in limits_of(host):
        if getattr(measured, name) > limit:
            few = round(FILES_PER_ARTICLE * measured.articles)
            yield f"{name.replace('_', ' ')}: {ADVICE[name].format(files=few)}"
            if name in {"files", "entries"} and few > limit:
                yield f"that is too much as well; {ADVICE['largest_folder']}"
    fitting = [key for key, other in HOSTS.items() if fits_host(measured, other)]
    if fitting:
        yield f"the site is within the limits of: {', '.join(fitting)}"
    yield "a web server of your own has no such limits: inv publish --to rsync:…"


def fits_host(measured: SiteSize, host: Host) -> bool:
    """Return whether a site is within all limits of *host*."""
    return all(getattr(measured, name) <= limit for name, limit in limits_of(host))


def limits_of(host: Host) -> Iterator[tuple[str, int]]:
    """Yield the name and the value of each limit of *host*."""
    for name in ("files", "entries", "size", "largest_file", "largest_folder"):
        limit = getattr(host, name)
        if limit is not None:
            yield name, limit
