# SPDX-License-Identifier: AGPL-3.0-or-later
"""Changes of a published folder are all made, wherever the process was killed."""

import pytest
from test_expected import files_below

from storage import journal
from storage.journal import Changes, finish_changes, make_changes, work_folder

CHANGES = Changes(
    replaced=("new/a.html", "index.html", "old/kept.html"),
    deleted=("old/sub/gone.html", "gone.html"),
    deleted_folders=("old/sub",),
)
MOVES = 7  # calls that change a file or a folder, with the journal's own deletion


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def site(tmp_path):
    """A published folder, and the complete new files beside it."""
    site = tmp_path / "output"
    for name in ("index.html", "gone.html", "old/kept.html", "old/sub/gone.html"):
        write(site / name, f"old {name}")
    for name in CHANGES.replaced:
        write(work_folder(site) / "site" / name, f"new {name}")
    return site


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def expected():
    return {name: f"new {name}".encode() for name in CHANGES.replaced}


def kill_at(monkeypatch, number):
    """Let the call of that number raise, of all that change the folder."""
    calls = iter(range(MOVES))

    def counted(work):
        def counted_work(*arguments):
            if next(calls) == number:
                raise Killed
            return work(*arguments)

        return counted_work

    for name in ("move_if_present", "remove_if_present", "remove_if_empty"):
        monkeypatch.setattr(journal, name, counted(getattr(journal, name)))


def test_changes_are_made(site):
    make_changes(site, CHANGES)
    assert files_below(site) == expected()
    assert not (site / "old" / "sub").exists()
    assert not (work_folder(site) / journal.JOURNAL).exists()


@pytest.mark.parametrize("number", range(MOVES))
def test_changes_of_a_killed_process_are_completed(site, monkeypatch, number):
    with monkeypatch.context() as patched:
        kill_at(patched, number)
        with pytest.raises(Killed):
            make_changes(site, CHANGES)
    finish_changes(site)
    assert files_below(site) == expected()
    assert not (site / "old" / "sub").exists()
    finish_changes(site)
    assert files_below(site) == expected()


def test_a_process_killed_before_the_journal_changed_nothing(site, monkeypatch):
    before = files_below(site)

    def killed(*_arguments):
        raise Killed

    monkeypatch.setattr(journal, "write_durable", killed)
    with pytest.raises(Killed):
        make_changes(site, CHANGES)
    finish_changes(site)
    assert files_below(site) == before


def test_a_damaged_journal_is_none(site):
    before = files_below(site)
    (work_folder(site) / journal.JOURNAL).write_bytes(b"00 []")
    finish_changes(site)
    assert files_below(site) == before
    assert not (work_folder(site) / journal.JOURNAL).exists()


def test_a_folder_that_got_another_file_stays(site):
    write(site / "old" / "sub" / "mine.txt", "x")
    make_changes(site, CHANGES)
    assert (site / "old" / "sub" / "mine.txt").exists()
