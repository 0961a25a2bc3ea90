"""A simulated night of an invented operator: what its logs say, and what is true.

Two gateways with pools of IPv4 addresses under reuse, one with delegated prefixes besides, a DHCP
server, and one gateway whose subscribers sit behind two CGNATs. Records are lost, sent twice and
come in no order; nas-2 fails in the night and counts its sessions from the start again.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from tests.planting.rows import listed
from tests.planting.stays import HOUR, LAST, MARGIN, Gateway, Stays, ends, planted, seen
from tests.planting.told import Pool, numbered, resent, shifted, told
from tests.planting.traffic import Lines, Tunnels, ordinary, tunnels
from tests.planting.translated import CGNATS, translated
from tracker.tables import arrow_schema

GATEWAYS = (
    Gateway("nas-1", 90, bare_stops=0.05),
    Gateway("nas-2", 90, interim=900, reboots=True, moves=True),
    Gateway("nas-3", 40, interim=3600, bare_starts=0.05),
    Gateway("dhcp-1", 60, is_dhcp=True),
    Gateway("nas-4", 120),
)
# The network of a gateway's pool, and the number at which it begins there.
NETWORKS = {
    "nas-1": ("198.18", 0), "nas-2": ("198.19", 0), "nas-3": ("198.18", 32768),
    "dhcp-1": ("198.19", 32768), "nas-4": ("100.64", 0),
}  # fmt: skip
POOLS = (
    *(listed(cidr, "pool_dynamic", "pools") for cidr in ("198.18.0.0/15", "2001:db8:1000::/36")),
    listed("198.51.100.0/24", "pool_cgnat", "pools"),
)
_ANY = (20000, 39999)  # no port in it says VPN
_UNHELD = 10  # addresses of each pool that nobody is ever given


@dataclass(frozen=True)
class Night:
    """Rows of `login` and `connection`, the pools, and the truth about each tunnel's record.

    `truth` has planted (the tunnel's number), gateway, src_ip, src_port, remote_ip, family,
    started_at, ended_at, holder (null where nobody held the address) and is_attributable.
    """

    logins: pa.Table
    connections: pa.Table
    pools: pa.Table
    truth: pa.Table

    def skewed(self, gateway: str, seconds: int) -> Night:
        """The same night, had this gateway's clock been so many seconds ahead."""
        ahead = np.where(
            self.logins["gateway"].to_numpy(zero_copy_only=False) == gateway, seconds, 0
        )
        return replace(self, logins=shifted(self.logins, ahead))

    def shuffled(self, seed: int) -> Night:
        """The same rows in another order."""
        luck = np.random.default_rng(seed)
        logins, connections = (
            rows.take(pa.array(luck.permutation(rows.num_rows)))
            for rows in (self.logins, self.connections)
        )
        return replace(self, logins=logins, connections=connections)


def simulate(seed: int, size: float = 1.0) -> Night:
    """The night of a seed, of so many times 400 addresses."""
    luck = np.random.default_rng(seed)
    logins: list[pa.Table] = []
    web: list[pa.Table] = []
    planned: list[Tunnels] = []
    for gateway in (replace(one, addresses=round(one.addresses * size)) for one in GATEWAYS):
        stays, pools = planted(luck, gateway), pools_of(gateway)
        logins += told(luck, gateway, stays, pools)
        for cgnat in CGNATS if gateway.name == "nas-4" else ():
            rows, lines = translated(luck, cgnat, gateway, stays)
            logins += rows
            web.append(ordinary(luck, lines, single=cgnat.is_single))
            planned.append(tunnels(luck, lines, cgnat.share, single=cgnat.is_single))
        for pool in pools if gateway.name != "nas-4" else ():
            held = _lines(gateway, stays, pool)
            web.append(ordinary(luck, held))
            planned += [
                tunnels(luck, held, 0.6),
                tunnels(luck, _unheld(luck, gateway, stays, pool), 0.5),
            ]
    return _night(luck, logins, web, planned)


def confusion(truth: pa.Table, sessions: pa.Table) -> dict[str, dict]:
    """By gateway, what became of the tunnels; see confused.sql for the counts."""
    with duckdb.connect() as own:
        own.register("judged", sessions)
        own.register("truth", truth)
        query = (Path(__file__).parent / "confused.sql").read_text()
        return {row["gateway"]: row for row in own.sql(query).to_arrow_table().to_pylist()}


def pools_of(gateway: Gateway) -> list[Pool]:
    """What a gateway hands out under each number; nas-3 two prefixes beside an address."""
    number = np.arange(gateway.addresses + _UNHELD)
    network, first = NETWORKS[gateway.name]
    ips = numbered(network, first + number)
    if gateway.name != "nas-3":
        return [Pool(ips, ips)]
    delegated = [f"2001:db8:{0x1000 + n // 200:x}:{1 + n % 200:x}" for n in number.tolist()]
    framed = [f"2001:db8:{0x1800 + n // 60000:x}:{1 + n % 60000:x}::" for n in number.tolist()]
    return [
        Pool(ips, ips),
        Pool(*(np.array([f"{one}{end}" for one in delegated]) for end in ("00::", "ab::5")), 56),
        Pool(*(np.array([f"{one}{end}" for one in framed]) for end in ("", "77")), 64),
    ]


def _lines(gateway: Gateway, stays: Stays, pool: Pool) -> Lines:
    count = len(stays.address)
    return Lines(
        gateway=np.full(count, gateway.name + ("" if pool.prefix_length is None else " prefix")),
        ip=pool.source[stays.address],
        port_first=np.full(count, _ANY[0]),
        port_last=np.full(count, _ANY[1]),
        opened=stays.opened,
        closed=stays.closed,
        holder=stays.holder,
        clear=seen(stays, gateway) + MARGIN,
        unclear=stays.closed - MARGIN,
    )


def _unheld(luck: np.random.Generator, gateway: Gateway, stays: Stays, pool: Pool) -> Lines:
    """Addresses that nobody is ever given, and some in a gap whose beginning a record tells."""
    gap = np.flatnonzero(
        (stays.address[1:] == stays.address[:-1])
        & (stays.opened[1:] - stays.closed[:-1] > 900)
        & ends(stays, gateway)[:-1]
        & (seen(stays, gateway)[:-1] < LAST)
        & (stays.bare_stop[:-1] | ~stays.stops[:-1] | (luck.random(len(stays.address) - 1) < 0.2))
    )
    never = gateway.addresses + np.repeat(np.arange(_UNHELD), 24)
    since = np.tile(np.arange(24) * HOUR, _UNHELD)
    empty = np.full(len(gap) + len(never), LAST)
    return Lines(
        gateway=np.full(len(empty), gateway.name + " unheld"),
        ip=pool.source[np.concatenate([stays.address[gap], never])],
        port_first=np.full(len(empty), _ANY[0]),
        port_last=np.full(len(empty), _ANY[1]),
        opened=np.concatenate([stays.closed[gap] + 600, since]),
        closed=np.concatenate([stays.opened[gap + 1] - 180, since + HOUR - 1]),
        holder=np.full(len(empty), ""),
        clear=empty,
        unclear=empty,
    )


def _night(
    luck: np.random.Generator,
    logins: list[pa.Table],
    web: list[pa.Table],
    planned: list[Tunnels],
) -> Night:
    """All of it together: some records sent twice, files and rows in no order."""
    told_twice = resent(luck, pa.concat_tables(logins))
    first = np.cumsum([0, *(1000 + _most(one.truth["planted"]) for one in planned)])
    truth = pa.concat_tables(
        one.truth.set_column(0, "planted", pa.array(one.truth["planted"].to_numpy() + since))
        for one, since in zip(planned, first, strict=False)
    )
    rows = pa.concat_tables([*(one.rows for one in planned), *web])
    night = Night(
        logins=_filed(luck, told_twice, "at"),
        connections=_filed(luck, rows, "started_at"),
        pools=pa.Table.from_pylist(list(POOLS), arrow_schema("endpoint")),
        truth=truth,
    )
    return night.shuffled(seed=int(luck.integers(1 << 30)))


def _most(numbers: pa.ChunkedArray) -> int:
    return int(numbers.to_numpy().max(initial=0))


def _filed(luck: np.random.Generator, rows: pa.Table, time: str) -> pa.Table:
    """Each quarter of a day in a file of its own, whose digest tells nothing of its time."""
    quarter = rows[time].cast(pa.int64()).to_numpy() // (6 * HOUR * 1_000_000)
    each, which = np.unique(quarter, return_inverse=True)
    digests = np.array([f"{one:016x}" for one in luck.integers(0, 1 << 62, len(each))])
    lines = pa.array(1 + np.arange(rows.num_rows))
    rows = rows.set_column(
        rows.schema.get_field_index("source"), "source", pa.array(digests[which])
    )
    return rows.set_column(rows.schema.get_field_index("line"), "line", lines)
