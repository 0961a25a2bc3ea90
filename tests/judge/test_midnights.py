"""A chain over midnight is one session of one night, whatever made its records worth a look."""

import datetime as dt
from random import Random

import pytest

from tests.planting.pairs import ends, judged_pairs
from tests.planting.rows import DAY, at, half, listed, spoke

MINUTE, ONE_DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
LINES = listed("100.64.0.0/16", "local", "lines")
NIGHTS = [DAY + ONE_DAY * n for n in range(-2, 3)]
SILENT = {"packets_out": 4, "bytes_out": 4 * 176, "packets_in": 0, "bytes_in": 0}


def label(records, one):
    records[one] |= {"app": "wireguard", "app_basis": "dpi"}


def opening(records, one):
    records[one] |= {"first_out": 148, "first_in": 92}


def attempt(records, _):
    for record in records:
        record.update(SILENT)


def port(records, _):
    for record in records:
        record.update(dst_port=51820)


def twin(records, one):
    records[one] |= {"app": "dtls", "app_basis": "dpi"}
    for record in records:
        record.update(dst_port=443)
    over_tcp = dict.fromkeys(("app", "app_basis"))
    records.append(records[one] | over_tcp | {"protocol": 6, "src_port": 40001, "line": 90})


def guess(records, one):
    """Port alone: nothing says VPN, and no session comes about."""
    records[one] |= {"app": "wireguard", "app_basis": "port"}


KINDS = {
    "a label in one record": label,
    "an opening in one record": opening,
    "a listed server": lambda *_: None,
    "an attempt": attempt,
    "a port": port,
    "DTLS in one record": twin,
    "a guess in one record": guess,
}
SHOWN = set(KINDS) - {"DTLS in one record", "a guess in one record"}  # too weak, or nothing, alone


def chain(luck, pair):
    """A few records, no silence between them over half an hour, at most a day in all."""
    start = at("12:00", luck.choice((-1, 0))) + MINUTE * luck.randrange(18 * 60)
    records, longest = [], luck.choice((10, 60, 200))
    for number in range(luck.randrange(1, 7)):
        length = luck.randrange(1, longest)
        sizes = {"bytes_out": 20_001 + number, "bytes_in": 30_001}
        told = {"dport": 47000, "line": number, **sizes}
        records.append(spoke(start, 60 * length, **pair, **told))
        start += MINUTE * (length + luck.randrange(31))
    return records


def planted(seed):
    """Some chains of each kind: how to make each, and of those that show the night, begin and connections."""
    luck, made, owed = Random(seed), {}, {}  # noqa: S311  # planted, not secret
    for kind, mark in KINDS.items():
        for number in range(8):
            shape = luck.random()

            def make(pair, mark=mark, shape=shape):
                its = Random(shape)  # noqa: S311
                records = chain(its, pair)
                mark(records, its.randrange(len(records)))
                return records

            name = f"{kind} {number}"
            made[name] = make
            if kind in SHOWN:
                records = make({})
                start = records[0]["started_at"]
                owed[name] = [(start.date(), start, len(records))]
    return made, owed


def halves(pair):
    """Both directions of one tunnel, each told in pieces from an hour before midnight to one after."""
    turned = {"src": pair["dst"], "dst": pair["src"], "sport": 51820, "dport": 40000}
    rows = []
    for n in range(12):
        asked = at("23:00") + 10 * MINUTE * n
        rows.append(half(asked, 599, line=2 * n, **pair))
        rows.append(half(asked + dt.timedelta(seconds=1), 599, line=2 * n + 1, **turned))
    return rows


def told(sessions):
    return [(row["night"], row["first_at"], row["connections"]) for row in sessions]


MADE, OWED = planted(0)
CASES = {**MADE, "halves": halves}
ENTRIES = [LINES] + [
    listed(f"{ends(number)['dst']}/32", "vpn", "vpn", confidence="dedicated")
    for number, name in enumerate(CASES)
    if name.startswith("a listed")
]


@pytest.fixture(scope="module")
def together():
    """The sessions of each case, by its name, all nights judged at once."""
    return judged_pairs(CASES, entries=ENTRIES, dates=NIGHTS)


def test_a_chain_is_a_session_of_the_night_in_which_it_begins_whatever_night_its_sign_is_in(
    together,
):
    assert {name: told(together[name]) for name in OWED} == OWED
    assert not any(together[name] for name in MADE if name.startswith("a guess"))


def test_nights_judged_alone_from_what_starts_beside_them_say_the_same(together):
    def near(date):
        return {
            name: lambda pair, make=make: [
                row for row in make(pair) if abs(row["event_date"] - date) <= ONE_DAY
            ]
            for name, make in CASES.items()
        }

    alone = {name: [] for name in CASES}
    for date in NIGHTS:
        for name, rows in judged_pairs(near(date), entries=ENTRIES, dates=[date]).items():
            alone[name] += rows
    assert alone == together
    ids = [row["session_id"] for rows in together.values() for row in rows]
    assert len(set(ids)) == len(ids)


def test_halves_over_midnight_are_one_session_of_the_night_in_which_they_begin(together):
    (session,) = together["halves"]
    assert (session["night"], session["packets_in"], session["direction"]) == (DAY, 480, "outbound")
