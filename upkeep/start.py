# SPDX-License-Identifier: AGPL-3.0-or-later
"""`inv start`: turns a checkout of Warraq into an archive of one's own.

Every file that it writes is new: none is a file of Warraq, so that merging a newer
Warraq has no conflicts.
"""

import sys
from collections.abc import Callable, Iterator, Mapping

from archive_settings.archive_file import FILE_NAME, Fault, region_fault, value_faults
from archive_settings.schema import ARCHIVE, SETTINGS, Setting
from archive_settings.template import render_settings
from storage.files import write_atomic
from upkeep import ROOT, sample

ASKED = ("name", "subtitle", "address", "language", "region", "contact")
GIT_KEEPS = """\
# Git keeps this archive; Warraq's own .gitignore leaves content/ out, for the sample.
!/*
/.sketches.sqlite*
*.part
"""
EDITORS_FILE = """\
# الأسماء التي يقرّرها محررو الأرشيف، ولا يكتب البناء في هذا الملف أبدًا.
# The names that editors decide; no build writes to this file.
# The keys are described in docs/en/names.md, with examples.
entities:
"""
ABOUT = {
    "ar": (
        "عن هذا الأرشيف",
        "اكتب هنا من يقوم على الأرشيف، ومن أين مواده، وما حقوقها.",
    ),
    "en": (
        "About this archive",
        "Write here who keeps the archive, where its texts are from, and their rights.",
    ),
}
NEXT_STEPS = """\
{file} has the settings; content/pages/about.md is the page about the archive.

Next:
  inv ingest PATH               your scraped files, as often as you like
  inv build                     then open output/index.html
  inv status                    what is in the archive, and what to do next

Keep the archive in git; Warraq itself becomes the remote "warraq":
  git remote rename origin warraq
  git add --all && git commit --message "Start the archive"
A newer Warraq: git fetch warraq && git merge warraq/main
"""


class CannotStart(RuntimeError):
    """The archive cannot be started; the message is the reason and what to do."""


def start_archive(flags: Mapping[str, str], ask: Callable[[str], str]) -> str:
    """Write the files of a new archive; return what to print.

    *flags* are settings of the table ``archive``. Without a name *ask* is called with
    a question for each. Raises ``CannotStart``.
    """
    if (ROOT / FILE_NAME).exists():
        raise CannotStart(f"{FILE_NAME} exists: this is an archive already. Edit it.")
    values = {f"archive.{name}": value for name, value in flags.items() if value}
    if "archive.name" not in values:
        values |= ask_settings(values, ask)
    if problems := [describe_fault(fault) for fault in faults_of(values)]:
        raise CannotStart("\n".join(problems))
    try:
        had_sample = sample.remove_sample_archive(sample.CONTENT)
    except sample.MixedArchive as error:
        raise CannotStart(str(error)) from error
    write_files(values)
    removed = "The sample archive was removed from content/.\n" if had_sample else ""
    return removed + NEXT_STEPS.format(file=FILE_NAME)


def ask_settings(
    values: Mapping[str, str], ask: Callable[[str], str]
) -> dict[str, str]:
    """Return the answers to the questions that *values* leave open."""
    answers = dict(values)
    for item in ARCHIVE:
        if item.name in ASKED and item.key not in answers:
            answers[item.key] = ask_setting(item, answers, ask)
    return answers


def ask_setting(
    item: Setting, answers: Mapping[str, str], ask: Callable[[str], str]
) -> str:
    """Ask for a setting until the answer is allowed; no answer is its default."""
    question = f"{item.english} {item.arabic}\n  {item.name} [{item.default}]: "
    while True:
        answer = ask(question).strip() or item.default
        faults = list(faults_of({**answers, item.key: answer}))
        if not faults:
            return answer
        question = f"  {describe_fault(faults[0])}\n  {item.name}: "


def faults_of(values: Mapping[str, str]) -> Iterator[Fault]:
    """Yield what is wrong with *values*."""
    faults = list(value_faults(values, {item.key: item for item in SETTINGS}))
    yield from faults
    if not faults:
        language = {"archive.language": "ar", "archive.region": ""}
        yield from region_fault({**language, **values})


def describe_fault(fault: Fault) -> str:
    """Return a line for a wrong value."""
    key, value, allowed = fault
    return f"{key.removeprefix('archive.')} = {value!r}: {allowed}"


def write_files(values: Mapping[str, str]) -> None:
    """Write the settings, the rules for git, the page about the archive, the names.

    A page or a file of names that exists stays.
    """
    sample.remove_sample_pages(sample.CONTENT)
    language = values.get("archive.language", "ar")
    files = {
        sample.CONTENT / ".gitignore": GIT_KEEPS,
        sample.CONTENT / "pages" / "about.md": about_page(language),
        sample.CONTENT / "entities.yml": EDITORS_FILE,
    }
    for path, text in files.items():
        if not path.exists():
            write_atomic(path, text.encode())
    # Last: where the file exists, the archive is started.
    write_atomic(ROOT / FILE_NAME, render_settings(values).encode())


def about_page(language: str) -> str:
    """Return the page about the archive, to be filled in."""
    title, text = ABOUT.get(language, ABOUT["en"])
    shown = language if language in ABOUT else "en"
    return f"---\ntitle: {title}\nslug: about\nlang: {shown}\n---\n\n{text}\n"


def ask_on_terminal(question: str) -> str:
    """Return the answer to *question*. Raises ``CannotStart`` without a terminal."""
    if not sys.stdin.isatty():
        raise CannotStart('give a name: inv start --name "…"')
    return input(question)
