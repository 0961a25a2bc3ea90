"""Everything behind one verdict, as one record: what was seen, whose it was, what was looked at."""

from __future__ import annotations

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import UsageError
from tracker.judge.sessions import FOLDER
from tracker.lake import Lake
from tracker.report.sessions import address_key, statement

_SHOWN = 5  # candidates named where a beginning fits several ids


def explain(lake: Lake, session: str) -> pa.Table:
    """The session's columns with `terms`, `listed`, `files`, the register and the run; always one row.

    `session` is an id or a beginning that fits one id alone; UsageError tells otherwise.
    """
    with DuckDB() as engine:
        lake.pin().show(engine)
        begins = session.strip().rstrip("….").lower()
        one = _only(engine.rows(statement("found"), {"begins": begins}), session)
        engine.register("one", one)
        keys = _keys(one)
        engine.keep("vpn_port", read_statement(FOLDER / "vpn_port.sql"))
        engine.keep("services", statement("services"))
        engine.keep("binding", statement("binding"), keys)
        engine.keep("listed", statement("listed"))
        engine.keep("terms", statement("terms"), keys)
        return engine.rows(statement("explained"))


def _only(found: pa.Table, session: str) -> pa.Table:
    if not found.num_rows or not session.strip():
        raise UsageError(
            f"no session {session!r}",
            expected="an id, or its beginning",
            todo="`tracker sessions` lists them",
        )
    if found.num_rows > 1:
        named = ", ".join(found.column("session_id").to_pylist()[:_SHOWN])
        raise UsageError(
            f"{found.num_rows} sessions begin with {session!r}",
            expected="one of them alone",
            todo=f"give more of the id: {named}" + (", ..." if found.num_rows > _SHOWN else ""),
        )
    return found


def _keys(one: pa.Table) -> dict[str, object]:
    """The session's two addresses as the register and the lists compare them."""
    return {
        f"{side}_key": address_key(one.column(f"{side}_ip")[0].as_py())
        for side in ("src", "remote")
    }
