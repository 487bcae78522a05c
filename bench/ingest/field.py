# SPDX-License-Identifier: AGPL-3.0-or-later
"""The field cases: title, date, author and body by ingest and its peers, right or not.

python -m bench field [FOLDER]     FOLDER has a folder for each case: input/ and
                                   expected.json

A peer reads the pages of a case, and nothing else: of a dataset or a container it finds
no article. A case without an article is right if nothing is extracted from it. `make
peers` installs newspaper4k; a peer that is missing is printed as such.
"""

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import compress
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from arabic.spelling import name_key
from bench.ingest.pages import (
    Extraction,
    Page,
    extract_by_newspaper,
    extract_by_readability,
    extract_by_trafilatura,
)
from bench.tools.datasets import DATA
from upkeep import ROOT

FIELDS = ("title", "date", "author", "body")
ESCAPE = re.compile(r"\\([^\n])")
PAGE_SUFFIXES = (".html", ".htm", ".html.gz")
SHORTEST_BODY = 20  # characters: less is no article
Tool = Callable[[Path, Sequence[str]], list[Extraction]]


class Case(NamedTuple):
    """A field case: its input, options of ingest, and any of the right outcomes."""

    name: str
    folder: Path
    options: Sequence[str]
    outcomes: Sequence[Mapping[str, Any]]


class Verdict(NamedTuple):
    """How often each field is right, and how often it is expected.

    Of a case with several right outcomes, those of the outcome that fits best.
    """

    right: Counter[str]
    total: Counter[str]


def read_cases(folder: Path) -> Iterator[Case]:
    """Yield the cases below a folder."""
    for path in sorted(folder.glob("*/expected.json")):
        case = json.loads(path.read_text("utf-8"))
        options = case.get("options", [])
        yield Case(path.parent.name, path.parent / "input", options, case["accept"])


def extract_by_ingest(folder: Path, options: Sequence[str]) -> list[Extraction]:
    """Return the articles that ingest writes."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "ingest", str(folder), "--out", out, *options]
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        return [read_article(path) for path in sorted(Path(out).glob("articles/*/*"))]


def read_article(path: Path) -> Extraction:
    """Return an article that ingest wrote."""
    _, head, body = path.read_text("utf-8").split("---\n", 2)
    facts = yaml.safe_load(head)
    return Extraction(
        ESCAPE.sub(r"\1", body),
        facts["title"],
        str(facts.get("date", ""))[:10],
        tuple(facts.get("authors", ())),
    )


def by_page(extract: Callable[[Page], Extraction]) -> Tool:
    """Return a tool that has *extract* read each page of a case."""

    def extract_pages(folder: Path, _options: Sequence[str]) -> list[Extraction]:
        return [extract(page) for page in pages_in(folder)]

    return extract_pages


def pages_in(folder: Path) -> Iterator[Page]:
    """Yield the pages of a case."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name.endswith(PAGE_SUFFIXES):
            data = path.read_bytes()
            html = gzip.decompress(data) if path.suffix == ".gz" else data
            yield Page(path.name, html, "", "", None)


TOOLS: dict[str, Tool] = {
    "ours": extract_by_ingest,
    "trafilatura": by_page(extract_by_trafilatura),
    "readability-lxml": by_page(extract_by_readability),
    "newspaper4k": by_page(extract_by_newspaper),
}


def judge(case: Case, extractions: Sequence[Extraction]) -> Verdict:
    """Return the verdict on the outcome of *case* that fits best."""
    verdicts = [judge_outcome(outcome, extractions) for outcome in case.outcomes]
    return max(verdicts, key=lambda verdict: share_right(verdict))


def share_right(verdict: Verdict) -> float:
    """Return the share of what is right."""
    return verdict.right.total() / max(1, verdict.total.total())


def judge_outcome(
    outcome: Mapping[str, Any], extractions: Sequence[Extraction]
) -> Verdict:
    """Return which fields of the expected articles are right, each in its best match.

    Where no article is expected, whether none is extracted.
    """
    verdict = Verdict(Counter(), Counter())
    expected = outcome.get("articles", [])
    if outcome.get("count") == 0:
        found = any(len(each.text.strip()) >= SHORTEST_BODY for each in extractions)
        verdict.total["no article"] += 1
        verdict.right["no article"] += not found
    for article in expected:
        checks = [check_fields(article, each) for each in extractions]
        best = max(checks, key=lambda check: sum(check.values()), default={})
        for name in expected_fields(article):
            verdict.total[name] += 1
            verdict.right[name] += best.get(name, False)
    return verdict


def expected_fields(article: Mapping[str, Any]) -> list[str]:
    """Return the fields that a case has an expectation for."""
    names = {"date": "date", "authors": "author"}
    return ["title", "body", *(ours for key, ours in names.items() if key in article)]


def check_fields(article: Mapping[str, Any], extraction: Extraction) -> dict[str, bool]:
    """Return for each field whether *extraction* has what is expected."""
    letters = "".join(extraction.text.split())
    has = all("".join(text.split()) in letters for text in article.get("has", ()))
    hasnot = any("".join(text.split()) in letters for text in article.get("hasnot", ()))
    return {
        "title": name_key(extraction.title) == name_key(article["title"]),
        "date": extraction.day == article.get("date", ""),
        "author": list(extraction.authors) == (article.get("authors") or []),
        "body": has and not hasnot,
    }


def judge_tool(tool: Tool, cases: Sequence[Case]) -> list[Verdict]:
    """Return the verdict on each case; a tool that fails has extracted nothing."""
    verdicts = []
    for case in cases:
        try:
            extractions = tool(case.folder, case.options)
        except ImportError:
            raise
        except Exception:  # noqa: BLE001 - a peer's failure is its result
            extractions = []
        verdicts.append(judge(case, extractions))
    return verdicts


def format_verdict(verdict: Verdict) -> str:
    """Return what is right of a case, as «title 1/1  body 0/1»."""
    return "  ".join(
        f"{name} {verdict.right[name]}/{total}" for name, total in verdict.total.items()
    )


def sum_verdicts(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the total of *verdicts*."""
    right, total = Counter[str](), Counter[str]()
    for verdict in verdicts:
        right.update(verdict.right)
        total.update(verdict.total)
    return Verdict(right, Counter({name: total[name] for name in order(total)}))


def order(names: Counter[str]) -> list[str]:
    """Return *names* in the order of FIELDS, then the others."""
    return [*(name for name in FIELDS if name in names), *sorted({*names} - {*FIELDS})]


def main() -> None:
    """Print one line for each case and tool, then the totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=DATA / "field/ingest")
    cases = list(read_cases(parser.parse_args().folder))
    of_pages = [any(pages_in(case.folder)) for case in cases]
    totals = []
    for name, tool in TOOLS.items():
        try:
            verdicts = judge_tool(tool, cases)
        except ImportError as error:
            print(f"{name:17} not installed: {error}")
            continue
        for case, verdict in zip(cases, verdicts, strict=True):
            print(f"{name:17} {case.name:24} {format_verdict(verdict)}", flush=True)
        on_pages = list(compress(verdicts, of_pages))
        for kind, group in (("cases", verdicts), ("cases of pages", on_pages)):
            total = format_verdict(sum_verdicts(group))
            totals.append(f"{name:17} all {len(group)} {kind}: {total}")
    print(*totals, sep="\n")
