# SPDX-License-Identifier: AGPL-3.0-or-later
"""Writes the script of every page, with the labels that scripts show.

In the pages themselves, the labels would be a hundredth of an archive.
"""

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from storage.files import write_atomic
from storage.minify import minify

NAME = "interface.js"
# Below theme/static/js, after the labels.
SCRIPTS = ("preferences.js", "search-field.js")
LICENCE = "// SPDX-License-Identifier: MIT\n"
# The scripts of the search page may have run before.
FIRST_LINE = "globalThis.Warraq = Object.assign(globalThis.Warraq || {{}}, {});"


class PageScriptGenerator(Generator):
    """Writes ``interface.js`` into the theme's folder of scripts."""

    def generate_output(self, _writer: Writer) -> None:
        """Write the labels, as the template ``script-labels.html`` has them."""
        labels = self.get_template("script-labels").render(self.context).strip()
        source = Path(self.settings["THEME"], "static", "js")
        scripts = [(source / name).read_text(encoding="utf-8") for name in SCRIPTS]
        folder = Path(self.output_path, self.settings["THEME_STATIC_DIR"], "js")
        text = "\n".join([FIRST_LINE.format(labels), *scripts])
        write_atomic(folder / NAME, (LICENCE + minify(text, NAME)).encode())


def page_script_generator(_pelican: object) -> type[PageScriptGenerator]:
    """Return the generator class for Pelican's ``get_generators``."""
    return PageScriptGenerator
