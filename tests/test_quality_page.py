# SPDX-License-Identifier: AGPL-3.0-or-later
"""The site shows the quality report of the archive, if there is one."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import build

from plugins.contract import BuildProblem
from plugins.public_log import load_quality
from upkeep import ROOT


def test_a_report_has_a_page_with_newspapers_and_months(content, tmp_path):
    archive = Path(shutil.copytree(content, tmp_path / "content"))
    command = [sys.executable, "-m", "ingest.quality_report", "--out", str(archive)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)

    output = tmp_path / "output"
    build(archive, output)

    page = (output / "quality.html").read_text("utf-8")
    assert "الوادي اليوم" in page
    assert "٢٠٢٥-١٠" in page or "2025-10" in page
    assert 'href="./quality.html"' in (output / "index.html").read_text("utf-8")


def test_an_archive_without_a_report_has_no_page(tmp_path):
    assert load_quality({"PATH": str(tmp_path)}) == {}


def test_a_damaged_report_ends_the_build(tmp_path):
    (tmp_path / "quality.json").write_text('{"months": []', "utf-8")
    with pytest.raises(BuildProblem, match="inv report"):
        load_quality({"PATH": str(tmp_path)})
