# SPDX-License-Identifier: AGPL-3.0-or-later
"""Hijri dates in the search form: the browser converts them as Python does."""

import json
from datetime import timedelta

from node import SCRIPTS, node

from arabic.hijri import FIRST_DAY, LAST_DAY, to_hijri
from plugins.dates.hijri_table import build_hijri_table


def test_the_browser_converts_each_day_of_the_published_calendar_as_python_does(
    tmp_path, monkeypatch
):
    days = [
        FIRST_DAY + timedelta(step) for step in range((LAST_DAY - FIRST_DAY).days + 1)
    ]
    rows = [[day.isoformat(), "/".join(map(str, to_hijri(day)))] for day in days]
    table_file = tmp_path / "hijri.json"
    table_file.write_text(
        json.dumps({"table": build_hijri_table(days), "days": rows}), encoding="utf-8"
    )
    monkeypatch.setenv("HIJRI", str(table_file))
    assert "# fail 0" in node(
        "--test", "--test-reporter=tap", SCRIPTS / "hijri.test.js"
    )


def test_an_archive_without_days_has_no_table():
    assert build_hijri_table([])["lengths"] == ""
