# SPDX-License-Identifier: AGPL-3.0-or-later
"""``python -m plugins.entities review|apply|undo``: the review queue, its decisions."""

import argparse
import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from pelican import Pelican
from pelican.generators import ArticlesGenerator
from pelican.settings import read_settings

from plugins.contract import Settings
from plugins.entities.build.tag_articles import lock_file
from plugins.entities.discover.id_lock import BadLock, read_lock, reuse_ids
from plugins.entities.editors.apply_file import apply_editors_file, edited_entity
from plugins.entities.editors.file import BadEditorsFile, Entries, read_editors_file
from plugins.entities.editors.remove_entries import remove_entries
from plugins.entities.editors.write_decisions import (
    BadDecision,
    apply_decisions,
    unapplied_ids,
)
from plugins.entities.lists.gazetteer import load_gazetteer
from plugins.entities.lists.known_entity import KnownEntity
from plugins.entities.review.candidates import find_candidates
from plugins.entities.review.conflicts import find_conflicts
from plugins.entities.review.queue import Proposal, build_queue, serialise_queue
from storage.files import write_atomic

PAGE, CANDIDATES = "index.html", "candidates.yml"
APPLIED = "applied.txt"  # in the folder of the review: ids of the last decisions
BESIDE = ("review.js", "review.css")  # the page, from the folder editors of the theme
CONFLICTS = {
    "type": "they are of different types",
    "wikidata": "they have different items of Wikidata",
    "cues": "the words of their contexts are different",
}


class UnappliedDecisions(RuntimeError):
    """Decisions would be overwritten; the message names the file."""


def write_review(options: argparse.Namespace) -> list[str]:
    """Write the names that wait for a decision: a page and a file to fill in."""
    candidates = options.folder / CANDIDATES
    refuse_to_overwrite(candidates, editors_file(options))
    generator = load_archive(options)
    discovered = find_candidates(generator.articles, generator.settings)
    entities = generator.context["entities_archive_names"].entities.values()
    proposals = build_queue(discovered, entities, generator.articles, options.least)
    options.folder.mkdir(parents=True, exist_ok=True)
    candidates.write_text(serialise_queue(proposals), encoding="utf-8", newline="\n")
    page = options.folder / PAGE
    html = render_review(generator, proposals, page)
    page.write_text(html, encoding="utf-8", newline="\n")
    for name in BESIDE:
        shutil.copyfile(Path(generator.theme, "editors", name), page.parent / name)
    return [
        f"{len(proposals)} names wait for a decision: open {page}, decide, save the"
        " file, then: inv entities-apply FILE",
        f"Or decide in {candidates}, then: inv entities-apply",
    ]


def refuse_to_overwrite(candidates: Path, editors: Path) -> None:
    """Raise ``UnappliedDecisions`` if *candidates* has decisions not in *editors*."""
    if not candidates.exists():
        return
    text = candidates.read_text(encoding="utf-8")
    if unapplied := unapplied_ids(text, read_editors_file(editors)):
        raise UnappliedDecisions(
            f"{candidates} has decisions that were not applied"
            f" ({', '.join(unapplied)}): apply or delete it first"
        )


def render_review(
    generator: ArticlesGenerator, proposals: list[Proposal], page: Path
) -> str:
    """Return the page of *proposals*; it uses the style and links of the built site."""
    site = os.path.relpath(generator.settings["OUTPUT_PATH"], page.parent)
    context = {
        **generator.context,
        "SITEURL": Path(site).as_posix(),
        "output_file": page.name,
        "proposals": proposals,
        "targets": merge_targets(generator),
    }
    return str(generator.get_template("review").render(context))


def merge_targets(generator: ArticlesGenerator) -> dict[str, list[str]]:
    """Return id → label, type and Wikidata id of entities to merge names into."""
    entities = generator.context["entities_archive_names"].entities
    return {
        identity: [entity.label, entity.type, entity.wikidata]
        for identity, entity in sorted(entities.items())
        if entity.url
    }


def apply_review(options: argparse.Namespace) -> list[str]:
    """Write the decisions into the editors' file."""
    lock = read_lock(lock_file(load_settings(options)))
    gazetteer = reuse_ids(load_gazetteer(), lock)
    editors = editors_file(options)
    new_ids = apply_decisions(
        options.file or options.folder / CANDIDATES,
        editors,
        validate=lambda extended: apply_editors_file(gazetteer, extended),
    )
    if new_ids:
        options.folder.mkdir(parents=True, exist_ok=True)
        text = "".join(f"{identity}\n" for identity in new_ids)
        (options.folder / APPLIED).write_text(text, encoding="utf-8", newline="\n")
    by_id = {entity.id: entity for entity in gazetteer}
    return [
        *doubtful_merges(read_editors_file(editors).entries, new_ids, by_id),
        f"{len(new_ids)} decisions are new in {editors}. Build the site to see them.",
    ]


def doubtful_merges(
    entries: Entries, new_ids: Iterable[str], gazetteer: Mapping[str, KnownEntity]
) -> Iterator[str]:
    """Yield a warning for each new merge of entities that contradict each other."""
    for identity in new_ids:
        into = entries[identity].merged_into
        merged = entity_by_id(identity, entries, gazetteer)
        target = entity_by_id(into, entries, gazetteer)
        if merged and target:
            for conflict in find_conflicts(merged, target):
                yield (
                    f"warning: {identity} is merged into {into}, but"
                    f" {CONFLICTS[conflict]}; to take it back: inv entities-undo"
                    f" {identity}"
                )


def entity_by_id(
    identity: str, entries: Entries, gazetteer: Mapping[str, KnownEntity]
) -> KnownEntity | None:
    """Return an entity as the editors changed it, ``None`` if there is none."""
    listed = gazetteer.get(identity)
    return edited_entity(entries[identity], listed) if identity in entries else listed


def undo_decisions(options: argparse.Namespace) -> list[str]:
    """Remove decisions from the editors' file: those named, else the last ones."""
    applied = options.folder / APPLIED
    ids = options.ids or (
        applied.read_text(encoding="utf-8").split() if applied.exists() else []
    )
    if not ids:
        return ["No decision was applied last: name the ids of entries to remove."]
    editors = editors_file(options)
    text = editors.read_bytes().decode("utf-8")
    try:
        reduced, removed = remove_entries(text, set(ids))
    except BadEditorsFile as error:
        raise BadEditorsFile(f"{editors}, without the entries: line {error}") from error
    write_atomic(editors, reduced.encode("utf-8"))
    applied.unlink(missing_ok=True)
    absent = [identity for identity in ids if identity not in removed]
    return [
        *(f"{identity}: has no entry in {editors}" for identity in absent),
        f"{len(removed)} decisions were removed from {editors}. Build the site.",
    ]


def load_archive(options: argparse.Namespace) -> ArticlesGenerator:
    """Return the archive as a build loads it; nothing is written."""
    settings = load_settings(options)
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


def load_settings(options: argparse.Namespace) -> Settings:
    """Return the settings of the build, with the archive of the command line."""
    override = {"PATH": str(options.content.resolve())} if options.content else {}
    settings: Settings = read_settings(str(options.settings), override)
    return settings


def editors_file(options: argparse.Namespace) -> Path:
    """Return the path of the editors' file."""
    return options.editors or Path(load_settings(options)["ENTITIES_AUTHORITY"])


COMMANDS = {"review": write_review, "apply": apply_review, "undo": undo_decisions}


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    root = argparse.ArgumentParser(
        prog="python -m plugins.entities", description=__doc__
    )
    commands = root.add_subparsers(required=True)
    for name, command in COMMANDS.items():
        parser = commands.add_parser(name, help=command.__doc__)
        parser.set_defaults(command=command)
        add_paths(parser)
        if name == "apply":
            parser.add_argument("file", nargs="?", type=Path, help="saved decisions")
        if name == "undo":
            parser.add_argument("ids", nargs="*", help="ids of entries to remove")
        if name == "review":
            parser.add_argument(
                "--least",
                type=int,
                default=2,
                help="fewest articles that mention a name",
            )
    return root


def add_paths(parser: argparse.ArgumentParser) -> None:
    """Add the options for files and folders."""
    parser.add_argument(
        "--folder",
        type=Path,
        default=Path("review"),
        help="folder of the page and the file",
    )
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument(
        "--content", type=Path, help="the archive, if not that of the settings"
    )
    parser.add_argument(
        "--editors",
        type=Path,
        help="the editors' file, if not that of the settings",
    )


def main() -> int:
    """Run the named command; return 0 if it succeeded."""
    options = build_parser().parse_args()
    try:
        lines = options.command(options)
    except (
        BadEditorsFile,
        BadDecision,
        BadLock,
        UnappliedDecisions,
        FileNotFoundError,
    ) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


if __name__ == "__main__":
    sys.exit(main())
