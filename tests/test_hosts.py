# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site is compared with the limits of the host on which it shall be."""

import pytest

from upkeep.hosts import HOSTS, Host, advise, compare_with_host, measure_site


@pytest.fixture
def site(tmp_path):
    """Three files of 1, 2 and 3 bytes in two folders."""
    (tmp_path / "a").mkdir()
    for name, size in {"x": 1, "a/y": 2, "a/z": 3}.items():
        (tmp_path / name).write_bytes(bytes(size))
    return tmp_path


def host(**limits):
    return Host(name="H", source="S", read_on="2026-11-30", **limits)


def test_files_bytes_and_folders_are_measured(site):
    size = measure_site(site)
    measured = (
        size.files,
        size.entries,
        size.size,
        size.largest_file,
        size.largest_folder,
    )
    assert measured == (3, 4, 6, 3, 2)


@pytest.mark.parametrize(
    ("limits", "fits"),
    [
        ({"files": 3}, True),
        ({"files": 2}, False),
        ({"entries": 3}, False),
        ({"size": 6}, True),
        ({"size": 5}, False),
        ({"largest_file": 2}, False),
        ({"largest_folder": 1}, False),
        ({"files": 2, "size": 9}, False),
    ],
)
def test_a_site_beyond_a_limit_does_not_fit(site, limits, fits):
    lines, verdict = compare_with_host(site, host(**limits))
    assert verdict is fits
    assert any("TOO MUCH" in line for line in lines) is not fits


def test_every_host_names_the_source_and_the_day_of_its_limits():
    for one in HOSTS.values():
        assert one.source
        assert one.read_on >= "2026"


@pytest.mark.parametrize(("limit", "is_enough"), [(30, True), (20, False)])
def test_the_advice_says_whether_fewer_files_are_few_enough(tmp_path, limit, is_enough):
    for number in range(20):
        folder = tmp_path / "a" / f"{number:02}"
        folder.mkdir(parents=True)
        for name in ("x.html", "y.md"):
            (folder / name).write_text("", encoding="utf-8")
    advice = "\n".join(advise(tmp_path, host(files=limit)))
    assert "about 26" in advice
    assert ("too much as well" not in advice) is is_enough
