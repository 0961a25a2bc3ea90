"""A seeded night of an invented operator: who truly held which address is known, and must be named."""

import datetime as dt
from dataclasses import dataclass
from random import Random

import pytest

from tests.planting.rows import DAY, at, beats, half, judged, listed, logged, spoke, term

FLAGS = {"unregistered", "out_of_terms", "expired", "suspended", "revoked"}
ADDRESSES = [f"192.0.2.{n}" for n in range(1, 201)]
SERVERS = [f"203.0.113.{n}" for n in range(1, 100)]
SECOND = dt.timedelta(seconds=1)
GUARD = 120 * SECOND


@dataclass(frozen=True)
class Stay:
    """Who truly held an address, from when until before when."""

    person: str
    address: str
    since: dt.datetime
    until: dt.datetime


def planted_stays(luck: Random) -> list[Stay]:
    """Every address changes hands two or three times in the night, at once or after a while."""
    stays = []
    for number, address in enumerate(ADDRESSES):
        since = at("20:00", -1) + luck.randrange(7200) * SECOND
        for turn in range(luck.choice((3, 4))):
            until = since + luck.randrange(5 * 3600, 9 * 3600) * SECOND
            stays.append(Stay(f"person-{number}-{turn}", address, since, until))
            since = until + luck.choice((1, 30, 600, 3600)) * SECOND
    return stays


def told_logins(luck: Random, stays: list[Stay]) -> list[dict]:
    """What the access server logged of it: sometimes without a start or a stop, or late by seconds."""
    rows = beats(first=-2, last=1, every=1)
    for stay in stays:
        late = luck.randrange(20) * SECOND
        told = {"user": stay.person, "ip": stay.address}
        lost = luck.random()
        if lost > 0.05:
            rows.append(logged("start", stay.since + late, **told))
            rows += [logged("start", stay.since + late + 5 * SECOND, **told)] * (
                luck.random() < 0.05
            )
        if not 0.05 < lost < 0.1:
            length = int((stay.until - stay.since).total_seconds())
            rows.append(logged("stop", stay.until + late, session_seconds=length, **told))
    luck.shuffle(rows)
    return rows


@dataclass
class Traffic:
    """Records of tunnels and look-alikes, whose each is, and the tunnels clear of every edge."""

    rows: list[dict]
    owners: dict[tuple[str, str, int], str]
    clear: list[tuple[str, dict]]


def planted_traffic(luck: Random, stays: list[Stay]) -> Traffic:
    """One thing for each stay; some of it lingers after the stay's end, into the next one's."""
    planted = Traffic([], {}, [])
    for stay in stays:
        room = stay.until - stay.since
        start = stay.since + room * luck.random() * 0.9
        length = int(
            min((stay.until + 1800 * SECOND - start).total_seconds(), luck.randrange(60, 7200))
        )
        where = {
            "src": stay.address,
            "dst": luck.choice(SERVERS),
            "sport": luck.randrange(1024, 65536),
        }
        where["dport"] = luck.choice((51820, 1194, 1701, 4500))
        kind = luck.choice(("tunnel", "tunnel", "halves", "probe", "client port", "peers", "web"))
        records = KINDS[kind](luck, start, length, where)
        planted.rows += records
        planted.owners |= {(r["src_ip"], r["dst_ip"], r["src_port"]): stay.person for r in records}
        margin = GUARD + 30 * SECOND
        if (
            kind == "tunnel"
            and start - stay.since > margin
            and stay.until - records[0]["ended_at"] > margin
        ):
            planted.clear.append((stay.person, records[0]))
    luck.shuffle(planted.rows)
    return planted


def halves(_, start, length, where):
    back = {
        "src": where["dst"],
        "dst": where["src"],
        "sport": where["dport"],
        "dport": where["sport"],
    }
    return [half(start, length, **where), half(start + SECOND, length, **back)]


def peers(luck, start, length, where):
    others = luck.sample(SERVERS, 12)
    return [spoke(start, length, **where | {"dst": one, "dport": 6881}) for one in others] + [
        spoke(start, length, **where | {"dport": 1194})
    ]


KINDS = {
    "tunnel": lambda _, start, length, where: [spoke(start, length, **where)],
    "halves": halves,
    "probe": lambda _, start, __, where: [spoke(start, 1, packets_in=0, bytes_in=0, **where)],
    "client port": lambda _, start, length, where: [
        spoke(start, length, **where | {"sport": where["dport"], "dport": 443})
    ],
    "peers": peers,
    "web": lambda _, start, length, where: [spoke(start, length, **where | {"dport": 443})],
}


@pytest.mark.parametrize("seed", range(4))
def test_every_flag_names_the_planted_holder_and_clear_tunnels_are_found(seed):
    luck = Random(seed)  # noqa: S311  # planted, not secret
    stays = planted_stays(luck)
    planted = planted_traffic(luck, stays)
    registered = {stay.person for stay in stays if luck.random() < 0.3}
    terms = [term(n, ("account", person)) for n, person in enumerate(sorted(registered))]
    pools = [listed("192.0.2.0/24", "pool_dynamic", "pools"), listed("198.51.100.250/32", "epdg")]
    sessions = judged(planted.rows, told_logins(luck, stays), terms, pools)
    flagged = [session for session in sessions if session["verdict"] in FLAGS]
    for one in flagged:
        assert one["holder"] == planted.owners[one["src_ip"], one["remote_ip"], one["src_port"]]
        assert one["holder"] not in registered
    assert {one["holder"] for one in sessions if one["verdict"] == "registered"} <= registered
    found = {(one["src_ip"], one["remote_ip"], one["first_at"]) for one in flagged}
    owed = {
        (row["src_ip"], row["dst_ip"], row["started_at"])
        for person, row in planted.clear
        if person not in registered and row["started_at"].date() == DAY
    }
    assert len(owed) > 20
    assert len(owed - found) <= 0.15 * len(owed)  # starts and stops that were lost cost some
