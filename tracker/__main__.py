"""`tracker` and `python -m tracker`: one run, one exit code, no traceback for a fault not ours."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from tracker.cli import ASKED_BY, PROGRAM, cli
from tracker.engine.interrupts import heard
from tracker.errors import TrackerError, near

_SAID = re.compile("['\"](.*)['\"] is not one of")  # as click quotes what was said
_RARELY = 100_000  # objects more than before
INTERRUPTED = 130  # 128 + SIGINT, as shells count


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Runs one command line and ends the process with its exit code."""
    # A run makes hardly any cycles, and looking for them takes a twentieth of a short one's time.
    gc.set_threshold(_RARELY)
    # Nothing here multiplies matrices, and the threads that numpy makes ready for it cost as much as it.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    code = run(args)
    for stream in (sys.stdout, sys.stderr):
        if stream:  # a process may have been given none
            with suppress(OSError):  # what could not be written was told by the run
                stream.flush()
    # All that a run opens it has closed. Python would take apart what the system frees at once.
    os._exit(code)


def run(args: Sequence[str] | None = None) -> int:
    """The exit code of one command line; what went wrong stands on stderr."""
    if asked := os.environ.get(ASKED_BY):
        from click.shell_completion import shell_complete  # start-up time: only a shell asks so

        return shell_complete(cli, {}, PROGRAM, ASKED_BY, asked)
    try:
        with heard():
            return _called(list(sys.argv[1:] if args is None else args))
    except TrackerError as fault:
        return _told(fault)
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except BrokenPipeError:
        # Whoever read has enough. Python would complain when it flushes stdout at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        if (code := _of_the_machine(fault)) is None:
            raise
        return code


def _of_the_machine(fault: Exception) -> int | None:
    """The exit code of a fault by which the machine refused something; None where it may be ours."""
    from tracker.engine import machine  # start-up time: few runs come here

    if machine.is_interrupt(fault):
        return _interrupted()
    refused = machine.refusal(fault)
    return None if refused is None else _told(refused)


def _interrupted() -> int:
    click.echo("tracker: interrupted; running the same command again goes on", err=True)
    return INTERRUPTED


def _called(args: list[str]) -> int:
    try:
        with cli.make_context(PROGRAM, args) as ctx:
            code = cli.invoke(ctx)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as fault:
        _with_near_choices(fault).show()
        return fault.exit_code
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _with_near_choices(fault: click.ClickException) -> click.ClickException:
    """The fault and what was probably meant; click says so of commands and options, not of values."""
    if isinstance(fault, click.BadParameter) and isinstance(fault.param, click.Parameter):
        kind, said = fault.param.type, _SAID.match(fault.message)
        if isinstance(kind, click.Choice) and said and (found := near(said[1], kind.choices)):
            told = f"{fault.message} D{found[1:]}"
            return click.BadParameter(told, fault.ctx, fault.param, fault.param_hint)
    return fault


def _told(fault: TrackerError) -> int:
    from tracker.printable import printable

    for line in str(fault).split("\n"):
        click.echo(f"tracker: {printable(line)}", err=True)
    return fault.exit_code


if __name__ == "__main__":
    main()
