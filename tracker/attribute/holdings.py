"""Whose an address was: holdings from the logins, and what they say of given moments."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tracker.engine.engine import Engine, keep_all

FOLDER = Path(__file__).parent
STEPS = (
    *("subject", "told", "life", "holding", "coverage", "covered", "stay", "contested"),
    *("weighed", "attributed"),
)


def attribute(engine: Engine, values: Mapping[str, object]) -> list[str]:
    """Makes the relation `attributed`: one row for each row of `moment`.

    `moment` has judged, subject_key, started_us and over_us, each row once; of the nights in
    `calendar` each is answered from its own logins. Needed are the view `login_us` and
    $login_date, $last_date, $guard_us, $silence_us, $coverage_us, $bucket_us and $never_us.
    Returns the names of the relations made.
    """
    return keep_all(engine, FOLDER, STEPS, values)
