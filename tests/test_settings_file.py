from __future__ import annotations

from dataclasses import asdict

import pytest

from tracker.errors import Faults, SettingsError
from tracker.settings import Gateway, Settings, Source
from tracker.settings_file import read_settings

BORDER = Source("*/border/*", zone="UTC", gateway="border-1")
ANY = Source("*", zone="Europe/Vilnius", format="zeek-conn")


def read(tmp_path, text: str) -> Settings:
    path = tmp_path / "tracker.toml"
    path.write_text(text)
    return read_settings(path)


def test_a_file_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    """Editors of some systems write one."""
    assert read(tmp_path, "\ufeffguard_seconds = 5").guard_seconds == 5


def test_sections_come_in_the_order_of_the_file(tmp_path):
    told = read(
        tmp_path,
        """
        [[source]]
        path = "*/border/*"
        zone = "UTC"
        gateway = "border-1"
        [[gateway]]
        name = "nas-2"
        clock_offset_seconds = -1.5
        [[source]]
        path = "*"
        zone = "Europe/Vilnius"
        format = "zeek-conn"
        [[gateway]]
        name = "nas-1"
        silence_hours = 2
        """,
    )
    assert told.sources == (BORDER, ANY)
    assert told.gateways == (Gateway("nas-2", -1.5), Gateway("nas-1", 0, 2))


FAULTS = {
    'night_zone = "Europe/Nowhere"': "'Europe/Nowhere' is not known",
    "guard_second = 5": "unknown setting 'guard_second'",
    "max_shrink = true": "max_shrink = True; expected float",
    "max_rejects = 5": "max_rejects = 5; expected from 0 to 1",
    "coverage_gap_hours = 0": "coverage_gap_hours = 0; expected from 0.01",
    "silence_hours = inf": "silence_hours = inf; expected from 0.01",
    "login_days = -1": "login_days = -1; expected from 0",
    "threads = 0": "threads = 0; expected from 1",
    "memory = 2": "memory = 2; expected str | None",
    "judge = 5": "judge = 5; expected [judge.NAME] sections",
    "[judge]\nprior = 5": "[judge] prior = 5; expected [judge.NAME] sections",
    "[judge.scored]\nprior = inf": "[judge.scored] prior = inf; expected a number",
    "[judge.scored]\nprior = [5]": "[judge.scored] prior = [5]; expected a number",
    "[judge.scored]\nprior = 9007199254740992": "expected a number",
    "detections = ''": "detections = ''; expected a text",
    "detections = 5": "detections = 5; expected str | None",
    "flag_ipsec_without_epdg = 1": "flag_ipsec_without_epdg = 1; expected bool",
    "gateway = 5": "gateway = 5; expected [[gateway]] sections",
    '[source]\npath = "a"': "expected [[source]] sections",
    '[[source]]\nzone = "UTC"': "[[source]] 1: no path",
    '[[source]]\npath = ""': "[[source]] 1: path = ''; expected a text",
    '[[source]]\npath = "a"\nzone = "Mars"': "'Mars' is not known",
    '[[source]]\npath = "a"\nzoen = "UTC"': "[[source]] 1: unknown setting 'zoen'",
    '[[source]]\npath = "a"\n[[source]]\npath = "a"': "2 [[source]] with path = 'a'",
    "memory = 'lots'": "memory = 'lots'; expected a number with its unit",
    "spill = 5": "spill = 5; expected str | None",
    "on_failure = 'mail'": "on_failure = 'mail'; expected list[str]",
    "on_failure = ['mail', 5]": "on_failure: 5; expected a text",
    "second_reviewer = 'dismiss'": "second_reviewer = 'dismiss'; expected list[str]",
    "second_reviewer = ['dismiss', 'reopen']": "second_reviewer: 'reopen'; expected some of dismiss,",
    "second_reviewer = [5]": "second_reviewer: 5; expected some of dismiss, confirm, correct",
    "inbox = 5": "inbox = 5; expected str | list[str]",
    "inbox = ''": "inbox = ''; expected a text",
    "inbox = ['in', '']": "inbox: ''; expected a text",
    "inbox = ['in', 5]": "inbox: 5; expected a text",
    '[[source]]\npath = "a"\ndone = "gone"': "done = 'gone'; expected one of left, moved, deleted",
    '[[source]]\npath = "a"\ndone = 5': "[[source]] 1: done = 5; expected str",
    '[[source]]\npath = "a"\ndone = "moved"': "[[source]] 1: no done_to",
    '[[source]]\npath = "a"\ndone_to = "b"': "done_to = 'b' of what is not moved",
    '[[source]]\npath = "a"\ndone = "deleted"\ndone_to = "b"': "of what is not moved",
    '[[source]]\npath = "a"\nignore = "yes"': "[[source]] 1: ignore = 'yes'; expected bool | None",
    '[[source]]\npath = "a"\nignore = true\ndone = "deleted"': "done = 'deleted' of what is ignored",
    '[[gateway]]\nname = "a"\n[[gateway]]\nname = "a"': "2 [[gateway]] with name = 'a'",
    "[[gateway]]\nclock_offset_seconds = 3": "[[gateway]] 1: no name",
    '[[gateway]]\nname = "a"\nclock_offset_seconds = "3"': "clock_offset_seconds = '3'; expected float",
    '[[gateway]]\nname = "a"\nclock_offset_seconds = true': "clock_offset_seconds = True",
    '[[gateway]]\nname = "a"\nclock_offset_seconds = nan': "expected from -86400 to 86400",
    '[[gateway]]\nname = "a"\nsilence_hours = 0': "[[gateway]] 1: silence_hours = 0; expected from 0.01",
    '[[gateway]]\nname = "a"\nsilence_hours = "2"': "silence_hours = '2'; expected float",
    '[[gateway]]\nname = "a"\nsilence_hours = -1': "silence_hours = -1; expected from 0.01",
    '[[gateway]]\nname = "a"\nclock_offset_seconds = 86401': "expected from -86400 to 86400",
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_fault_of_a_settings_file_is_told(text, tmp_path):
    with pytest.raises(Faults) as refused:
        read(tmp_path, text)
    assert FAULTS[text] in str(refused.value)
    assert len(refused.value.faults) == 1


def test_the_defaults_are_within_what_a_number_may_be(tmp_path):
    numbers = {name: value for name, value in asdict(Settings()).items()
               if isinstance(value, int | float) and not isinstance(value, bool)}  # fmt: skip
    assert read(tmp_path, "\n".join(f"{name} = {numbers[name]}" for name in numbers)) == Settings()


def test_all_faults_of_a_settings_file_are_told_at_once(tmp_path):
    apart = ("[", "gateway", "judge")
    known = {one.partition(" ")[0]: one for one in FAULTS if not one.startswith(apart)}
    plain = [*known.values()]
    with pytest.raises(Faults) as refused:
        read(tmp_path, "\n".join([*plain, "[[source]]", "[[gateway]]", "nmae = 1"]))
    assert len(refused.value.faults) == len(plain) + 3
    assert {type(one) for one in refused.value.faults} == {SettingsError}


def test_a_folder_of_detections_is_seen_from_the_settings_file(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    assert read(tmp_path, 'detections = "own"').detections == str(tmp_path / "own")
    assert read(tmp_path, 'detections = "/etc/own"').detections == "/etc/own"


def test_inboxes_and_folders_of_what_is_done_are_seen_from_the_settings_file(tmp_path):
    section = '[[source]]\npath = "*"\ndone = "moved"\ndone_to = "done"'
    one = read(tmp_path, f'inbox = "in"\n{section}')
    assert one.inboxes == [str(tmp_path / "in")]
    assert one.sources[0].done_to == str(tmp_path / "done")
    assert read(tmp_path, 'inbox = ["in", "/spool"]').inboxes == [str(tmp_path / "in"), "/spool"]
