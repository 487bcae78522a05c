# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the archive's own colours and logo (``SITE_COLOURS``, ``SITE_LOGO``).

Both need a style sheet, after the theme's and in its layers; without either, none is
written.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from pelican import signals
from pelican.generators import Generator
from pelican.writers import Writer

from plugins.contract import Settings

STYLE_FILE = "css/archive.css"  # below THEME_STATIC_DIR
# Name of a setting → name of the custom property in theme/static/css/site.css.
PROPERTIES = {"accent": "red", "on_accent": "on-red", "soft_ink": "soft-ink"}

LOGO_RULES = """\
@layer layout {
  .site-logo { display: block; max-block-size: 4rem; max-inline-size: 12rem; }
  .masthead .site-logo { margin-inline: auto; max-block-size: 6rem; }
}
"""


class AppearanceGenerator(Generator):
    """Writes the style sheet and the logo into the folder of the theme."""

    def generate_output(self, _writer: Writer) -> None:
        """Write what the settings name."""
        folder = Path(self.output_path, self.settings["THEME_STATIC_DIR"])
        colours, logo = self.settings["SITE_COLOURS"], self.settings["SITE_LOGO"]
        if colours or logo:
            path = folder / STYLE_FILE
            path.parent.mkdir(parents=True, exist_ok=True)
            sheet = colour_sheet(colours) if colours else ""
            sheet += LOGO_RULES if logo else ""
            path.write_text(sheet, encoding="utf-8", newline="\n")
        if logo:
            shutil.copyfile(logo, folder / logo_name(self.settings))


def colour_sheet(colours: Mapping[str, tuple[str, str]]) -> str:
    """Return the style sheet of *colours*, name → light and dark."""
    lines = [
        f"    --{PROPERTIES.get(name, name)}: light-dark({light}, {dark});\n"
        for name, (light, dark) in colours.items()
    ]
    return f"@layer tokens {{\n  :root {{\n{''.join(lines)}  }}\n}}\n"


def logo_name(settings: Settings) -> str:
    """Return the file name of the logo on the site, "" without one."""
    logo = settings["SITE_LOGO"]
    return f"logo{Path(logo).suffix.lower()}" if logo else ""


def appearance_generator(_pelican: object) -> type[AppearanceGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return AppearanceGenerator


def add_logo_name(generator: Generator) -> None:
    """Add ``logo_file`` to the templates."""
    generator.env.globals["logo_file"] = logo_name(generator.settings)


def register() -> None:
    """Connect before any template is compiled."""
    signals.generator_init.connect(add_logo_name)
    signals.get_generators.connect(appearance_generator)
