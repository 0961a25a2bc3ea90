"""Precheck: the help desk hears what the night would say."""

from __future__ import annotations

import datetime as dt
from random import Random

import pyarrow as pa
import pytest

from tests.planting.rows import DAY, POOL, at, beats, held, judged, key, listed, spoke, tables, term
from tracker.engine.duckdb import DuckDB
from tracker.engine.engine import show_inputs
from tracker.errors import UsageError
from tracker.judge.asking import QUESTION, keep_lists, register_values
from tracker.judge.nights import micros, night
from tracker.precheck import Use, answers, prechecked
from tracker.settings import Settings, zone_info

UTC = zone_info("UTC")
LOGINS = [*beats(), *held()]
LISTS = [
    POOL,
    listed("203.0.113.64/26", "vpn", host="vpn.example", provider="BigVPN"),
    listed("203.0.113.5/32", "vpn", host="one.example", provider="BigVPN"),
    listed("198.51.100.0/28", "licensed_vpn", provider="Safelane"),
    listed("198.51.100.16/28", "epdg"),
    listed("198.51.100.32/28", "relay"),
]
TOLD = ("verdict", "reason", "registration_id", "category")


def asked(use, terms=(), logins=LOGINS, entries=LISTS, holder=None):
    """The answers to one use, of a planted lake without a key: `holder` stands for the account."""
    with DuckDB() as engine:
        for name, rows in tables((), logins, terms, entries).items():
            engine.register(name, rows)
        named = {} if holder is None else {"account": holder}
        return prechecked(engine, use, Settings(), named).to_pylist()


def test_who_is_registered_hears_under_which_term():
    (row,) = asked(Use("203.0.113.5", at("12:00")), [term()], holder="jonas")
    assert (row["verdict"], row["registration_id"], row["missing"]) == ("registered", "R-1", [])


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"remote": ("cidr", "198.51.100.0/24")}, ["R-1: it is for cidr 198.51.100.0/24"]),
        ({"protocol": "wireguard"}, ["R-1: it is for protocol wireguard"]),
        ({"port": "443"}, ["R-1: it is for port 443"]),
        ({"valid_to": at("11:00")}, ["R-1: it has ended: renew it"]),
        (
            {"valid_to": at("11:00"), "grace_days": 3},
            ["R-1: it has ended, its grace has not: renew it"],
        ),
        ({"valid_from": at("13:00")}, ["R-1: it has not begun"]),
        ({"status": "pending"}, ["R-1: the authority has not decided yet"]),
        ({"status": "suspended"}, ["R-1: the authority has it as suspended"]),
        ({"status": "revoked"}, ["R-1: the authority has it as revoked"]),
        ({"status": "rejected"}, ["R-1: the authority has it as rejected"]),
        ({"binding": ("account", "egle")}, ["a term that binds this subject"]),
    ],
)
def test_who_is_not_hears_what_is_missing(more, missing):
    use = Use("203.0.113.5", at("12:00"), protocol="openvpn", port=1194)
    (row,) = asked(use, [term(**more)], holder="jonas")
    assert row["missing"] == missing


def test_what_nobody_said_of_protocol_and_port_is_as_the_term_has_it():
    (row,) = asked(Use("203.0.113.5", at("12:00")), [term(protocol="openvpn", port="443")],
                   holder="jonas")  # fmt: skip
    assert row["verdict"] == "registered"


@pytest.mark.parametrize(
    ("said", "own", "verdict"),
    [
        ("esp", "ipsec", "registered"),
        ("udp", "wireguard", "registered"),
        ("udp", "pptp", "out_of_terms"),
        ("tcp", "udp", "out_of_terms"),
    ],
)
def test_a_protocol_without_a_port_may_be_any_family_that_goes_over_it(said, own, verdict):
    use = Use("203.0.113.5", at("12:00"), protocol=said)
    (row,) = asked(use, [term(protocol=own)], holder="jonas")
    assert row["verdict"] == verdict


@pytest.mark.parametrize(
    ("remote", "verdict"),
    [("198.51.100.1", "registered_via_provider"), ("198.51.100.33", "inconclusive")],
)
def test_no_term_decides_where_the_verdict_rests_on_none(remote, verdict):
    use = Use(remote, at("12:00"))
    (row,) = asked(use, [term(status="suspended")], holder="jonas")
    assert (row["verdict"], [one["decided"] for one in row["terms"]]) == (verdict, [False])


def test_of_an_address_it_is_asked_who_held_it_then():
    use = Use("203.0.113.5", at("12:00"), ip="192.0.2.10")
    (row,) = asked(use, [term()])
    assert (row["verdict"], row["holder"]) == ("registered", "jonas")
    (row,) = asked(use, [term()], logins=[])
    assert (row["verdict"], row["reason"]) == ("unattributable", "coverage")
    assert "coverage" in row["missing"][0]


def test_an_address_under_a_cidr_term_needs_no_login():
    use = Use("203.0.113.5", at("12:00"), ip="192.0.2.10")
    (row,) = asked(use, [term(binding=("cidr", "192.0.2.8/29"))], logins=[], entries=LISTS[1:])
    assert (row["verdict"], row["attribution"]) == ("registered", "address")


def test_a_host_is_asked_at_each_address_that_the_lists_have_for_it():
    two = [*LISTS, listed("203.0.113.6/32", "vpn", host="one.example")]
    rows = asked(Use("One.Example.", at("12:00")), [term(remote=("host", "one.example"))],
                 entries=two, holder="jonas")  # fmt: skip
    assert [(row["remote_ip"], row["verdict"]) for row in rows] == [
        ("203.0.113.5", "registered"),
        ("203.0.113.6", "registered"),
    ]


@pytest.mark.parametrize(
    ("use", "said"),
    [
        (Use("nowhere.example", at("12:00"), ip="192.0.2.10"), "no list in force"),
        (Use("203.0.113.5", at("12:00")), "nobody is asked for"),
        (Use("203.0.113.5", at("12:00"), ip="192.0.2.300"), "no address"),
        (Use("203.0.113.5", at("12:00"), ip="192.0.2.10", protocol="smoke"), "no protocol"),
        (Use("203.0.113.5", at("12:00"), account=" "), "account is empty"),
        (Use("203.0.113.5", at("12:00"), circuit="c", msisdn="37060000000"), "both"),
        (Use("203.0.113.5", dt.datetime(9999, 12, 31, tzinfo=dt.UTC), ip="192.0.2.10"), "year"),
    ],
)
def test_what_cannot_be_asked_is_told(use, said):
    with pytest.raises(UsageError, match=said):
        asked(use)


def test_the_record_says_nothing_of_how_it_was_made():
    (row,) = asked(Use("203.0.113.5", at("12:00")), [term()], holder="jonas")
    assert "session" not in row
    assert "session" not in row["terms"][0]
    assert (row["terms"][0]["registration_id"], row["terms"][0]["fits_port"]) == ("R-1", True)


def test_to_a_relay_nothing_is_missing():
    (row,) = asked(Use("198.51.100.33", at("12:00")), holder="jonas")
    assert (row["verdict"], row["missing"]) == ("inconclusive", [])


SERVICES = [  # protocol, port, family
    (17, 500, "ipsec"), (17, 4500, "ipsec"), (50, None, "ipsec"), (17, 51820, "wireguard"),
    (17, 1194, "openvpn"), (6, 1194, "openvpn"), (17, 1701, "l2tp"), (17, 41641, "mesh"),
]  # fmt: skip
PEOPLE = 40
CASES, ROUNDS = 500, 20


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_precheck_says_what_the_night_says(seed):
    """Of 10,000 random sessions, 500 of each seed, under registers and lists of many versions."""
    draw = Random(seed)  # noqa: S311  # a planted night, no secret
    settings = Settings()
    uses = [use(draw, n) for n in range(CASES)]
    terms = [version for n in range(60) for version in versions(draw, n)]
    logins = [*beats(), *(one for n in range(PEOPLE) for one in person(n))]
    records = [record for record, _ in uses]
    sessions = {
        (row["src_ip"], row["remote_ip"], row["first_at"]): row
        for row in judged(records, logins, terms, LISTS, settings=settings)
    }
    asked_of = [
        question | {"session": n, "attribution": row["attribution"], "tier": row["tier"]}
        | {"doubt": row["reason"] if row["verdict"] == "unattributable" else None}
        for n, (record, question) in enumerate(uses)
        if (row := sessions.get(place(record)))
    ]  # fmt: skip
    with DuckDB() as engine:
        for name, rows in tables(records, logins, terms, LISTS).items():
            engine.register(name, rows)
        show_inputs(engine)
        keep_lists(engine, [night(DAY, UTC)], settings, register_values(settings))
        told = answers(engine, pa.Table.from_pylist(asked_of, QUESTION), settings).to_pylist()
    found = {row["session"]: [row[name] for name in TOLD] for row in told}
    wanted = {
        one["session"]: [sessions[place(uses[one["session"]][0])][name] for name in TOLD]
        for one in asked_of
    }
    assert len(wanted) > CASES * 0.9
    assert len({verdict for verdict, *_ in wanted.values()}) >= 8
    assert found == wanted


def place(record):
    return record["src_ip"], record["dst_ip"], record["started_at"]


def use(draw, n):
    """A connection of one instant, and the question that the help desk would ask of it."""
    who = draw.randrange(PEOPLE)
    src = f"192.0.2.{10 + who}" if draw.random() < 0.8 else f"198.51.100.{128 + who}"
    protocol, port, family = draw.choice(SERVICES)
    # Far enough apart that no two become one session.
    start = at("00:10") + dt.timedelta(seconds=n * 170)
    remote = f"{draw.choice(['203.0.113', '198.51.100'])}.{draw.randrange(1, 100)}"
    record = spoke(start, 0, src, remote, 20_000 + n if port else None, port, protocol)
    held_there = src.startswith("192.0.2.")
    return record, {
        "judged": DAY,
        "subject_key": key(src),
        "holder": f"user-{who}" if held_there else None,
        "station": f"line-{who}" if held_there else None,
        "remote_key": key(remote),
        "family": family,
        "protocol": protocol,
        "port": port,
        "first_us": micros(start),
        "last_us": micros(start),
    }


def person(n):
    return held(user=f"user-{n}", ip=f"192.0.2.{10 + n}", session_key=f"s-{n}",
                station=f"line-{n}")  # fmt: skip


def versions(draw, n):
    """One to three versions of a term, each with something else."""
    recorded = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    made = []
    for _ in range(draw.choice([1, 1, 2, 3])):
        made.append(term(n, **anything(draw), recorded_at=recorded,
                         registry_version=f"{recorded:%Y-%m-%d}"))  # fmt: skip
        recorded += dt.timedelta(days=draw.choice([20, 60, 72, 73]), hours=draw.randrange(24))
    return made


def anything(draw):
    who = draw.randrange(PEOPLE)
    begin = dt.datetime(2026, 3, draw.randrange(1, 17), tzinfo=dt.UTC)
    return {
        "registrant_id": f"F-{draw.randrange(8)}",
        "binding": draw.choice(
            [("account", f"user-{who}"), ("circuit", f"line-{who}"), ("msisdn", f"line-{who}"),
             ("cidr", f"198.51.100.{128 + who}/32"), ("cidr", f"192.0.2.{10 + who}/32"),
             ("cidr", "198.51.100.128/28")]
        ),
        "remote": draw.choice(
            [("any", None), ("any", None), ("cidr", "203.0.113.0/25"), ("host", "vpn.example"),
             ("host", "one.example"), ("provider", "BigVPN"), ("cidr", "198.51.100.0/24")]
        ),
        "protocol": draw.choice([None, None, "ipsec", "wireguard", "openvpn", "17", "esp", "6"]),
        "port": draw.choice([None, None, "1194", "4500", "500-5000", "51820"]),
        "valid_from": begin,
        "valid_to": draw.choice([None, begin + dt.timedelta(days=draw.choice([1, 5, 40]))]),
        "status": draw.choice(["approved"] * 5 + ["pending", "suspended", "revoked", "rejected"]),
        "grace_days": draw.choice([0, 0, 3]),
        "first_recorded_at": begin - dt.timedelta(days=draw.choice([0, 3])),
        "state": draw.choice(["open"] * 6 + ["closed"]),
        "moved_from": draw.choice([None, None, f"R-{draw.randrange(60)}"]),
    }  # fmt: skip
