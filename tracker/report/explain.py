"""Everything behind one verdict, as one record: what was seen, whose it was, what was looked at."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.engine import show_inputs
from tracker.engine.statement import Statement
from tracker.judge.asking import keep_lists, register_values
from tracker.judge.nights import night
from tracker.judge.rules import read_rules
from tracker.lake import Lake
from tracker.report.again import keep_again, keep_by_now
from tracker.report.aside import Aside, ended_with, take
from tracker.report.replaced import of_today
from tracker.report.sessions import address_key, statement
from tracker.report.whose import keep_station, show_logins
from tracker.settings import Settings, zone_info

_SHOWN = ("endpoint", "registration", "run")
_READ = ("session", "connection", "login", "review", *_SHOWN)  # neither names nor rejected lines
_RUN = Statement(
    "judging_run",
    "from run semi join one using (run_id) order by began_at desc limit 1",
)


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
    thread = ThreadPoolExecutor(1)  # half of what follows waits for nothing of the other half
    pinning = thread.submit(lake.pin, _READ)
    resources = Resources(settings.memory, settings.threads or _half_of_the_cores())
    with DuckDB(resources) as engine, ended_with(thread, engine):
        pinned = pinning.result()
        one = of_today(lake, pinned, engine, session, settings.keep_days)
        aside = Aside(engine, pinned, one)
        recorded = thread.submit(aside.recorded)
        pinned.show(engine, _SHOWN)
        engine.register("one", one)
        run = engine.rows(_RUN)
        engine.register(_RUN.name, run)
        besides = thread.submit(aside.besides, run, settings, rules)
        keep_station(engine, partial(show_logins, engine, pinned, None), one, settings)
        values = _keep_question(engine, one, settings)
        take(engine, recorded)
        engine.keep("seen", statement("seen"))
        keep_again(engine, values, rules)
        engine.keep("terms", statement("terms"))
        keep_by_now(engine, values)
        engine.keep("listed", statement("listed"))
        take(engine, besides)
        digests = {"settings": settings.digest(), "judgement": rules.digest()}
        return engine.rows(statement("explained"), digests)


def _half_of_the_cores() -> int:
    """What each of the two threads has for its small questions; with more they wait for one another."""
    return max((os.cpu_count() or 1) // 2, 1)


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
