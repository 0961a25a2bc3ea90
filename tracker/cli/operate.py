"""For the operator: make a lake, bring logs in, see what they yield."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli.counted import code_of_files, tell_taken
from tracker.cli.course import Course
from tracker.cli.options import Output, Setup, lake_options, output_options
from tracker.cli.running import run_options
from tracker.cli.stated import source_options

if TYPE_CHECKING:
    from tracker.logfile import Asked


@click.command()
@lake_options
@click.pass_obj
def init(setup: Setup) -> None:
    """Make a lake and its key.

    The key turns names into pseudonyms, and seals the names themselves and the lines that were
    rejected. Whoever has lake and key can read both.

    With the key lost, no new log and no new register can be brought in, no pseudonym can be turned
    into its name or matched with one, and no rejected line can be read: forever, for there is no
    other copy. Judging nights, listing and explaining sessions, and asking the tables go on.

    What names are folded by (fold_case, strip_realms in tracker.toml) is settled here, too.

    \b
    Example:
      tracker init --lake /srv/lake --key /etc/tracker/lake.key
    """
    from tracker.cli.show import say
    from tracker.lake import is_lake

    known = is_lake(setup.lake)
    setup.open_with_key()
    if known:
        say(f"{setup.lake} is a lake already, and {setup.key_path} is its key")
        return
    say(f"keep a copy of {setup.key_path} apart from the lake. {_LOST}")


_LOST = (
    "With it lost, no new log and no new register can be brought in, no pseudonym can be turned into "
    "its name or matched with one, and no rejected line can be read; judging nights and asking about "
    "what is in the lake go on"
)


@click.command()
@output_options
@lake_options
@click.pass_obj
def doctor(setup: Setup, output: Output) -> None:
    """Tell what is missing or doubtful, what that costs, and what to do.

    What costs most comes first, what is well last. Needs neither lake nor key. Ends with code 0
    whatever it finds: what is told is no failure of the command, and a night can be judged without
    most of it. Whoever wants an alarm asks the rows for their state: ok, missing or doubtful.

    \b
    Example:
      tracker doctor
      tracker doctor --lake /srv/lake --key /etc/tracker/lake.key -o jsonl
    """
    from tracker.cli.show import say, show
    from tracker.doctor import doctor as ask

    found = ask(setup.lake, setup.key, setup.config)
    show(found, output)
    states = found["state"].to_pylist()
    say(", ".join(f"{states.count(state)} {state}" for state in ("missing", "doubtful", "ok")))


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--again", is_flag=True, help="Read whole what is known, in place of what it was.")
@source_options
@run_options
@lake_options
@click.pass_obj
def ingest(
    setup: Setup, paths: tuple[str, ...], asked: Asked, course: Course, *, again: bool
) -> int:
    """Bring logs into the lake, exactly once.

    PATH is a file, a folder of files, or - for standard input. A file that the lake has already adds
    nothing, whatever its name.

    With --again it is read once more, all of it, and what the lake had of it is forgotten in the same
    instant, whatever zone, format or spec that was read with. State the gateway that it had: for
    another it is another file. The next `tracker nightly` judges the nights that this touches.

    \b
    Example:
      tracker ingest /var/log/zeek/conn.log --gateway border-1
      tracker ingest flows.csv.gz --zone Europe/Vilnius
      tracker ingest --again flows.csv.gz --zone UTC
    """
    from tracker.cli.progress import watched
    from tracker.intake import ingest as bring

    lake, key = setup.open_with_key()
    settings = setup.settings()
    with watched(course, settings.max_rejects) as watch:
        bring(lake, key, list(paths), asked, settings, watch, again=again)
    return code_of_files(course.taken, settings.max_rejects)


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@source_options
@output_options
@lake_options
@click.pass_obj
def parse(setup: Setup, paths: tuple[str, ...], asked: Asked, output: Output) -> int:
    """Print what the tool makes of a log; needs no lake.

    Each row says its table: connection, login or reject. Names are printed as the log has them.

    \b
    Example:
      tracker parse conn.log -o jsonl
      zcat radius.detail.gz | tracker parse - --zone Europe/Vilnius
    """
    from tracker.cli.parsed import show_parsed

    settings = setup.settings()
    taken = show_parsed(list(paths), asked, settings, output)
    return tell_taken(taken, settings.max_rejects)


@click.command()
@lake_options
def demo() -> None:
    """Show a whole night over the shipped sample logs.

    \b
    Example:
      tracker demo
    """
    from tracker.cli.demonstration import demonstrate

    demonstrate()
