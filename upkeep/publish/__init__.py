# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv publish`: copies the built site to a folder, by rsync, or to a branch of git.

Whatever the target, the new manifest of the site is compared with the one that was
published last. Only files that a manifest names are written or deleted; a target that
has other files and no manifest is refused. With a dry run nothing is written.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

from upkeep import verify
from upkeep.hosts import HOSTS, advise, compare_with_host
from upkeep.publish import folder, git_branch, rsync
from upkeep.publish.changes import CannotPublish, Changes

Publisher = Callable[[Path, str, bool], Changes]  # site, place, dry run
PUBLISHERS: dict[str, Publisher] = {
    "folder": folder.publish,
    "rsync": rsync.publish,
    "branch": git_branch.publish,
}
LISTED = 10  # damaged files that are named


def publish_site(site: Path, target: str, host: str, *, dry: bool) -> Iterator[str]:
    """Publish *site* to *target*, ``KIND:PLACE``; yield what to print.

    *host* is a key of ``HOSTS``, or "". Raises ``CannotPublish``, before anything is
    written, if the site is damaged or too large for the host.
    """
    kind, separator, place = target.partition(":")
    if kind not in PUBLISHERS or not separator or not place:
        raise CannotPublish(
            f"target {target!r}: write folder:PATH, rsync:USER@HOST:PATH or"
            " branch:NAME, in archive.toml under [publish] or after --to"
        )
    refuse_damaged(site)
    if host:
        yield from refuse_too_large(site, host)
    changes = PUBLISHERS[kind](site, place, dry)
    yield from changes.describe(place, dry=dry)


def refuse_damaged(site: Path) -> None:
    """Raise ``CannotPublish`` if *site* is not as the last build wrote it."""
    try:
        problems = verify.find_problems(site)
    except verify.NoManifest as error:
        raise CannotPublish(f"{site} is no built site: run `inv build`") from error
    if problems:
        shown = "\n".join(problems[:LISTED])
        raise CannotPublish(
            f"{shown}\n{len(problems)} files of {site} are not as the build wrote them:"
            " run `inv build`"
        )


def refuse_too_large(site: Path, host: str) -> Iterator[str]:
    """Yield the limits of *host*. Raises ``CannotPublish`` if *site* is beyond one."""
    lines, fits = compare_with_host(site, HOSTS[host])
    if not fits:
        raise CannotPublish("\n".join([*lines, *advise(site, HOSTS[host])]))
    yield from lines
