"""Headers of syslog: what is behind them is the same line, whichever of them stands there."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.formats.renew import ZONE, sample
from tests.parsing import read
from tracker.formats import formats
from tracker.read.envelope import have_other, headed, with_one_header
from tracker.read.views import Views

OLD = "<30>2026-03-14T18:00:00Z gw1 sshd[12]: Accepted password for ona"
NEW = "<30>1 2026-03-14T18:00:00Z gw1 sshd 12 - - Accepted password for ona"
DATA = '[timeQuality tzKnown="1"][meta sequenceId="7" note="a \\"]\\" b"]'
PASSED_ON = "Mar 14 18:00:00 fw1 pf: rule 7"


def plain(*lines: str) -> list[str]:
    told: list[str] = with_one_header(pa.array(lines, pa.string())).to_pylist()
    return told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (NEW, OLD),
        (NEW.replace("12 - -", "12 ID47 -"), OLD),
        (NEW.replace("- -", f"- {DATA}"), OLD),
        (NEW.replace("- - ", "- - \ufeff"), OLD),
        (NEW.replace("sshd 12", "sshd -"), OLD.replace("[12]", "")),
        (NEW.replace("sshd 12", "80B000000001 -"), OLD.replace("sshd[12]:", "80B000000001")),
        (NEW.replace("sshd 12", "FVE6035FD3000 -"), OLD.replace("sshd[12]:", "FVE6035FD3000")),
        (
            NEW.replace("sshd 12", "2026:03:14-22:01:07 -"),
            OLD.replace("sshd[12]:", "2026:03:14-22:01:07"),
        ),
        (NEW.replace("sshd 12", "- 12"), OLD.replace(" sshd[12]:", "")),
        (NEW.removeprefix("<30>"), OLD.removeprefix("<30>")),
        (f"96 {NEW}", OLD),
        (f"Mar 14 18:00:01 relay {NEW}", f"Mar 14 18:00:01 relay {OLD[4:]}"),
        (f"Mar 14 18:00:01 relay <30>{PASSED_ON}", f"Mar 14 18:00:01 relay {PASSED_ON}"),
        (f"48 <30>{PASSED_ON}", f"<30>{PASSED_ON}"),
        (NEW.partition("Acc")[0] + PASSED_ON, OLD.partition("Acc")[0] + PASSED_ON),
        (
            "2026-03-14 18:00:00\tDaemon.Info\t192.0.2.250\tpf: rule 7",
            "2026-03-14 18:00:00 192.0.2.250 pf: rule 7",
        ),
        ("<30>1 2026-03-14T18:00:00Z gw1 sshd 12 - -", "<30>2026-03-14T18:00:00Z gw1 sshd[12]:"),
        (NEW.replace("- - ", "- -    "), OLD.replace(": ", ":    ")),
        (NEW + "\nmore", OLD + "\nmore"),
    ],
)
def test_a_header_is_written_as_rfc_3164_does(written: str, told: str) -> None:
    assert plain(written) == [told]


@pytest.mark.parametrize(
    "line",
    [
        OLD,
        PASSED_ON,
        "<14>1 2026-03-14T18:00:00Z srx RT_FLOW - RT_FLOW_SESSION_CREATE - session created",
        '<14>1 2026-03-14T18:00:00Z srx RT_FLOW - - [junos@2636.1.1.1.2.26 source-port="5"] x',
        '<14>1 2026-03-14T18:00:00Z gw1 CheckPoint 18160 - [action:"Accept"; src:"192.0.2.1"]',
        '<14>1 2026-03-14T18:00:00Z gw1 app 1 - [meta a="x] broke off',
        "<14>1 - gw1 app 1 - - without a time",
        "<134>1 2026-03-14T18:00:00Z gw1 PulseSecure: - - - id=firewall",
        f"Mar 14 18:00:00 gw1 sshd[12]: Invalid user {NEW}",
        f"Mar 14 18:00:00 gw1 sshd[12]: Invalid user <30>{PASSED_ON}",
        f"Invalid user 96 {NEW}",
        "1 2026-03-14 18:00:00 12 192.0.2.1 - - 5",
    ],
)
def test_a_line_stays_as_it_is_that_has_no_other_header_or_would_lose_by_it(line: str) -> None:
    assert plain(line) == [line]


def test_a_line_is_told_with_what_was_written_where_that_is_another() -> None:
    told, written = headed(pa.array([NEW, OLD, ""]))
    assert told.to_pylist() == [OLD, OLD, ""]
    assert written.to_pylist() == [NEW, None, None]


SIGNS = st.sampled_from([*'<>1 -:[]="\\T\t+.2', "<30>", "2026-03-14T18:00:00Z", "gw1", "- -", DATA])
LINES = st.lists(st.lists(SIGNS, max_size=12).map("".join) | st.just(NEW), min_size=1, max_size=40)


@given(LINES)
def test_one_form_has_no_other_and_no_line_changes_that_is_not_told_to_have_one(
    lines: list[str],
) -> None:
    once = plain(*lines)
    assert plain(*once) == once
    if not have_other(Views.of("\n".join([*lines, ""]).encode())):
        assert once == lines


PROGRAM = re.compile(
    r"(?:<[0-9]+>)?[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8} [^ ]+ ([A-Za-z][\w.-]*)(?:\[([0-9]+)\])?: (.*)"
)
AT = "2026-03-14T18:00:00.123+02:00 gw1"
# What differs between the headers: their times, and the machines that they name.
OF_HEADER = {"line", "source", "event_date", "gateway", "time_basis", "expires_at"} | {
    f"{name}_at" for name in ("started", "ended", "logged")
} | {"at"}  # fmt: skip


def headers(program: str, process: str | None, said: str) -> list[str]:
    """A message of a program behind headers as they are met, the plain one first."""
    tag = f"{program}[{process}]" if process else program
    old, new = f"gw1 {tag}: {said}", f"{AT} {program} {process or '-'} -"
    return [
        f"Mar 14 18:00:00 {old}",
        f"<30>{AT} {tag}: {said}",
        f"<30>1 {new} - {said}",
        f"412 <30>1 {new} {DATA} \ufeff{said}",
        f"Mar 14 18:00:01 relay <30>1 {new} - {said}",
        f"2026-03-14 18:00:00\tDaemon.Info\tgw1\t{tag}: {said}",
    ]


@cache
def programs() -> dict[str, list[str]]:
    """Of each format the lines of its sample that a program wrote behind a plain header."""
    each = {spec.stem: sample(spec.stem).read_text().split("\n") for spec in formats().values()}
    found = {
        stem: [line for line in lines if PROGRAM.fullmatch(line)] for stem, lines in each.items()
    }
    return {stem: lines for stem, lines in found.items() if len(lines) > 2}


@pytest.mark.parametrize("stem", programs())
def test_a_message_gives_the_same_rows_behind_whichever_header(stem: str, tmp_path: Path) -> None:
    messages = [match.groups() for line in programs()[stem] if (match := PROGRAM.fullmatch(line))]
    log = tmp_path / "behind.log"
    behind = [line for message in messages for line in headers(*message)]
    log.write_text("\n".join(behind) + "\n")
    found = read(log, zone=ZONE, format=formats()[stem].name)
    rows: dict[int, list[dict[str, Any]]] = {number: [] for number in range(1, len(behind) + 1)}
    for row in found.rows:
        if row["table"] != "reject":
            rows[row["line"]].append({k: v for k, v in row.items() if k not in OF_HEADER})
    count = len(headers("", "", ""))
    for first in range(1, len(behind) + 1, count):
        assert [rows[number] for number in range(first, first + count)] == [rows[first]] * count
    assert any(rows.values())
