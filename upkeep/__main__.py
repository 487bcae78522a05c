# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m upkeep start|sample|setup|doctor|check|verify|serve``."""

import argparse
import sys
from pathlib import Path

from storage.manifest import MANIFEST
from upkeep import browser, check, doctor, front_end, sample, serve, start, verify
from upkeep.hosts import HOSTS, compare_with_host


def start_archive(options: argparse.Namespace) -> bool:
    """Write the files of an archive of one's own."""
    flags = {name: getattr(options, name) for name in start.ASKED}
    print_lines(start.start_archive(flags, start.ask_on_terminal))
    return True


def prepare_sample(_options: argparse.Namespace) -> bool:
    """Copy the pages of the sample archive to content/."""
    sample.copy_sample_pages()
    return True


def set_up(options: argparse.Namespace) -> bool:
    """Install the theme's files and, for the tests, a browser."""
    front_end.install()
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
        print_lines(*lines)
        return fits
    problems = check.find_problems(options.site)
    print_lines(*problems, f"{options.site}: {len(problems)} problems")
    return not problems


def verify_copy(options: argparse.Namespace) -> bool:
    """Compare a copy with its manifest."""
    problems = verify.find_problems(options.site)
    digest = verify.manifest_digest(options.site)
    print_lines(
        *problems,
        f"SHA-256 of {MANIFEST}: {digest}",
        f"{options.site}: {len(problems)} files differ from the manifest",
    )
    return not problems


def serve_site(options: argparse.Namespace) -> bool:
    """Serve the site and rebuild it on change, until interrupted."""
    serve.serve_site(options.port)
    return True


TASKS = {
    "start": start_archive,
    "sample": prepare_sample,
    "setup": set_up,
    "doctor": diagnose,
    "check": check_site,
    "verify": verify_copy,
    "serve": serve_site,
}


def print_lines(*lines: str) -> None:
    """Print *lines*."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    parser = argparse.ArgumentParser(prog="python -m upkeep", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, task in TASKS.items():
        command = commands.add_parser(name, help=task.__doc__)
        command.set_defaults(task=task)
        if task is start_archive:
            for name in start.ASKED:
                command.add_argument(f"--{name}", default="")
        if task is set_up:
            command.add_argument(
                "--browser",
                action="store_true",
                help="a Chromium for the tests as well",
            )
        if task in (check_site, verify_copy):
            command.add_argument("site", nargs="?", type=Path, default=Path("output"))
        if task is check_site:
            command.add_argument(
                "--host",
                choices=sorted(HOSTS),
                help="compare files and bytes with the limits of this host instead",
            )
        if task is serve_site:
            command.add_argument("--port", type=int, default=8000)
    return parser


def main() -> int:
    """Run the task of the command line; return 0 if it succeeded."""
    options = build_parser().parse_args()
    try:
        succeeded = options.task(options)
    except (browser.NoBrowser, verify.NoManifest, start.CannotStart) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if succeeded else 1


if __name__ == "__main__":
    sys.exit(main())
