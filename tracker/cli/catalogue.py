"""What is known, and how: formats, detections, tables."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    formats_option,
    lake_options,
    output_options,
    type_path,
)


@click.command()
@click.argument("name", required=False)
@click.argument("file", required=False, type=type_path)
@formats_option
@output_options
def formats(name: str | None, file: Path | None, formats: Path | None, output: Output) -> None:
    """List the log formats that are known, and how they are read.

    With NAME: which lines it claims, its traps, which column comes from which field, what is left
    out, a line and what it becomes. With `check FILE`: what is wrong with a spec of your own.

    \b
    Example:
      tracker formats
      tracker formats zeek-conn
      tracker formats check mine.toml
    """
    from tracker.cli.show import say, show
    from tracker.example import examples
    from tracker.report.known import known_format, known_formats
    from tracker.spec_file import read_spec

    if name == "check":
        spec = read_spec(_named(file))
        say(f"{file}: nothing is wrong; it fills {' and '.join(spec.tables())}")
        return
    show(known_format(name, formats, examples) if name else known_formats(formats), output)


def _named(file: Path | None) -> Path:
    if file is None:
        raise click.UsageError("which spec? Such as: tracker formats check mine.toml")
    return file


@click.command()
@click.argument("name", required=False)
@click.argument("folder", required=False, type=type_path, metavar="[DIR]")
@detections_option
@output_options
@lake_options
@click.pass_obj
def detections(setup: Setup, name: str | None, folder: Path | None, output: Output) -> int:
    """List the detections: what they see and what else looks the same.

    With NAME: what it tells the auditor, its numbers, the reason for each and which of them a setting
    changed, what it reads, its SQL and its cases; the same of a step of judging that has numbers, such
    as `scored`. With `relations`: what a detection may read. With `test`: what the detections in force
    do not do as their cases say, or those of a folder DIR; code 3 where one fails.

    \b
    Example:
      tracker detections
      tracker detections wireguard_port
      tracker detections relations
      tracker detections test /etc/tracker/detections
    """
    from tracker.cli.show import show
    from tracker.report.known import known_detection, known_detections, known_relations

    if name == "test":
        return _try(setup, folder, output)
    _refuse(folder)
    if name == "relations":
        show(known_relations(), output)
    else:
        settings = setup.settings()
        show(known_detection(name, settings) if name else known_detections(settings), output)
    return 0


def _try(setup: Setup, folder: Path | None, output: Output) -> int:
    """Shows what failed; the code to end with."""
    from tracker.cli.show import say, show
    from tracker.errors import SettingsError
    from tracker.report.tried import tried

    found = tried(folder, setup.settings())
    show(found.failures, output)
    failed = found.failures.num_rows
    say(f"{found.detections} detections, {found.cases} cases, {failed} failures")
    return SettingsError.exit_code if failed else 0


def _refuse(folder: Path | None) -> None:
    if folder is not None:
        raise click.UsageError(f"{folder}: only `tracker detections test` takes a folder")


@click.command()
@output_options
def tables(output: Output) -> None:
    """List the lake's tables and every column's meaning.

    \b
    Example:
      tracker tables
      tracker tables -o csv --to dictionary.csv
    """
    from tracker.cli.show import show
    from tracker.report.known import known_tables

    show(known_tables(), output)
