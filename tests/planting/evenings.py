"""Evenings on which addresses change hands, which is what a gateway's clock is checked by.

Each is written as if it were alone, and many are judged in one night, see `places`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from random import Random

import pyarrow as pa

from tests.planting.places import Case, Found, found_at_places
from tests.planting.rows import at, logged, spoke, tables
from tracker.settings import Gateway

SECOND = dt.timedelta(seconds=1)


@cache
def an_evening(changes=700, gap=(5, 1800), seed=3, gateway="nas-1", network="198.51.100"):
    """What was sent from a pool whose addresses change hands, as a table, and its holders' logins."""
    luck = Random(seed)  # noqa: S311  # planted, not secret
    logins, connections = [], []
    for number in range(changes // 4):
        ip = f"{network}.{number + 1}"
        since = at("00:00") + luck.randrange(7200) * SECOND
        for turn in range(5):
            until = since + luck.randrange(2 * 3600, 5 * 3600) * SECOND
            told = {"ip": ip, "gateway": gateway, "session_key": f"{number}-{turn}"}
            who = f"person-{number}-{turn}"
            logins += [logged("start", since, who, **told), logged("stop", until, who, **told)]
            when = since + luck.randrange(5, 60) * SECOND
            while when < until - 10 * SECOND:
                left = int((until - when).total_seconds()) - 5
                length = luck.randrange(1, max(2, min(600, left)))
                web = {"dst": f"192.0.2.{luck.randrange(1, 250)}", "dport": 443, "protocol": 6}
                connections.append(spoke(when, length, src=ip, **web))
                when += luck.randrange(20, 400) * SECOND
            since = until + luck.randrange(*gap) * SECOND
    return tables(connections)["connection"], logins


def shifted(logins, minutes, gateway="nas-1"):
    """The same logins as a gateway tells them whose clock is ahead by so many minutes."""
    moved = dt.timedelta(minutes=minutes)
    return [
        row | {"at": row["at"] + moved, "event_date": (row["at"] + moved).date()}
        if row["gateway"] == gateway
        else row
        for row in logins
    ]


def evening(sent, logins, *more, offset=None, gateway="nas-1"):
    """An evening of this table and more connections, and these logins; an offset is that gateway's."""
    told = tables(more, logins)
    stated = [] if offset is None else [Gateway(gateway, offset)]
    return Case(pa.concat_tables([sent, told["connection"]]), told["login"], gateways=stated)


def judged_evenings(evenings: Mapping[str, Case]) -> dict[str, Found]:
    """What is found of each, all judged in one night."""
    found = found_at_places([*evenings.values()], threads=2)
    return dict(zip(evenings, found, strict=True))
