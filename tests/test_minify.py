# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scripts become smaller and do the same."""

import pytest
from node import SCRIPTS, node

from storage import minify as minifying
from storage.minify import UnreadableScript, minify
from upkeep import ROOT

STATIC = ROOT / "theme" / "static"


def test_comments_and_white_space_go_and_licences_stay():
    script = (
        "// SPDX\n/** What\n * it returns. */\n/*! Licence */\n"
        'function f() {\n  // why\n  return "//  "; // no reason\n}\nf();\n'
    )
    minified = minify(script, "x.js")
    assert "/*! Licence */" in minified
    assert "why" not in minified
    assert "What" not in minified
    assert 'return"//  "' in minified


def test_names_of_other_scripts_and_of_properties_stay():
    minified = minify("function show(lengths) { use(lengths.lengths); }", "x.js")
    assert minified.startswith("function show(")
    assert ".lengths)" in minified
    assert minified.count("lengths") == 1


def test_a_broken_script_is_reported_with_its_name_and_line():
    with pytest.raises(UnreadableScript, match=r"x\.js:2"):
        minify("let a;\nlet a = = 1;", "x.js")


def test_without_esbuild_the_message_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(minifying, "PACKAGES", tmp_path)
    with pytest.raises(UnreadableScript, match="inv setup"):
        minify("let a;", "x.js")


@pytest.mark.parametrize("suite", ["client", "suggest", "facets", "bidi", "top-k"])
def test_minified_scripts_pass_the_tests_of_the_scripts(suite, tmp_path, monkeypatch):
    for path in STATIC.glob("js/*.js"):
        script = minify(path.read_text(encoding="utf-8"), path.name)
        (tmp_path / path.name).write_text(script, encoding="utf-8")
    monkeypatch.setenv("WARRAQ_SCRIPTS", str(tmp_path))
    printed = node("--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js")
    assert "# fail 0" in printed
