# SPDX-License-Identifier: AGPL-3.0-or-later
"""Which names the labelled articles call for publishing: the gate that is chosen on them."""

from plugins.entities.discover import publish_threshold
from plugins.entities.discover.publish_threshold import NEVER, Judged, choose
from plugins.entities.lists.known_entity import TYPES

SURE = [Judged("person", 0.9, right=True)] * 8
DOUBTFUL = [Judged("person", 0.5, right=False)] * 4


def test_the_gate_stands_where_names_cease_to_be_right():
    assert choose([*SURE, *DOUBTFUL], (10, 0), 0.95)["person"] == 0.9


def test_a_right_name_below_many_wrong_ones_is_given_up():
    below = Judged("person", 0.4, right=True)
    assert choose([*SURE, *DOUBTFUL, below], (10, 0), 0.95)["person"] == 0.9


def test_a_few_wrong_names_pass_where_the_precision_asked_allows_them():
    below = [Judged("person", 0.4, right=True)] * 8
    assert choose([*SURE, *DOUBTFUL, *below], (100, 0), 0.9)["person"] == 0.4


def test_a_type_whose_names_are_wrong_is_never_published():
    assert choose([Judged("event", 0.99, right=False)], (10, 0), 0.9)["event"] == NEVER


def test_wrong_names_of_the_records_make_the_gate_stricter():
    rows = [*SURE, *DOUBTFUL, *[Judged("person", 0.4, right=True)] * 8]
    assert choose(rows, (100, 14), 0.88)["person"] == 0.9


def test_a_gate_is_read_as_it_was_written(tmp_path):
    publish_threshold.save({"person": 0.25, "org": NEVER}, tmp_path / "gate.json")
    assert publish_threshold.load(tmp_path / "gate.json") == {
        "person": 0.25,
        "org": NEVER,
    }


def test_the_shipped_gate_has_a_word_on_every_type():
    assert set(publish_threshold.GATE) == set(TYPES)
