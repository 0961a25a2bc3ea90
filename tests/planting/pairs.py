"""Many cases in one judged night, each on a subscriber's line and a server of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tests.planting.rows import judged

Ends = dict[str, str]
Rows = list[dict[str, Any]]
Made = Callable[[Ends], Rows]


def ends(number: int) -> Ends:
    """The line and the server of a case, as `spoke` takes them."""
    high, low = divmod(number, 200)
    return {"src": f"100.64.{high}.{low + 1}", "dst": f"203.0.{113 + high}.{low + 1}"}


def turned(there: Ends) -> Ends:
    """The other way round."""
    return {"src": there["dst"], "dst": there["src"]}


def judged_pairs(cases: Mapping[str, Made], *args: Any, **more: Any) -> dict[str, Rows]:
    """The sessions of each case, by its name, all judged in one night; arguments as of `judged`."""
    planted = {name: ends(number) for number, name in enumerate(cases)}
    rows = [row for name, made in cases.items() for row in made(planted[name])]
    found: dict[str, Rows] = {name: [] for name in cases}
    owner = {pair["src"]: name for name, pair in planted.items()}
    for session in judged(rows, *args, **more):
        line = session["src_ip"] if session["src_ip"] in owner else session["remote_ip"]
        found[owner[line]].append(session)
    return found
