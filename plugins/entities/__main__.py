# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m plugins.entities review|apply``: the names that wait for an editor, and what the editor decided."""

import argparse
import os
import sys
from pathlib import Path
from typing import Any

from pelican import Pelican
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from plugins.entities.build.tag_articles import lock_file
from plugins.entities.discover import id_lock
from plugins.entities.editors import file, write_decisions
from plugins.entities.editors.apply_file import lay_over
from plugins.entities.lists import gazetteer
from plugins.entities.review.queue import as_yaml, proposals

PAGE, ROWS = "index.html", "candidates.yml"


class Undecided(RuntimeError):
    """A file of decisions would be lost; the message names it."""


def review(options: argparse.Namespace) -> list[str]:
    """Write the names that wait for a decision: a page to read and a file to fill in."""
    rows = options.folder / ROWS
    editors = file.read(editors_file(options))
    if rows.exists() and (
        held := write_decisions.waiting(rows.read_text(encoding="utf-8"), editors)
    ):
        raise Undecided(
            f"{rows} holds decisions that were not applied ({', '.join(held)}): apply or delete it first"
        )
    generator = archive(options)
    found = proposals(
        generator.context["entities_reading"], generator.articles, options.least
    )
    options.folder.mkdir(parents=True, exist_ok=True)
    rows.write_text(as_yaml(found), encoding="utf-8", newline="\n")
    page = options.folder / PAGE
    page.write_text(page_of(generator, found, page), encoding="utf-8", newline="\n")
    return [
        f"{len(found)} names wait for a decision: read {page}, decide in {rows}, then: inv entities-apply"
    ]


def page_of(generator: ArticlesGenerator, found: list[Any], page: Path) -> str:
    """Return the page of *found*; it borrows style and links from the built site."""
    site = os.path.relpath(generator.settings["OUTPUT_PATH"], page.parent)
    context = {
        **generator.context,
        "SITEURL": Path(site).as_posix(),
        "output_file": page.name,
        "proposals": found,
    }
    return str(generator.get_template("review").render(context))


def apply(options: argparse.Namespace) -> list[str]:
    """Write what was decided into the editors' file."""
    own = id_lock.settle(
        gazetteer.load(), id_lock.read(lock_file(settings_of(options)))
    )
    editors = editors_file(options)
    new = write_decisions.apply(
        options.folder / ROWS, editors, agree=lambda decided: lay_over(own, decided)
    )
    return [f"{len(new)} decisions are new in {editors}. Build the site to see them."]


def archive(options: argparse.Namespace) -> ArticlesGenerator:
    """Return the archive as a build reads it, with nothing written."""
    settings = settings_of(options)
    Pelican(settings)  # connects the plugins
    shared = {
        "generated_content": {},
        "static_links": set(),
        "static_content": {},
        "localsiteurl": settings["SITEURL"],
    }
    generator = ArticlesGenerator(
        context={**settings, **shared},
        settings=settings,
        path=settings["PATH"],
        theme=settings["THEME"],
        output_path=settings["OUTPUT_PATH"],
    )
    generator.generate_context()
    return generator


def settings_of(options: argparse.Namespace) -> dict[str, Any]:
    """Return the settings of the build, for the archive that is asked for."""
    override = {"PATH": str(options.content.resolve())} if options.content else {}
    settings: dict[str, Any] = read_settings(str(options.settings), override)
    return settings


def editors_file(options: argparse.Namespace) -> Path:
    """Return the editors' own file of names."""
    return options.editors or Path(settings_of(options)["ENTITIES_AUTHORITY"])


COMMANDS = {"review": review, "apply": apply}


def parser() -> argparse.ArgumentParser:
    """Return the grammar of the command line."""
    root = argparse.ArgumentParser(
        prog="python -m plugins.entities", description=__doc__
    )
    commands = root.add_subparsers(required=True)
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.__doc__)
        sub.set_defaults(command=command)
        sub.add_argument(
            "--folder",
            type=Path,
            default=Path("review"),
            help="where the page and the file lie",
        )
        sub.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
        sub.add_argument(
            "--content", type=Path, help="the archive, if not that of the settings"
        )
        sub.add_argument(
            "--editors",
            type=Path,
            help="the editors' file, if not that of the settings",
        )
        if command is review:
            sub.add_argument(
                "--least", type=int, default=2, help="fewest articles that hold a name"
            )
    return root


def main() -> int:
    """Run the named command; 0 if it was carried out."""
    options = parser().parse_args()
    try:
        lines = options.command(options)
    except (
        file.BadAuthority,
        write_decisions.BadDecision,
        id_lock.BadLock,
        Undecided,
        FileNotFoundError,
    ) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
