"""What a run came to as numbers for Prometheus: a file in its text format, replaced whole.

Text format 0.0.4, as node_exporter's textfile collector reads it. All are gauges: each tells of the last
run, and none only ever grows, so that no name ends in `_total`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.cli.placing import placed
from tracker.shipped import VERSION

if TYPE_CHECKING:
    from tracker.cli.course import Course

_SUCCESS = "tracker_last_success_timestamp_seconds"
_HELP = {
    "tracker_build_info": "The version that ran; always 1.",
    "tracker_last_run_timestamp_seconds": "When the last run ended, in seconds since 1970.",
    _SUCCESS: "When a run last ended with exit code 0, in seconds since 1970.",
    "tracker_last_run_duration_seconds": "How long the last run took.",
    "tracker_last_run_exit_code": "The exit code of the last run.",
    "tracker_last_run_files": "Files of the last run by what became of them.",
    "tracker_last_run_lines": "Lines that the last run read into the lake.",
    "tracker_last_run_rows": "Rows that the last run made, by table.",
    "tracker_last_run_rejected_records": "Records that the last run rejected, by reason.",
    "tracker_last_run_nights": "Nights that the last run judged.",
    "tracker_last_run_sessions": "Sessions of the nights judged, by verdict.",
    "tracker_last_run_flagged_sessions": "Flagged sessions of the nights judged.",
}
_STATES = ("done", "known", "empty", "refused", "ignored")  # told though there be none
Sample = tuple[str, Mapping[str, str], float]


def write_metrics(path: Path, course: Course) -> None:
    """Replaces the file; InputError where it cannot be written. The last success is kept from the old one."""
    text = told([*_samples(course), *_success(path, course)])
    # Another user collects it, and there is no name in it.
    with placed(path, "metrics ", mode=0o644) as file:
        file.write(text.encode())


def told(samples: list[Sample]) -> str:
    """Samples in the text format, those of one name together."""
    lines: list[str] = []
    for name, meaning in _HELP.items():
        found = [(labels, value) for one, labels, value in samples if one == name]
        if found:
            lines += [f"# HELP {name} {meaning}", f"# TYPE {name} gauge"]
            lines += [f"{name}{_labelled(labels)} {_number(value)}" for labels, value in found]
    return "".join(f"{line}\n" for line in lines)


def _samples(course: Course) -> Iterator[Sample]:
    """What is known of a run; what it did not come to is left out."""
    of, about = {"command": course.command}, "tracker_last_run_"
    ended = course.ended_at.timestamp() if course.ended_at else 0.0
    yield "tracker_build_info", {"version": VERSION}, 1
    yield f"{about}timestamp_seconds", of, ended
    yield f"{about}duration_seconds", of, course.seconds
    yield f"{about}exit_code", of, course.code
    if course.command != "judge":
        files = dict.fromkeys(_STATES, 0) | course.files()
        yield from _each(f"{about}files", of, "state", files)
        yield f"{about}lines", of, course.lines()
        yield from _each(f"{about}rows", of, "table", course.rows())
        yield from _each(f"{about}rejected_records", of, "reason", course.rejected())
    if course.judged:
        from tracker.report.verdicts import VERDICTS

        yield f"{about}nights", of, len(course.judged.nights)
        verdicts = dict.fromkeys(VERDICTS, 0) | course.judged.verdicts
        yield from _each(f"{about}sessions", of, "verdict", verdicts)
        yield f"{about}flagged_sessions", of, course.flagged()


def _each(name: str, of: Mapping[str, str], label: str, counts: Mapping[str, int]) -> list[Sample]:
    return [(name, {**of, label: key}, count) for key, count in sorted(counts.items())]


def _success(path: Path, course: Course) -> Iterator[Sample]:
    """When this command last succeeded: now, or as the file says that is there."""
    of = {"command": course.command}
    if course.code == 0 and course.ended_at:
        yield _SUCCESS, of, course.ended_at.timestamp()
        return
    try:
        before = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return
    line = re.escape(f"{_SUCCESS}{_labelled(of)} ")
    if kept := re.search(rf"(?m)^{line}([0-9.]+)$", before):
        with suppress(ValueError):
            yield _SUCCESS, of, float(kept[1])


def _labelled(labels: Mapping[str, str]) -> str:
    return "{" + ",".join(f'{name}="{_escaped(value)}"' for name, value in labels.items()) + "}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _number(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.3f}"
