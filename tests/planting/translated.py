"""Two CGNATs before an invented operator's subscribers: one lends blocks of ports, one single ports."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb
import numpy as np
import pyarrow as pa

from tests.planting.stays import (
    HOUR,
    LOST_START,
    LOST_STOP,
    MARGIN,
    Gateway,
    Spans,
    Stays,
    quick,
    seen,
    spans,
)  # fmt: skip
from tests.planting.told import keys, logins, numbered
from tests.planting.traffic import Lines

_FAR = 1 << 40
_LOW = 16384  # the first port that is lent: none above it says VPN, but to a tunnel itself
# One row for each time in which one subscriber uses one block. A block is lent to an inner address
# that somebody holds, and stays with it when the holder changes; a single port serves one connection.
_USED = """
select span.number, stay.holder,
    greatest(span.opened, stay.opened) as opened, least(span.closed, stay.closed) as closed,
    greatest(stay.clear, span.clear) as clear, least(stay.unclear, span.unclear) as unclear,
from span join stay
    on span.inner_number = stay.address and span.opened < stay.closed and stay.opened < span.closed
where least(span.closed, stay.closed) - greatest(span.opened, stay.opened) > 30
    and (not $is_single or (span.opened >= stay.opened and span.closed <= stay.closed))
    and exists (from stay as one where one.address = span.inner_number
        and one.opened < span.opened and span.opened < one.closed)
order by span.number, opened
"""


@dataclass(frozen=True)
class Cgnat:
    """A CGNAT; it serves one half of its gateway's inner addresses."""

    name: str
    host: int  # its first public address is 198.51.100.host
    ports: int  # in a block
    blocks: int  # of one public address
    lent: int  # blocks for each inner address
    least: int  # seconds for which one is lent
    most: int
    share: float  # of its lines that carry a tunnel

    @property
    def is_single(self) -> bool:
        return self.ports == 1


CGNATS = (
    Cgnat("cgnat-1", 1, 512, 96, 3, 600, 3 * HOUR, 0.35),
    Cgnat("cgnat-2", 129, 1, 300, 14, 40, 2400, 0.06),
)


def translated(
    luck: np.random.Generator, cgnat: Cgnat, gateway: Gateway, stays: Stays
) -> tuple[list[pa.Table], Lines]:
    """The CGNAT's records, and the lines on which its subscribers are seen from outside."""
    half = gateway.addresses // 2
    span = spans(
        luck, half * cgnat.lent, cgnat.least, cgnat.most, lambda shape: _rested(luck, shape)
    )
    inner = luck.integers(0, half, len(span.place)) + half * cgnat.is_single
    used = _used(cgnat, span, inner, stays, gateway)
    which = used["number"].to_numpy()
    lost_allocate, lost_release = _lost(luck, span)
    clear = np.where(lost_allocate[which], _FAR, used["clear"].to_numpy())
    # TCP and UDP ports are numbered apart, which a login does not tell: some ports have two users.
    twice = np.unique(which)
    twice = twice[luck.random(len(twice)) < 0.005 * cgnat.is_single]
    clear = np.where(np.isin(which, twice), _FAR, clear)
    ip = numbered("198.51", 100 * 256 + cgnat.host + span.place // cgnat.blocks)
    first = _LOW + cgnat.ports * (span.place % cgnat.blocks)
    lent = np.unique(which)
    rows = []
    for numbers, inners in (
        (lent, inner[lent]),
        (twice, gateway.addresses - 1 - inner[twice] + half),
    ):
        told = {
            "ip": ip[numbers],
            "ip_key": keys(ip[numbers]),
            "inner_ip": numbered("100.64", inners),
        }
        told |= {"inner_key": keys(told["inner_ip"]), "port_first": first[numbers]}
        told |= {"port_last": first[numbers] + cgnat.ports - 1}
        for event, at, lost in (
            ("allocate", span.opened, lost_allocate),
            ("release", span.closed, lost_release),
        ):
            kept = ~lost[numbers]
            columns = {name: values[kept] for name, values in told.items()}
            rows.append(logins(event, "cgnat", cgnat.name, at[numbers][kept], **columns))
    lines = Lines(
        gateway=np.full(len(which), cgnat.name),
        ip=ip[which],
        port_first=first[which],
        port_last=first[which] + cgnat.ports - 1,
        opened=used["opened"].to_numpy(),
        closed=used["closed"].to_numpy(),
        holder=used["holder"].to_numpy(zero_copy_only=False).astype(str),
        clear=clear,
        unclear=used["unclear"].to_numpy(),
    )
    return rows, lines


def _used(cgnat: Cgnat, span: Spans, inner: np.ndarray, stays: Stays, gateway: Gateway) -> pa.Table:
    """See _USED. Near its own beginning a block is told apart, near another user's time it is not."""
    same = span.place[1:] == span.place[:-1]
    before = np.concatenate([[-_FAR], np.where(same, span.closed[:-1], -_FAR)])
    after = np.concatenate([np.where(same, span.opened[1:], _FAR), [_FAR]])
    told = {"number": np.arange(len(inner)), "inner_number": inner}
    told |= {"opened": span.opened, "closed": span.closed}
    told |= {"clear": np.maximum(span.opened, before + MARGIN)}
    told |= {"unclear": np.minimum(span.closed, after - MARGIN)}
    held = {"address": stays.address, "holder": stays.holder, "opened": stays.opened}
    held |= {"closed": stays.closed, "clear": seen(stays, gateway) + MARGIN}
    held |= {"unclear": stays.closed - MARGIN}
    with duckdb.connect() as own:
        own.register("span", pa.table(told))
        own.register("stay", pa.table(held))
        return own.sql(_USED, params={"is_single": cgnat.is_single}).to_arrow_table()


def _lost(luck: np.random.Generator, span: Spans) -> tuple[np.ndarray, np.ndarray]:
    """Which allocations and releases nobody will read.

    What neither end tells does not follow on an end that is untold: nobody could know of it.
    """
    count = len(span.place)
    release = luck.random(count) < LOST_STOP
    untold = np.concatenate([[False], (span.place[1:] == span.place[:-1]) & release[:-1]])
    return (luck.random(count) < LOST_START) & ~(release & untold), release


def _rested(luck: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Many CGNATs let a port rest for some minutes before another has it; not all do."""
    long = luck.integers(2 * MARGIN + 1, 1800, shape)
    return np.where(luck.random(shape) < 0.25, quick(luck, shape), long)
