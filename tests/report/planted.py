"""Rows for a judged lake; each names only the columns a test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.tables import arrow_schema

NIGHT = datetime(2026, 3, 14, 20, tzinfo=UTC)
HOLDER = "0123456789abcdef" * 2


def rows(table: str, *given: dict[str, Any]) -> pa.Table:
    """Rows of a table that name only the columns a test is about."""
    schema = arrow_schema(table)
    return pa.Table.from_pylist([dict.fromkeys(schema.names) | one for one in given], schema=schema)


def session(name: str, verdict: str, **columns: Any) -> dict[str, Any]:
    """A session of the night whose id is the name, filled up."""
    return {
        "session_id": name.ljust(26, "x"),
        "night": date(2026, 3, 14),
        "first_at": NIGHT,
        "last_at": NIGHT + timedelta(minutes=61, seconds=5),
        "src_ip": "192.0.2.10",
        "src_port": 40001,
        "remote_ip": "203.0.113.9",
        "remote_port": 51820,
        "protocol": 17,
        "family": "wireguard",
        "direction": "outbound",
        "connections": 3,
        "bytes_out": 12000,
        "bytes_in": 340000,
        "packets_out": 90,
        "packets_in": 310,
        "attribution": "exact",
        "holder": HOLDER,
        "holder_basis": "radius start to stop on nas-1",
        "tier": "likely",
        "score": 1.0,
        "evidence": [
            {
                "detection": "wireguard_port",
                "group": "port",
                "weight": 8.0,
                "saw": "UDP 51820 answered, 90 packets out, 310 in",
                "guards": "server side, answered, fan-out",
            }
        ],
        "verdict": verdict,
        "reason": "no_term",
        "list_versions": ["pools 2026-03-01"],
        "sources": [{"source": "a1", "first_line": 9, "last_line": 12}],
        "run_id": "run-1",
        **columns,
    }


def holding(**columns: Any) -> dict[str, Any]:
    """A stay by which the holder of the sessions above is known."""
    return {
        "kind": "radius",
        "opened_at": NIGHT - timedelta(hours=2),
        "closed_at": NIGHT + timedelta(hours=2),
        "opened_by": "start",
        "closed_by": "stop",
        "gateway": "nas-1",
        **columns,
    }


def term(name: str, **columns: Any) -> dict[str, Any]:
    """A term that binds the holder and covers everything, recorded before the night was judged."""
    return {
        "registration_id": name,
        "registrant_id": "org-1",
        "category": "company",
        "binding_kind": "account",
        "binding_value": HOLDER,
        "remote_kind": "any",
        "valid_from": datetime(2026, 1, 1, tzinfo=UTC),
        "status": "approved",
        "grace_days": 0,
        "first_recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "recorded_at": datetime(2026, 1, 1, tzinfo=UTC),
        "state": "open",
        "registry_version": "v1",
        **columns,
    }


def connection(port: int, **columns: Any) -> dict[str, Any]:
    """A raw record of the sessions above, from their source."""
    return {
        "started_at": NIGHT,
        "src_ip": "192.0.2.10",
        "dst_ip": "203.0.113.9",
        "dst_port": port,
        "protocol": 17,
        "source": "a1",
        "line": 10,
        "event_date": date(2026, 3, 14),
        **columns,
    }


def login(station: str) -> dict[str, Any]:
    """A login of the holder from a station."""
    given = {"event": "start", "kind": "radius", "user": HOLDER, "station": station}
    given |= {"ip": "192.0.2.10", "ip_key": f"{0xFFFF:024x}c000020a"}
    return given | {"at": NIGHT, "source": "a1", "line": 1, "event_date": date(2026, 3, 14)}


SOURCE = {
    "source": "a1",
    "state": "done",
    "recorded_at": NIGHT,
    "path": "/logs/conn.log",
    "sha256": "a1" * 32,
    "format": "zeek-conn",
    "records": 12,
    "used": 10,
    "passed": 1,
    "rejected": 1,
    "first_at": NIGHT,
    "last_at": NIGHT,
}
RUN = {
    "run_id": "run-1",
    "command": "nightly",
    "began_at": NIGHT + timedelta(hours=6),
    "ended_at": NIGHT + timedelta(hours=6, minutes=1),
    "outcome": "done",
    "settings_digest": "5e771465",
    "tool_version": "0.1.0",
}


def stored(lake) -> str:
    """A file of the lake's sessions."""
    return str(next(Path(lake.path, "session").rglob("*.parquet")))
