"""Everything behind one verdict, as one record: what was seen, whose it was, what was looked at."""

from __future__ import annotations

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.judge.asking import ask, register_values, show_lists
from tracker.judge.nights import night
from tracker.judge.rules import read_rules
from tracker.judge.sessions import FOLDER
from tracker.lake import Lake
from tracker.report.reviewed import decision, keep_reviewed
from tracker.report.sessions import address_key, one_session, statement
from tracker.settings import Settings, zone_info


def explain(
    lake: Lake,
    session: str,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> pa.Table:
    """The session's columns with all that lies behind them, as one row.

    Beside them stand `not_asked`, `terms`, `listed`, `files`, `gaps` (what
    was missing of the night), `reviews`, the register, the run, and how the reviews
    leave the session: `review`, `review_id`, `new_evidence`.

    `session` is an id or a beginning that fits one id alone; UsageError tells otherwise.
    """
    with DuckDB() as engine:
        lake.pin().show(engine)
        one = one_session(engine, session)
        engine.register("one", one)
        engine.register("wanted", one)
        keep_reviewed(engine)
        engine.keep("told", decision("told"))
        engine.view("gap", statement("gap"))
        _look(engine, one, settings)
        engine.keep("listed", statement("listed"))
        engine.register("needing", _needing(settings))
        engine.keep("not_asked", statement("not_asked"))
        return engine.rows(statement("explained"))


def _look(engine: DuckDB, one: pa.Table, settings: Settings) -> None:
    """Makes `terms`: what the register, as it was known when the session was judged, says of it."""
    values = register_values(settings)
    values |= engine.rows(statement("as_judged"), values).to_pylist()[0]
    judged = night(one["night"][0].as_py(), zone_info(settings.night_zone))
    show_lists(engine, [judged], settings, values)
    engine.keep("vpn_port", read_statement(FOLDER / "vpn_port.sql"))
    engine.keep("services", statement("services"))
    engine.keep("question", statement("question"), _keys(one))
    engine.keep("seen", statement("seen"))
    ask(engine, values, seen=True)
    engine.keep("terms", statement("terms"))


def _needing(settings: Settings) -> pa.Table:
    """Each detection in force beside each column of the log that it cannot do without."""
    pairs = [(one.name, needs) for one in read_rules(settings).detections for needs in one.needs]
    rows = [{"detection": name, "needs": needs} for name, needs in pairs]
    return pa.Table.from_pylist(rows, pa.schema([(n, pa.string()) for n in ("detection", "needs")]))


def _keys(one: pa.Table) -> dict[str, object]:
    """The session's two ends as the register and the lists compare them.

    A gateway that does not tell its address stands under its name, as in judging.
    """
    told = one.to_pylist()[0]
    remote = told["remote_ip"]
    return {
        "src_key": address_key(told["src_ip"]),
        "remote_key": address_key(remote) if remote else f"gateway {told['gateway']}",
    }
