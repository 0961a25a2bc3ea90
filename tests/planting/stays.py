"""Who truly held which address of an invented operator, and what becomes of the records that say so.

Times are whole seconds after the planted night's midnight; an array has one element for each stay.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Self

import numpy as np

HOUR = 3600
FIRST, LAST = -8 * HOUR, 31 * HOUR  # what the logs span
RESET = 13 * HOUR + 1200  # when nas-2 starts anew
RENEWAL = 1800  # how often a DHCP client asks again
LEASE = 3600
MARGIN = 125  # the guard of 120 s, and what a gateway may be late
LOST_START, LOST_STOP = 0.01, 0.03


@dataclass(frozen=True)
class Columns:
    """Arrays of one length that are cut together."""

    def where(self, which: np.ndarray) -> Self:
        return replace(self, **{one.name: getattr(self, one.name)[which] for one in fields(self)})


@dataclass(frozen=True)
class Spans(Columns):
    """Turns of one thing after another: times in which a place (an address, a port block) is taken."""

    place: np.ndarray
    turn: np.ndarray
    opened: np.ndarray
    closed: np.ndarray


@dataclass(frozen=True)
class Stays(Columns):
    """One login session on one address; `begun` is when the session began, maybe elsewhere."""

    address: np.ndarray
    opened: np.ndarray
    closed: np.ndarray
    begun: np.ndarray
    holder: np.ndarray
    key: np.ndarray
    starts: np.ndarray  # whether a start is due; not so where the session came from elsewhere
    stops: np.ndarray  # whether a stop is due; not so where it moved on or the gateway failed
    bare_start: np.ndarray  # a start that does not tell the address, which comes 3 s later
    bare_stop: np.ndarray  # a stop that does not tell the address
    lost_start: np.ndarray
    lost_stop: np.ndarray


@dataclass(frozen=True)
class Gateway:
    """An access server: how many addresses it hands out, and its habits."""

    name: str
    addresses: int
    interim: int = 0  # seconds between interims; 0 where there are none
    bare_starts: float = 0.0
    bare_stops: float = 0.0
    reboots: bool = False
    moves: bool = False  # whether sessions change their address
    is_dhcp: bool = False


def spans(luck: np.random.Generator, places: int, least: int, most: int, gaps) -> Spans:
    """Each place taken again and again, for `least` to `most` seconds, with gaps of gaps(shape)."""
    turns = int((LAST - FIRST) / np.sqrt(least * most)) + 12
    shape = (places, turns)
    lasts = np.exp(luck.uniform(np.log(least), np.log(most), shape)).astype(np.int64)
    free = gaps(shape)
    late = luck.integers(0, most, (places, 1))
    closed = FIRST + late + np.cumsum(lasts + free, axis=1) - free
    place, turn = np.indices(shape)
    told = Spans(place.ravel(), turn.ravel(), (closed - lasts).ravel(), closed.ravel())
    return told.where(told.closed < LAST)


def quick(luck: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """Gaps from 1 s to hours, mostly under ten minutes."""
    short = np.exp(luck.uniform(0, np.log(600), shape))
    return np.where(luck.random(shape) < 0.85, short, luck.uniform(600, 4 * HOUR, shape)).astype(
        np.int64
    )


def planted(luck: np.random.Generator, gateway: Gateway) -> Stays:
    """A gateway's stays, some of whose starts and stops nobody will ever read."""
    gaps = _leased if gateway.is_dhcp else quick
    span = spans(luck, gateway.addresses, 600, 6 * HOUR, lambda shape: gaps(luck, shape))
    count = len(span.place)
    boot = (span.opened > RESET) if gateway.reboots else np.zeros(count, bool)
    named = np.char.add(
        f"{gateway.name}-", luck.integers(0, gateway.addresses * 12, count).astype(str)
    )
    stays = Stays(
        address=span.place,
        opened=span.opened,
        closed=span.closed,
        begun=span.opened,
        holder=named,
        key=_keys(span, boot, gateway.addresses),
        starts=np.ones(count, bool),
        stops=np.ones(count, bool),
        bare_start=luck.random(count) < gateway.bare_starts,
        bare_stop=luck.random(count) < gateway.bare_stops,
        lost_start=luck.random(count) < LOST_START,
        lost_stop=luck.random(count) < LOST_STOP,
    )
    if gateway.is_dhcp:
        stays = replace(stays, stops=luck.random(count) < 0.1)
    if gateway.reboots:
        struck = (stays.opened < RESET) & (stays.closed >= RESET)
        closed = np.where(struck, RESET, stays.closed)
        stays = replace(stays, closed=closed, stops=stays.stops & ~struck)
    if gateway.moves:
        stays = _moved(stays, gateway.addresses)
    return _knowable(stays, gateway)


def seen(stays: Stays, gateway: Gateway) -> np.ndarray:
    """When a stay's first sign comes, or tells of its beginning; LAST where there is none."""
    started = stays.starts & ~stays.lost_start & ~stays.bare_start
    period = RENEWAL if gateway.is_dhcp else gateway.interim
    lives = (stays.closed - stays.begun > period) if period else np.zeros(len(started), bool)
    told = (
        started
        | stays.bare_start
        | ~stays.starts
        | (stays.stops & ~stays.lost_stop & ~stays.bare_stop)
    )
    if gateway.is_dhcp:
        later = np.where(lives, stays.opened + RENEWAL, LAST)
        return np.where(started, stays.opened, later)
    return np.where(told | lives, stays.opened, LAST)


def ends(stays: Stays, gateway: Gateway) -> np.ndarray:
    """Which stays' ends some record tells: a stop, a reset, or the session's next address."""
    return np.where(stays.stops, ~stays.lost_stop, not gateway.is_dhcp)


def _leased(luck: np.random.Generator, shape: tuple[int, int]) -> np.ndarray:
    """A DHCP server waits until the lease has run out."""
    return luck.integers(LEASE, 2 * LEASE, shape)


def _keys(span: Spans, boot: np.ndarray, addresses: int) -> np.ndarray:
    """Session keys count from the start again with each boot, and so meet the same addresses."""
    first = np.zeros((2, addresses), np.int64)
    first[1] = np.bincount(span.place[~boot], minlength=addresses)
    number = (span.turn - first[boot.astype(int), span.place]) * addresses + span.place
    return np.array([f"{one:08x}" for one in number])


def _moved(stays: Stays, addresses: int) -> Stays:
    """Sessions that go on under another address, one for each pair of a fifth of the addresses.

    What was a stay of its own on the second address becomes the rest of one on the first.
    """
    told = {one.name: getattr(stays, one.name).copy() for one in fields(stays)}
    for old in range(addresses // 5):
        here = np.flatnonzero(stays.address == old)
        for new in np.flatnonzero((stays.address == addresses - 1 - old) & (stays.opened > HOUR)):
            at = stays.opened[new]
            left = here[(stays.opened[here] < at - 1200) & (stays.closed[here] > at + 60)]
            if len(left) and (stays.opened[left[0]] > RESET) == (at > RESET):
                _join(told, left[0], new)
                break
    return Stays(**told)


def _join(told: dict[str, np.ndarray], left: int, new: int) -> None:
    told["closed"][left] = told["opened"][new] - 1
    told["begun"][new] = told["begun"][left]
    for name in ("holder", "key"):
        told[name][new] = told[name][left]
    told["stops"][left] = told["starts"][new] = False
    told["bare_start"][new] = told["lost_start"][new] = False


def _knowable(stays: Stays, gateway: Gateway) -> Stays:
    """No stay is wholly untold after one whose end is untold: nobody could know that it began.

    For the same reason a DHCP lease's first word is not lost there.
    """
    after = np.zeros(len(stays.address), bool)
    after[1:] = (stays.address[1:] == stays.address[:-1]) & ~ends(stays, gateway)[:-1]
    hidden = after & (seen(stays, gateway) > stays.opened)
    return replace(stays, lost_start=stays.lost_start & ~hidden)
