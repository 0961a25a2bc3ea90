"""Spark for those who outgrow one machine: the same statements, put into Spark's words by sqlglot."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlglot
from sqlglot import expressions as exp

from tracker.engine.duckdb import used
from tracker.errors import SettingsError

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from tracker.engine.statement import Statement

JAVA = 17
# Functions of DuckDB's that sqlglot hands on as they are, with Spark's names.
_NAMES = {
    "EPOCH_US": "UNIX_MICROS",
    "HASH": "XXHASH64",
    "MAKE_TIMESTAMPTZ": "TIMESTAMP_MICROS",
}


class Spark:
    """Relations of one Spark session. What is kept is computed at once and no longer derived."""

    def __init__(self, session: SparkSession) -> None:
        self.session = session

    def register(self, name: str, data: pa.Table) -> None:
        """Makes Arrow data readable under a name."""
        self.session.createDataFrame(data).createOrReplaceTempView(name)

    def view(self, name: str, statement: Statement) -> None:
        """Makes a statement readable under a name; it runs when it is read."""
        self._frame(statement, {}).createOrReplaceTempView(name)

    def keep(
        self, name: str, statement: Statement, values: Mapping[str, object] = {}
    ) -> None:  # never changed
        """Runs a statement and keeps its rows under the name."""
        self._settled(self._frame(statement, values)).createOrReplaceTempView(name)

    def rows(self, statement: Statement, values: Mapping[str, object] = {}) -> pa.Table:
        """A statement's rows as an Arrow table."""
        return self._frame(statement, values).toArrow()

    def drop(self, names: Iterable[str]) -> None:
        """Forgets what `keep`, `view` and `register` made under these names."""
        for name in names:
            self.session.catalog.dropTempView(name)

    def _settled(self, frame: DataFrame) -> DataFrame:
        """The same rows, computed, without the plan that they came from.

        A checkpoint forgets its plan and remembers the guess of its size, a product of the guesses
        below it: after some steps a number of more digits than memory holds. Its rows alone have
        the engine's one guess for what it knows nothing of. No public call of Spark gives them so.
        """
        from pyspark.sql import DataFrame

        made = frame.localCheckpoint()._jdf  # noqa: SLF001
        rows = made.queryExecution().toRdd()
        bare = self.session._jsparkSession.internalCreateDataFrame(rows, made.schema(), False)  # noqa: SLF001
        return DataFrame(bare, self.session)

    def _frame(self, statement: Statement, values: Mapping[str, object]) -> DataFrame:
        return self.session.sql(in_spark(statement.sql), args=used(statement, values))


def start_spark(threads: int = 2, settings: Mapping[str, str] = {}) -> Spark:  # never changed
    """A session on this machine alone; SettingsError where there is no Java to run it."""
    if (found := java_version()) is None or found < JAVA:
        raise SettingsError(
            f"Java {found}" if found else "no Java found",
            expected=f"Java {JAVA} or newer",
            todo="install it, or name it with JAVA_HOME",
        )
    from pyspark.sql import SparkSession

    builder = SparkSession.Builder().master(f"local[{threads}]").appName("tracker")
    chosen = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        # What a checkpoint remembers of columns it no longer has breaks a union above it.
        "spark.sql.constraintPropagation.enabled": "false",
        "spark.sql.shuffle.partitions": str(threads),
        "spark.sql.execution.arrow.pyspark.enabled": "true",
    } | dict(settings)
    for key, value in chosen.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return Spark(session)


@cache
def in_spark(sql: str) -> str:
    """A statement of ours in Spark's SQL; its $parameters become :parameters."""
    tree = sqlglot.parse_one(sql, read="duckdb").transform(_renamed)
    return tree.sql(dialect="spark", comments=False)


def java_version() -> int | None:
    """The major version of the Java that JAVA_HOME names or PATH holds; None where there is none."""
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")  # noqa: PTH118  # text for a process
    if not java or not os.access(java, os.X_OK):
        return None
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603  # the operator's own Java
    match = re.search(r'version "(\d+)', said)
    return int(match[1]) if match else None


def _renamed(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Anonymous) and (name := _NAMES.get(node.name.upper())):
        return exp.Anonymous(this=name, expressions=node.expressions)
    return node
