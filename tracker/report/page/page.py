"""The report as one HTML file that opens without a network, a server or a second file.

Its policy forbids every request: the one script and the one style are named by their digests, so that
nothing else can run or be loaded, whatever a log carried into the page. Texts are escaped by the
template, and the rows of the table come as data that only ever become text.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tracker.judge.rules import read_rules
from tracker.judge.sessions import FOLDER
from tracker.lake import Lake
from tracker.printable import HIDDEN, printable
from tracker.report.impact import by_category, by_policy
from tracker.report.impact_words import told as impact_words
from tracker.report.meanings import ATTRIBUTION, DIRECTION, PROTOCOLS
from tracker.report.page.charts import heat_map, nights_chart, policies_chart
from tracker.report.page.figures import MOST_ENDPOINTS, MOST_GATEWAYS, Figures, figures
from tracker.report.page.packed import packed
from tracker.report.page.words import summary_words
from tracker.report.verdicts import FLAGGED, VERDICTS
from tracker.settings import Settings, zone_info
from tracker.shipped import VERSION
from tracker.tables import table

_HERE = Path(__file__).parent


def report(
    lake: Lake,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    *,
    made_at: dt.datetime,
) -> str:
    """One HTML page over the sessions that begin from `since` to `until` (exclusive).

    It tells the window in words and pictures, what a ban would have cut, and each flagged session
    with its reasons; it asks nothing of a network when it is opened.
    """
    titles = read_rules(settings).titles
    told = figures(lake, since, until, settings)
    return page(told, zone_info(settings.night_zone), titles, made_at=made_at)


def page(told: Figures, zone: ZoneInfo, titles: Mapping[str, str], *, made_at: dt.datetime) -> str:
    """The whole page; times are told in the zone, and `titles` says what each detection sees."""
    style, script = (_text(name) for name in ("page.css", "page.js"))
    values = {
        "policy": _policy(style, script),
        "style": Markup(style),  # noqa: S704  # our own files
        "script": Markup(script),  # noqa: S704
        "made_at": made_at.astimezone(zone).isoformat(" ", "seconds"),
        "version": VERSION,
        "zone": zone.key,
        "told": told,
        "since": _moment(told.wanted.since, zone),
        "until": _moment(told.wanted.until, zone),
        "words": summary_words(told.summary),
        "nights_chart": nights_chart(told.by_night) if told.by_night.num_rows else "",
        "heat_map": _heat(told),
        "impact": impact_words(told.impact),
        "impact_chart": policies_chart(told.impact.rows),
        "by_policy": by_policy(told.impact),
        "by_category": {one: by_category(told.impact, one) for one in ("sessions", "subscribers")},
        "verdicts": VERDICTS,
        "flagged": FLAGGED,
        "reasons": _reasons(),
        "columns": table("session").columns,
        "most": {"endpoints": MOST_ENDPOINTS, "gateways": MOST_GATEWAYS},
        "packed": packed(told.accused, _beside(told, titles), zone.key),
    }
    return _templates(zone).get_template("page.html").render(values)


def _policy(style: str, script: str) -> str:
    """What the page may do: run and show what stands in it, and nothing else."""
    return "; ".join([
        "default-src 'none'",
        f"script-src {_digest(script)}",
        f"style-src {_digest(style)}",
        "base-uri 'none'",
        "form-action 'none'",
    ])  # fmt: skip


def _digest(text: str) -> str:
    """A source of a content security policy that fits this text alone (CSP level 3, 2.3.1)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _heat(told: Figures) -> Markup | str:
    return heat_map(told.coverage, by_hour=told.by_hour) if told.coverage.num_rows else ""


def _beside(told: Figures, titles: Mapping[str, str]) -> dict[str, Any]:
    """What the rows of the table name by a word, and the page tells in full."""
    return {
        "titles": dict(titles),
        "verdicts": VERDICTS,
        "reasons": _reasons(),
        "attribution": ATTRIBUTION,
        "direction": DIRECTION,
        "protocols": {str(number): name for number, name in PROTOCOLS.items()},
        "files": {one["source"]: one for one in told.files.to_pylist()},
        "hidden": HIDDEN,
    }


def _reasons() -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / "reasons.toml").read_text())


def _moment(at: dt.datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat(" ", "minutes")


def _templates(zone: ZoneInfo) -> Environment:
    """Every text is escaped, and what hides in it is written out; an unknown name is a fault."""
    loader = FileSystemLoader(_HERE)
    made = Environment(
        autoescape=True, undefined=StrictUndefined, loader=loader, finalize=_shown,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["count"] = lambda number: "-" if number is None else f"{number:,}"
    made.filters["time"] = lambda at: (
        "-" if at is None else at.astimezone(zone).isoformat(" ", "seconds")
    )
    made.filters["spread"] = _spread
    made.filters["cell"] = lambda cell: _cell(cell, zone)
    return made


def _shown(value: Any) -> Any:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _spread(rows: pa.Table, down: str, across: str, counted: str) -> dict[str, Any]:
    """Long rows as a table of two ways: `names` across, and for each name down its counts."""
    names: dict[str, None] = {}
    lines: dict[str, dict[str, int]] = {}
    for row in rows.to_pylist():  # a row a cell that somebody will read
        names.setdefault(row[across])
        line = lines.setdefault(str(row[down]), {})
        line[row[across]] = line.get(row[across], 0) + row[counted]
    sums = {name: sum(line.get(name, 0) for line in lines.values()) for name in names}
    return {"names": list(names), "lines": lines, "sums": sums}


def _cell(cell: Any, zone: ZoneInfo) -> str:
    """A cell of a table as text."""
    if cell is None:
        return "-"
    if isinstance(cell, dt.datetime):
        return cell.astimezone(zone).isoformat(" ", "seconds")
    return (
        f"{cell:,}" if isinstance(cell, int | float) and not isinstance(cell, bool) else str(cell)
    )


def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
