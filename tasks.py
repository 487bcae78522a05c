# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everyday commands: `inv --list`. Those of developers are in the namespace `dev`."""

import shutil
from pathlib import Path

import invoke.program
from invoke.collection import Collection
from invoke.context import Context
from invoke.exceptions import UnexpectedExit
from invoke.tasks import task

from upkeep import dev_tasks
from upkeep.task_arguments import PathsParser, list_in_order
from upkeep.task_commands import (
    PELICAN,
    is_own_archive,
    run,
    run_module,
    run_pelican,
    write_part,
)

invoke.program.Parser = PathsParser  # type: ignore[attr-defined]
list_in_order(invoke.program.Program)


@task(
    help={
        "name": "name of the archive; without it you are asked",
        "subtitle": "a line under the name",
        "address": "public address of the site, https://…",
        "language": "of menus and labels: ar, en …",
        "region": "of the readers, as SY: names of months, first day of the week",
        "contact": "e-mail or web address for mistakes and removals",
    }
)
def start(  # noqa: PLR0913, PLR0917 - each parameter is an option
    c: Context,
    name: str = "",
    subtitle: str = "",
    address: str = "",
    language: str = "",
    region: str = "",
    contact: str = "",
) -> None:
    """Begin an archive of your own in this checkout: settings, pages, git."""
    options = {
        **{"name": name, "subtitle": subtitle, "address": address},
        **{"language": language, "region": region, "contact": contact},
    }
    run_module(c, "upkeep start", options=options)


@task(help={"json": "for scripts"})
def status(c: Context, json: bool = False) -> None:
    """Report what is in the archive, what changed, what waits, what to do next."""
    run_module(c, "upkeep status", options={"json": json})


@task(
    iterable=["path", "field"],
    help={
        "path": "files and folders of a scrape; the option's name may be left out",
        "source": "name of the newspaper, if all inputs are of a single one",
        "field": "OURS=THEIRS: a field of ours and its name in a dataset",
        "out": "the archive",
        "zone": "time zone of the newspapers, as Asia/Riyadh",
        "since": "skip articles of days before this DATE",
        "jobs": "worker processes",
        "cluster": "read on the Dask cluster with this scheduler, tcp://…",
        "images": "store the images that are in the scrape, and show them",
        "dry-run": "list what would be written, and write nothing",
        "restore": "without a path: only restore damaged articles",
    },
)
def ingest(  # noqa: PLR0913, PLR0917 - each parameter is an option of `inv ingest`
    c: Context,
    path: list[str],
    field: list[str],
    source: str = "",
    out: str = "content",
    zone: str = "",
    since: str = "",
    jobs: str = "",
    cluster: str = "",
    images: bool = False,
    dry_run: bool = False,
    restore: bool = False,
) -> None:
    """Turn scraped files into Markdown under content/: inv ingest PATH…"""
    options = {
        **{"out": out, "source": source, "zone": zone, "since": since},
        **{"jobs": jobs, "cluster": cluster, "field": field},
        **{"images": images, "dry_run": dry_run, "restore": restore},
    }
    run_module(c, "ingest", *path, options=options)


@task(
    iterable=["allow_private"],
    help={
        "place": "file or URL of a list of URLs, a sitemap or a feed",
        "contact": "e-mail address or page where a site's owner can reach you",
        "into": "folder of the WARC files",
        "pause": "seconds between two requests to one host",
        "images": "fetch the images of the texts too",
        "allow-private": "a host of your own network that may be fetched",
    },
)
def fetch(  # noqa: PLR0913, PLR0917 - each parameter is an option
    c: Context,
    place: str,
    contact: str,
    allow_private: list[str],
    into: str = "",
    pause: str = "",
    images: bool = False,
) -> None:
    """Fetch pages politely and ingest them: inv fetch PLACE --contact YOU"""
    options = {
        **{"contact": contact, "into": into, "pause": pause, "images": images},
        "allow_private": allow_private,
    }
    run_module(c, "ingest.fetch", place, options=options)


@task(help={"out": "the archive"})
def report(c: Context, out: str = "content") -> None:
    """Report on the quality of the archive, and list the articles to check first."""
    run_module(c, "ingest.quality_report", options={"out": out})


@task(help={"least": "fewest articles that mention a name"})
def entities_review(c: Context, least: int = 2) -> None:
    """List candidates for new entities: review/index.html and candidates.yml."""
    run_module(c, "plugins.entities review", options={"least": least})


@task(help={"file": "saved by the review page; without it review/candidates.yml"})
def entities_apply(c: Context, file: str = "") -> None:
    """Add decisions to content/entities.yml: inv entities-apply FILE"""
    run_module(c, "plugins.entities apply", *filter(None, [file]), options={})


@task(
    iterable=["entity"],
    help={"entity": "id of an entry to remove; without one the last decisions"},
)
def entities_undo(c: Context, entity: list[str]) -> None:
    """Take decisions back: inv entities-undo, or inv entities-undo ID…"""
    run_module(c, "plugins.entities undo", *entity, options={})


@task(
    help={
        "article": "id of an article that you edited, as in its URL",
        "reason": "why; readers see it",
        "out": "the archive",
    }
)
def correct(c: Context, article: str, reason: str, out: str = "content") -> None:
    """State why an article was edited: inv correct ID --reason TEXT"""
    run_module(c, "ingest.correct", article, options={"reason": reason, "out": out})


@task(
    iterable=["article"],
    help={
        "article": "id, as in the URL; the option's name may be left out",
        "reason": "why; readers see it",
        "level": "hide keeps the record, erase deletes the text everywhere",
        "drop-original": "delete an original that a record cannot be cut out of",
        "verify": "search every file of the archive and the site for this text",
        "out": "the archive",
    },
)
def remove(  # noqa: PLR0913, PLR0917 - each parameter is an option
    c: Context,
    article: list[str],
    reason: str = "",
    level: str = "hide",
    drop_original: bool = False,
    verify: str = "",
    out: str = "content",
) -> None:
    """Take articles off the site: inv remove ID… --reason TEXT --level erase"""
    options = {
        **{"article": article, "reason": reason, "level": level},
        **{"drop_original": drop_original, "verify": verify, "out": out},
    }
    is_erased = bool(article) and level == "erase"
    run_module(c, "ingest.remove", options={**options, "keep_site": is_erased})
    if is_erased:
        try:
            build(c)
        except UnexpectedExit:
            clean(c)  # the old site has the text
            raise


@task(
    help={
        "part": "3/16: write only what one part of the articles needs, to --folder",
        "merge": "build with the parts that are in --folder",
        "cluster": "write the parts on the Dask cluster with this scheduler, tcp://…",
        "parts": "how many, on a cluster",
        "folder": "of the parts; on a cluster all machines share it",
    }
)
def build(  # noqa: PLR0913, PLR0917 - each parameter is an option
    c: Context,
    part: str = "",
    merge: bool = False,
    cluster: str = "",
    parts: int = 16,
    folder: str = "partitions",
) -> None:
    """Build the site into output/, stopping at the first problem."""
    if part:
        write_part(c, part, folder)
        return
    run_module(c, "ingest.correct", options={})
    if cluster:
        run_module(c, "upkeep.cluster_parts", cluster, str(parts), folder, options={})
    if merge or cluster:
        run_module(c, "plugins.entities.build.partition", folder, options={})
        run_module(c, "plugins.search.partition", folder, options={})
    run(c, PELICAN)


@task(help={"port": "on the loopback address"})
def serve(c: Context, port: int = 8000) -> None:
    """Serve the site; rebuild and reload when something changes."""
    run_module(c, "upkeep serve", options={"port": port})


@task(
    help={
        "site": "folder of a built site",
        "host": "compare with the limits of github, cloudflare, netlify or gitlab",
        "all": "read every page, also of a large site",
        "json": "for scripts",
    }
)
def check(
    c: Context,
    site: str = "output",
    host: str = "",
    all: bool = False,
    json: bool = False,
) -> None:
    """Check a built site before it is published, or whether a host takes it."""
    options = {"host": host, "all": all, "json": json}
    run_module(c, "upkeep check", site, options=options)


@task(
    help={
        "to": "folder:PATH, rsync:USER@HOST:PATH or branch:NAME; else as archive.toml",
        "host": "check the limits of github, cloudflare, netlify or gitlab first",
        "dry-run": "list what would be written and deleted, and change nothing",
    }
)
def publish(c: Context, to: str = "", host: str = "", dry_run: bool = False) -> None:
    """Copy the built site to its place; nothing else there is touched."""
    options = {"to": to, "host": host, "dry_run": dry_run}
    run_module(c, "upkeep publish", options=options)


@task(
    help={
        "lunr": "a stock Lunr index as JSON, for any Lunr client",
        "bag": "the archive itself as a bag of BagIt",
        "epub": "a book of a list: e/ID.html, or a file of saved search results",
        "zim": "the site for Kiwix; needs libzim",
        "wacz": "the originals that are pages, to replay",
        "site": "folder of a built site",
        "content": "the archive",
        "to": "folder that receives the files",
    }
)
def export(  # noqa: PLR0913, PLR0917 - each parameter is an option
    c: Context,
    lunr: bool = False,
    bag: bool = False,
    epub: str = "",
    zim: bool = False,
    wacz: bool = False,
    site: str = "output",
    content: str = "content",
    to: str = "dist",
) -> None:
    """Write the data of the site (JSONL, CSV, Parquet), or another format."""
    if lunr:
        run_module(c, "plugins.search.export", site, to, options={})
        return
    options = {"site": site, "content": content, "to": to}
    chosen = {"bag": bag, "epub": epub, "zim": zim, "wacz": wacz}
    names = [name for name, value in chosen.items() if value] or ["data"]
    for name in names:
        words = [epub] if name == "epub" else []
        run_module(c, f"export {name}", *words, options=options)


@task(
    iterable=["calendar"],
    help={
        "new-key": "make the key of the archive; nothing is built",
        "authority": "URL of a time-stamping authority (RFC 3161), which is asked",
        "calendar": "URL of a calendar of OpenTimestamps, which is asked",
    },
)
def seal(
    c: Context, calendar: list[str], new_key: bool = False, authority: str = ""
) -> None:
    """Build the site and sign its manifest: SHA256SUMS.minisig, seal/."""
    if new_key:
        run_module(c, "upkeep new-key", options={})
        return
    run_module(c, "ingest.correct", options={})
    run_pelican(
        c,
        OFFLINE_SEAL=True,
        OFFLINE_AUTHORITY=authority,
        OFFLINE_CALENDARS=calendar,
    )


@task(
    help={
        "seal": "sign it, as `inv seal` does",
        "one-file": "NAME.warraq.zip and open.html, which reads it without unpacking",
    }
)
def offline(c: Context, seal: bool = False, one_file: bool = False) -> None:
    """Build the site and pack the offline copy into dist/."""
    run_module(c, "ingest.correct", options={})
    ending = ".warraq.zip" if one_file else ".zip"
    run_pelican(c, OFFLINE_ZIP=f"dist/{{name}}{ending}", OFFLINE_SEAL=seal)


@task(
    help={
        "folder": "a copy of the site, or an archive: content",
        "key": "public key of the seal; else that of archive.toml",
        "authority": "certificates (PEM) that timestamps are checked with",
        "json": "for scripts; of a site",
    }
)
def verify(
    c: Context,
    folder: str = "output",
    key: str = "",
    authority: str = "",
    json: bool = False,
) -> None:
    """Compare a site with its manifest and seal, or an archive with its digests."""
    is_archive = Path(folder, "ledger.jsonl").exists()
    if is_archive:
        run_module(c, "ingest.verify", folder, options={})
        return
    options = {"key": key, "authority": authority, "json": json}
    run_module(c, "upkeep verify", folder, options=options)


@task
def doctor(c: Context) -> None:
    """Report what this machine lacks and how to install it."""
    run_module(c, "upkeep doctor", options={})


@task(help={"browser": "also a Chromium and the tools of the tests and of check"})
def setup(c: Context, browser: bool = False) -> None:
    """Install the theme's files (lunr.js, fonts) by version from npm."""
    run_module(c, "upkeep setup", options={"browser": browser})


@task
def site(c: Context) -> None:
    """Build the site of this archive; without one of your own, of the sample."""
    if not is_own_archive():
        run_module(c, "upkeep sample", options={})
        run_module(c, "ingest", "samples", options={})
    build(c)
    c.run("echo 'Built. Double-click output/index.html, or run: inv serve'")


@task
def clean(_c: Context) -> None:
    """Delete output/ and dist/, which a build makes; articles stay."""
    for folder in ("output", ".output.build", "dist"):
        shutil.rmtree(folder, ignore_errors=True)


# In the order in which an archivist needs them; `inv --list` keeps it.
ns = Collection(
    *(
        start,
        status,
        ingest,
        fetch,
        report,
        entities_review,
        entities_apply,
        entities_undo,
    ),
    *(correct, remove, build, serve, check, publish, seal, offline, verify, export),
    *(doctor, setup, site, clean),
)
ns.add_collection(Collection.from_module(dev_tasks, name="dev"))
