"""Rows on their way into a page: one JSON object of columns, compressed, as a text of plain signs.

Nothing that a log says stands in the page as it is: base64 has no sign that a browser takes for markup.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from tracker.engine.duckdb import DuckDB, Resources, literal
from tracker.engine.statement import read_statement

_PACKED = read_statement(Path(__file__).with_name("packed.sql"))
_LEVEL = 6  # of gzip: above it a tenth less costs several times as long


def packed(accused: pa.Table, beside: Mapping[str, Any], zone: str) -> str:
    """The rows of `accused` and what the page looks up beside them, as gzip in base64.

    The object has a list a column under `rows`, in the order given; times are told in the zone.
    """
    with DuckDB(Resources(threads=1)) as engine:  # a list keeps its order in one thread alone
        engine.connection.execute(f"set timezone = {literal(zone)}")
        engine.register("accused", accused)
        rows = engine.rows(_PACKED)["packed"][0].as_py()
    text = f'{{"rows":{rows},"beside":{json.dumps(beside)}}}'
    # No time in the header: the same rows make the same page.
    return base64.b64encode(gzip.compress(text.encode(), _LEVEL, mtime=0)).decode()
