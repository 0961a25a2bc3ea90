"""What is in the lake, what is missing and what that costs, when it last ran."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.statement import Statement
from tracker.formats import is_outdated
from tracker.lake import Lake
from tracker.report.reviewed import keep_accused
from tracker.report.sessions import statement
from tracker.report.verdicts import FLAGGED
from tracker.settings import Settings

_HOUR = 3_600_000_000  # microseconds
_ALWAYS = dt.date(1, 1, 1)
_ASKED = Statement("asked", "from session")
_SPECS = Statement("specs", "select distinct spec_digest from source where spec_digest is not null")


def status(
    lake: Lake,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> pa.Table:
    """One row for each table, format, unfinished source, gateway, month, last run and absence.

    Files that were read with another spec than the one that ships today have a row each, ten of a kind.

    Of a gateway the records of its logins and of its connections are told apart: first, last, and
    the silences that last `coverage_gap_hours` or longer, times as the records have them; and how
    its clock fitted the activity of its addresses when a night was last judged. A night is told as
    provisional as long as something was missing of it when it was last judged.
    """
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        lake.pin().show(engine)
        keep_stretches(engine, settings, _ALWAYS)
        engine.keep("coverage", statement("coverage"))
        engine.keep("clock", statement("clock"))
        engine.keep("provisional", statement("provisional"))
        keep_outdated(engine)
        engine.view("asked", _ASKED)
        keep_accused(engine)
        return engine.rows(statement("status"), {"flagged": list(FLAGGED)})


def keep_outdated(engine: DuckDB) -> None:
    """Makes `outdated`: the files that were read with a spec that reads otherwise today."""
    told = engine.rows(_SPECS)["spec_digest"].to_pylist()
    values = {"outdated": [one for one in told if is_outdated(one)]}
    engine.keep("outdated", statement("outdated"), values)


def keep_stretches(engine: DuckDB, settings: Settings, since: dt.date) -> None:
    """Makes `stretch`: what the records of each gateway from a UTC date on span without a gap."""
    coverage_us = round(settings.coverage_gap_hours * _HOUR)
    values = {"coverage_us": coverage_us, "bucket_us": max(1, min(coverage_us, _HOUR // 4))}
    engine.keep("stretch", statement("stretch"), values | {"since": since})
