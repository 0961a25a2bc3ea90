"""Which files of a folder are taken for logs."""

from __future__ import annotations

import os

import pytest

from tracker.errors import SettingsError
from tracker.inbox import files_in, opened, refuse_inbox, stamp
from tracker.settings import Settings, Source


def lay(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)


def below(folder, paths):
    return [path.removeprefix(f"{folder}/") for path in paths]


def test_a_folder_is_its_files_in_the_order_of_their_names(tmp_path):
    lay(tmp_path, "b/2.log", "b/1.log", "a.log", 'c\n"d".log')
    found = files_in(str(tmp_path), Settings())
    assert below(tmp_path, found.files) == ["a.log", "b/1.log", "b/2.log", 'c\n"d".log']
    assert (found.ignored, found.faults) == ([], [])


def test_links_to_files_are_followed_and_links_to_folders_are_not(tmp_path):
    lay(tmp_path, "in/a.log", "elsewhere/b.log")
    (tmp_path / "in/loop").symlink_to(tmp_path / "in")
    (tmp_path / "in/b.log").symlink_to(tmp_path / "elsewhere/b.log")
    (tmp_path / "in/gone.log").symlink_to(tmp_path / "nowhere")
    found = files_in(str(tmp_path / "in"), Settings())
    assert below(tmp_path / "in", found.files) == ["a.log", "b.log"]


@pytest.mark.parametrize(
    "name",
    [
        ".conn.log",
        ".conn.log.part",
        ".snapshot/conn.log",
        "a/conn.log.part",
        "conn.log.TMP",
        "conn.log.filepart",
        "conn.log~",
    ],
)
def test_what_is_hidden_or_being_uploaded_is_ignored_and_told(tmp_path, name):
    lay(tmp_path, name, "conn.log", "part.log", "a.tmp/conn.log")
    found = files_in(str(tmp_path), Settings())
    assert below(tmp_path, found.ignored) == [name]
    assert below(tmp_path, found.files) == ["a.tmp/conn.log", "conn.log", "part.log"]


def test_the_settings_say_what_is_no_log_and_what_is_one_for_all_that(tmp_path):
    lay(tmp_path, "a.md5", "b.tmp", "c.tmp", "d.log")
    rules = Source("*.md5", ignore=True), Source("*/b.tmp", ignore=False), Source("*", zone="UTC")
    found = files_in(str(tmp_path), Settings(sources=rules))
    assert below(tmp_path, found.files) == ["b.tmp", "d.log"]
    assert below(tmp_path, found.ignored) == ["a.md5", "c.tmp"]


def test_what_is_done_with_is_not_found_again_though_it_lies_in_the_inbox(tmp_path):
    lay(tmp_path, "in/a.log", "in/done/b.log", "in/donext/c.log")
    (tmp_path / "way").symlink_to(tmp_path / "in")
    settings = Settings(sources=(Source("*", done="moved", done_to=str(tmp_path / "in/done")),))
    for inbox in (tmp_path / "in", tmp_path / "way"):
        found = files_in(str(inbox), settings)
        assert below(inbox, found.files) == ["a.log", "donext/c.log"]
        assert found.ignored == []
        refuse_inbox(str(inbox), settings)
    assert below(tmp_path, files_in(str(tmp_path / "in/done"), settings).files) == ["in/done/b.log"]


@pytest.mark.parametrize("inbox", ["in", "in/deeper", "way"])
def test_an_inbox_in_the_folder_of_what_is_done_is_refused(tmp_path, inbox):
    lay(tmp_path, "in/deeper/a.log")
    (tmp_path / "way").symlink_to(tmp_path / "in")
    settings = Settings(sources=(Source("*", done="moved", done_to=str(tmp_path / "in")),))
    with pytest.raises(SettingsError, match="not one that the inbox lies in"):
        refuse_inbox(str(tmp_path / inbox), settings)


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path, monkeypatch):
    lay(tmp_path, "a.log", "shut/b.log")

    def scandir(path, _scandir=os.scandir):
        if str(path).endswith("shut"):  # root, as whom tests may run, is never shut out
            raise PermissionError(13, "Permission denied", path)
        return _scandir(path)

    monkeypatch.setattr(os, "scandir", scandir)
    monkeypatch.setattr("os.scandir", scandir)
    found = files_in(str(tmp_path), Settings())
    assert below(tmp_path, found.files) == ["a.log"]
    assert [str(one) for one in found.faults] == [
        f"{tmp_path}/shut: cannot be looked into: Permission denied"
    ]


def test_an_inbox_that_is_not_there_is_left_to_whoever_reads_it(tmp_path):
    (entry,), others = opened([str(tmp_path / "inbix")], Settings())
    assert (entry.shown, entry.stamp) == (str(tmp_path / "inbix"), None)
    assert (others.files, others.faults) == ([], [])


def test_a_stamp_is_another_as_soon_as_a_file_is_written_to_or_replaced(tmp_path):
    lay(tmp_path, "a", "b")
    one = stamp(str(tmp_path / "a"))
    assert one == stamp(str(tmp_path / "a"))
    (tmp_path / "a").write_text("more than before")
    two = stamp(str(tmp_path / "a"))
    (tmp_path / "b").replace(tmp_path / "a")
    assert len({one, two, stamp(str(tmp_path / "a"))}) == 3
    assert stamp(str(tmp_path / "b")) is None
