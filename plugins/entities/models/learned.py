# SPDX-License-Identifier: AGPL-3.0-or-later
"""The CRF that ``python -m training.learn`` trained for one archive.

ENTITIES_BACKEND = "plugins.entities.models.learned:recogniser". Weights and table of
collocations are one model: neither works with those of another.
"""

from pathlib import Path

from plugins.entities.models.crf import CrfRecogniser

FOLDER = Path(__file__).parents[3] / ".cache" / "names"
WEIGHTS, COLLOCATIONS = "names.crf", "company.json"  # in that folder


def load_learned(folder: Path) -> CrfRecogniser:
    """Return the recogniser whose files ``training.learn`` wrote to *folder*."""
    return CrfRecogniser(folder / WEIGHTS, folder / COLLOCATIONS)


recogniser = load_learned(FOLDER)
