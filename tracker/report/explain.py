"""Everything behind one verdict, as one record: what was seen, whose it was, what was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.engine import show_inputs
from tracker.engine.statement import Statement, read_statement
from tracker.judge.asking import keep_lists, register_values
from tracker.judge.nights import night
from tracker.judge.rules import Rules, read_rules
from tracker.judge.sessions import FOLDER
from tracker.lake import Lake
from tracker.report.again import keep_again, keep_by_now
from tracker.report.replaced import of_today
from tracker.report.reviewed import decision, keep_reviewed
from tracker.report.sessions import address_key, statement
from tracker.report.whose import keep_station, keep_whose
from tracker.settings import Settings, zone_info
from tracker.snapshot import Days, Snapshot

_SHOWN = ("endpoint", "registration", "run")
_READ = ("session", "connection", "login", "review", *_SHOWN)  # neither names nor rejected lines
_RUN = Statement(
    "judging_run",
    "from run semi join one using (run_id) order by began_at desc limit 1",
)
_DAY = dt.timedelta(days=1)

Made = dict[str, pa.Table]  # by the name under which it is read


def explain(
    lake: Lake,
    session: str,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> pa.Table:
    """The session's columns with all that lies behind them, as one row.

    Beside them stand `not_asked`, `terms`, `listed`, `files`, `gaps` (what
    was missing of the night), `reviews`, the register, the run, and how the reviews
    leave the session: `review`, `review_id`, `new_evidence`. `again` is what the record comes to when
    it is judged again, `by_now` the same by the register as it is known now, and `same_rules` and
    `same_settings` whether it was judged by those in force. Its `holdings` have the login records that
    open and close them, `spanned` is what the logins of the gateways concerned cover, and how their
    clocks go.

    `session` is an id or a beginning that fits one id alone; UsageError tells otherwise, and of an id
    that was replaced which session has its records now.
    """
    rules = read_rules(settings)
    aside = ThreadPoolExecutor(1)  # half of what follows waits for nothing of the other half
    pinning = aside.submit(lake.pin, _READ)
    with DuckDB(Resources(settings.memory, settings.threads)) as engine, aside:
        pinned = pinning.result()
        one = of_today(lake, pinned, engine, session, settings.keep_days)
        recorded = aside.submit(_recorded, engine.beside, pinned, one)
        pinned.show(engine, _SHOWN)
        engine.register("one", one)
        run = engine.rows(_RUN)
        engine.register(_RUN.name, run)
        besides = aside.submit(_besides, engine.beside, pinned, one, run, settings, rules)
        keep_station(engine, partial(_show_logins, engine, pinned), one, settings)
        values = _keep_question(engine, one, settings)
        _take(engine, recorded)
        engine.keep("seen", statement("seen"))
        keep_again(engine, values, rules)
        engine.keep("terms", statement("terms"))
        keep_by_now(engine, values)
        engine.keep("listed", statement("listed"))
        _take(engine, besides)
        digests = {"settings": settings.digest(), "judgement": rules.digest()}
        return engine.rows(statement("explained"), digests)


def _recorded(engine: DuckDB, pinned: Snapshot, one: pa.Table) -> Made:
    """The session's raw records, and what they show of its protocol family."""
    first, last = (one[name][0].as_py().date() for name in ("first_at", "last_at"))
    days = Days(first - _DAY, last + _DAY)  # the partitions that can hold what belongs to it
    pinned.show(engine, ["connection"], {"connection": days})
    engine.register("one", one)
    engine.keep("record", statement("record"), {"first_day": days.first, "last_day": days.last})
    engine.keep("vpn_port", read_statement(FOLDER / "vpn_port.sql"))
    engine.keep("services", statement("services"))
    return _made(engine, ("record", "services"))


def _besides(
    engine: DuckDB,
    pinned: Snapshot,
    one: pa.Table,
    run: pa.Table,
    settings: Settings,
    rules: Rules,
) -> Made:
    """What the judgement made again does not read, after `_recorded` with the same engine."""
    engine.register("wanted", one)
    engine.register(_RUN.name, run)
    engine.register("needing", _needing(rules))
    pinned.show(engine, ["registration", "review"])
    keep_whose(engine, partial(_show_logins, engine, pinned), one, settings)
    keep_reviewed(engine)
    engine.keep("told", decision("told"))
    made = ("raw_line", "not_asked", "origin", "register")
    for name in made:
        engine.keep(name, statement(name))
    return _made(engine, ("holding", "spanned", "reviewed", "told", *made))


def _made(engine: DuckDB, names: Iterable[str]) -> Made:
    return {name: engine.rows(Statement(name, f"from {name}")) for name in names}


def _take(engine: DuckDB, made: Future[Made]) -> None:
    """Makes readable what was made aside."""
    for name, rows in made.result().items():
        engine.register(name, rows)


def _show_logins(engine: DuckDB, pinned: Snapshot, days: Days) -> None:
    pinned.show(engine, ["login"], {"login": days})


def _keep_question(engine: DuckDB, one: pa.Table, settings: Settings) -> dict[str, object]:
    """Makes `question`, and of lists and register what can concern it; the values to judge it by."""
    values = register_values(settings)
    values |= engine.rows(statement("as_judged"), values).to_pylist()[0]
    judged = night(one["night"][0].as_py(), zone_info(settings.night_zone))
    keys = _keys(one)
    show_inputs(engine, ("endpoint_us", "registration_us"))
    engine.keep("endpoint_us", statement("touching"), keys)
    keep_lists(engine, [judged], settings, values)
    engine.keep("question", statement("question"), keys)
    engine.keep("registration_us", statement("concerned"))
    return values


def _needing(rules: Rules) -> pa.Table:
    """Each detection in force beside each column of the log that it cannot do without."""
    pairs = [(one.name, needs) for one in rules.detections for needs in one.needs]
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
