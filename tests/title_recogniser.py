# SPDX-License-Identifier: AGPL-3.0-or-later
"""A recogniser for tests: the two words after the title «السيد» (Mr) are a person.

Its confidence is below every publish threshold.
"""

import re

from plugins.entities.models.recogniser import Span

NAME = re.compile(r"السيد (\w+ \w+)")


class TitleRecogniser:
    """Recognises those two words."""

    fingerprint = "title"

    def __call__(self, text):
        """Return the spans of *text*."""
        return [
            Span(start=match.start(1), end=match.end(1), type="person", confidence=0.3)
            for match in NAME.finditer(text)
        ]


recogniser = TitleRecogniser()
