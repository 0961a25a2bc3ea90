"""Files that say networks: plain lists and providers' JSON, each as it is published."""

from __future__ import annotations

import json

import pytest

from tracker.errors import Faults, InputError, TrackerError, UsageError
from tracker.registry.lists import read_list
from tracker.registry.networks import Stated

VPN = Stated("vpn", "Example")


@pytest.fixture
def said(engine, written):
    """The networks of a file's text, or of what is to be its JSON."""

    def run(content, stated=VPN):
        text = content if isinstance(content, str | bytes) else json.dumps(content)
        return read_list(written(text), engine, stated).rows.to_pylist()

    return run


@pytest.fixture
def networks(said):
    return lambda *told: {(row["cidr"], row["host"]) for row in said(*told)}


def test_a_plain_list_is_a_prefix_a_line_and_its_comments_are_passed_over(networks):
    text = "# VPNs\r\n\r\n203.0.113.0/24\r\n; old\n// older\n198.51.100.7\n  2001:db8::1\n"
    cidrs = ("203.0.113.0/24", "198.51.100.7/32", "2001:db8::1/128")
    assert networks(text) == {(cidr, None) for cidr in cidrs}


@pytest.mark.parametrize("behind", [",GB,GB-SCT,Glasgow,", ";x", "\tx", " # x", "#x", ' "x'])
def test_what_stands_behind_the_first_field_is_left_unread(networks, behind):
    assert networks(f"172.224.224.0/31{behind}\n") == {("172.224.224.0/31", None)}


def test_a_plain_list_has_what_is_stated_of_it(said):
    (row,) = said("203.0.113.0/24\n", Stated("hosting", "Example", "dedicated"))
    assert (row["category"], row["provider"], row["confidence"]) == (
        "hosting", "Example", "dedicated",
    )  # fmt: skip


def test_every_bad_line_of_a_plain_list_is_told_with_its_number(said):
    with pytest.raises(Faults) as raised:
        said("# x\n203.0.113.0/24\nhouse\n203.0.113.1/24\n203.0.113.300\n10.0.0.1\n200.0.0.0/8\n")
    assert [fault.line for fault in raised.value.faults] == [3, 4, 5, 6, 7]


PUBLISHED = {
    "aws": (
        {"syncToken": "1", "prefixes": [{"ip_prefix": "198.51.100.0/24", "service": "EC2"}],
         "ipv6_prefixes": [{"ipv6_prefix": "2001:db8::/32"}]},
        {("198.51.100.0/24", None), ("2001:db8::/32", None)},
    ),
    "google": (
        {"prefixes": [{"ipv4Prefix": "198.51.100.0/24"}, {"ipv6Prefix": "2001:db8::/32"}]},
        {("198.51.100.0/24", None), ("2001:db8::/32", None)},
    ),
    "azure": (
        {"values": [{"name": "A", "properties": {"addressPrefixes": ["198.51.100.0/24"]}}]},
        {("198.51.100.0/24", None)},
    ),
    "mullvad": (
        [{"hostname": "al-tia-wg-001", "ipv4_addr_in": "203.0.113.1", "ipv6_addr_in": "2001:db8::1"}],
        {("203.0.113.1/32", "al-tia-wg-001"), ("2001:db8::1/128", "al-tia-wg-001")},
    ),
    "proton": (
        {"LogicalServers": [{"Domain": "lt.example.net", "Servers": [
            {"EntryIP": "203.0.113.9", "ExitIP": "198.51.100.9", "Domain": "Node-1.example.net"}]}]},
        {("203.0.113.9/32", "node-1.example.net")},
    ),
    "nord": (
        [{"station": "203.0.113.4", "ipv6_station": "", "hostname": "lt1.example.com",
          "ips": [{"ip": {"ip": "198.51.100.4"}}]}],
        {("203.0.113.4/32", "lt1.example.com")},
    ),
    "gluetun": (
        {"x": {"version": 1, "servers": [{"hostname": "a.example.com", "ips": ["203.0.113.7"]}]}},
        {("203.0.113.7/32", "a.example.com")},
    ),
    "cloudflare": (
        {"result": {"ipv4_cidrs": ["198.51.100.0/24"], "ipv6_cidrs": ["2001:db8::/32"]}},
        {("198.51.100.0/24", None), ("2001:db8::/32", None)},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", PUBLISHED)
def test_what_providers_publish_is_read_as_it_is(networks, name):
    document, expected = PUBLISHED[name]
    assert networks(document) == expected


def test_a_full_name_goes_before_a_short_one_and_what_is_no_name_is_left_out(networks):
    servers = [
        {"ips": ["203.0.113.1"], "hostname": "a", "fqdn": "a.example.net"},
        {"ips": ["203.0.113.2"], "host": "no name"},
    ]
    assert networks(servers) == {("203.0.113.1/32", "a.example.net"), ("203.0.113.2/32", None)}


def test_exits_are_taken_only_where_they_are_stated(networks):
    document = [{"ExitIP": "203.0.113.1", "public": ["2001:db8::1"], "EntryIP": None}]
    with pytest.raises(InputError, match=r"stand under 'ExitIP' \(1\), 'public' \(1\).*--field"):
        networks(document)
    assert networks(document, Stated("vpn", fields=("ExitIP",))) == {("203.0.113.1/32", None)}


def test_a_document_without_any_address_says_so(said):
    with pytest.raises(InputError, match="under no key at all"):
        said({"a": [1, None, "house", {}]})


def test_what_is_no_address_under_a_known_key_is_told_with_its_place(said):
    text = '{"prefixes": [{"ipv4Prefix": "300.1.1.1/24"}, {"ipv4Prefix": 7}, {"ips": [NaN, "x"]}]}'
    with pytest.raises(Faults) as raised:
        said(text)
    assert [fault.found.partition(" is no")[0] for fault in raised.value.faults] == [
        "$.prefixes[0].ipv4Prefix '300.1.1.1/24'",
        "$.prefixes[1].ipv4Prefix '7'",
        "$.prefixes[2].ips[0] 'NaN'",
        "$.prefixes[2].ips[1] 'x'",
    ]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"203.0.113.0/24\n\0\n", "binary content"),
        (b"203.0.113.0/24\n\xff\n", ":2: byte 0xff is not UTF-8"),
        (b"203.0.113.0/24\n" + b"a" * 70_000, ":2: a line of 70,000 characters"),
        (b'{"a": 1,\n"b": }', ":2: malformed JSON: unexpected character"),
        (b'{"a": 1', ":1: malformed JSON: unexpected end of data"),
        (b'{"ips": ["203.0.113.1"]} x', "unexpected content after document"),
        (b"[" * 500_000, "JSON of 500,000 levels"),
        (b"[" * 500_000 + b"]" * 500_000, "JSON of 500,000 levels"),
        (b"[" + b"1," * 4_000_001 + b"1]", "JSON of 4,000,001 values"),
        (b'{"ips": ["\\ud800"]}', "malformed JSON"),
        (b"[]", "no address under a known key"),
        (b"#\n", "a list without networks"),
    ],
)
def test_a_hostile_file_is_told(said, content, told):
    with pytest.raises(TrackerError) as raised:
        said(content)
    assert told in str(raised.value)
    assert len(str(raised.value)) < 500


def test_brackets_within_texts_are_no_levels(networks):
    document = {"note": "[{" * 1000 + '"\\', "ips": ["203.0.113.1"]}
    assert networks(document) == {("203.0.113.1/32", None)}


def test_a_file_that_is_too_large_is_refused_before_it_is_read(written):
    path = written(b"203.0.113.0/24 ")
    with path.open("r+b") as file:
        file.truncate(1 << 40)
    with pytest.raises(InputError, match=r"1,099,511,627,776 bytes; expected at most"):
        read_list(path, None, VPN)


def test_of_very_many_faults_the_first_are_told_and_how_many_more(said):
    with pytest.raises(Faults) as raised:
        said("203.0.113.0/24\n" + "".join(f"x{n}\n" for n in range(1500)))
    assert len(raised.value.faults) == 1001
    assert "500 more faults" in str(raised.value.faults[-1])


@pytest.mark.parametrize("content", ["203.0.113.0/24\n", [{"ips": ["203.0.113.1"]}]])
def test_without_a_category_neither_kind_is_taken(said, content):
    with pytest.raises(UsageError, match=r"says no category; expected --category and one of vpn"):
        said(content, Stated())


@pytest.mark.parametrize(
    "stated", [Stated("VPN"), Stated("vpn", "\x1b[2J"), Stated("vpn", " "), Stated("vpn", "x", "y")]
)
def test_what_is_stated_must_be_a_word_that_can_be(said, stated):
    with pytest.raises(UsageError):
        said("203.0.113.0/24\n", stated)


def test_keys_are_stated_of_json_alone(said):
    with pytest.raises(UsageError, match="--field names keys of JSON"):
        said("203.0.113.0/24\n", Stated("vpn", fields=("x",)))


def test_a_sheet_gets_what_its_columns_do_not_say(said):
    (row,) = said("cidr,provider\n203.0.113.0/24,\n", Stated("vpn", "Example", "dedicated"))
    assert (row["category"], row["provider"], row["confidence"]) == ("vpn", "Example", "dedicated")
    (row,) = said("cidr,confidence\n203.0.113.0/24,dedicated\n", VPN)
    assert row["confidence"] == "dedicated"


@pytest.mark.parametrize("stated", [VPN, Stated(provider="X"), Stated(confidence="shared")])
def test_what_a_sheet_says_itself_is_not_said_again(said, stated):
    with pytest.raises(UsageError, match="the file says a"):
        said("cidr,category,provider,confidence\n203.0.113.0/24,vpn,A,dedicated\n", stated)


def test_a_sheet_that_lacks_a_category_is_told_unless_one_is_stated(said):
    with pytest.raises(Faults, match="no column 'category'"):
        said("cidr,provider\n203.0.113.0/24,\n", Stated())


SEEN = "cidr,category,provider,host,first_seen,last_seen\n203.0.113.5,vpn,,a.example,"


def test_a_date_of_the_last_sight_includes_its_day_in_the_zone(engine, written):
    path = written(SEEN + "2026-03-01,2026-03-02\n")
    (row,) = read_list(path, engine, zone="Europe/Vilnius").rows.to_pylist()
    told = [row[name].isoformat(" ", "minutes") for name in ("first_seen", "last_seen")]
    assert told == ["2026-02-28 22:00+00:00", "2026-03-02 22:00+00:00"]


def test_what_was_seen_once_was_seen_for_an_instant(said):
    (row,) = said(SEEN + "2026-03-01T10:00:00Z,2026-03-01T11:00:00+01:00\n", Stated())
    assert (row["last_seen"] - row["first_seen"]).microseconds == 1


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ("2026-03-02,2026-03-01", "last_seen '2026-03-01' is before first_seen '2026-03-02'"),
        ("2026-02-30,", "first_seen '2026-02-30' is no day of the calendar"),
        (",2026-03-01 10:00", "last_seen '2026-03-01 10:00' has no offset"),
    ],
)
def test_a_sight_that_cannot_be_is_a_fault_of_its_line(said, seen, told):
    with pytest.raises(Faults) as raised:
        said(SEEN + seen + "\n", Stated())
    assert [fault.line for fault in raised.value.faults] == [2]
    assert told in str(raised.value)
