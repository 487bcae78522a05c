# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m upkeep TASK``: start, status, publish, check, verify and others."""

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from archive_settings.archive_file import BadSettings, read_archive_settings
from seal.minisign import BadKey
from storage.journal import finish_changes
from storage.json_lines import BadLog
from storage.manifest import MANIFEST
from upkeep import (
    ROOT,
    browser,
    check,
    doctor,
    front_end,
    new_key,
    sample,
    serve,
    start,
    status,
    verify,
)
from upkeep.check import report as check_report
from upkeep.copy_seal import seal_state
from upkeep.hosts import HOSTS, advise, compare_with_host
from upkeep.publish import publish_site
from upkeep.publish.changes import CannotPublish


def start_archive(options: argparse.Namespace) -> bool:
    """Write the files of an archive of one's own."""
    flags = {name: getattr(options, name) for name in start.ASKED}
    print_lines(start.start_archive(flags, start.ask_on_terminal))
    return True


def show_status(options: argparse.Namespace) -> bool:
    """Report what is in the archive, what changed, what waits, what to do next."""
    state = status.read_status(
        read_archive_settings(), ROOT / "content", ROOT / "output"
    )
    print_lines(*([status.as_json(state)] if options.json else status.describe(state)))
    return True


def prepare_sample(_options: argparse.Namespace) -> bool:
    """Copy the pages of the sample archive to content/."""
    sample.copy_sample_pages()
    return True


def set_up(options: argparse.Namespace) -> bool:
    """Install the theme's files and, for the tests, a browser."""
    front_end.install(tools=options.browser)
    if options.browser:
        browser.install()
    return True


def diagnose(_options: argparse.Namespace) -> bool:
    """Report what this machine lacks."""
    lines, complete = doctor.report()
    print_lines(*lines)
    return complete


def check_site(options: argparse.Namespace) -> bool:
    """Report everything that is wrong with a built site, or the limits of a host."""
    if options.host:
        lines, fits = compare_with_host(options.site, HOSTS[options.host])
        print_lines(
            *lines, *(() if fits else advise(options.site, HOSTS[options.host]))
        )
        return fits
    host = read_archive_settings()["publish.host"]
    results = list(check.check_site(options.site, every_page=options.all, host=host))
    as_text = check_report.results_as_json if options.json else check_report.as_table
    print_lines(as_text(results))
    return not any(result.problems for result in results)


def publish(options: argparse.Namespace) -> bool:
    """Copy the site to a folder, by rsync, or to a branch of git."""
    settings = read_archive_settings()
    target = options.to or settings["publish.target"]
    host = options.host or settings["publish.host"]
    print_lines(*publish_site(options.site, target, host, dry=options.dry_run))
    return True


def verify_copy(options: argparse.Namespace) -> bool:
    """Compare a copy with its manifest."""
    problems = verify.find_problems(options.site)
    digest = verify.manifest_digest(options.site)
    seal = seal_state(options.site, options.key, options.authority)
    problems += seal.problems
    if options.json:
        print_lines(
            problems_as_json(problems, manifest_sha256=digest, seal=seal.summary)
        )
        return not problems
    print_lines(
        *problems,
        f"SHA-256 of {MANIFEST}: {digest}",
        seal.summary,
        f"{options.site}: {len(problems)} problems",
    )
    return not problems


def make_key(_options: argparse.Namespace) -> bool:
    """Make the key of the archive: inv seal --new-key."""
    print_lines(new_key.make_key(read_archive_settings(), new_key.ask_new_password))
    return True


def serve_site(options: argparse.Namespace) -> bool:
    """Serve the site and rebuild it on change, until interrupted."""
    serve.serve_site(options.port)
    return True


def problems_as_json(problems: list[str], **facts: str) -> str:
    """Return *problems* and other *facts* as JSON, for scripts."""
    return json.dumps({"problems": problems, **facts}, ensure_ascii=False, indent=1)


def print_lines(*lines: str) -> None:
    """Print *lines*."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def add_site(command: argparse.ArgumentParser) -> None:
    """Add the folder of the site."""
    command.add_argument("site", nargs="?", type=Path, default=Path("output"))


def add_host(command: argparse.ArgumentParser) -> None:
    """Add the folder of the site, and the host that it is for."""
    add_site(command)
    command.add_argument(
        "--host",
        choices=sorted(HOSTS),
        help="compare files and bytes with the limits of this host",
    )


def add_check(command: argparse.ArgumentParser) -> None:
    """Add the folder of the site, its host, the extent, and the form for scripts."""
    add_host(command)
    command.add_argument("--all", action="store_true", help="read every page")
    add_json(command)


def add_verify(command: argparse.ArgumentParser) -> None:
    """Add the folder of the site, the key of its seal, and the form for scripts."""
    add_site(command)
    command.add_argument("--key", default="", help="public key; else archive.toml's")
    command.add_argument("--authority", type=Path, help="certificates (PEM)")
    add_json(command)


def add_target(command: argparse.ArgumentParser) -> None:
    """Add where the site is published."""
    add_host(command)
    command.add_argument("--to", default="", help="KIND:PLACE, see upkeep/publish")
    command.add_argument("--dry-run", action="store_true", help="change nothing")


def add_first_settings(command: argparse.ArgumentParser) -> None:
    """Add the settings that a new archive begins with."""
    for name in start.ASKED:
        command.add_argument(f"--{name}", default="")


def add_browser(command: argparse.ArgumentParser) -> None:
    """Add the browser of the tests."""
    command.add_argument(
        "--browser",
        action="store_true",
        help="also a Chromium and the tools of the tests and of `inv check`",
    )


def add_json(command: argparse.ArgumentParser) -> None:
    """Add the form for scripts."""
    command.add_argument("--json", action="store_true", help="print JSON")


def add_port(command: argparse.ArgumentParser) -> None:
    """Add the port."""
    command.add_argument("--port", type=int, default=8000)


def add_nothing(_command: argparse.ArgumentParser) -> None:
    """Add no argument."""


Task = Callable[[argparse.Namespace], bool]  # returns whether it succeeded
AddArguments = Callable[[argparse.ArgumentParser], None]
TASKS: dict[str, tuple[Task, AddArguments]] = {
    "start": (start_archive, add_first_settings),
    "status": (show_status, add_json),
    "sample": (prepare_sample, add_nothing),
    "setup": (set_up, add_browser),
    "doctor": (diagnose, add_nothing),
    "check": (check_site, add_check),
    "publish": (publish, add_target),
    "new-key": (make_key, add_nothing),
    "verify": (verify_copy, add_verify),
    "serve": (serve_site, add_port),
}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m upkeep", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, (task, add_arguments) in TASKS.items():
        command = commands.add_parser(name, help=task.__doc__)
        command.set_defaults(task=task)
        add_arguments(command)
    return parser


EXPECTED = (
    *(BadLog, BadSettings, CannotPublish, browser.NoBrowser),
    *(start.CannotStart, verify.NoManifest, new_key.CannotMakeKey, BadKey),
)


def main() -> int:
    """Run the task of the command line; return 0 if it succeeded."""
    options = build_parser().parse_args()
    if options.task is not set_up:
        finish_changes(getattr(options, "site", ROOT / "output"))
    try:
        succeeded = options.task(options)
    except EXPECTED as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if succeeded else 1


if __name__ == "__main__":
    sys.exit(main())
