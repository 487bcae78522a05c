# SPDX-License-Identifier: AGPL-3.0-or-later
"""Markdown with front matter, as site generators and note programs write it."""

import pytest

from ingest.inputs.front_matter import read_document

TEXT = "افتتحت البلدية مكتبتها أمس."


@pytest.mark.parametrize(
    ("head", "heading", "content"),
    [
        ("title: خبر المكتبة", "# خبر المكتبة\n\n", f"<p>{TEXT}</p>\n"),
        ("date: 2021-05-06", "\n# خبر المكتبة\n\n", f"<p>{TEXT}</p>\n"),
        (
            "title: خبر المكتبة",
            "# في الوادي\n\n",
            f"<h1>في الوادي</h1>\n<p>{TEXT}</p>\n",
        ),
    ],
)
def test_a_first_heading_is_the_title_once(head, heading, content):
    row = read_document(f"---\n{head}\n---\n{heading}{TEXT}\n")
    assert (row["title"], row["content"]) == ("خبر المكتبة", content)
