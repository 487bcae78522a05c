# SPDX-License-Identifier: AGPL-3.0-or-later
"""What cannot be computed again is on the disk before its name leads to it."""

import os
import stat
from pathlib import Path

from plugins.entities.discover.id_lock import save_lock
from storage.files import write_durable


def record_calls(monkeypatch) -> list[str]:
    """Return the list into which each fsync and each replacement is entered."""
    calls: list[str] = []
    fsync, replace = os.fsync, os.replace

    def record_fsync(descriptor: int) -> None:
        is_folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        calls.append("fsync folder" if is_folder else "fsync file")
        fsync(descriptor)

    def record_replace(source: str, target: str) -> None:
        calls.append(f"replace {Path(target).name}")
        replace(source, target)

    monkeypatch.setattr(os, "fsync", record_fsync)
    monkeypatch.setattr(os, "replace", record_replace)
    return calls


def test_bytes_reach_the_disk_before_the_name_and_the_name_before_the_return(
    tmp_path, monkeypatch
):
    path = tmp_path / "entities.yml"
    path.write_bytes(b"old")
    calls = record_calls(monkeypatch)
    write_durable(path, b"new")
    assert calls == ["fsync file", "replace entities.yml", "fsync folder"]
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_id_lock_is_written_to_the_disk_only_if_it_changed(tmp_path, monkeypatch):
    path = tmp_path / "entities.lock.json"
    calls = record_calls(monkeypatch)
    save_lock(path, {})
    assert calls == ["fsync file", "replace entities.lock.json", "fsync folder"]
    calls.clear()
    save_lock(path, {})
    assert calls == []
