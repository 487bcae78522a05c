# SPDX-License-Identifier: AGPL-3.0-or-later
"""ReplayWeb.page shows the pages of `inv export --wacz`.

`npm pack replaywebpage`, unpacked to node_modules/replaywebpage; it is no dependency,
for it brings a desktop program.
"""

import json
import re
import shutil
import zipfile
from html import escape

import pytest
from conftest import foreign

from export.wacz import export_wacz
from upkeep import ROOT
from upkeep.static_host import serve_folder

PLAYER = ROOT / "node_modules" / "replaywebpage"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (PLAYER / "ui.js").is_file(), reason="replaywebpage is not installed"
    ),
]
PLAYER_PAGE = """<!DOCTYPE html><meta charset="utf-8"><script src="ui.js"></script>
<replay-web-page style="display: block; block-size: 90vh" source="archive.wacz" url="{url}" ts="{time}"
replayBase="./replay/" embed="replayonly"></replay-web-page>"""
SHOWN = "document.body?.innerText ?? ''"


@pytest.fixture(scope="module")
def player(site, content, tmp_path_factory):
    """A folder with the player and a package; the pages of the package."""
    folder = tmp_path_factory.mktemp("player")
    (folder / "replay").mkdir()
    shutil.copy(PLAYER / "ui.js", folder)
    shutil.copy(PLAYER / "sw.js", folder / "replay")
    shutil.copytree(PLAYER / "adblock", folder / "adblock")
    package = folder / "archive.wacz"
    export_wacz(site, content, package, folder / "cache")
    with zipfile.ZipFile(package) as archive:
        rows = archive.read("pages/pages.jsonl").splitlines()[1:]
    return folder, [json.loads(row) for row in rows]


def replayed_text(page):
    """Return the text in the frame of the player that has the archived page."""
    frames = (frame for frame in page.frames if "mp_/" in frame.url)
    return "".join(frame.evaluate(SHOWN) for frame in frames)


def test_the_player_shows_the_words_of_the_originals(chromium, player):
    folder, pages = player
    page = chromium.new_page()  # its console names images that were never saved
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    for row in pages[:3]:
        digits = re.sub(r"\D", "", row["ts"])
        text = PLAYER_PAGE.format(url=escape(row["url"]), time=digits)
        (folder / "index.html").write_text(text, encoding="utf-8")
        word = row["title"].split()[0]
        with serve_folder(folder) as address:
            page.goto(f"{address}/index.html")
            for _ in range(100):
                page.wait_for_timeout(200)
                if word in replayed_text(page):
                    break
            assert word in replayed_text(page), row["url"]
            page.goto("about:blank")
    page.close()
    assert [url for url in requests if foreign(url)] == []
