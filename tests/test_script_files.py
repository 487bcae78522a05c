# SPDX-License-Identifier: AGPL-3.0-or-later
"""The folder of an index keeps no script, and no folder, that is not used."""

from plugins.search.write.script_files import ScriptFolder


def test_folders_that_become_empty_are_removed_at_every_depth(tmp_path):
    index = tmp_path / "search"
    for name in ("p/12/3", "p/12/4", "t/1"):
        path = index / f"{name}.js"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    (index / "root.js").write_text("x")
    folder = ScriptFolder(index)
    folder.mark_used(["t/1"])
    folder.remove_unused()
    assert sorted(p.name for p in index.rglob("*")) == ["1.js", "t"]


def test_an_index_of_an_interrupted_build_is_deleted_and_its_folder_stays(tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / "1.js").write_text("x")
    ScriptFolder(tmp_path)
    assert list(tmp_path.iterdir()) == []
