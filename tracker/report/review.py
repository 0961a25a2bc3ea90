"""An auditor's decision on a session: checked, counted, and laid into the lake for good."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import Statement
from tracker.errors import UsageError
from tracker.lake import Lake
from tracker.report.outcomes import OUTCOMES, SCOPES
from tracker.report.reviewed import decision, keep_reviewed
from tracker.report.sessions import one_session
from tracker.report.verdicts import FLAGGED
from tracker.runs import Run
from tracker.settings import Settings
from tracker.tables import arrow_schema

_MOST = {"reason": 1000, "decided_by": 100}  # signs
_JOINERS = "\u200c\u200d"  # words of some scripts are spelt with them
_LATEST = Statement("latest", "select max(recorded_at) as recorded_at from review")
_KNOWN = Statement("known", "from review")
_WITH_IT = Statement("review", "from known union all by name from deciding")
_STATE = Statement("state", "select review from reviewed")
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Decision:
    """What is decided, why and by whom; `until` ends a dismissal, which holds for all else."""

    outcome: str  # of OUTCOMES
    reason: str
    decided_by: str
    scope: str = "session"  # of SCOPES
    until: datetime | None = None


@dataclass(frozen=True)
class Reviewed:
    """The row of `review`, and what it takes in.

    `nights` has a row a night: night, sessions, flagged, and of a dismissal how many `stays` as they
    are, for evidence that the session decided on lacks, and in how many sessions it `waits` for
    somebody else to decide the same.
    """

    row: pa.Table
    nights: pa.Table
    warnings: tuple[str, ...] = ()


def review(
    lake: Lake,
    session: str,
    decided: Decision,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    now: datetime,
    dry_run: bool = False,
) -> Reviewed:
    """Records a decision on a session and whatever its scope takes in, or says what that would be.

    `session` is an id or a beginning that fits one id alone. Nothing judged changes: the decision
    counts when sessions are asked for, those of earlier nights and of nights to come. Raises
    UsageError where there is no such session, no reason, or nothing that the decision could be on.
    """
    said = _said(decided, now)
    with DuckDB() as engine:
        pinned = lake.pin()
        found = one_session(lake, pinned, engine, session)
        pinned.show(engine, ["session", "review"])
        one = found.to_pylist()[0]
        _refuse_nobody(one, decided.scope)
        warnings = tuple(_warnings(one, decided.outcome, _standing(engine, found)))
        latest = engine.rows(_LATEST)["recorded_at"][0].as_py()
        at = now if latest is None else max(now, latest + _TICK)
        needed = 2 if decided.outcome in settings.second_reviewer else 1
        said |= {"review_id": token_hex(8), "recorded_at": at, "reviewers": needed}
        row = _row(one, said)
        nights = _nights(engine, row)
    if not dry_run:
        lake.append("review", row)
        counted = {decided.outcome: 1, "sessions": sum(nights["sessions"].to_pylist())}
        lake.append(
            "run", Run("review", now, settings).row(inputs=pinned.versions(), counted=counted)
        )
    return Reviewed(row, nights, warnings)


def plain(text: str) -> str:
    """The text on one line, without signs that control, hide or turn round what is read."""
    kinds = ((sign, unicodedata.category(sign)) for sign in text)
    kept = (
        " " if kind in ("Cc", "Zl", "Zp") else sign
        for sign, kind in kinds
        if kind not in ("Cf", "Cs") or sign in _JOINERS
    )
    return " ".join("".join(kept).split())


def _said(decided: Decision, now: datetime) -> dict[str, Any]:
    """The decision's own columns; UsageError where one of them cannot be."""
    said = asdict(decided) | {name: plain(getattr(decided, name)) for name in _MOST}
    for name, words in (("outcome", OUTCOMES), ("scope", SCOPES)):
        if said[name] not in words:
            raise UsageError(f"{name} {said[name]!r}", expected=f"one of {', '.join(words)}")
    for name, most in _MOST.items():
        if not said[name].strip(_JOINERS):
            raise UsageError(f"{name} is empty", todo="say it, for whoever reads it next year")
        if len(said[name]) > most:
            raise UsageError(f"{name} has {len(said[name])} signs", expected=f"at most {most}")
    if decided.until and decided.outcome != "dismiss":
        raise UsageError(
            f"until with {decided.outcome}", expected="it with dismiss: nothing else ends"
        )
    if decided.until and decided.until <= now:
        raise UsageError(f"until {decided.until.isoformat()} is past", expected="a time to come")
    return said


def _refuse_nobody(one: Mapping[str, Any], scope: str) -> None:
    if scope == "holder" and one["holder"] is None and one["attribution"] != "address":
        raise UsageError(
            f"scope holder, but nobody is named by session {one['session_id']}",
            expected="scope session or endpoint",
        )


def _row(one: Mapping[str, Any], said: Mapping[str, Any]) -> pa.Table:
    """The decision's row: what was said, and the session as it is judged now."""
    schema = arrow_schema("review")
    told = {name: said[name] if name in said else one[name] for name in schema.names}
    return pa.Table.from_pylist([told], schema=schema)


def _nights(engine: DuckDB, row: pa.Table) -> pa.Table:
    """By night what one decision takes in, and what it waits for after those that are there."""
    where = {"remote": row["remote_ip"][0].as_py(), "family": row["family"][0].as_py()}
    engine.keep("wanted", decision("there"), where)
    engine.register("deciding", row)
    engine.keep("known", _KNOWN)
    engine.drop(["review"])
    engine.connection.execute("drop view if exists review")
    engine.view("review", _WITH_IT)
    keep_reviewed(engine)
    values = {"flagged": list(FLAGGED), "review_id": row["review_id"][0].as_py()}
    return engine.rows(decision("touched"), values)


def _standing(engine: DuckDB, found: pa.Table) -> str | None:
    """How the decisions until now leave a session."""
    engine.register("wanted", found)
    keep_reviewed(engine)
    states: list[str] = engine.rows(_STATE)["review"].to_pylist()
    return states[0] if states else None


def _warnings(one: Mapping[str, Any], outcome: str, standing: str | None) -> Iterator[str]:
    if one["verdict"] not in FLAGGED:
        yield f"session {one['session_id']} is {one['verdict']}: it is not flagged as it is"
    if outcome == "reopen" and standing != "dismissed":
        yield f"session {one['session_id']} is {standing or 'not reviewed'}: nothing is dismissed"
