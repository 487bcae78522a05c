# SPDX-License-Identifier: AGPL-3.0-or-later
"""Builds beside the published site and swaps the two at the end.

``PELICAN_CLASS`` in pelicanconf.py names ``ArchiveSite``, so plain ``pelican`` has the
guarantee too: a build that fails or is killed leaves the published site as it was.
With ``-e 'PELICAN_CLASS="pelican.Pelican"'`` Pelican's own class builds the same bytes
in place.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pelican import Pelican

from plugins.publish.build_lock import hold_build_lock
from plugins.publish.check_settings import check_settings
from plugins.publish.failures import one_screen, shorten_start_failures
from plugins.publish.staging import Staging

# Pelican reads its settings, and may fail, before it makes an ``ArchiveSite``.
shorten_start_failures()


class ArchiveSite(Pelican):
    """Pelican's build in a staging folder, published by one rename."""

    output_path: str

    def __init__(self, settings: dict[str, Any]) -> None:
        with one_screen():
            check_settings(settings)
            super().__init__(settings)

    def run(self) -> None:
        """Build, then publish; a second build of the same folder waits."""
        staging = Staging(Path(self.output_path))
        with one_screen(), hold_build_lock(staging.work):
            staging.prepare(self.output_retention)
            with self.output_to(staging.folder):
                super().run()
            staging.publish()

    @contextmanager
    def output_to(self, folder: Path) -> Iterator[None]:
        """Let Pelican and all plugins write to *folder*."""
        published = self.output_path
        self.output_path = self.settings["OUTPUT_PATH"] = str(folder)
        try:
            yield
        finally:
            self.output_path = self.settings["OUTPUT_PATH"] = published
