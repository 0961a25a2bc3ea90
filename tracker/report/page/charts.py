"""The page's pictures: SVG that needs no script, drawn by Vega-Lite without a browser.

The library takes a chart as a description and data; it opens no address and reads no file here. Texts
take the page's colour, so that a picture is good on light and on dark paper. Each picture has its
numbers beside it in a table of the page: it is never the only one to say something.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import vl_convert
from markupsafe import Markup

from tracker.printable import printable
from tracker.report.impact import POLICIES
from tracker.report.verdicts import FLAGGED, VERDICTS

_GREY = "#8a8a8a"
_WIDTH, _NIGHT = 720, 120  # of a picture, and the most that one night takes of it
# Reds accuse, greens and blues allow, greys say nothing: told apart by lightness as well.
COLOURS = {
    "exempt": "#9ecae1",
    "registered": "#2f7f4f",
    "registered_via_provider": "#74b98a",
    "grace": "#b8d99b",
    "pending": "#6baed6",
    "out_of_terms": "#f4a259",
    "suspended": "#d9822b",
    "expired": "#e07a5f",
    "revoked": "#8f1d2c",
    "unregistered": "#c8324a",
    "unattributable": "#9a9a9a",
    "inconclusive": "#c9c9c9",
    "dismissed": "#a58fc4",
}
_LAWFUL = {"lawful": "#2f7f4f", "unlawful": "#c8324a", "undetermined": "#9a9a9a"}
# Widths are reckoned by the first, which the library brings; the others are as wide or nearly so.
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_LOOK: dict[str, Any] = {
    "background": None,
    "padding": 16,
    "config": {
        "view": {"stroke": None},
        "font": _FONT,
        "axis": {
            "domainColor": _GREY, "tickColor": _GREY, "gridColor": _GREY, "gridOpacity": 0.3,
            "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        },
        "legend": {
            "labelFontSize": 12, "titleFontSize": 12, "orient": "bottom", "columns": 4,
            "columnPadding": 40, "rowPadding": 4, "labelLimit": 300,
        },
    },
}  # fmt: skip


def nights_chart(by_night: pa.Table) -> Markup:
    """Sessions by night as bars, a piece a verdict, those that accuse at the foot."""
    order = [*FLAGGED, "dismissed", *(one for one in VERDICTS if one not in FLAGGED)]
    there = set(by_night["verdict"].to_pylist())
    named = [*(one for one in order if one in there), *sorted(there - {*order})]
    return _drawn(
        "Sessions by night and verdict",
        by_night.append_column("place", _places(by_night["verdict"], order)),
        {
            "mark": {"type": "bar"},
            "width": min(_WIDTH, _NIGHT * len(set(by_night["night"].to_pylist()))),
            "height": 260,
            "encoding": {
                "x": {"field": "night", "type": "ordinal", "title": None, "axis": _TIMES},
                "y": {"field": "sessions", "type": "quantitative", "title": "sessions"},
                "color": {
                    "field": "verdict",
                    "title": None,
                    "sort": named,
                    "scale": {"domain": named, "range": [COLOURS.get(one, _GREY) for one in named]},
                },
                "order": {"field": "place", "type": "quantitative"},
            },
        },
    )


def policies_chart(rows: pa.Table) -> Markup:
    """How many sessions each policy would cut, a bar a policy, lawful ones first."""
    sums = rows.filter((pc.field("category") == "all") & (pc.field("lawful") != "all")).select(
        ["policy", "lawful", "sessions"]
    )
    return _drawn(
        "Sessions that each policy would cut, lawful and not",
        sums.append_column("place", _places(sums["lawful"], tuple(_LAWFUL))),
        {
            "mark": {"type": "bar"},
            "width": _WIDTH - 160,
            "height": {"step": 34},
            "encoding": {
                "y": {"field": "policy", "type": "nominal", "title": None, "sort": list(POLICIES)},
                "x": {"field": "sessions", "type": "quantitative", "title": "sessions cut"},
                "color": {
                    "field": "lawful",
                    "title": None,
                    "scale": {"domain": list(_LAWFUL), "range": list(_LAWFUL.values())},
                },
                "order": {"field": "place", "type": "quantitative"},
            },
        },
    )


def heat_map(coverage: pa.Table, *, by_hour: bool) -> Markup:
    """Records of each gateway by day or by hour: the darker, the more; nothing where none came."""
    moments = coverage["at"].to_pylist()
    every = _moments(min(moments), max(moments), by_hour=by_hour)
    return _drawn(
        f"Records of each gateway by {'hour' if by_hour else 'day'}, in UTC",
        coverage,
        {
            "facet": {"row": {"field": "kind", "title": None, "header": _ABOVE}},
            "resolve": {"scale": {"y": "independent"}},
            "spec": {
                "mark": {"type": "rect"},
                "width": _WIDTH - 80,
                "height": {"step": 18},
                "encoding": {
                    "x": {
                        "field": "at",
                        "type": "ordinal",
                        "title": None,
                        "scale": {"domain": every},
                        "axis": _TIMES,
                    },
                    "y": {"field": "gateway", "type": "nominal", "title": None},
                    "color": {
                        "field": "records",
                        "type": "quantitative",
                        "scale": {"scheme": "tealblues", "type": "symlog"},
                        "legend": {"orient": "bottom", "gradientLength": 240},
                    },
                },
            },
        },
    )


def _moments(first: str, last: str, *, by_hour: bool) -> list[str]:
    """Every day or hour from one to the other, so that a hole is as wide as it lasted."""
    step, form = (dt.timedelta(hours=1), _HOUR) if by_hour else (dt.timedelta(days=1), _DAY)
    at, end = (dt.datetime.strptime(one, form) for one in (first, last))  # noqa: DTZ007  # labels
    count = int((end - at) / step) + 1
    return [(at + place * step).strftime(form) for place in range(count)]


_DAY, _HOUR = "%Y-%m-%d", "%Y-%m-%d %H:00"  # as coverage.sql writes them
_TIMES = {"labelAngle": 0, "labelOverlap": "greedy", "labelSeparation": 12}
_ABOVE = {"labelOrient": "top", "labelAnchor": "start", "labelFontSize": 12}


def _drawn(title: str, rows: pa.Table, chart: Mapping[str, Any]) -> Markup:
    """The chart as SVG, with its title for screen readers."""
    spec = {**_LOOK, **chart, "data": {"values": _values(rows)}}
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    named = Markup('<svg role="img" aria-label="{}" ').format(title)
    return Markup(svg.replace("<svg ", named, 1))  # noqa: S704  # see module


def _values(rows: pa.Table) -> list[dict[str, Any]]:
    """A chart's rows, which are few: one a night and verdict, or a gateway and day.

    Hidden signs are written out before they are drawn: a control sign, such as an escape in the name
    of a gateway, is none of XML's, and the library ends the process upon it.
    """
    return [
        {
            name: cell if isinstance(cell, int | float) else printable(str(cell))
            for name, cell in row.items()
        }
        for row in rows.to_pylist()
    ]


def _places(verdicts: pa.ChunkedArray, order: Sequence[str]) -> pa.Array:
    places = {one: place for place, one in enumerate(order)}
    return pa.array([places.get(one, len(places)) for one in verdicts.to_pylist()], pa.int64())
