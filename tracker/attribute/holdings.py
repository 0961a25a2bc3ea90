"""Whose an address was: holdings from the logins, and what they say of given moments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa

from tracker.engine.engine import Engine, keep_all
from tracker.engine.statement import read_statement

FOLDER = Path(__file__).parent
_CHOSEN = (
    *("entry", "coverage", "tenure", "prefix", "audited", "letting", "slot", "probed"),
    *("active", "active_prefix"),
)
_GAUGE = ("vacant", "moved", "fit", "best", "gauged")
_TRANSLATE = ("outward", "lending", "lent", "loan", "near_loan", "behind")
_SUBJECTS = ("numbered", "under", "assigned", "subject")
_HOLDINGS = (
    *("told_address", "told_prefix", "told", "bare", "sign", "keyed", "again", "life", "reset"),
    *("ended", "held", "holding"),
)
_ANSWERS = (
    *("covered", "certain", "stay", "contested", "calm", "asked", "rest", "weighed", "doubted"),
    "attributed",
)


def translate(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the relation `behind`: whom the port of a shared address was lent to at a moment.

    `port_moment` has judged, subject_key, subject_port, protocol, started_us and over_us; moments of
    addresses that no translation tells of have no row. Needed are `calendar`, `hour`, the views
    `connection_us`, `login_us` and `stated_gateway`, and the values that `attribute` needs. Checks the
    translations' clocks before, and chooses what those of logins are checked by. Returns the names
    of the relations made.
    """
    made = keep_all(engine, FOLDER, _CHOSEN, values)
    made += _gauge(
        engine, values, {"lending": "slot_lending", "lent": "lent", "taken": "slot_taken"}
    )
    made += keep_all(engine, FOLDER, ("lender",), values)
    return made + keep_all(engine, FOLDER, _TRANSLATE, values)


def attribute(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the relation `attributed`: one row for each row of `moment`; `translate` goes before it.

    `moment` has judged, subject_key, started_us and over_us, each row once; of the nights in
    `calendar` each is answered from its own logins. The values are $login_date, $audit_date,
    $first_date, $last_date, $guard_us, $silence_us, $resend_us, $coverage_us, $bucket_us, $minute_us,
    $hour_us, $day_us and $never_us. Returns the names of the relations made.
    """
    made = keep_all(engine, FOLDER, (*_SUBJECTS, *_HOLDINGS), values)
    made += _gauge(engine, values, {"active": "astir", "taken": "taken"})
    return made + keep_all(engine, FOLDER, ("clock", *_ANSWERS), values)


def back(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes `backed`: of each session of `asked_holder` by which stays and loans its holder is known.

    `attribute` goes before it. `asked_holder` has session, judged, subject_key, inner_key (empty where
    nothing is translated), inner_ip, subject_port, protocol, first_us, holder and station. Returns the
    names of the relations made.
    """
    return keep_all(engine, FOLDER, ("backed",), values)


def clocks(engine: Engine) -> pa.Table:
    """How each gateway's clock was found to go, in the order of night and gateway; after `attribute`."""
    return engine.rows(read_statement(FOLDER / "clocks.sql"))


def spans(engine: Engine, values: Mapping[str, object]) -> pa.Table:
    """What each gateway's logins span without a gap near each night, in the order of both; after `attribute`."""
    return engine.rows(read_statement(FOLDER / "spans.sql"), values)


def _gauge(engine: Engine, values: Mapping[str, object], told: Mapping[str, str]) -> list[str]:
    """Makes `gauged` from `active` and from whatever statement tells each of these relations.

    Translations come first, for the logins behind them lean on theirs; both in the same words.
    """
    for relation, statement in told.items():
        engine.keep(relation, read_statement(FOLDER / f"{statement}.sql"), values)
    return [*told, *keep_all(engine, FOLDER, _GAUGE, values)]
