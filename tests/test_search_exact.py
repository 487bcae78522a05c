# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sharded index answers as one full lunr.js index does: the same articles, order and scores, to the last bit."""

import json
from pathlib import Path

import archive
import pytest
from node import SCRIPTS, node


@pytest.fixture(
    scope="module", params=[1, 2, 300], ids=lambda count: f"{count} articles"
)
def judged(request, tmp_path_factory) -> dict[str, object]:
    folder: Path = tmp_path_factory.mktemp("index")
    held = archive.articles(request.param)
    archive.write(folder, held)
    queries = list(archive.queries(held, each=25))
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    return json.loads(node(SCRIPTS / "judge.js", folder)) | {"asked": len(queries)}


def test_every_query_of_every_kind_is_answered_as_by_a_full_index(judged):
    assert judged["different"] == []


def test_none_of_those_queries_is_refused(judged):
    assert judged["refused"] == 0


def test_most_of_those_queries_find_something(judged):
    assert judged["answered"] > judged["asked"] / 2
