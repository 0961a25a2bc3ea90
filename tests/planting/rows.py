"""Rows of the lake's tables from a few words each, for tests that need no log files."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from ipaddress import ip_address, ip_network
from itertools import count

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.judge.nights import night
from tracker.judging import NEEDED, judge_nights
from tracker.settings import Settings, zone_info
from tracker.tables import arrow_schema

DAY = dt.date(2026, 3, 14)
SUBSCRIBER, OTHER, REMOTE = "192.0.2.10", "192.0.2.11", "203.0.113.5"
_LINES = count(1)


def at(clock: str, day: int = 0) -> dt.datetime:
    """A time of the planted night, "21:00" or "21:00:30", so many days after it."""
    time = dt.time.fromisoformat(clock)
    return dt.datetime.combine(DAY + dt.timedelta(days=day), time, dt.UTC)


@cache
def key(address: str) -> str:
    told = ip_address(address)
    return f"{int(told):032x}" if told.version == 6 else f"{0xFFFF:024x}{int(told):08x}"


def spoke(
    start, seconds=600, src=SUBSCRIBER, dst=REMOTE, sport=40000, dport=51820, protocol=17, **more
):
    """One answered WireGuard record of ten minutes, unless told otherwise."""
    start = at(start) if isinstance(start, str) else start
    row = {
        "started_at": start,
        "ended_at": start + dt.timedelta(seconds=seconds),
        "time_basis": "utc",
        "src_ip": src,
        "src_key": src and key(src),
        "src_port": sport,
        "dst_ip": dst,
        "dst_key": dst and key(dst),
        "dst_port": dport,
        "protocol": protocol,
        "bytes_out": 20_001,  # no multiple of four: the port alone speaks for a VPN
        "bytes_in": 30_001,
        "packets_out": 40,
        "packets_in": 50,
        "counters": "total",
        "record": "whole",
        "state": "established",
        "initiator": "known",
        "gateway": "edge-1",
        "source": "a" * 16,
        "line": next(_LINES),
        "event_date": start and start.date(),
    }
    return row | more


def half(start, seconds=600, **more):
    """A record that tells one direction only, as nfdump does."""
    return spoke(
        start, seconds, **({"bytes_in": None, "packets_in": None, "initiator": "unknown"} | more)
    )


def logged(event, when, user="jonas", ip=SUBSCRIBER, **more):
    """One RADIUS event on nas-1."""
    when = at(when) if isinstance(when, str) else when
    row = {
        "at": when,
        "event": event,
        "kind": "radius",
        "user": user,
        "ip": ip,
        "ip_key": ip and key(ip),
        "session_key": user and f"{user}-{ip}",
        "gateway": "nas-1",
        "time_basis": "utc",
        "source": "b" * 16,
        "line": next(_LINES),
        "event_date": when.date(),
    }
    return row | more


def beats(gateway="nas-1", first=-1, last=1, every=3):
    """Logins of somebody else every few hours, so that the gateway's silence is never long."""
    hours = range(first * 24, (last + 1) * 24, every)
    return [
        logged(
            "interim",
            at("00:00") + dt.timedelta(hours=hour),
            "beat",
            "192.0.2.250",
            gateway=gateway,
        )
        for hour in hours
    ]


def held(user="jonas", since="00:00", until="23:59", ip=SUBSCRIBER, **more):
    """A whole login session."""
    return [logged("start", since, user, ip, **more), logged("stop", until, user, ip, **more)]


def term(number=1, binding=("account", "jonas"), remote=("any", None), **more):
    """One approved term for the year 2026."""
    kind, value = binding
    remote_kind, remote_value = remote
    row = {
        "registration_id": f"R-{number}",
        "registrant_id": f"F-{number}",
        "category": "company",
        "binding_kind": kind,
        "binding_value": value,
        "remote_kind": remote_kind,
        "remote_value": remote_value,
        "valid_from": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "valid_to": dt.datetime(2027, 1, 1, tzinfo=dt.UTC),
        "status": "approved",
        "grace_days": 0,
        "first_recorded_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "recorded_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
        "state": "open",
        "registry_version": "2026-01-01",
    }
    keys = _ends("binding", value if kind == "cidr" else None)
    return row | keys | _ends("remote", remote_value if remote_kind == "cidr" else None) | more


def listed(cidr, category, name="places", **more):
    """One entry of a list that counts from always."""
    network = ip_network(cidr)
    row = {
        "list": name,
        "version": "1",
        "cidr": cidr,
        "first_key": key(str(network[0])),
        "last_key": key(str(network[-1])),
        "category": category,
        "confidence": "shared",
        "recorded_at": dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
    }
    return row | more


POOL = listed("192.0.2.0/24", "pool_dynamic", "pools")

ORDER = [(name, "ascending") for name in ("night", "first_at", "session_id")]


def tables(connections=(), logins=(), terms=(), entries=(POOL,)):
    """The four tables that judging needs, as Arrow."""
    rows = dict(zip(NEEDED, (connections, logins, terms, entries), strict=True))
    return {
        name: pa.Table.from_pylist(list(told), arrow_schema(name)) for name, told in rows.items()
    }


def address(number):
    """A subscriber's, of the documentation's first network."""
    return f"192.0.2.{number}"


def judged(
    connections=(), logins=(), terms=(), entries=(POOL,), *, dates=(DAY,), threads=1, **more
):
    """The judged sessions of these nights, as dicts."""
    told = tables(connections, logins, terms, entries)
    return judgement(told, dates=dates, threads=threads, **more).sessions.to_pylist()


def judgement(told, *, dates=(DAY,), threads=1, settings=Settings(), **more):  # noqa: B008  # frozen
    """What is judged of these nights from these tables; the sessions as they began."""
    with DuckDB(Resources(threads=threads)) as engine:
        for name, rows in told.items():
            engine.register(name, rows)
        nights = [night(date, zone_info(settings.night_zone)) for date in dates]
        found = judge_nights(engine, nights, settings, "run-1", **more)
    return replace(found, sessions=found.sessions.sort_by(ORDER))


def one(*args, **more):
    """The only judged session there must be."""
    (session,) = judged(*args, **more)
    return session


def _ends(what, cidr):
    if cidr is None:
        return {}
    network = ip_network(cidr)
    return {f"{what}_first_key": key(str(network[0])), f"{what}_last_key": key(str(network[-1]))}
