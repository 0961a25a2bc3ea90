"""Columns: what is there and cannot be read rejects the record, by name; nothing is made up."""

from __future__ import annotations

import pytest

from tests.parsing import detail, read, zeek
from tracker.shipped import schemas

STATUS, RECEIVED = "Acct-Status-Type = Start", "Timestamp = 1773504000"


@pytest.fixture
def one(tmp_path):
    """The one row, or the one reason, of a Zeek line with these fields."""

    def made(**fields):
        path = tmp_path / "conn.log"
        given = {key.replace("id_", "id."): value for key, value in fields.items()}
        path.write_text(zeek(given))
        found = read(path)
        return found.rows[0]["reason"] if found.reasons() else found.rows[0]

    return made


@pytest.fixture
def logins(tmp_path):
    """For each RADIUS record with such attributes its row, or the reason why it has none."""

    def made(*several):
        path = tmp_path / "radius.detail"
        records = [[STATUS, *([one] if isinstance(one, str) else one), RECEIVED] for one in several]
        path.write_text(detail(*records))
        return [row.get("reason", row) for row in read(path).rows]

    return made


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"ts": "-"}, "no_time"),
        ({"ts": "then"}, "bad_time"),
        ({"ts": "4102444800"}, "time_out_of_range"),
        ({"id_resp_p": 65536}, "bad_dst_port"),
        ({"id_orig_p": -1}, "bad_src_port"),
        ({"orig_ip_bytes": -1}, "bad_bytes_out"),
        ({"orig_ip_bytes": "1.2 M"}, "bad_bytes_out"),
        ({"resp_ip_bytes": 2**63}, "bad_bytes_in"),
        ({"resp_ip_bytes": 2**64}, "bad_bytes_in"),
    ],
)
def test_what_cannot_be_read_rejects_the_record_by_the_name_of_the_column(one, fields, reason):
    assert one(**fields) == reason


@pytest.mark.parametrize("fields", [{"orig_ip_bytes": "-"}, {"id_resp_p": "-"}, {"proto": "-"}])
def test_what_is_not_told_is_null_and_rejects_nothing(one, fields):
    row = one(**fields)
    assert ("bytes_out" in row, "dst_port" in row) == (
        "orig_ip_bytes" not in fields,
        not fields.keys() & {"id_resp_p", "proto"},
    )


@pytest.mark.parametrize(
    ("proto", "ports", "number"),
    [
        ("tcp", True, 6),
        ("udp", True, 17),
        ("sctp", True, 132),
        ("icmp", False, 1),
        ("gre", False, 47),
        ("ESP ", False, 50),
        ("unknown_transport", False, None),
        ("51", False, 51),
        ("256", False, None),
    ],
)
def test_only_a_protocol_that_has_ports_has_ports(one, proto, ports, number):
    row = one(proto=proto)
    assert ("src_port" in row, "dst_port" in row) == (ports, ports)
    assert row.get("protocol") == number


@pytest.mark.parametrize(("address", "number"), [("2001:db8::1", 58), ("::ffff:192.0.2.1", 1)])
def test_icmp_of_a_mapped_address_is_that_of_its_own_kind(one, address, number):
    assert one(proto="icmp", id_orig_h=address)["protocol"] == number


def test_what_stands_in_the_ports_of_a_protocol_without_them_rejects_nothing(one):
    assert one(proto="icmp", id_resp_p="8.0")["protocol"] == 1


def test_a_name_in_an_addresss_place_is_not_kept_and_the_row_is(one):
    row = one(id_resp_h="vpn.example")
    assert (row["dst_host"], row["src_ip"]) == ("(name)", "192.0.2.1")
    assert "vpn.example" not in str(row)


def test_who_opened_it_is_known_guessed_or_unknown(tmp_path):
    path = tmp_path / "conn.log"
    told = ["ShAD", "^hADad", "Dd", "-", "(empty)"]
    path.write_text(zeek(*({"history": history} for history in told), history="-"))
    found = [row["initiator"] for row in read(path).of("connection")]
    assert found == ["known", "guessed", "guessed", "unknown", "unknown"]


def test_a_record_of_an_event_that_is_none_is_rejected(tmp_path):
    path = tmp_path / "radius.detail"
    events = ["Bounced", "4", "Start Stop", '"']
    path.write_text(detail(*([f"Acct-Status-Type = {event}", RECEIVED] for event in events)))
    assert list(read(path).reasons().values()) == ["bad_event"] * 4


def test_counters_that_ran_over_are_added_up_and_run_nothing_over(logins):
    octets, giga = "Acct-Input-Octets = 5", "Acct-Input-Gigawords"
    known, alone, *wrong = logins(
        [octets, f"{giga} = 2"],
        octets,
        *([octets, f"{giga} = {n}"] for n in ("4294967295", "9223372036854775807", "-1", "many")),
    )
    assert (known["bytes_out"], alone["bytes_out"]) == (2 * 2**32 + 5, 5)
    assert wrong == ["bad_bytes_out"] * 4


def test_nobody_holds_what_is_no_address_or_every_address(logins):
    held = ["Framed-IP-Address = 192.0.2.1", "Framed-IPv6-Prefix = 2001:db8::/64"]
    none = ["Framed-IP-Address = 0.0.0.0", "Framed-IP-Address = 255.255.255.254"]
    none += ["Framed-IP-Address = pool-7", "Framed-IPv6-Prefix = ::/0"]
    none += ["Framed-IPv6-Prefix = 192.0.2.0/64", "Delegated-IPv6-Prefix = 2001:db8::/129"]
    rows = logins(*held, *none)
    assert ["ip" in row for row in rows] == [True] * 2 + [False] * 6
    assert ["ip_key" in row for row in rows] == ["ip" in row for row in rows]
    assert [row.get("prefix_length") for row in rows] == [None, 64] + [None] * 6


NAMES = {
    '"ona@nerys.example"': "ona@nerys.example",
    "ona": "ona",
    r'"NERYS\\ona"': r"NERYS\ona",
    r'"\"ona\""': '"ona"',
    r'"o\na"': r"o\na",
    '"Žygimantė"': "Žygimantė",
    '""': None,
    '"': None,
    "\"ona = 'x', Framed-IP-Address = 192.0.2.9\"": "ona = 'x', Framed-IP-Address = 192.0.2.9",
}


def test_a_name_is_what_stands_in_its_quotes(logins):
    rows = logins(*(f"User-Name = {written}" for written in NAMES))
    assert [row.get("user") for row in rows] == list(NAMES.values())
    assert not any("ip" in row for row in rows)


def test_where_a_client_dialled_in_from_is_read_with_its_tag_and_without(logins):
    rows = logins("Tunnel-Client-Endpoint:0 = 203.0.113.7", "Tunnel-Client-Endpoint = 203.0.113.7")
    assert [row["peer_ip"] for row in rows] == ["203.0.113.7"] * 2


def test_a_record_that_lost_its_end_or_its_beginning_or_ran_into_the_next_names_nobody(tmp_path):
    path = tmp_path / "radius.detail"
    whole = detail([STATUS, 'User-Name = "ona"', "Framed-IP-Address = 192.0.2.1", RECEIVED])
    other = whole.replace("ona", "egle")
    torn = [whole[: whole.index("192") + 3] + other, whole[whole.index("\t") :], whole[:-14]]
    path.write_text("\n\n".join([*torn, whole]))
    found = read(path)
    assert set(found.reasons().values()) == {"cut_short"}
    assert [row["user"] for row in found.of("login")] == ["ona"]


@pytest.mark.parametrize("mark", ["255.255.255.255", "::", "255.255.255.254"])
def test_an_address_that_says_not_told_is_no_address(logins, mark):
    (row,) = logins(["Framed-IP-Address = 192.0.2.1", f"Tunnel-Client-Endpoint:0 = {mark}"])
    assert ("ip" in row, "peer_ip" in row) == (True, False)


def test_where_an_address_is_a_mark_the_row_tells_that_none_was_told(tmp_path):
    """A spec of an operator's own may say so of any address."""
    shipped = (schemas() / "formats" / "zeek-conn.toml").read_text()
    spec, path = tmp_path / "own.toml", tmp_path / "conn.log"
    spec.write_text(shipped.replace('["-", "(empty)"]', '["-", "0.0.0.0"]'))
    path.write_text(zeek({"id.orig_h": "0.0.0.0"}, {"id.orig_h": "-"}))  # noqa: S104  # no socket
    one, other = read(path, format=str(spec)).of("connection")
    assert {"src_ip", "src_key"} & (one.keys() | other.keys()) == set()
    assert (one["src_host"], other["src_host"]) == ("-", "-")
