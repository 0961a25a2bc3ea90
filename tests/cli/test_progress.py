"""How far a run has come, by a clock that the test turns."""

from __future__ import annotations

import pytest

from tracker.cli.course import Course
from tracker.cli.progress import Lines, Pace
from tracker.taken import Taken


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def files(tmp_path):
    """Four files of 300, 500, 1200 and 0 bytes, and one that is not there."""
    paths = [tmp_path / name for name in "abcde"]
    for path, size in zip(paths, (300, 500, 1200, 0), strict=False):
        path.write_bytes(b"x" * size)
    return [str(path) for path in paths]


def test_files_bytes_lines_a_second_and_the_time_left_are_told(clock, files):
    pace = Pace(clock)
    pace.begun(files)
    pace.read(files[0], 30, 30)
    pace.taken(files[0])
    pace.read(files[1], 10, 50)
    clock.now += 4
    assert pace.told() == "1 of 5 files, 0.4 of 2.0 kB, 10 lines/s, 16 s left"
    assert pace.numbers()["seconds_left"] == 16
    for path in files[1:]:
        pace.taken(path)
    assert pace.told() == "5 of 5 files, 2.0 of 2.0 kB, 10 lines/s, 0 s left"


def test_before_anything_has_come_in_no_time_is_guessed(clock, files):
    pace = Pace(clock)
    pace.begun(files)
    assert pace.told() == "0 of 5 files, 0.0 of 2.0 kB, 0 lines/s"


@pytest.mark.parametrize(
    ("seconds", "told"), [(59, "59 s"), (60, "1 min"), (1860, "31 min"), (9000, "2 h 30 min")]
)
def test_the_time_left_is_told_as_people_say_it(clock, files, seconds, told):
    pace = Pace(clock)
    pace.begun(files)
    pace.taken(files[1])
    clock.now += seconds / 3
    assert pace.told().endswith(f", {told} left")


def test_off_a_terminal_each_file_is_told_at_once_and_the_pace_every_half_minute(
    clock, files, capsys
):
    lines = Lines(Course("ingest"), 0.01, clock)
    lines.begun(files)
    told = []
    for path in files[:3]:
        for _ in range(3):
            clock.now += 10
            lines.read(path, 5, 10)
        lines.taken(Taken(path, "known", "0123456789abcdef"))
        told.append(capsys.readouterr().err.splitlines())
    progress = ["tracker: 0 of 5 files", "tracker: 1 of 5 files", "tracker: 2 of 5 files"]
    assert [[line.partition(",")[0] for line in part[:-1]] for part in told] == [
        [one] for one in progress
    ]
    assert [part[-1] for part in told] == [
        f"{path}: known already, as source 0123456789abcdef" for path in files[:3]
    ]
