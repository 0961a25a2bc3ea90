"""What an invented operator's gateways log of who held which address: rows of `login`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tests.planting.rows import at, key
from tests.planting.stays import RENEWAL, RESET, Gateway, Stays
from tracker.tables import arrow_schema

MIDNIGHT = int(at("00:00").timestamp())
SECOND = 1_000_000
_DAY = 86400


@dataclass(frozen=True)
class Pool:
    """What is held under each number, and an address in it that traffic comes from."""

    ip: np.ndarray
    source: np.ndarray
    prefix_length: int | None = None

    @property
    def ip_key(self) -> np.ndarray:
        return keys(self.ip)


def keys(ips: np.ndarray) -> np.ndarray:
    """Each address as 32 digits; an address that comes often is worked out once."""
    each, back = np.unique(ips, return_inverse=True)
    return np.array([key(ip) for ip in each.tolist()])[back]


def numbered(network: str, numbers: np.ndarray) -> np.ndarray:
    """The addresses of a network such as "198.18" with a number of sixteen bits behind it."""
    high, low = (numbers // 256).astype(str), (numbers % 256).astype(str)
    dotted = np.char.add(np.char.add(f"{network}.", high), ".")
    return np.char.add(dotted, low)


def logins(event: str, kind: str, gateway: str, seconds: np.ndarray, **columns: object) -> pa.Table:
    """Rows of one event; a column is an array, one value for all, or null where it is not named."""
    count = len(seconds)
    told = {"event": event, "kind": kind, "gateway": gateway, "time_basis": "utc"} | columns
    us = (np.asarray(seconds, float) * SECOND).astype(np.int64) + MIDNIGHT * SECOND
    told |= {"at": us, "event_date": ((us // SECOND) // _DAY).astype(np.int32)}
    return columned("login", count, told)


def columned(name: str, count: int, told: dict[str, object]) -> pa.Table:
    """A table as schemas/tables declares it."""
    arrays = []
    for field in arrow_schema(name):
        value = told.get(field.name)
        if isinstance(value, np.ndarray | pa.Array | pa.ChunkedArray):
            arrays.append(pa.array(value).cast(field.type))
        else:
            arrays.append(pa.repeat(pa.scalar(value, field.type), count))
    return pa.Table.from_arrays(arrays, schema=arrow_schema(name))


def told(
    luck: np.random.Generator, gateway: Gateway, stays: Stays, pools: list[Pool]
) -> list[pa.Table]:
    """A gateway's records; each has a row for every address its session holds."""
    rows = [
        part
        for pool in pools
        for part in (_dhcp if gateway.is_dhcp else _radius)(luck, gateway, stays, pool)
    ]
    if gateway.reboots:
        rows.append(logins("reset", "radius", gateway.name, np.array([RESET])))
    return rows


def _radius(
    luck: np.random.Generator, gateway: Gateway, stays: Stays, pool: Pool
) -> list[pa.Table]:
    ip, ip_key = pool.ip[stays.address], pool.ip_key[stays.address]

    def said(event: str, kept: np.ndarray, seconds: np.ndarray, *, bare: np.ndarray | None = None):
        """The event of the stays numbered `kept`, at most 2 s late."""
        late = seconds + luck.integers(0, 3, len(seconds))
        hidden = np.zeros(len(kept), bool) if bare is None else bare[kept]
        length = np.full(len(kept), pool.prefix_length or 0)
        since = seconds - stays.begun[kept]
        return logins(
            event, "radius", gateway.name, late,
            user=stays.holder[kept],
            session_key=stays.key[kept],
            ip=pa.array(ip[kept], mask=hidden),
            ip_key=pa.array(ip_key[kept], mask=hidden),
            prefix_length=pa.array(length, mask=hidden | (pool.prefix_length is None)),
            session_seconds=pa.array(since, mask=np.full(len(kept), event == "start")),
        )  # fmt: skip

    starting = np.flatnonzero(stays.starts & ~stays.lost_start)
    follows = np.flatnonzero(stays.starts & stays.bare_start & ~stays.lost_start)
    arrives = np.flatnonzero(~stays.starts)
    stopping = np.flatnonzero(stays.stops & ~stays.lost_stop)
    rows = [
        said("start", starting, stays.opened[starting], bare=stays.bare_start),
        said("interim", follows, stays.opened[follows] + 3),
        said("interim", arrives, stays.opened[arrives]),
        said("stop", stopping, stays.closed[stopping], bare=stays.bare_stop),
    ]
    if gateway.interim:
        rows.append(said("interim", *_beats(stays, gateway.interim)))
    return rows


def _dhcp(luck: np.random.Generator, gateway: Gateway, stays: Stays, pool: Pool) -> list[pa.Table]:
    first = np.flatnonzero(~stays.lost_start)
    again, seconds = _beats(stays, RENEWAL)
    found = luck.random(len(again)) >= 0.01  # a renewal is a start as well, and may be lost
    stopping = np.flatnonzero(stays.stops & ~stays.lost_stop)
    rows = []
    for event, kept, when in (
        ("start", first, stays.opened[first]),
        ("start", again[found], seconds[found]),
        ("stop", stopping, stays.closed[stopping]),
    ):
        held = {"ip": pool.ip[stays.address[kept]], "ip_key": pool.ip_key[stays.address[kept]]}
        rows.append(logins(event, "dhcp", gateway.name, when, station=stays.holder[kept], **held))
    return rows


def _beats(stays: Stays, period: int) -> tuple[np.ndarray, np.ndarray]:
    """Which stay, and when, for each interim: every `period` seconds of a session's life."""
    count = (stays.closed - 1 - stays.begun) // period
    which = np.repeat(np.arange(len(count)), count)
    number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count) + 1
    seconds = stays.begun[which] + number * period
    inside = seconds > stays.opened[which] + 3
    return which[inside], seconds[inside]


def resent(luck: np.random.Generator, rows: pa.Table) -> pa.Table:
    """Two records in a hundred come twice: half of them at the same time, half up to 20 s later."""
    again = rows.take(pa.array(np.flatnonzero(luck.random(rows.num_rows) < 0.02)))
    late = np.where(luck.random(again.num_rows) < 0.5, 0, luck.integers(1, 21, again.num_rows))
    return pa.concat_tables([rows, shifted(again, late)])


def shifted(rows: pa.Table, seconds: np.ndarray | int) -> pa.Table:
    """The rows with another time."""
    us = rows["at"].cast(pa.int64()).to_numpy() + np.asarray(seconds, np.int64) * SECOND
    date = (us // SECOND // _DAY).astype(np.int32)
    schema = rows.schema
    place = {name: schema.get_field_index(name) for name in ("at", "event_date")}
    rows = rows.set_column(
        place["at"], schema.field("at"), pa.array(us).cast(schema.field("at").type)
    )
    return rows.set_column(
        place["event_date"], schema.field("event_date"), pa.array(date).cast(pa.date32())
    )
