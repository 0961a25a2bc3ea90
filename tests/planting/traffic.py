"""What an invented operator's subscribers send: ordinary connections and tunnels, and whose each is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tests.planting.stays import Columns
from tests.planting.told import MIDNIGHT, SECOND, columned, keys

NIGHT = 24 * 3600
BEAT = 240  # seconds between a subscriber's ordinary connections, and at most a minute more
TUNNELS = ((51820, "wireguard"), (1194, "openvpn"), (500, "ipsec"), (4500, "ipsec"))
SERVERS, SITES = 40, 150
_DAY = 86400


@dataclass(frozen=True)
class Lines(Columns):
    """Times in which one subscriber sends from one address and some of its ports.

    Between `clear` and `unclear` a session can be told to be his; nobody's has no holder.
    """

    gateway: np.ndarray
    ip: np.ndarray
    port_first: np.ndarray
    port_last: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    holder: np.ndarray
    clear: np.ndarray
    unclear: np.ndarray


def ordinary(luck: np.random.Generator, lines: Lines, *, single: bool = False) -> pa.Table:
    """Web traffic: something every five minutes, one connection in thirty long, none past the end.

    `single` is for a line that is but one connection: it lasts the line.
    """
    if single:
        which, start, end = np.arange(len(lines.ip)), lines.opened + 0.2, lines.closed - 5.0
    else:
        count = np.maximum((lines.closed - lines.opened - 8) // BEAT + 1, 0)
        which = np.repeat(np.arange(len(count)), count)
        number = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
        start = (
            lines.opened[which] + 3 + number * BEAT + luck.uniform(0, 60, len(which)) * (number > 0)
        )
        long = np.where(luck.random(len(which)) < 0.03, 7200.0, 1.0)
        end = start + np.exp(luck.uniform(0, np.log(120), len(which))) * long
        end = np.minimum(end, lines.closed[which] - 1.5)
        real = end > start
        which, start, end = which[real], start[real], end[real]
    sites = np.char.add("203.0.113.", (100 + luck.integers(0, SITES, len(which))).astype(str))
    ports = _ports(luck, lines, which)
    return _connections(luck, lines.ip[which], ports, sites, 443, 6, start, end)


@dataclass(frozen=True)
class Tunnels:
    """The tunnels' records, and of each the truth, row by row: see `truth` for its columns."""

    rows: pa.Table
    truth: pa.Table


def tunnels(
    luck: np.random.Generator, lines: Lines, share: float, *, single: bool = False
) -> Tunnels:
    """A tunnel on this share of the lines: one in four close to the line's beginning or end."""
    room = np.minimum(lines.closed, NIGHT + 3600) - lines.opened
    which = np.flatnonzero((luck.random(len(room)) < share) & (room > 60) & (lines.opened > -3600))
    opened, closed = lines.opened[which], lines.closed[which]
    most = closed - opened - 6.0
    length = np.exp(luck.uniform(np.log(30), np.log(np.minimum(most, 7200))))
    start = opened + 3 + luck.random(len(which)) * (most - length)
    near = luck.random(len(which))
    short = np.minimum(length, luck.uniform(20, 90, len(which)))
    early, late = near < 0.12, near > 0.88
    length = np.where(early | late, short, length)
    start = np.where(
        early, opened + 3 + luck.random(len(which)) * np.minimum(90, most - length), start
    )
    start = np.where(late, closed - 3 - length - luck.random(len(which)) * 5, start)
    if single:
        start, length = opened + 0.2, closed - opened - 5.2
    tonight = (start >= 0) & (start < NIGHT - 1)
    return _tunnels(luck, lines, which[tonight], start[tonight], length[tonight])


def _tunnels(
    luck: np.random.Generator,
    lines: Lines,
    which: np.ndarray,
    start: np.ndarray,
    length: np.ndarray,
) -> Tunnels:
    """One to three records each, one after the other, of one five-tuple."""
    count = luck.integers(1, 4, len(which))
    session = np.repeat(np.arange(len(which)), count)
    number = np.arange(len(session)) - np.repeat(np.cumsum(count) - count, count)
    piece = (length / count)[session]
    began = start[session] + number * piece
    kind = luck.integers(0, len(TUNNELS), len(which))
    dport = np.array([port for port, _ in TUNNELS])[kind]
    remote = np.char.add("203.0.113.", (1 + luck.integers(0, SERVERS, len(which))).astype(str))
    sport = _ports(luck, lines, which)
    rows = _connections(
        luck, lines.ip[which][session], sport[session], remote[session], dport[session], 17,
        began, began + piece - 0.1,
    )  # fmt: skip
    sure = (start >= lines.clear[which]) & (start + length <= lines.unclear[which])
    sure &= lines.holder[which] != ""
    truth = pa.table(
        {
            "planted": session,
            "gateway": lines.gateway[which][session],
            "src_ip": lines.ip[which][session],
            "src_port": sport[session],
            "remote_ip": remote[session],
            "family": np.array([family for _, family in TUNNELS])[kind][session],
            "started_at": rows["started_at"],
            "ended_at": rows["ended_at"],
            "holder": pa.array(
                lines.holder[which][session], mask=lines.holder[which][session] == ""
            ),
            "is_attributable": sure[session],
        }
    )
    return Tunnels(rows, truth)


def _ports(luck: np.random.Generator, lines: Lines, which: np.ndarray) -> np.ndarray:
    return luck.integers(lines.port_first[which], lines.port_last[which] + 1)


def _connections(
    luck: np.random.Generator,
    src: np.ndarray, sport: np.ndarray, dst: np.ndarray, dport: np.ndarray | int, protocol: int,
    start: np.ndarray, end: np.ndarray,
) -> pa.Table:  # fmt: skip
    """Rows of `connection`: whole records of an exporter, answered."""
    began, over = ((one * SECOND).astype(np.int64) + MIDNIGHT * SECOND for one in (start, end))
    packets = luck.integers(40, 4000, len(src))
    date = (began // SECOND // _DAY).astype(np.int32)
    told = {"src_ip": src, "src_key": keys(src), "src_port": sport}
    told |= {"dst_ip": dst, "dst_key": keys(dst), "protocol": protocol}
    told |= {"dst_port": dport if isinstance(dport, int) else np.asarray(dport)}
    told |= {"started_at": began, "ended_at": np.maximum(over, began), "event_date": date}
    told |= {"packets_out": packets, "packets_in": packets, "time_basis": "utc"}
    told |= {"bytes_out": packets * 500, "bytes_in": packets * 900, "gateway": "edge-1"}
    told |= {"counters": "total", "record": "whole", "state": "established", "initiator": "known"}
    return columned("connection", len(src), told)
