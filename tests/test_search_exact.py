# SPDX-License-Identifier: AGPL-3.0-or-later
"""The sharded index answers exactly as one full lunr.js index: the same articles, order
and scores, to the last bit."""

import json
from pathlib import Path

import pytest
import synthetic_archive
from node import SCRIPTS, node

from plugins.search.encode import positions
from plugins.search.write.root import CONSTANTS

# Articles, and the postings from which on positions are in a file of their own
ARCHIVES = [(1, 1000), (2, 1000), (300, 1000), (300, 20)]


@pytest.fixture(
    scope="module", params=ARCHIVES, ids=lambda pair: f"{pair[0]} articles, {pair[1]}"
)
def verdict(request, tmp_path_factory) -> dict[str, object]:
    """What judge.js prints about queries of every kind, and the number of queries."""
    folder: Path = tmp_path_factory.mktemp("index")
    count, long_list = request.param
    articles = synthetic_archive.random_articles(count)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(positions, "LONG_LIST", long_list)
        patch.setitem(CONSTANTS, "longList", long_list)
        synthetic_archive.write_for_judge(folder, articles)
    queries = list(synthetic_archive.random_queries(articles, each=25))
    (folder / "queries.json").write_text(json.dumps(queries), encoding="utf-8")
    return json.loads(node(SCRIPTS / "judge.js", folder)) | {"asked": len(queries)}


def test_every_query_of_every_kind_is_answered_as_by_a_full_index(verdict):
    assert verdict["different"] == []


def test_none_of_those_queries_is_refused(verdict):
    assert verdict["refused"] == 0


def test_most_of_those_queries_find_something(verdict):
    assert verdict["answered"] > verdict["asked"] / 2
