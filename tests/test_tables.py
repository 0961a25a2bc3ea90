"""What the tables declare and something else depends on."""

from __future__ import annotations

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.judge.sessions import FOLDER
from tracker.tables import table


def test_the_first_layer_of_connections_is_what_judging_asks_for_by_port() -> None:
    """Else an answer would be the same and take several times as long."""
    with DuckDB() as engine:
        asked = engine.rows(read_statement(FOLDER / "vpn_port.sql"))
    ports = {(row["protocol"], row["port"]) for row in asked.to_pylist()}
    first = table("connection").layers[0]
    assert set(first["src_port"]) == set(first["dst_port"]) == {port for _, port in ports if port}
    assert set(first["protocol"]) == {protocol for protocol, port in ports if not port}
