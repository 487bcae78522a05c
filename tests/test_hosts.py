# SPDX-License-Identifier: AGPL-3.0-or-later
"""A site is compared with the limits of the host on which it shall be."""

import pytest

from upkeep.hosts import HOSTS, Host, compare_with_host, measure_site


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
