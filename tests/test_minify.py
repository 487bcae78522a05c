# SPDX-License-Identifier: AGPL-3.0-or-later
"""Scripts become smaller and do the same."""

import pytest
from node import SCRIPTS, node

from storage.minify import minify
from upkeep import ROOT

STATIC = ROOT / "theme" / "static"
SHELL = """(function (Warraq) {
  "use strict";
%s
})((globalThis.Warraq = globalThis.Warraq || {}));
"""


def run(body: str) -> tuple[str, str]:
    """Return what a script prints, and what it prints if it is minified."""
    script = SHELL % body
    return node("-e", script), node("-e", minify(script))


def test_comments_and_white_space_go_and_licences_stay():
    script = (
        "// SPDX\n/** What\n * it returns. */\n/*! Licence */\n"
        'function f() {\n  // why\n  return "//  "; // no reason\n}\nf();\n'
    )
    assert minify(script) == '/*! Licence */\nfunction f(){return"//  "}\nf();'


@pytest.mark.parametrize(
    "body",
    [
        "const value = { value: 1, other: 2 }; const { value: mine, other } = value; console.log(mine, other, value);",
        "const list = [1]; const twice = (item, by = list.length + 1) => item * by; console.log({ list, twice: twice(4) });",
        "class Sum { constructor(first) { this.first = first; } get value() { return this.first; } } console.log(new Sum(3).value);",
        "const of = { get lists() { return 7; }, has(lists) { return lists; } }; console.log(of.lists, of.has(8));",
        "const text = `a ${[1, 2].map((one) => `<${one}>`).join(` ${'}'} `)} /* no comment */`; console.log(text);",
        "const match = /[/\\\\]\"(?<name>x)/.exec('/\"x'); const a = 8; console.log(match.groups.name, a / 2 / 2);",
        "let i = 1; const sum = i++ + +i; const less = i - -i; console.log(sum, less, i --> 0);",
        "const location = 5; function show({ location: there, ...rest }) { console.log(there, rest); } show({ location, a: 1 });",
        "for (const [key, value] of Object.entries({ x: 1 })) { if (key) console.log(key, value); }",
        "try { throw new Error('no'); } catch (error) { console.log(error.message ? error.message : 'none'); }",
        "let low, high = 3; low = high; console.log(low);",
    ],
)
def test_a_minified_script_prints_the_same(body):
    printed, from_minified = run(body)
    assert printed == from_minified != ""


def test_names_of_variables_become_short_and_names_of_properties_stay():
    minified = minify(SHELL % "const lengths = { lengths: 1 }; use(lengths.lengths);")
    assert minified.splitlines()[0] == (
        '(function(b){"use strict";const a={lengths:1};use(a.lengths)})((globalThis.Warraq=globalThis.Warraq||{}));'
    )


@pytest.mark.parametrize("suite", ["client", "suggest", "facets", "bidi", "top-k"])
def test_minified_scripts_pass_the_tests_of_the_scripts(suite, tmp_path, monkeypatch):
    for path in STATIC.glob("js/*.js"):
        script = minify(path.read_text(encoding="utf-8"))
        (tmp_path / path.name).write_text(script, encoding="utf-8")
    monkeypatch.setenv("WARRAQ_SCRIPTS", str(tmp_path))
    printed = node("--test", "--test-reporter=tap", SCRIPTS / f"{suite}.test.js")
    assert "# fail 0" in printed
