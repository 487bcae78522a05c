# SPDX-License-Identifier: AGPL-3.0-or-later
"""archive.toml: a wrong value is refused with line, value and what is allowed."""

import subprocess
import sys
import tomllib

import pytest

from archive_settings.archive_file import BadSettings, read_archive_settings
from archive_settings.contrast import contrast, nearest_readable
from archive_settings.key_lines import key_lines
from archive_settings.schema import COLOURS, SETTINGS, TEXT_PAIRS
from archive_settings.template import quote_toml, render_settings
from upkeep import ROOT

# Text of the file, line, key, and a part of what is allowed.
MISTAKES = [
    ('[archive]\nname = ""', 2, "archive.name", "1 to 200 characters"),
    ("[archive]\nname = 3", 2, "archive.name", "text"),
    ('[archive]\nnmae = "x"', 2, "archive.nmae", "name, subtitle"),
    ('[archiv]\nname = "x"', 2, "archiv.name", "[archive]"),
    ('name = "x"', 1, "name", "[archive]"),
    ('[archive]\n\nlanguage = "xx"', 3, "archive.language", '"ar"'),
    ('[archive]\nregion = "ZZ"', 2, "archive.region", "SY"),
    ('[archive]\nregion = "sy"', 2, "archive.region", "capital"),
    ('[archive]\naddress = "example.org"', 2, "archive.address", "https://"),
    ('[archive]\naddress = "https://x.org/"', 2, "archive.address", "final /"),
    ('[archive]\ncontact = "javascript:x"', 2, "archive.contact", "e-mail"),
    ('[archive]\ntime_zone = "Riyad"', 2, "archive.time_zone", "Asia/Riyadh"),
    ('[archive]\nlogo = "../logo.svg"', 2, "archive.logo", "no such file"),
    ('[archive]\nlogo = "logo.exe"', 2, "archive.logo", ".svg"),
    ('[dates]\nweek_start = "sonntag"', 2, "dates.week_start", '"sunday"'),
    ('dates.digits = "hindi"', 1, "dates.digits", '"arab"'),
    ('[colours.light]\nink = "red"', 2, "colours.light.ink", "#7d1f1c"),
    ('[colours.dark]\nink = "#333333"', 2, "colours.dark.ink", "4.5"),
    ('[publish]\nhost = "geocities"', 2, "publish.host", '"github"'),
    ('[[source]]\nname = "a"\ncanonical = "x"', 3, "source.0.canonical", '"original"'),
    ('[[source]]\nlicence = "x"', 1, "source.0.name", "text"),
    ('[[source]]\nname="a"\n[[source]]\nname="a"', 4, "source.1.name", "already"),
    ("source = 3", 1, "source", "[[source]]"),
]


def refused(tmp_path, text: str) -> str:
    path = tmp_path / "archive.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as failure:
        read_archive_settings(path)
    return str(failure.value)


@pytest.mark.parametrize(("text", "line", "key", "allowed"), MISTAKES)
def test_a_wrong_value_is_named_with_line_and_allowed_values(
    tmp_path, text, line, key, allowed
):
    message = refused(tmp_path, text)
    assert message.startswith(f"archive.toml:{line}: {key} = ")
    assert allowed in message


def test_every_mistake_is_named_at_once(tmp_path):
    message = refused(tmp_path, '[archive]\nname = 1\n[dates]\norder = "x"\n')
    assert [line.split(": ")[0] for line in message.splitlines()] == [
        "archive.toml:2",
        "archive.toml:4",
    ]


def test_a_file_that_is_no_toml_is_named_with_its_line(tmp_path):
    assert refused(tmp_path, "[archive]\nname = أرشيف\n").startswith("archive.toml:2: ")


def test_lines_are_those_of_keys_not_of_texts():
    text = 'a = """\nb = 1\n"""\n[t]\n"b" = 2\n[[s]]\nx = 1\n[[s]]\nx = 2\n'
    tomllib.loads(text)
    lines = key_lines(text)
    assert (lines["a"], lines["t.b"], lines["s.0.x"], lines["s.1.x"]) == (1, 5, 7, 9)
    assert "b" not in lines


def test_the_written_file_has_every_setting_and_is_valid(tmp_path):
    name = 'أرشيف "الوطن" \\ اليوم'
    path = tmp_path / "archive.toml"
    path.write_text(render_settings({"archive.name": name}), encoding="utf-8")
    settings = read_archive_settings(path)
    assert settings["archive.name"] == name
    assert settings.colours == {}
    uncommented = render_settings({}).replace("# [", "[").replace("\n# ", "\n")
    assert all(f"\n{item.name} = " in uncommented for item in SETTINGS)


def test_the_colours_of_the_schema_are_those_of_the_style_sheet():
    css = (ROOT / "theme" / "static" / "css" / "site.css").read_text(encoding="utf-8")
    names = {"accent": "red", "on_accent": "on-red", "soft_ink": "soft-ink"}
    for name, light, dark, *_ in COLOURS:
        assert f"--{names.get(name, name)}: light-dark({light}, {dark});" in css


def test_a_colour_that_is_too_pale_gets_a_readable_proposal():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    for colour, ground in [("#ff8888", "#f8f2e4"), ("#333333", "#1a1712")]:
        assert (
            contrast(colour, ground)
            < 4.5
            <= contrast(nearest_readable(colour, ground), ground)
        )


def test_the_default_colours_are_readable():
    for mode in (1, 2):
        colours = {row[0]: row[mode] for row in COLOURS}
        for text, ground in TEXT_PAIRS:
            assert contrast(colours[text], colours[ground]) >= 4.5, (mode, text, ground)


def test_a_quoted_text_is_read_back():
    for text in ('"', "\\", "\t", "أ\\n"):
        assert tomllib.loads(f"x = {quote_toml(text)}") == {"x": text}


def test_a_build_prints_the_mistakes_and_no_traceback(tmp_path, monkeypatch):
    path = tmp_path / "archive.toml"
    path.write_text('[dates]\ndigits = "x"\n', encoding="utf-8")
    monkeypatch.setenv("WARRAQ_SETTINGS", str(path))
    done = subprocess.run(
        [sys.executable, "-m", "pelican", "content", "-s", ROOT / "pelicanconf.py"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        'archive.toml:2: dates.digits = \'x\': allowed: "latin" | "arab"'
    ]
