"""For the auditor: who held an address at a time, and one subscriber's or one gateway's logins."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.options import Output, Setup, lake_options, moment, output_options, window_options

if TYPE_CHECKING:
    import pyarrow as pa

    from tracker.logins import Summed

_SHOWN = 5  # names in a line
_PROTOCOLS = {"tcp": 6, "udp": 17}
_OF_AN_ADDRESS = ("at", "port", "protocol")
_OF_LOGINS = ("user", "holder", "gateway", "since", "until")
_OPTIONS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("ip", "Who held this address, with --at.", {"metavar": "A"}),
    ("at", "The date or time, in the night zone unless it says another.", {"metavar": "T"}),
    (
        "port",
        "The subscriber's port, where many share the address.",
        {"type": click.IntRange(0, 65535)},
    ),
    ("protocol", "tcp, udp or a number; tcp and udp if not said.", {"metavar": "P"}),
    ("user", "The logins of this login name; needs the key.", {"metavar": "U"}),
    ("holder", "The logins of this pseudonym.", {"metavar": "H"}),
    ("gateway", "The logins at this gateway.", {"metavar": "G"}),
    ("limit", "At most so many rows; how many more is said.", {"type": click.IntRange(0)}),
)


def _logins_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for name, told, how in reversed(_OPTIONS):
        command = click.option(f"--{name}", help=told, **how)(command)
    return window_options(command)


@click.command()
@_logins_options
@output_options
@lake_options
@click.pass_obj
def logins(setup: Setup, /, output: Output, limit: int | None, **said: Any) -> None:
    """Tell who held an address at a time, or list a subscriber's logins.

    With --ip each candidate is a row, graded as a session of that instant would be; nobody is named
    whom a session would not name. Otherwise each login session is a row: those of --user or
    --holder, those at --gateway, or both; the last 30 days of the lake unless --since says more.

    \b
    Example:
      tracker logins --ip 198.51.100.7 --port 40112 --at 2026-03-14T21:30
      tracker logins --user jonas --since 2026-03-01 --until 2026-04-01
      tracker logins --gateway vpn-1 -o csv --to dialled-in.csv
    """
    _refuse_unclear(said)
    if said["ip"] is not None:
        _tell_holders(setup, output, limit, said)
    else:
        _list_logins(setup, output, limit, said)


def _refuse_unclear(said: dict[str, Any]) -> None:
    """Raises UsageError unless one thing is asked for, and with what belongs to it."""
    from tracker.errors import UsageError

    given = [name for name, value in said.items() if value is not None]
    asked = [name for name in ("ip", "user", "holder") if name in given]
    if len(asked) > 1 or not {*asked, *given} & {"ip", "user", "holder", "gateway"}:
        found = " and ".join(f"--{name}" for name in asked) or "neither a person nor an address"
        expected = "one of --ip A --at T, --user U, --holder H, or --gateway G"
        raise UsageError(found, expected=expected)
    strange = [name for name in (_OF_LOGINS if "ip" in given else _OF_AN_ADDRESS) if name in given]
    if strange:
        where = "with --ip" if "ip" in given else "without --ip"
        raise UsageError(f"--{strange[0]} {where}", todo="see `tracker logins --help`")
    if "ip" in given and "at" not in given:
        raise UsageError("--ip without --at", expected="a time, such as --at 2026-03-14T21:30")


def _tell_holders(setup: Setup, output: Output, limit: int | None, said: dict[str, Any]) -> None:
    from tracker.cli.show import say, show
    from tracker.holders import Instant, brief, holders

    settings = setup.settings()
    at = moment(said["at"], settings.night_zone)
    assert at is not None  # noqa: S101  # --ip without --at was refused
    asked = Instant(said["ip"], at, said["port"], _protocol(said["protocol"]))
    rows = holders(setup.open(), asked, settings)
    shown = rows if limit is None else rows.slice(0, limit)
    show(brief(shown) if output.format == "table" else shown, output, zone=settings.night_zone)
    say(_graded(rows))
    _tell_more(rows.num_rows - shown.num_rows)


def _list_logins(setup: Setup, output: Output, limit: int | None, said: dict[str, Any]) -> None:
    from tracker.cli.show import show
    from tracker.logins import Dialled, brief, holder_named
    from tracker.logins import logins as ask

    settings = setup.settings()
    zone, holder = settings.night_zone, said["holder"]
    if said["user"] is None:
        lake = setup.open()
    else:
        lake, key = setup.opened_with_key()
        holder = holder_named(lake, key, said["user"])
    since, until = moment(said["since"], zone), moment(said["until"], zone)
    found = ask(lake, Dialled(holder, said["gateway"], since, until, limit), settings)
    show(brief(found.rows) if output.format == "table" else found.rows, output, zone=zone)
    _tell_summed(found.summed, zone)
    _tell_more(found.more)


def _protocol(text: str | None) -> int | None:
    from tracker.errors import UsageError

    if text is None or text in _PROTOCOLS:
        return None if text is None else _PROTOCOLS[text]
    if text.isascii() and text.isdigit() and int(text) < 256:  # noqa: PLR2004  # one byte
        return int(text)
    raise UsageError(f"--protocol {text!r}", expected="tcp, udp or a number up to 255")


def _graded(rows: pa.Table) -> str:
    """What the rows come to, in a line."""
    told = rows.to_pydict()
    answers = dict.fromkeys(zip(told["grade"], told["doubt"], strict=True))
    words = [grade if doubt in (None, grade) else f"{grade} ({doubt})" for grade, doubt in answers]
    count = max(told["candidates"])
    return f"{' or '.join(words)}: {count} candidate{'' if count == 1 else 's'}"


def _tell_summed(summed: Summed, zone: str) -> None:
    from tracker.cli.show import say
    from tracker.settings import zone_info

    say(f"{summed.sessions} login sessions, {summed.failures} failures")
    if summed.first_at is None or summed.last_at is None:
        return
    times = [at.astimezone(zone_info(zone)) for at in (summed.first_at, summed.last_at)]
    first, last = (at.isoformat(" ", "seconds") for at in times)
    say(f"first seen {first}, last seen {last}; one holder had at most {summed.at_once} at once")
    say(f"gateways: {_in_line(summed.gateways)}; peer addresses: {_in_line(summed.peer_ips)}")


def _in_line(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{', '.join(names[:_SHOWN])}{more}" or "none"


def _tell_more(more: int) -> None:
    from tracker.cli.show import say

    if more:
        say(f"{more} more are not shown; --limit cut them")
