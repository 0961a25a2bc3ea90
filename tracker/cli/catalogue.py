"""What is known, and how: formats, detections, tables."""

from __future__ import annotations

from pathlib import Path

import click

from tracker.cli.options import Output, formats_option, output_options, type_path


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
@output_options
def detections(name: str | None, output: Output) -> None:
    """List the detections: what they see and what else looks the same.

    With NAME: what it tells the auditor, its thresholds and the reason for each.

    \b
    Example:
      tracker detections
      tracker detections wireguard_port
    """
    from tracker.cli.show import show
    from tracker.report.known import known_detection, known_detections

    show(known_detection(name) if name else known_detections(), output)


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
