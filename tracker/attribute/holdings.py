"""Whose an address was: holdings from the logins, and what they say of given moments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from tracker.engine.engine import Engine, keep_all
from tracker.engine.statement import read_statement

FOLDER = Path(__file__).parent
_TRANSLATE = ("entry", "coverage", "outward", "lending", "lent", "loan", "near_loan", "behind")
_SUBJECTS = ("tenure", "audited", "prefix", "numbered", "under", "assigned", "subject")
_HOLDINGS = (
    *("told_address", "told_prefix", "told", "bare", "sign", "keyed", "again", "life", "reset"),
    *("ended", "held", "holding"),
)
_CLOCKS = ("probed", "vacant", "active", "moved", "fit", "best", "clock")
_ANSWERS = (
    *("covered", "certain", "stay", "contested", "calm", "asked", "rest", "weighed", "doubted"),
    "attributed",
)


def translate(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the relation `behind`: whom the port of a shared address was lent to at a moment.

    `port_moment` has judged, subject_key, subject_port, protocol, started_us and over_us; moments of
    addresses that no translation tells of have no row. Needed are `calendar`, `hour`, the views
    `login_us` and `stated_gateway`, and the values that `attribute` needs. Makes `entry` and
    `coverage` as well, and returns the names of the relations made.
    """
    return keep_all(engine, FOLDER, _TRANSLATE, values)


def attribute(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the relation `attributed`: one row for each row of `moment`; `translate` goes before it.

    `moment` has judged, subject_key, started_us and over_us, each row once; of the nights in
    `calendar` each is answered from its own logins. The values are $login_date, $first_date, $last_date,
    $guard_us, $silence_us, $resend_us, $coverage_us, $bucket_us, $minute_us, $hour_us, $day_us and
    $never_us. Returns the names of the relations made.
    """
    return keep_all(engine, FOLDER, (*_SUBJECTS, *_HOLDINGS, *_CLOCKS, *_ANSWERS), values)


def clocks(engine: Engine) -> pa.Table:
    """How each gateway's clock was found to go, in the order of night and gateway; after `attribute`."""
    return engine.rows(read_statement(FOLDER / "clocks.sql"))
