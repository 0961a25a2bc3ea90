"""For the auditor: everything behind one verdict, its raw lines, and the letter about it."""

from __future__ import annotations

from typing import Any

import click

from tracker.cli.options import (
    Output,
    Setup,
    detections_option,
    lake_options,
    moment,
    only_text,
    output_options,
    window_options,
)
from tracker.cli.question import Question


@click.command(cls=Question)
@click.argument("session", callback=only_text)
@click.option(
    "--raw", is_flag=True, help="The raw lines that it rests on, if their file is as it was."
)
@click.option("--letter", is_flag=True, help="A text to hand to the person concerned.")
@click.option(
    "--limit",
    type=click.IntRange(0),
    help="With --raw at most so many lines, 100 if not said; how many more is said.",
)
@window_options
@detections_option
@output_options
@lake_options
@click.pass_obj
def explain(
    setup: Setup, /, session: str, output: Output, *, raw: bool, letter: bool, **asked: Any
) -> None:
    """Tell everything behind one verdict.

    SESSION is an id or a beginning of it that fits one session alone. --letter tells of all sessions
    that its holder had in that night, or from --since to --until, and of nobody else.

    \b
    Example:
      tracker explain 3kq7wz2a
      tracker explain 3kq7wz2a -o jsonl
      tracker explain 3kq7wz2a --raw --limit 20
      tracker explain 3kq7wz2a --letter --since 2026-03-01 --to letter.txt
    """
    _refuse_strange(asked, raw=raw, letter=letter)
    if letter:
        _write_letter(setup, session, output, asked)
    elif raw:
        _show_raw(setup, session, output, asked["limit"])
    else:
        _tell(setup, session, output)


def _refuse_strange(asked: dict[str, Any], *, raw: bool, letter: bool) -> None:
    """Raises UsageError where an option has no meaning beside the others."""
    from tracker.errors import UsageError

    strange = [name for name in ("since", "until") if asked[name] and not letter]
    strange += ["limit"] if asked["limit"] is not None and not raw else []
    if raw and letter:
        raise UsageError("--raw and --letter", expected="one of them: raw lines are for no letter")
    if strange:
        wanted = "--raw" if strange == ["limit"] else "--letter"
        raise UsageError(f"--{strange[0]} without {wanted}", expected=f"both, or no --{strange[0]}")


def _tell(setup: Setup, session: str, output: Output) -> None:
    from tracker.cli.show import print_text, show
    from tracker.judge.rules import read_rules
    from tracker.report.explain import explain as ask
    from tracker.report.story import story
    from tracker.settings import zone_info

    settings = setup.settings()
    zone = settings.night_zone
    found = ask(setup.open(), session, settings)
    if output.format == "table":
        titles = read_rules(settings).titles
        print_text(story(found.to_pylist()[0], zone_info(zone), titles), output)
    else:
        show(found, output, zone=zone)


def _show_raw(setup: Setup, session: str, output: Output, limit: int | None) -> None:
    from tracker.cli.show import say, show
    from tracker.rawlines import LIMIT, raw_lines
    from tracker.report.explain import explain as ask

    settings = setup.settings()
    files = ask(setup.open(), session, settings)["files"][0].as_py()
    found = raw_lines(files, settings, LIMIT if limit is None else limit)
    show(found.rows, output, brief=("path", "line", "text"), zone=settings.night_zone)
    if found.more:
        say(f"{found.more} more records are not shown; --limit cut them")
    found.refuse()


def _write_letter(setup: Setup, session: str, output: Output, asked: dict[str, Any]) -> None:
    from tracker.cli.show import print_text
    from tracker.report.letter import letter

    settings = setup.settings()
    since, until = (moment(asked[name], settings.night_zone) for name in ("since", "until"))
    print_text(letter(setup.open(), session, settings, since, until), output)
