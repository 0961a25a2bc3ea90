"""What a ban and two kinds of whitelist would have cut, beside what is flagged here.

Four policies are laid over the same judged sessions, each cutting a part of what the one before
it cuts. The rules stand in impacts/: what would spare a session (portion), and which policy cuts
what (cells). Weaker sessions than likely are called a VPN by nobody; they are counted apart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import compress
from pathlib import Path

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, literal
from tracker.engine.statement import Statement, read_statement
from tracker.engine.workplace import workplace
from tracker.lake import Lake
from tracker.report.concealing import FEWEST, concealed
from tracker.report.reviewed import keep_accused
from tracker.report.sessions import Wanted, wanted_values
from tracker.report.verdicts import ALLOWED, FLAGGED
from tracker.settings import Settings

# From the widest to the narrowest: each cuts a part of what the one before it does.
POLICIES = ("blanket_ban", "static_whitelist", "login_whitelist", "flagged")
_BESIDE = ("dismissed", "weaker")
_STEPS = ("bound", "portion", "least", "part")
_ASKED = Statement("wanted", "from asked")
_TABLES = ("session", "review", "registration")


@dataclass(frozen=True)
class Impact:
    """What each policy would have cut, and what the words about it need.

    `rows`: policy, category (of the term that decided; `none` without one), lawful (lawful, unlawful
    or undetermined; both have `all` for the sum), sessions, hours, bytes (null where no log told any),
    subscribers, addresses (of those nobody may be named for) and suppressed, which leaves the numbers
    null. `dismissed` sessions are flagged ones that an auditor dismissed, within undetermined; `weaker`
    ones no policy cuts. Both are None where they are suppressed.
    """

    rows: pa.Table
    dismissed: int | None
    weaker: int | None
    published: bool
    nights: int  # that have sessions
    first_night: date | None
    last_night: date | None


def impact(
    lake: Lake,
    since: datetime | None = None,
    until: datetime | None = None,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    published: bool = False,
) -> Impact:
    """The impact of each policy on the sessions that begin from `since` to before `until`.

    `published` leaves out every number that fewer than ten subscribers stand behind, and so many
    others that none of these follows from the rest; it tells subscribers in tens.
    """
    with workplace(settings) as (engine, _):
        lake.pin(_TABLES).show(engine, _TABLES)
        engine.view("asked", within(since, until))
        keep_accused(engine)
        engine.view("wanted", _ASKED)
        return reckon(engine, published=published)


def reckon(engine: DuckDB, *, published: bool = False) -> Impact:
    """The same of the sessions in `wanted`, on an engine that shows `reviewed` and `registration`, too."""
    values: dict[str, object] = {
        "flagged": list(FLAGGED),
        "allowed": list(ALLOWED),
        "fewest": FEWEST,
        "published": published,
        "policies": list(POLICIES),
    }
    for name in _STEPS:
        engine.keep(name, _statement(name), values)
    cells, beside = (engine.rows(_statement(name)) for name in ("cells", "beside"))
    sums = [*cells["parts"].to_pylist(), *beside["parts"].to_pylist()]
    left_out = concealed(sums, _few(engine)) if published else [False] * len(sums)
    flags = pa.array(left_out[: cells.num_rows], pa.bool_())
    engine.register("cells", cells.append_column("suppressed", flags))
    rows = engine.rows(_statement("rows"), values)
    (span,) = engine.rows(_statement("nights")).to_pylist()
    sizes = dict(zip(beside["name"].to_pylist(), beside["sessions"].to_pylist(), strict=True))
    hidden = list(compress(sizes, left_out[cells.num_rows :]))
    told = {name: None if name in hidden else sizes.get(name, 0) for name in _BESIDE}
    return Impact(rows, told["dismissed"], told["weaker"], published, **span)


def within(since: datetime | None, until: datetime | None) -> Statement:
    """The sessions that begin in a time: a view, as to copy them would take longer than all else."""
    values = wanted_values(Wanted(since=since, until=until))
    told = [f"night between {_date(values['first_night'])} and {_date(values['last_night'])}"]
    if since:
        told.append(f"first_at >= timestamptz {literal(str(since))}")
    if until:
        told.append(f"first_at < timestamptz {literal(str(until))}")
    return Statement("asked", f"from session where {' and '.join(told)}")


def _date(day: object) -> str:
    return f"date {literal(str(day))}"


def by_policy(impact: Impact) -> pa.Table:
    """A row a policy: the sessions it cuts, lawful or not, whose they are, hours and gigabytes."""
    return _shaped(impact, "by_policy", {"policies": list(POLICIES)})


def by_category(impact: Impact, measure: str) -> pa.Table:
    """A row a category, lawful or not: of the `sessions` or the `subscribers` what each policy cuts."""
    return _shaped(impact, "by_category", {"measure": measure})


def _shaped(impact: Impact, name: str, values: Mapping[str, object]) -> pa.Table:
    with DuckDB() as engine:
        engine.register("listed", impact.rows)
        return engine.rows(_statement(name), values)


def _few(engine: DuckDB) -> dict[int, list[str]]:
    few = engine.rows(_statement("few"))
    return dict(zip(few["number"].to_pylist(), few["persons"].to_pylist(), strict=True))


def _statement(name: str) -> Statement:
    return read_statement(Path(__file__).parent / "impacts" / f"{name}.sql")
