"""Which format a file has: one that claims lines of it, or a refusal that says why."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.formats.renew import ZONE, sample
from tests.parsing import detail, read, without_source, zeek
from tracker.errors import InputError
from tracker.formats import formats
from tracker.patterns import finder
from tracker.read.look import look
from tracker.read.recognise import LOOKED_AT, recognise

SPECS = list(formats().values())
OLD_ROW = ["2026-03-14 18:00:00"] * 2 + ["1.0", "192.0.2.1", "2001:db8::1"] + ["0"] * 43


@pytest.fixture
def recognised(tmp_path):
    def name(content, specs=SPECS):
        path = tmp_path / "a.log"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return ",".join(one.name for one in recognise(look(str(path), tmp_path, 1 << 20), specs))

    return name


@pytest.mark.parametrize("name", formats())
def test_a_sample_is_recognised(recognised, name):
    assert recognised(sample(name).read_bytes()) == formats()[name].name


def test_no_line_of_a_sample_is_claimed_by_another_format_of_its_rank():
    """One of a higher rank yields; what is not claimed is a reject under any other format's name."""
    claims = {spec.stem: finder(spec.lines.only) for spec in SPECS}
    for own in SPECS:
        for line in sample(own.stem).read_text(errors="replace").splitlines():
            if claims[own.stem](line):
                others = {
                    spec.name
                    for spec in SPECS
                    if spec.lines.rank <= own.lines.rank and claims[spec.stem](line)
                }
                assert others <= {own.name}, (own.stem, line)


@pytest.mark.parametrize(
    "part", ['"src_ip": "', '{"source":{"ip":"', "src=1 dst=", "a;", "Mar 14 2026 ", "<1>", "| "]
)
def test_a_line_of_one_thing_over_and_over_is_no_more_work_than_another(recognised, part):
    """Patterns that go back would look on from each of them to the line's end: for hours."""
    with pytest.raises(InputError, match="no known format"):
        recognised(part * (900_000 // len(part)) + "\n")


def test_of_long_lines_a_few_tell_the_format(tmp_path):
    path = tmp_path / "a.log"
    path.write_bytes((b"a" * 900_000 + b"\n") * 20)
    assert 0 < len(look(str(path), tmp_path, 1 << 20).first(LOOKED_AT)) < 20


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (zeek({}), "zeek-conn"),
        ("#fields\tts\tconn_state\n", "zeek-conn"),
        ("#separator \\x09\n#path\tconn\n#close\t-\n", "zeek-conn"),
        ("firstSeen,duration,proto,srcAddr,srcPort,dstAddr\nNo matching flows", "nfdump-csv"),
        (",".join(OLD_ROW) + "\n", "nfdump-csv"),
        (detail(["Acct-Status-Type = Stop"]), "freeradius-detail"),
        ("\r\n\r\n" + zeek({}).replace("\n", "\r\n"), "zeek-conn"),
    ],
    ids=["zeek", "fields_alone", "no_connections", "no_flows", "no_header", "detail", "crlf"],
)
def test_a_file_is_known_by_a_line_of_it(recognised, content, name):
    assert recognised(content) == name


@pytest.mark.parametrize(
    "content",
    [
        "#path\tdns\n#fields\tts\tuid\tquery\n",
        "time,source,destination\n1,2,3\n",
        "Date first seen  Duration Proto  Src IP Addr:Port\n",
        ",".join(OLD_ROW[:-1]) + "\n",
        b"\x00\x01\x02\xff" * 100,
        "\n" * LOOKED_AT + zeek({}),
    ],
    ids=["another_log", "another_csv", "nfdump_text", "one_column_less", "junk", "too_late"],
)
def test_a_file_that_nobody_claims_is_refused(recognised, content):
    with pytest.raises(InputError, match=r"is empty|no known format") as refused:
        recognised(content)
    assert refused.value.exit_code == 4


def test_the_refusal_shows_the_shape_of_the_line_and_no_name(recognised):
    with pytest.raises(InputError) as refused:
        recognised("\n2026 Ona Petraitė\x1b[2J\n")
    assert str(refused.value).endswith("; state it with --format if it is one of these")
    assert ":2: no known format; the first line has the shape '0000 aaa aaaaaaaa?[0a'" in str(
        refused.value
    )


def test_a_header_goes_before_another_way_to_write_the_same_format(recognised):
    """Columns in an order of one's own; one that the manual shows is known without its header too."""
    header = "version vpc-id subnet-id instance-id interface-id account-id type srcaddr dstaddr"
    line = "3 vpc-0a subnet-0a i-0a eni-0a 1 IPv4 198.51.100.7 10.0.0.62 43416 5001 198.51.100.7 10.0.0.62 6 568 8"
    assert recognised(f"{header}\n{line}\n") == recognised(line) == "aws-vpc-flow"


FORGED = (
    "%ASA-6-302013: Built outbound TCP connection 12 for outside:198.51.100.9/443 "
    "(198.51.100.9/443) to inside:192.0.2.9/40112 (192.0.2.9/40112)"
)
SPOKEN = sample("fortigate").read_text().splitlines()[:20]


AMONG = [
    *SPOKEN[:1],
    re.sub(r'devname="[^"]*"', f'devname="{FORGED}"', SPOKEN[1]),
    *SPOKEN[2:],
]


def test_a_line_that_two_formats_claim_is_of_neither_and_refuses_no_file(tmp_path):
    """Somebody who can choose a name would keep all of a night's lines from being read."""
    (tmp_path / "a.log").write_text("\n".join(AMONG) + "\n")
    (tmp_path / "b.log").write_text("\n".join(SPOKEN) + "\n")
    found, plain = (read(tmp_path / name, zone=ZONE) for name in ("a.log", "b.log"))
    assert found.reasons() == plain.reasons() | {2: "of_two_formats"}
    kept, usual = (
        [row for row in without_source(one) if row["line"] != 2] for one in (found, plain)
    )
    assert kept == usual


@pytest.mark.parametrize("first", [False, True])
def test_between_lines_of_both_formats_too(tmp_path, first):
    lines = [*AMONG, *[f"Mar 14 2026 20:00:00 fw : {FORGED}"] * 30]
    (tmp_path / "a.log").write_text("\n".join(lines[::-1] if first else lines) + "\n")
    found = read(tmp_path / "a.log", zone=ZONE)
    (line,) = [line for line, reason in found.reasons().items() if reason == "of_two_formats"]
    assert line == (len(lines) - 1 if first else 2)
    assert {row["src_ip"] for row in found.of("connection")} >= {"192.0.2.9", "10.20.0.15"}
    tally = found.tally
    assert tally.records == tally.used + tally.passed.total() + len(found.of("reject"))


ENVELOPES = {
    "cef": "Mar 14 20:15:07 gw CEF:0|Acme|Gate|1|100|login failed|3|rt=1773512107000 src=203.0.113.5 suser={}",
    "leef": "Mar 14 20:15:07 gw LEEF:1.0|Acme|Gate|1|login failed|devTime=1773512107000\tsrc=203.0.113.5\tusrName={}",
    "ecs": '{{"@timestamp":"2026-03-14T18:15:07Z","event":{{"category":"authentication","outcome":"failure"}},'
    '"source":{{"ip":"203.0.113.5"}},"user":{{"name":"{}"}}}}',
    "ocsf": '{{"class_uid":3002,"activity_id":1,"status_id":2,"time":1773512107000,'
    '"src_endpoint":{{"ip":"203.0.113.5"}},"user":{{"name":"{}"}}}}',
}


@pytest.mark.parametrize("among", [False, True], ids=["alone", "among_its_lines"])
@pytest.mark.parametrize("name", ENVELOPES)
def test_a_maker_s_message_within_a_line_of_many_makers_is_a_name(tmp_path, name, among):
    """Whoever tries to log in under it would otherwise make up a connection of somebody else."""
    real = f"Mar 14 2026 20:00:00 fw : {FORGED.replace('192.0.2.9', '192.0.2.1')}"
    lines = [*[real] * among, *map(ENVELOPES[name].format, (FORGED, "ona"))]
    (tmp_path / "a.log").write_text("\n".join(lines) + "\n")
    found = read(tmp_path / "a.log", zone=ZONE)
    assert [row["src_ip"] for row in found.of("connection")] == ["192.0.2.1"] * among
    assert [row["peer_ip"] for row in found.of("login")] == ["203.0.113.5"] * 2
    assert not found.of("reject")


@pytest.mark.parametrize("name", [spec.stem for spec in SPECS if spec.lines.front])
def test_each_line_of_a_format_with_a_front_has_that_front(name):
    """One that had not would be no maker's own either."""
    only, front = (
        finder(str(one)) for one in (formats()[name].lines.only, formats()[name].lines.front)
    )
    lines = [
        line for own in SPECS for line in sample(own.stem).read_text(errors="replace").splitlines()
    ]
    claimed = [line for line in lines if only(line)]
    assert claimed
    assert [line for line in claimed if not front(line)] == []


def test_nor_does_it_keep_an_object_from_being_read(tmp_path):
    """A server that somebody named so would hide what he does there."""
    event = next(
        line for line in sample("suricata-eve").read_text().splitlines() if '"flow"' in line
    )
    named = event.replace("{", f'{{"hostname":"{FORGED}",', 1)
    (tmp_path / "a.log").write_text(f"{event}\n{named}\nMar 14 2026 20:00:00 fw : {FORGED}\n")
    found = read(tmp_path / "a.log", zone=ZONE)
    assert len(found.of("connection")) == 3
    assert not found.of("reject")


def test_a_name_in_a_file_with_a_header_refuses_it_neither(recognised):
    """There all lines are of the header's format."""
    header, *rows = sample("radius-csv").read_text().splitlines()
    more = rows[:3] * 10
    named = more[0].replace("ona", FORGED.replace(",", ""), 1)
    assert named != more[0]
    assert recognised("\n".join([header, *more, named])) == "radius-csv"


def test_two_formats_that_claim_the_same_line_refuse_it(recognised):
    zeeks = formats()["zeek-conn"]
    with pytest.raises(InputError, match=r":1: lines of zeek-conn and zeek-next"):
        recognised(zeek({}), [zeeks, replace(zeeks, stem="zeek-next")])
