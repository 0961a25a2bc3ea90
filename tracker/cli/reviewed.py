"""For the auditor: decide on sessions, and look up what was decided."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.moments import now
from tracker.cli.options import (
    Output,
    Setup,
    dry_run_option,
    lake_options,
    moment,
    only_text,
    output_options,
    window_options,
)
from tracker.cli.question import Question
from tracker.report.outcomes import OUTCOMES, SCOPES

if TYPE_CHECKING:
    from tracker.report.review import Reviewed

_BRIEF = (
    "recorded_at", "outcome", "scope", "session_id", "src_ip", "remote_ip", "family", "tier",
    "verdict", "until", "decided_by", "waits", "reason",
)  # fmt: skip


@click.command()
@click.argument("session", callback=only_text)
@click.option("--outcome", required=True, type=click.Choice(OUTCOMES), help="What is decided.")
@click.option(
    "--reason", required=True, metavar="TEXT", help="Why; name nobody: it is kept in clear."
)
@click.option(
    "--scope",
    type=click.Choice(tuple(SCOPES)),
    default="session",
    show_default=True,
    help="This session; all of its holder at its endpoint; or everybody's at its endpoint.",
)
@click.option(
    "--until", metavar="D", help="A dismissal holds for sessions that begin before D; else for all."
)
@click.option("--by", metavar="WHO", help="Who decides; the user of this machine if not said.")
@dry_run_option
@output_options
@lake_options
@click.pass_obj
def review(
    setup: Setup, /, session: str, output: Output, until: str | None, by: str | None,
    dry_run: bool, **said: str,
) -> None:  # fmt: skip
    """Decide on a session: dismiss its flag, confirm or correct it, or reopen what was dismissed.

    SESSION is an id or a beginning of it that fits one session alone. An endpoint is a remote address
    and a protocol family. A decision counts for sessions of earlier nights and of nights to come, and
    the latest one counts. Only `dismiss` leaves a session out of `tracker flagged`, until --until, or
    a later decision, or new evidence: a detection of a group or a kind of list that the dismissed
    session did not have, or a higher tier. With --dry-run the sessions it takes in come out by night.

    What `second_reviewer` of the settings names counts when somebody else has decided the same for a
    session, with nothing else decided between; until then the session is `proposed`, and flagged.

    \b
    Example:
      tracker review 3kq7wz2a --outcome dismiss --reason "test line of our own" --scope endpoint
      tracker review 3kq7wz2a --outcome reopen --reason "the test has ended"
    """
    from tracker.cli.show import say, show
    from tracker.report.review import Decision
    from tracker.report.review import review as decide

    settings = setup.settings()
    decided = Decision(
        **said, decided_by=_user() if by is None else by, until=moment(until, settings.night_zone)
    )
    done = decide(setup.open(), session, decided, settings, now=now(), dry_run=dry_run)
    for warning in done.warnings:
        say(f"warning: {warning}")
    if dry_run or output.named or output.to:
        show(done.nights, output)
    say(_in_line(done, dry_run=dry_run))


@click.command(cls=Question)
@window_options
@click.option("--outcome", multiple=True, type=click.Choice(OUTCOMES), help="Only this outcome.")
@click.option("--scope", multiple=True, type=click.Choice(tuple(SCOPES)), help="Only this scope.")
@click.option(
    "--session",
    callback=only_text,
    metavar="S",
    help="Only what takes in a session: its id, or a beginning.",
)
@click.option("--remote", metavar="A", help="Only this address on the other side.")
@click.option("--holder", metavar="H", help="Only this holder: a pseudonym.")
@click.option("--waiting", is_flag=True, help="Only what waits for a second reviewer.")
@output_options
@lake_options
@click.pass_obj
def reviews(
    setup: Setup, /, output: Output, since: str | None, until: str | None, **wanted: Any
) -> None:
    """List the decisions on sessions, the oldest first.

    --since and --until say when they were recorded. Where the settings ask for a second reviewer,
    `waits` is the number of sessions in which a decision waits for somebody else to decide the same.

    \b
    Example:
      tracker reviews --since 2026-03-01
      tracker reviews --waiting
      tracker reviews --session 3kq7wz2a -o jsonl
    """
    from tracker.cli.show import say, show
    from tracker.report.reviews import reviews as ask

    zone = setup.settings().night_zone
    window: dict[str, Any] = {"since": moment(since, zone), "until": moment(until, zone)}
    rows = ask(setup.open(), **window, **wanted)
    show(rows, output, brief=_BRIEF, zone=zone)
    say(f"{rows.num_rows} reviews")


def _in_line(done: Reviewed, *, dry_run: bool) -> str:
    told = done.row.to_pylist()[0]
    nights = done.nights.to_pydict()
    names = ("sessions", "flagged", "stays", "waits")
    sessions, flagged, stay, wait = (sum(nights[name]) for name in names)
    stays = f"; {stay} of them stay, for evidence that this one lacks" if stay else ""
    stays += f"; {wait} wait for a second reviewer to decide the same" if wait else ""
    what = f"{told['outcome']}, scope {told['scope']}: {sessions} sessions"
    counted = f"{what} in {done.nights.num_rows} nights, {flagged} of them flagged{stays}"
    if dry_run:
        return f"{counted} (dry run: nothing is written)"
    return f"review {told['review_id']}: {counted}"


def _user() -> str:
    """The user of the operating system; what the environment says of him anybody can set."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return f"uid {os.getuid()}"
