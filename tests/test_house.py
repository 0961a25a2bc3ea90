"""The rules of the house that a machine can check; CONTRIBUTING.md says why they are there."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pyarrow as pa
import pytest
from deltalake import DeltaTable

from tracker.cli import cli
from tracker.engine.statement import read_statement
from tracker.formats import formats
from tracker.lake import create_lake
from tracker.tables import arrow_schema, tables

ROOT = Path(__file__).parents[1]
HOUSE = ROOT / "tracker"
MODULES = sorted(HOUSE.rglob("*.py"))
STATEMENTS = sorted(HOUSE.rglob("*.sql"))

VOCABULARY = {
    "errors",
    "shipped",
    "tables",
    "formats",
    "spec",
    "spec_file",
    "settings",
    "settings_file",
    "folding",
    "fields",
    "patterns",
    "runs",
    "parquet",
    "durable",
    "named",
    "printable",
}
STAGES = {"read", "normalise", "attribute", "judge"}
# Which rooms a room may import; its own is always one of them.
BELOW_STAGES = VOCABULARY | {"engine", "lake", "snapshot", "whereabouts"}
# What else stands at the top conducts stages and hands rows from one to the next.
CONDUCTORS = {path.stem for path in HOUSE.glob("[!_]*.py")} - BELOW_STAGES
MAY_IMPORT = {
    **dict.fromkeys(VOCABULARY, VOCABULARY),
    "engine": VOCABULARY,
    "snapshot": VOCABULARY | {"engine"},
    "lake": VOCABULARY | {"engine", "snapshot"},
    "whereabouts": VOCABULARY | {"engine", "lake", "snapshot"},
    **dict.fromkeys(STAGES, BELOW_STAGES),
    "report": BELOW_STAGES | {"judge"},
    # The register's names become pseudonyms, and its addresses keys, where those of the logs do.
    "registry": BELOW_STAGES | {"judge", "attribute", "normalise"},
    **dict.fromkeys(
        CONDUCTORS, BELOW_STAGES | STAGES | CONDUCTORS | {"report", "registry", "upkeep"}
    ),
    "upkeep": BELOW_STAGES,
    "cli": BELOW_STAGES | STAGES | CONDUCTORS | {"report", "registry", "upkeep"},
}
AT_THE_TOP = {"__init__", "__main__"}
HOMES = {
    "click": {"cli", "__main__"},
    "rich": {"cli"},
    "deltalake": {"lake", "snapshot", "named", "durable", "upkeep"},
    "numpy": {"read", "normalise", "attribute", "judge"},
    "re2": {"patterns"},
    "dateutil": {"normalise"},
    "cryptography": {"attribute"},
    "pyspark": {"engine"},
    "sqlglot": {"engine"},
    "jinja2": {"report"},
    "markupsafe": {"report"},
    "vl_convert": {"report"},
    # Spark asks which Java there is; a night that fails calls what the settings name.
    "subprocess": {"engine", "cli"},
}
# Whoever can ask the network can probe.
NOWHERE = {"socket", "requests", "urllib.request", "http", "smtplib", "pickle"}
BANNED = {
    "util", "utils", "helper", "helpers", "common", "misc", "manager", "handler", "base", "core",
    "data", "info", "process",
}  # fmt: skip
ABSENT = {
    "block", "ban", "firewall", "blocklist", "probe", "scan", "resolve", "lookup", "connections",
    "inspect", "payload", "visited",
}  # fmt: skip


def named(paths: list[Path]) -> list:
    return [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in paths]


def room(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, inside functions too."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by a relative name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", named(MODULES))
def test_imports_run_downward_only(path):
    own = room(path)
    asked = {name.split(".")[1] for name in imports(path) if name.startswith("tracker.")}
    assert own in AT_THE_TOP or asked <= MAY_IMPORT[own] | {own}


def test_no_imports_run_in_a_loop():
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in MODULES}
    asked = {
        name: {one for found in imports(path) for one in (found, found.rpartition(".")[0])}
        & names.keys() - {name}
        for name, path in names.items()
    }
    while leaves := [name for name, below in asked.items() if not below & asked.keys()]:
        for name in leaves:
            del asked[name]
    assert not asked


@pytest.mark.parametrize("path", named(MODULES))
def test_each_dependency_has_its_home(path):
    strange = {
        name for name in imports(path)
        if (homes := HOMES.get(name.split(".")[0])) and room(path) not in homes
    }  # fmt: skip
    assert not strange
    asked = {name for name in imports(path) if name.split(".")[0] in NOWHERE or name in NOWHERE}
    assert not asked


def test_no_file_has_a_name_that_says_it_has_no_place():
    words = {
        part for path in HOUSE.rglob("*") for part in path.relative_to(HOUSE).with_suffix("").parts
    }
    assert not words & BANNED


@pytest.mark.parametrize("path", named(MODULES))
def test_a_file_and_its_functions_have_bounds(path):
    assert len(path.read_text().splitlines()) <= 400
    functions = [
        node for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]  # fmt: skip
    long = [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= 50]
    assert not long


@pytest.mark.parametrize("path", named(MODULES))
def test_no_sql_longer_than_one_line_stands_in_python(path):
    for text in strings(ast.parse(path.read_text())):
        sql = re.search(
            r"(?is)\bselect\b.+\bfrom\b|\binsert\s+into\b|\bcreate\s+(or|temp|table)\b", text
        )
        assert not (sql and "\n" in text.strip()), text


def strings(tree: ast.Module) -> Iterator[str]:
    """Every text of a module that is no docstring; of a formatted one its fixed parts."""
    told = {
        id(node.body[0].value) for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body and isinstance(node.body[0], ast.Expr)
    }  # fmt: skip
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        elif (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told
        ):
            yield node.value


@pytest.mark.parametrize("path", named(STATEMENTS))
def test_a_statement_is_one_query_of_at_most_80_lines_under_100_signs(path):
    lines = path.read_text().splitlines()
    assert len(lines) <= 80
    assert max(len(line) for line in lines) <= 100
    code = re.sub(r"--.*|'(?:[^']|'')*'", "", path.read_text())
    assert ";" not in code.strip().removesuffix(";")


@pytest.mark.parametrize("name", formats())
def test_a_format_has_a_sample_and_a_golden(name):
    assert (ROOT / "sample_logs" / f"{name}.log").is_file()
    assert (ROOT / "tests" / "formats" / f"{name}.jsonl").is_file()


def test_each_detection_has_cases_and_each_case_a_detection():
    known = {path.stem for path in (HOUSE / "judge" / "detections").glob("*.sql")}
    assert known == {path.stem for path in (HOUSE / "judge" / "detections").glob("*.toml")}


def commands() -> dict[str, click.Command]:
    """Every command and group by its words."""
    found: dict[str, click.Command] = {}
    waiting: list[tuple[str, click.Command]] = [("tracker", cli)]
    while waiting:
        words, command = waiting.pop()
        found[words] = command
        if isinstance(command, click.Group):
            ctx = click.Context(command)
            names = command.list_commands(ctx)
            waiting += [(f"{words} {n}", c) for n in names if (c := command.get_command(ctx, n))]
    return found


def test_each_command_has_help_that_ends_in_an_example_of_itself():
    lacking = [
        words for words, command in commands().items()
        if words not in (command.help or "").partition("Example:")[2]
        and words != "tracker"
    ]  # fmt: skip
    assert not lacking


def test_what_this_tool_does_not_do_has_no_command_and_no_option():
    words = set(" ".join(commands()).split())
    options = {
        name.strip("-") for command in commands().values() for param in command.params
        for name in param.opts
    }  # fmt: skip
    assert not (words | options) & ABSENT


def test_the_same_option_has_the_same_name_and_meaning_in_each_command():
    """--lake, --config, --key and -o are there wherever they make sense, and always the same."""
    meant: dict[str, set[str]] = {}
    for command in commands().values():
        for param in command.params:
            if isinstance(param, click.Option) and param.name in (
                "lake",
                "config",
                "key",
                "output_format",
                "to",
            ):
                meant.setdefault(str(param.name), set()).add(str(param.help))
    assert all(len(told) == 1 for told in meant.values()), meant


@pytest.mark.parametrize("name", tables())
def test_what_is_stored_is_what_the_table_declares(name, tmp_path):
    create_lake(tmp_path / "lake", "check")
    stored = DeltaTable(str(tmp_path / "lake" / name)).schema()
    assert pa.schema(stored.to_arrow()) == arrow_schema(name)
    assert "timestamp_ntz" not in stored.to_json()


@pytest.mark.parametrize("name", tables())
def test_each_column_says_what_it_means(name):
    columns = tables()[name].columns
    assert all(column.meaning for column in columns)
    assert all(column.unit for column in columns if column.name.startswith(("bytes", "packets")))


def test_no_column_holds_what_was_visited():
    """Metadata only: no payload, URL, visited host name or DNS query has a column."""
    names = {column.name for one in tables().values() for column in one.columns}
    assert not names & {"url", "uri", "sni", "host_name", "query", "dns", "payload", "referrer"}


@pytest.mark.parametrize("path", named(sorted(HOUSE.rglob("*.sql"))))
def test_a_relation_that_is_not_kept_asks_for_no_value(path):
    """It becomes a view, and a view takes none."""
    statement = read_statement(path)
    assert statement.keys.get("kept") != "no" or not re.search(r"\$\w", statement.sql)
