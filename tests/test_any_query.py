# SPDX-License-Identifier: AGPL-3.0-or-later
"""Whatever a reader types is answered or refused with a reason; nothing makes the search
fail."""

import json

from node import SCRIPTS, node

TEXTS = 400


def test_no_text_makes_the_search_fail(site):
    assert json.loads(node(SCRIPTS / "any-query.js", site / "search", str(TEXTS))) == []
