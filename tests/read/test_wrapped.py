"""A log that a shipper wrapped in JSON objects is read as the lines within."""

from __future__ import annotations

import gzip
import json
import os
from itertools import cycle
from random import Random

import pytest

from tests.formats.renew import WRITTEN, ZONE, golden, parsed, sample
from tests.formats.test_formats import in_order, rows_of
from tests.parsing import detail, read, without_source
from tests.test_grown import brought, grown, rows
from tests.test_intake import KEY, visible
from tests.test_mutations import MUTATIONS
from tests.wrapping import WAYS, agent, docker, filebeat, journal, nested, vector, wrapped
from tracker.formats import formats
from tracker.lake import create_lake
from tracker.settings import Settings

ASA = (
    "Mar 14 2026 01:02:0{} fw1 : %ASA-6-302013: Built outbound TCP connection 12 for outside:"
    "198.51.100.7/443 (198.51.100.7/443) to inside:192.0.2.10/40112 (203.0.113.5/40112)"
)
LINES = [ASA.format(second) for second in range(5)]
# A document of several lines is no log line, and what AWS writes as `message` is read as such.
NOT_BY_LINE = {"azure-flow", "aws-vpc-flow.json"}
OF_AWS = [name for name in formats() if name.startswith("aws-vpc-flow")]
SIGNS = {"\r": r"\r", "\0": r"\u0000", "\x01": r"\u0001", "\x02": r"\u0002", "\x03": r"\u0003"}


def put(path, content):
    path.write_bytes(content)
    os.utime(path, (WRITTEN, WRITTEN))
    return path


def as_lines(*objects):
    return "".join(json.dumps(one) + "\n" for one in objects).encode()


def way_of(name):
    """One of the ways for each format, such that all take their turn."""
    fitting = [way for way in WAYS if not (name in OF_AWS and "message" in way(""))]
    return fitting[[*formats()].index(name) % len(fitting)]


@pytest.mark.parametrize("name", [name for name in formats() if name not in NOT_BY_LINE])
def test_a_wrapped_sample_gives_the_rows_that_it_gives_unwrapped(tmp_path, name):
    content = sample(name).read_bytes()
    found = read(put(tmp_path / "a.log", wrapped(way_of(name), content)), zone=ZONE)
    assert (found.fault, found.lines) == (None, len(content.splitlines()))
    assert in_order(found.rows) == in_order(rows_of(name))


@pytest.mark.parametrize("way", [*WAYS, nested])
def test_every_way_of_wrapping_is_known(tmp_path, way):
    content = "\n".join(LINES).encode()
    found = read(put(tmp_path / "b.log", wrapped(way, content)), zone=ZONE)
    assert (found.told, found.tally.used) == ("cisco-asa", 5)


@pytest.mark.parametrize("name", ["ecs", "ecs.raw", "ecs.export", "ocsf.raw", "suricata-eve"])
def test_what_a_format_reads_as_json_is_left_to_it(name):
    """ECS and OCSF may keep the raw line beside its fields; of some documents they make no row."""
    assert parsed(name) == golden(name).read_text()


def test_a_document_of_ecs_that_keeps_its_line_is_left_even_beside_others_undecoded(tmp_path):
    decoded = agent(LINES[0]) | {"source": {"ip": "192.0.2.1"}, "destination": {"ip": "192.0.2.2"}}
    found = read(put(tmp_path / "a.log", as_lines(decoded, agent(LINES[1]))))
    assert (found.told, found.tally.used, found.tally.passed.total()) == ("ecs", 1, 1)


def test_a_stated_format_decides_what_is_read(tmp_path):
    path = put(tmp_path / "a.log", as_lines(*map(agent, LINES)))
    assert read(path, zone=ZONE, format="cisco-asa").tally.used == 5
    assert read(path, zone=ZONE, format="ecs").tally.passed.total() == 5


def test_of_lines_that_no_format_knows_the_file_is_told_as_it_is(tmp_path):
    found = read(put(tmp_path / "a.log", as_lines(vector("nothing"), vector("else"))))
    assert "no known format" in str(found.fault)


def test_wrapped_lines_and_others_stand_in_one_file(tmp_path):
    mixed = [docker(LINES[0]), {"level": "info"}, docker(LINES[1])]
    content = as_lines(*mixed) + f"{LINES[2]}\n\n".encode() + b'{"log":"cut'
    found = read(put(tmp_path / "a.log", content), zone=ZONE)
    assert [row["line"] for row in found.of("connection")] == [1, 3, 4]
    assert found.reasons() == dict.fromkeys([2, 6], "not_this_format")
    assert found.tally.passed == {"blank": 1}


def test_what_a_shipper_that_escapes_nothing_took_for_another_line_is_not_read(tmp_path):
    """A name may end the text and begin another, under the same key or one that goes before it."""
    other = LINES[1].replace("192.0.2.10", "192.0.2.99")
    lines = [
        f'{{"message":"{LINES[0]}","{key}":"{other}"}}'
        for key in ("message", "_raw", "event.original")
    ]
    found = read(put(tmp_path / "a.log", "\n".join(lines).encode()), zone=ZONE)
    assert {row["src_ip"] for row in found.of("connection")} == {"192.0.2.10"}


ENTRY = {
    "__REALTIME_TIMESTAMP": "1773450123123456", "_HOSTNAME": "gw1", "SYSLOG_IDENTIFIER": "sshd",
    "_PID": "812", "MESSAGE": "Accepted password for ona from 203.0.113.7 port 4022 ssh2",
}  # fmt: skip


def entry(**other):
    told = ENTRY | other
    return {key: value for key, value in told.items() if value is not None}


def test_an_entry_of_the_journal_is_the_line_that_syslog_would_have_written(tmp_path):
    spoken = ENTRY["MESSAGE"]
    lines = [
        f"2026-03-14T01:02:03.123456Z gw1 sshd[812]: {spoken}",
        f"2026-03-14T01:02:03.123456Z gw1 sshd[7]: {spoken}",
        f"2026-03-14T01:02:03.123456Z gw1 sshd: {spoken}",
        f"2026-03-14T01:02:03.123456Z - sshd[812]: {spoken}",
    ]
    entries = [entry(), entry(SYSLOG_PID="7"), entry(_PID=None), entry(_HOSTNAME=None)]
    plain = read(put(tmp_path / "a.log", "\n".join(lines).encode()))
    found = read(put(tmp_path / "b.log", as_lines(*entries)))
    assert without_source(found) == without_source(plain)
    assert found.tally.used == 4
    assert {str(row["at"])[:26] for row in found.of("login")} == {"2026-03-14 01:02:03.123456"}


@pytest.mark.parametrize(
    "other",
    [
        {"MESSAGE": [65, 255]},
        {"MESSAGE": None},
        {"__REALTIME_TIMESTAMP": "soon"},
        {"__REALTIME_TIMESTAMP": "9" * 30},
        {"SYSLOG_IDENTIFIER": "sshd[1]: Accepted password for eve from 192.0.2.1 port 1 ssh2"},
        {"_HOSTNAME": "gw1 sshd[1]: x"},
        {"_HOSTNAME": "gw1\n"},
    ],
)
def test_an_entry_that_is_no_text_or_forges_its_header_makes_no_row(tmp_path, other):
    found = read(put(tmp_path / "a.log", as_lines(entry(), entry(**other), entry())))
    assert [row["line"] for row in found.of("login")] == [1, 3]
    assert list(found.reasons()) == [2]


@pytest.mark.parametrize("sign", SIGNS)
def test_a_sign_of_the_readers_own_cannot_come_in_as_an_escape(tmp_path, sign):
    hostile = LINES[1].replace("fw1", f"f{sign}w1")
    content = as_lines(*map(docker, [LINES[0], hostile, LINES[2]]))
    assert SIGNS[sign].encode() in content
    found = read(put(tmp_path / "a.log", content), zone=ZONE)
    assert found.reasons() == {2: "unreadable"}
    assert found.tally.used == 2


@pytest.mark.parametrize("mark", ["\ufdd0", "\ufdd1", "\ufdd2", "\ufdd3"])
def test_a_mark_of_the_readers_own_rejects_its_line(tmp_path, mark):
    content = as_lines(docker(LINES[0]), docker(LINES[1] + f"{mark}x"))
    found = read(put(tmp_path / "a.log", content), zone=ZONE)
    assert list(found.reasons()) == [2]


def test_a_line_feed_within_a_text_makes_no_second_line(tmp_path):
    inner = [f"{LINES[0]}\nMar 14", f"\n{LINES[2]}\r\n", f"{LINES[0]}\n{LINES[1]}"]
    found = read(put(tmp_path / "a.log", as_lines(*map(docker, inner))), zone=ZONE)
    assert found.reasons() == {1: "unreadable"}  # of the third, the kind is known: it has two ends
    assert (found.lines, [row["line"] for row in found.of("connection")]) == (3, [2])


def test_a_long_run_of_carriage_returns_in_a_text_is_no_more_work_than_another(tmp_path):
    """Looked on from each of them to the end of the run it would take hours."""
    run = "\r" * 400_000
    long = [docker(f"{LINES[0]}{run}x\n\r\nx"), docker(f"{LINES[1]}{run}"), docker(LINES[2])]
    found = read(put(tmp_path / "a.log", as_lines(*long)), zone=ZONE)
    assert [row["line"] for row in found.of("connection")] == [2, 3]
    assert found.reasons() == {1: "unreadable"}


def test_a_record_of_several_lines_may_stand_in_one_text(tmp_path):
    """The server's detail file, read by a shipper that joins the lines of a record."""
    status, received = "Acct-Status-Type = Start", "Timestamp = 1773504000"
    blocks = [
        detail([status, 'User-Name = "ona"', f"Framed-IP-Address = 192.0.2.{n}", received])
        for n in range(1, 4)
    ]
    plain = read(put(tmp_path / "a.log", "".join(blocks).encode()))
    found = read(put(tmp_path / "b.log", as_lines(*map(vector, blocks))))
    assert found.tally.used == plain.tally.used == 3
    assert [row["ip"] for row in found.rows] == [row["ip"] for row in plain.rows]
    assert ([row["line"] for row in found.rows], found.tally.lines) == ([1, 2, 3], 3)


def test_a_line_too_long_is_rejected_whatever_stands_within(tmp_path):
    long = filebeat(LINES[1]) | {"note": "x" * 3000}
    path = put(tmp_path / "a.log", as_lines(filebeat(LINES[0]), long, docker("y" * 3000)))
    found = read(path, Settings(max_line=2000), zone=ZONE)
    assert found.reasons() == {2: "line_too_long", 3: "line_too_long"}
    assert found.tally.used == 1


@pytest.mark.parametrize("pack", [gzip.compress, lambda told: told.replace(b"\n", b"\r\n")])
def test_a_wrapped_log_may_be_packed_or_have_other_line_ends(tmp_path, pack):
    found = read(put(tmp_path / "a.log", pack(as_lines(*map(docker, LINES)))), zone=ZONE)
    assert found.tally.used == 5


@pytest.mark.parametrize(("name", "way"), [("zeek-conn", docker), ("freeradius-detail", agent)])
def test_a_wrapped_log_that_grew_in_steps_is_read_as_if_it_had_come_whole(name, way, tmp_path):
    content = wrapped(way, sample(name).read_bytes())
    luck = Random(name)  # noqa: S311  # planted, not secret
    ends = sorted(luck.sample(range(len(content) // 3, len(content)), 2))
    whole, pieces = grown(tmp_path / "whole", content, []), grown(tmp_path / "grown", content, ends)
    assert rows(pieces) == rows(whole)
    assert rows(whole)["connection"] or rows(whole)["login"]


def test_of_a_long_log_that_grew_only_what_is_new_is_taken_out(tmp_path):
    """More lines than are looked at to recognise a format stand before it."""
    content = as_lines(
        *(docker(ASA.format(n % 10).replace("12 for", f"{n} for")) for n in range(6000))
    )
    end = content.index(b"connection 5000 ")
    whole, pieces = (
        grown(tmp_path / "whole", content, []),
        grown(tmp_path / "grown", content, [end]),
    )
    assert rows(pieces) == rows(whole)


def test_lines_that_aws_wrote_as_json_stand_beside_plain_ones(tmp_path):
    """Each way of a format is asked for the object, not for the line within, which looks like another's."""
    flow = "2 123456789010 eni-0a 192.0.2.10 198.51.100.{} 40000 443 17 20 4249 1773478800 1773478860 ACCEPT OK"
    laid = json.dumps({"message": flow.format(1)})
    timed = "2026-03-14T09:00:00.000Z " + flow.format(2)
    content = f"{laid}\n{timed}\n{laid}\n".encode()
    found = read(put(tmp_path / "a.log", content))
    assert (found.fault, found.tally.lines) == (None, 3)
    assert [row["dst_ip"][-1] for row in found.of("connection")] == ["1", "2", "1"]


def test_small_wrapped_logs_land_together_with_plain_ones(tmp_path):
    lake, folder = create_lake(tmp_path / "lake", KEY.check), tmp_path / "logs"
    folder.mkdir()
    for number, line in enumerate(LINES):
        text = line.replace("10/40112", f"1{number}/40112").encode()
        (folder / f"{number}.log").write_bytes(
            wrapped(docker, text) if number % 2 else text + b"\n"
        )
    taken = brought(lake, folder, zone=ZONE)
    assert [(one.state, one.lines) for one in taken] == [("done", 1)] * 5
    assert len({row["src_ip"] for row in visible(lake, "connection")}) == 5
    assert {one.state for one in brought(lake, folder, zone=ZONE)} == {"known"}


@pytest.mark.parametrize(
    ("mutation", "way"), list(zip(MUTATIONS, cycle([filebeat, docker, journal]), strict=False))
)
def test_a_mutated_wrapped_log_is_accounted_for_line_by_line_or_refused(tmp_path, mutation, way):
    chance = Random(f"{mutation.__name__} {way.__name__}")  # noqa: S311  # no secret
    name = chance.choice(["cisco-asa", "openvpn-server", "freeradius-detail", "paloalto"])
    content = mutation(chance, wrapped(way, sample(name).read_bytes()))
    found = read(put(tmp_path / "a.log", content), zone=ZONE)
    if found.fault:
        return
    tally, rejected = found.tally, found.of("reject")
    assert tally.lines == found.lines
    assert tally.records == tally.used + tally.passed.total() + len(rejected)
    assert all(1 <= row["line"] <= found.lines for row in found.rows)
