# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site built of 1, 2 or 16 parts is the same, also if a part is missing or damaged."""

import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from conftest import build, run
from pelican.settings import read_settings
from test_expected import files_below

from plugins.contract import Partition
from plugins.entities.build import partition as entities_partition
from plugins.publish.partition import order_files
from plugins.search import partition as search_partition
from plugins.search.cache import digest
from plugins.search.inverted.segments import cut_segments
from plugins.search.partition import cut_part
from upkeep import ROOT
from upkeep.task_commands import part_command

LOCK = "entities.lock.json"


class Parts:
    """The sample archive, its parts, and the caches that they are merged into."""

    def __init__(self, content, folder):
        self.content, self.folder = folder / "content", folder
        self.parts = folder / "parts"
        shutil.copytree(content, self.content)
        self.settings = {
            "ENTITIES_CACHE": str(folder / "names"),
            "SEARCH_CACHE": str(folder / "index"),
        }

    def write(self, part):
        target = self.parts / part.replace("/", "-of-")
        build(self.content, target, SITE_PARTITION=part)
        return target

    def merge(self):
        settings = read_settings(str(ROOT / "pelicanconf.py")) | self.settings
        return (
            entities_partition.merge_parts(settings, self.parts),
            search_partition.merge_parts(settings, self.parts),
        )

    def recognised_texts(self):
        """The keys of the texts in the cache of recognised names."""
        (path,) = Path(self.settings["ENTITIES_CACHE"]).glob("*.sqlite")
        with closing(sqlite3.connect(path)) as connection:
            return set(connection.execute("SELECT text FROM spans"))

    def cached_segments(self):
        return set(Path(self.settings["SEARCH_CACHE"]).glob("*.run"))

    def site(self):
        (self.content / LOCK).unlink(missing_ok=True)
        build(self.content, self.folder / "output", **self.settings)
        return files_below(self.folder / "output")


@pytest.fixture(scope="module")
def ordinary(content, tmp_path_factory):
    """The files of an ordinary build without caches."""
    return Parts(content, tmp_path_factory.mktemp("ordinary")).site()


@pytest.mark.parametrize("count", [1, 2, 16])
def test_any_number_of_parts_gives_the_bytes_of_an_ordinary_build(
    content, ordinary, tmp_path, count
):
    archive = Parts(content, tmp_path)
    for number in range(1, count + 1):
        archive.write(f"{number}/{count}")
    assert archive.merge()[0] == count
    texts, segments = archive.recognised_texts(), archive.cached_segments()
    assert texts
    assert segments
    assert archive.site() == ordinary
    # The build had to compute none of them itself.
    assert archive.recognised_texts() == texts
    assert archive.cached_segments() == segments


def test_a_part_that_is_missing_or_damaged_changes_nothing(content, ordinary, tmp_path):
    archive = Parts(content, tmp_path)
    damaged = archive.write("2/3")
    for path in damaged.glob("*/*"):
        path.write_bytes(b"damaged" + path.read_bytes()[7:])
    archive.write("3/3")
    archive.merge()
    assert archive.site() == ordinary


def test_a_part_that_was_not_finished_leaves_nothing(content, tmp_path):
    archive = Parts(content, tmp_path)
    path = next((archive.content / "articles").rglob("*.md"))
    path.write_text(path.read_text("utf-8").replace("title:", "title: [", 1), "utf-8")
    with pytest.raises(AssertionError) as failure:
        archive.write("1/1")
    assert path.name in str(failure.value)
    assert "Traceback" not in str(failure.value)
    assert list(archive.parts.iterdir()) == []


@pytest.mark.parametrize("part", ["0/2", "3/2", "1", "a/b", "1/0"])
def test_a_wrong_part_is_refused_with_the_right_way_to_write_it(
    content, tmp_path, part
):
    with pytest.raises(AssertionError, match="from 1/16 to 16/16"):
        Parts(content, tmp_path).write(part)


def test_parts_have_every_segment_of_an_archive_once():
    digests = [digest(str(number).encode()) for number in range(20_000)]
    whole = list(cut_segments(digests, 16_000))
    total, around = len(digests), len(digests) // 32
    of_parts = []
    for number in range(7):
        first, end = number * total // 7, (number + 1) * total // 7
        read_from = max(0, first - around)
        part = Partition(first, end, read_from, total)
        segments = cut_part(digests[read_from : end + around], 16_000, part)
        of_parts += [(read_from + start, read_from + stop) for start, stop in segments]
    # One that begins before what a part has read is left to the build.
    assert set(of_parts) <= set(whole)
    assert len(of_parts) == len(set(of_parts))
    assert len(of_parts) > 0.95 * len(whole)


def test_the_command_of_a_part_has_its_own_folder():
    words = part_command("3/16", "partitions")
    assert words[words.index("-o") + 1] == "partitions/3-of-16"
    assert 'SITE_PARTITION="3/16"' in words


def test_articles_are_in_the_order_of_the_index(tmp_path):
    dates = {
        "a": "2020-02-08T10:00:00+03:00",
        "b": "2020-02-08T10:00:00+00:00",
        "c": '"2020-02-07"',
        "d": "",
    }
    for name, date in dates.items():
        line = f"date: {date}\n" if date else ""
        (tmp_path / f"{name}.md").write_text(f"---\nid: {name}\n{line}---\n", "utf-8")
    files = [f"{name}.md" for name in dates]
    assert order_files(str(tmp_path), files) == ["d.md", "c.md", "a.md", "b.md"]


def test_a_cluster_that_loses_a_worker_writes_all_parts(content, tmp_path):
    pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
    log = run(sys.executable, ROOT / "tests" / "losing_cluster.py", content, tmp_path)
    assert "a worker was killed" in log
    assert len(list((tmp_path / "parts").glob("*/index/*.run"))) > 0
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == [
        f"{number}-of-4" for number in range(1, 5)
    ]
