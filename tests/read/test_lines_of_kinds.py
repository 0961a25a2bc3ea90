"""Lines read as whole texts: kinds of lines, patterns, keys, JSON and columns, by specs of a test's own."""

from __future__ import annotations

import os

import pytest

from tests.parsing import Read, read
from tracker.errors import TrackerError
from tracker.spec_file import read_spec

WRITTEN = 1773619200  # 2026-03-16 00:00 UTC
HEAD = 'title = "A log"\nmanual = "none"\n'
SENTENCES = """
[lines]
syntax = "pattern"
only = ' gate(way)?: '
[lines.pass]
noise = 'gate: noise'
[fields]
user = 'user=(\\S+)'
[message.opened]
when = 'gate: opened'
fields = { near = ' from ([^ /]+)/', port = ' from [^ /]+/([0-9]+)', far = ' to (\\S+)' }
[message.closed]
when = 'gate: closed'
fields = { near = ['^x ([^ ]+)', ' closed ([^ /]+)/'], lasted = ' after (\\S+)', far = ' with (\\S+)' }
[message.quiet]
when = 'gate: beat'
[[connection]]
messages = ["opened", "closed"]
started_at = { from = "@time", form = "syslog", minus = "lasted", lasts = "clock" }
src_ip = "near"
src_port = "port"
dst_ip = "far"
record = { from = "@message", cases = [["^opened$", "open"], ["", "close"]] }
gateway = "@host"
[[login]]
messages = ["opened"]
needs = ["user"]
at = { from = "@time", form = "syslog" }
event = { constant = "start" }
user = "user"
peer_ip = "near"
"""
MEMBERS = """
[lines]
syntax = "jsonlines"
only = '"kind" ?: ?"flow"'
[connection]
started_at = { from = "at.begin", form = "epoch", unit = "auto" }
src_ip = "src"
dst_ip = ["dst", "other.dst"]
nat_ip = { from = "after", unless = "src" }
"""
PAIRS = """
[lines]
syntax = "keyvalue"
delimiter = " "
only = 'kind=pairs'
null = ["", "-"]
[connection]
started_at = { from = ["date", "time"], form = "text", zone = "tz" }
src_ip = { from = "src", part = "address" }
src_port = { from = "src", part = "port" }
dst_ip = { from = "ip", nth = 2 }
user = "user"
"""
PLACES = """
[lines]
syntax = "columns"
only = 'kind,'
quote = '"'
[message.flow]
when = 'kind,flow'
columns = ["", "", "at", "src", "dst", "user"]
[message.login]
when = 'kind,login'
columns = ["", "", "user", "at", "ip"]
[connection]
messages = ["flow"]
logged_at = { from = "at", form = '%d.%m.%Y %H:%M:%S' }
src_ip = "src"
dst_ip = "dst"
user = "user"
[login]
messages = ["login"]
at = { from = "at", form = "iso" }
event = { constant = "start" }
user = "user"
ip = "ip"
"""


@pytest.fixture
def parsed(tmp_path):
    """What a spec makes of lines, in a file that was last written on 16 March 2026."""

    def made(spec: str, *lines: str, zone: str | None = "UTC") -> Read:
        own = tmp_path / "own.toml"
        own.write_text(HEAD + spec)
        log = tmp_path / "a.log"
        log.write_text("\n".join(lines) + "\n")
        os.utime(log, (WRITTEN, WRITTEN))
        return read(log, format=str(own), **({"zone": zone} if zone else {}))

    return made


def test_a_kind_of_line_has_patterns_of_its_own(parsed):
    found = parsed(
        SENTENCES,
        "Mar 14 18:00:00 fw-1 gate: opened from 192.0.2.1/500 to 198.51.100.1 user=ona",
        "<13>1 2026-03-14T18:02:05+02:00 fw-1 gate: closed 192.0.2.1/500 with pc.local after 0:02:05",
        "Mar 14 18:00:00 gate: opened from 2001:db8::1/500 to 198.51.100.1",
    )
    one, two, three = found.of("connection")
    assert (one["src_ip"], one["src_port"], one["dst_ip"]) == ("192.0.2.1", 500, "198.51.100.1")
    assert (one["gateway"], one["time_basis"], one["record"]) == ("fw-1", "file-year", "open")
    assert (two["time_basis"], two["record"], two["dst_host"]) == (
        "offset-printed",
        "close",
        "(name)",
    )
    assert two["started_at"].isoformat() == "2026-03-14T16:00:00+00:00"
    assert (three["src_ip"], three.get("gateway")) == ("2001:db8::1", None)
    (login,) = found.of("login")
    assert (login["user"], login["peer_ip"], login["line"]) == ("ona", "192.0.2.1", 1)


def test_a_year_behind_the_time_is_told_from_the_address_of_a_host(parsed):
    """Both may begin with 2001, and with 2600, which is no year."""
    rest = "gate: opened from 192.0.2.1/500 to 198.51.100.1"
    heads = {
        "Mar 14 18:00:00 2001:db8::9": (2026, "2001:db8::9"),
        "<13>Mar 14 18:00:00.5 2600:db8::9": (2026, "2600:db8::9"),
        "Mar 14 18:00:00 2025: fw-1": (2025, "fw-1"),
        "Wed Mar 14 18:00:00 2001 fw-1": (2001, "fw-1"),
        "Mar 14 18:00:00 2025 2001:db8::9": (2025, "2001:db8::9"),
    }
    rows = parsed(SENTENCES, *(f"{head} {rest}" for head in heads)).of("connection")
    assert [(row["started_at"].year, row["gateway"]) for row in rows] == list(heads.values())


def test_a_host_that_is_nil_is_none(parsed):
    """RFC 5424 writes a hyphen for what is not known."""
    (row,) = parsed(
        SENTENCES,
        "<13>1 2026-03-14T18:00:00Z - gate: closed 192.0.2.1/500 with pc.local after 0:02:05",
    ).of("connection")
    assert row.get("gateway") is None


def test_a_count_of_octets_before_the_header_is_no_part_of_it(parsed):
    """So syslog over TCP tells how long a message is (RFC 6587, 3.4.1)."""
    rest = "gate: closed 192.0.2.1/500 with pc.local after 0:02:05"
    heads = ("<13>1 2026-03-14T18:00:00Z fw-1", "<13>Mar 14 18:00:00 fw-1")
    lines = [f"{len(head) + len(rest) + 1} {head} {rest}" for head in heads]
    rows = parsed(SENTENCES, *lines).of("connection")
    begun = [("fw-1", 17), ("fw-1", 17)]  # what lasted is taken off
    assert [(row["gateway"], row["started_at"].hour) for row in rows] == begun


def test_every_line_is_of_a_kind_or_passed_over_by_name_or_rejected(parsed):
    found = parsed(
        SENTENCES,
        "",
        "Mar 14 18:00:00 fw-1 gate: noise",
        "Mar 14 18:00:00 fw-1 gate: beat",
        "Mar 14 18:00:00 fw-1 gateway: hello",
        "Mar 14 18:00:00 fw-1 sshd: hello",
        "Mar 14 18:00:00 fw-1 gate: opened by nobody",
        "gate: opened from 192.0.2.1/500 to 198.51.100.1",
        " gate: opened from 192.0.2.1/500 to 198.51.100.1",
    )
    assert found.tally.passed == {"blank": 1, "noise": 1, "quiet": 1, "other_message": 1}
    assert found.reasons() == {
        5: "not_this_format",
        6: "no_src_ip",
        7: "not_this_format",
        8: "no_time",
    }


def test_a_clock_without_zone_refuses_the_file_at_the_line_that_shows_it(parsed):
    line = "Mar 14 18:00:00 fw-1 gate: opened from 192.0.2.1/500 to 198.51.100.1"
    printed = line.replace("Mar 14 18:00:00", "2026-03-14T18:00:00Z")
    found = parsed(SENTENCES, printed, line, zone=None)
    assert "a.log:2: times carry no zone" in str(found.fault)
    assert parsed(SENTENCES, printed, zone=None).tally.used == 1


def test_a_time_that_says_utc_is_in_utc_whatever_zone_was_stated(parsed):
    for time in ("Mar 14 18:00:00 UTC:", "Mar 14 2026 18:00:00 GMT:", "2026-03-14 18:00:00 +00:00"):
        line = f"{time} fw-1 gate: opened from 192.0.2.1/500 to 198.51.100.1"
        (row,) = parsed(SENTENCES, line, zone="Asia/Kolkata").of("connection")
        assert row["started_at"].isoformat() == "2026-03-14T18:00:00+00:00"
        assert row["time_basis"] == "offset-printed"


def test_a_file_is_refused_for_want_of_a_zone_only_where_a_line_wants_it(parsed):
    login = "kind,login,ona,2026-03-14T18:00:00Z,2001:db8::1"
    assert parsed(PLACES, login, zone=None).tally.used == 1
    flow = "kind,flow,14.03.2026 18:00:00,192.0.2.1,198.51.100.1,ona"
    found = parsed(PLACES, login, flow, zone=None)
    assert "a.log:2: times carry no zone" in str(found.fault)


def test_members_are_found_within_objects_and_under_dotted_keys(parsed):
    found = parsed(
        MEMBERS,
        '{"kind":"flow","at":{"begin":1773504000},"src":"192.0.2.1","dst":"2001:db8::1","after":"192.0.2.1"}',
        '{"kind": "flow", "at.begin": 1773504000123, "src": ["192.0.2.2"], '
        '"other": {"dst": "[2001:db8::2]"}, "after": "203.0.113.1"}',
        'Mar 14 18:00:00 fw-1 app: {"kind":"flow","at":{"begin":1773504000123456789},"src":null,"dst":"::1"}',
        '{"kind":"flow","at":{"begin":17735',
        '{"kind":"flow","at":"soon","src":"192.0.2.1","dst":"192.0.2.2"}',
        '{"kind":"dns"}',
    )
    one, two, three = found.of("connection")
    assert (one["dst_ip"], one.get("nat_ip")) == ("2001:db8::1", None)
    assert (two["src_ip"], two["dst_ip"], two["nat_ip"]) == (
        "192.0.2.2",
        "2001:db8::2",
        "203.0.113.1",
    )
    assert two["started_at"].microsecond == 123000
    assert (three["started_at"].microsecond, three.get("src_ip")) == (123456, None)
    assert found.reasons() == {4: "no_json", 5: "no_time", 6: "not_this_format"}


def test_a_line_that_is_no_object_spoils_none_beside_it(parsed):
    """Objects are taken apart many at a time; what breaks one of them off ends in a brace or does not."""
    member = '{"kind":"flow","at":{"begin":1773504000},"src":"192.0.2.1","dst":"::1"}'
    cut, inside, blank = member[:40], member.replace(":17", ":{17"), f"{member} \t"
    found = parsed(MEMBERS, *[member] * 3000, cut, member, inside, *[member] * 3000, blank)
    assert found.reasons() == {3001: "no_json", 3003: "no_json"}
    assert {row["src_ip"] for row in found.of("connection")} == {"192.0.2.1"}
    assert found.tally.rows["connection"] == 6002


def test_a_field_that_is_read_in_some_kinds_of_lines_is_not_told_in_others(parsed):
    some = SENTENCES.replace(
        'src_port = "port"', 'src_port = { from = "port", messages = ["opened"] }'
    )
    some = some.replace("fields = { near = ['", "fields = { port = '/([0-9]+) with', near = ['")
    opened = "Mar 14 18:00:00 fw-1 gate: opened from 192.0.2.1/500 to 198.51.100.1"
    closed = "Mar 14 18:00:00 fw-1 gate: closed 192.0.2.1/500 with 198.51.100.1 after 0:02:05"
    one, two = parsed(some, opened, closed).of("connection")
    assert (one["src_port"], two.get("src_port")) == (500, None)
    every = some.replace('{ from = "port", messages = ["opened"] }', '"port"')
    assert [row["src_port"] for row in parsed(every, opened, closed).of("connection")] == [500, 500]


def test_a_documents_members_are_read_with_their_lines(parsed):
    member = '{"kind":"flow","at":{"begin":1773504000},"src":"192.0.2.%d","dst":"::1"}'
    found = parsed(MEMBERS, "[" + member % 1 + "," + member % 2 + ",", member % 3, "]")
    assert [(row["src_ip"], row["line"]) for row in found.of("connection")] == [
        ("192.0.2.1", 1), ("192.0.2.2", 1), ("192.0.2.3", 2),
    ]  # fmt: skip
    assert (found.fault, found.tally.used, found.tally.rejected.total()) == (None, 3, 0)


def test_pairs_are_read_in_quotes_and_out_of_them_wherever_they_stand(parsed):
    found = parsed(
        PAIRS,
        'date=2026-03-14 time=18:00:00 tz="+0200" kind=pairs src=192.0.2.1:500 ip=::2 ip=::1 user="Ona \\"O\\" P"',
        'kind=pairs user=- src=[2001:db8::1]:500 ip=::2 ip=::1 tz=UTC date=2026-03-14 time="18:00:00"',
        'kind=pairs src=2001:db8::1 ip=::2 ip=::1 date=2026-03-14 time=18:00:00 user="not closed',
    )
    one, two, *_ = found.of("connection")
    assert (one["src_ip"], one["src_port"], one["user"]) == ("192.0.2.1", 500, 'Ona "O" P')
    assert one["started_at"].isoformat() == "2026-03-14T16:00:00+00:00"
    assert (two["src_ip"], two["src_port"], two.get("user")) == ("2001:db8::1", 500, None)
    assert found.reasons() == {3: "bad_time"}


@pytest.mark.parametrize(
    ("pairs", "user"),
    [
        ("user=Ona kind=pairs src=192.0.2.7 ip=::2 ip=::1", "Ona"),
        ('kind=pairs note="a b" src=192.0.2.7 user=Ona ip=::2 ip=::1', "Ona"),
        ('kind=pairs src=192.0.2.7 user="Ona P" ip=::2 ip=::1', "Ona P"),
        ('kind=pairs src=192.0.2.7 user="Ona" ip=::2 ip=::1', "Ona"),
        ('x="1 src=192.0.2.9 user=Jonas y" kind=pairs src=192.0.2.7 ip=::2 ip=::1 user=Ona', "Ona"),
        ('src=192.0.2.7 kind=pairs x="src=192.0.2.9 z" user=Ona ip=::2 ip=::1', "Ona"),
        ('kind=pairs src=192.0.2.7 user="Ona src=192.0.2.9" ip=::2 ip=::1', "Ona src=192.0.2.9"),
        ("kind=pairs src=192.0.2.7 user= ip=::2 ip=::1", None),
        ('kind=pairs src=192.0.2.7 url="/a user=Jonas b" ip=::2 ip=::1', None),
    ],
    ids=[
        *("order", "shifted", "blank", "quoted", "before", "at_its_place", "as_a_name", "empty"),
        "nowhere_else",
    ],
)
def test_a_key_is_found_outside_quotes_wherever_it_stands_in_other_lines(parsed, pairs, user):
    head = "date=2026-03-14 time=18:00:00 tz=UTC "
    usual = f"{head}kind=pairs src=192.0.2.1 user=Jonas ip=::2 ip=::1"
    (alone,) = parsed(PAIRS, head + pairs).of("connection")
    *_, among = parsed(PAIRS, *[usual] * 9, head + pairs).of("connection")
    for row in (alone, among):
        assert (row["src_ip"], row.get("user")) == ("192.0.2.7", user)


def test_a_value_that_goes_on_to_the_next_key_is_read_without_its_backslashes(parsed):
    cef = PAIRS.replace('delimiter = " "', 'delimiter = " "\nrepeats = true\nescapes = true')
    line = r"date=2026-03-14 time=18:00:00 tz=UTC kind=pairs src=192.0.2.1 user=BANK\\ona p\=1 ip=::2 ip=::1"
    (row,) = parsed(cef, line).of("connection")
    assert row["user"] == r"BANK\ona p=1"


def test_a_backslash_before_a_sign_that_parts_values_is_undone_where_the_spec_says_so(parsed):
    line = r"Mar 14 18:00:00 gw gate: opened from 192.0.2.1/500 to 192.0.2.9 user=BANK\\ona\,b\n"
    escaping = SENTENCES.replace('syntax = "pattern"', 'syntax = "pattern"\nescapes = true')
    for spec, user in ((SENTENCES, r"BANK\\ona\,b\n"), (escaping, r"BANK\ona,b\n")):
        (row,) = parsed(spec, line).of("login")
        assert row["user"] == user


def test_columns_are_those_of_the_kind_of_line(parsed):
    found = parsed(
        PLACES,
        'kind,flow,14.03.2026 18:00:00,192.0.2.1,198.51.100.1,"Petraitė, Ona",more',
        '"kind,login",x',
        "kind,login,ona,2026-03-14T18:00:00Z,2001:db8::1",
        "kind,flow,14.03.2026 18:00:00,192.0.2.1",
    )
    (flow,) = found.of("connection")
    (login,) = found.of("login")
    assert flow["user"] == "Petraitė, Ona"
    assert (login["user"], login["ip"]) == ("ona", "2001:db8::1")
    assert found.reasons() == {2: "no_time", 4: "no_dst_ip"}


def test_each_line_of_a_file_of_several_formats_is_read_by_its_own(tmp_path):
    for name, spec in (("pairs", PAIRS), ("members", MEMBERS)):
        (tmp_path / f"{name}.toml").write_text(HEAD + spec)
    log = tmp_path / "mixed.log"
    pair = "kind=pairs src=192.0.2.1:5 ip=::2 ip=::1 date=2026-03-14 time=18:00:00 tz=Z"
    member = '{"kind":"flow","at":{"begin":1773504000},"src":"192.0.2.2","dst":"::1"}'
    lines = [pair, member, "neither", member, pair, member, ""]
    log.write_text("\n".join(lines))
    stated = ",".join(str(tmp_path / f"{name}.toml") for name in ("pairs", "members"))
    for asked in ({"format": stated}, {"formats": tmp_path}):
        found = read(log, zone="UTC", **asked)
        assert (found.fault, found.tally.lines, found.tally.used) == (None, 6, 5)
        assert [row["line"] for row in found.of("connection")] == [1, 2, 4, 5, 6]
        assert found.reasons() == {3: "not_this_format"}


def test_a_vendors_spec_goes_before_one_of_many_makers(tmp_path):
    (tmp_path / "own.toml").write_text(HEAD + PAIRS)
    (tmp_path / "any.toml").write_text(HEAD + PAIRS.replace("kind=pairs'", "kind='\nrank = 1"))
    log = tmp_path / "a.log"
    log.write_text("kind=pairs src=192.0.2.1:5 ip=::2 ip=::1 date=2026-03-14 time=18:00:00 tz=Z\n")
    found = read(log, formats=tmp_path)
    assert found.tally.used == 1
    assert found.told == "own"


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (('src_ip = "near"', 'src_ip = "nowhere"'), "no pattern and no place finds the field 'nowhere'"),
        (('messages = ["opened"]', 'messages = ["lost"]'), "'lost', which is no message"),
        (("src_ip", "source_ip"), "connection has no column 'source_ip'"),
        (('"port"', '{ from = "port", messages = ["quiet"] }'), "src_port is read in 'quiet', of which"),
        (("' to (\\\\S+)'", "' to \\\\S+'"), "must have one group"),
        (("' to (\\\\S+)'", "'(?<=to )(\\\\S+)'"), "does not look around"),
        (('syntax = "pattern"', 'syntax = "guess"'), "syntax 'guess' is none of"),
        (("[lines.pass]", "[line.pass]"), "no section 'line'"),
        (('form = "syslog"', 'forms = "syslog"'), "has no 'forms'"),
        (('title = "A log"', ""), "no title"),
    ],
)  # fmt: skip
def test_a_fault_of_a_spec_is_told_by_what_stands_there(tmp_path, change, fault):
    old, new = change
    text = HEAD + SENTENCES
    assert old.replace("\\\\", "\\") in text
    (tmp_path / "own.toml").write_text(
        text.replace(old.replace("\\\\", "\\"), new.replace("\\\\", "\\"))
    )
    with pytest.raises(TrackerError, match=r"own\.toml: bad spec: ") as refused:
        read_spec(tmp_path / "own.toml")
    assert fault in str(refused.value)


def test_every_fault_of_a_spec_is_told_at_once(tmp_path):
    (tmp_path / "own.toml").write_text(
        HEAD + SENTENCES.replace("src_ip", "s").replace("' to (\\S+)'", "'('")
    )
    with pytest.raises(TrackerError) as refused:
        read_spec(tmp_path / "own.toml")
    assert len(str(refused.value).split("\n")) == 2
