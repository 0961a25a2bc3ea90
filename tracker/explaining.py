"""Everything behind one verdict, with whose the session was: the logins are asked besides."""

from __future__ import annotations

import pyarrow as pa

from tracker.lake import Lake
from tracker.report.explain import explain as tell
from tracker.settings import Settings
from tracker.whose import keep_whose


def explain(
    lake: Lake,
    session: str,
    settings: Settings = Settings(),  # noqa: B008  # frozen
) -> pa.Table:
    """The session's columns with all that lies behind them, as one row.

    It has the columns of `tracker.report.explain.explain`; `holding`, `spanned` and `crowd` are told.
    """
    return tell(lake, session, settings, keep_whose)
