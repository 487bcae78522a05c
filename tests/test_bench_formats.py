# SPDX-License-Identifier: AGPL-3.0-or-later
"""The table of formats has sane figures for the sample archive."""

import re

from bench.export import formats

ROW = re.compile(r"([\w-]+) +([\d.]+) +([\d,]+) +([\d.]+) +(\d+) +([\d.]+)")


def test_every_format_has_size_time_and_memory(site, content, tmp_path, monkeypatch):
    without_zim = tuple(name for name in formats.FORMATS if name != "zim")
    monkeypatch.setattr(formats, "FORMATS", without_zim)
    before = {path: path.read_bytes() for path in site.glob("SHA256SUMS*")}
    lines = list(formats.measure(site, content, tmp_path))[1:]
    rows = {match[1]: match for match in map(ROW.fullmatch, lines) if match}
    assert rows.keys() == set(without_zim), lines
    for match in rows.values():
        assert 0 <= float(match[2]) < 50
        assert int(match[3].replace(",", "")) > 0
        assert 0 < float(match[4]) < 60
        assert 5 < int(match[5]) < 1000
    assert int(rows["one-file"][3]) == 2  # the zip and its digest
    # The site that was measured is as it was.
    assert {path: path.read_bytes() for path in site.glob("SHA256SUMS*")} == before
    assert not (site / "seal").exists()


def test_a_format_that_fails_is_named(tmp_path):
    for name in ("site", "to"):
        (tmp_path / name).mkdir()
    places = (tmp_path / "site", tmp_path, tmp_path / "to")
    (line, *_) = [line for line in formats.measure(*places) if line.startswith("data")]
    assert "not written" in line
