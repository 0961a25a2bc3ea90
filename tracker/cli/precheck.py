"""For the help desk: would this use be registered, and if not, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.moments import now
from tracker.cli.options import Output, Setup, lake_options, moment, output_options

if TYPE_CHECKING:
    pass


@click.command("precheck")
@click.option("--account", metavar="A", help="The subscriber's login name; needs the key.")
@click.option("--circuit", metavar="C", help="The subscriber's circuit; needs the key.")
@click.option("--msisdn", metavar="N", help="The subscriber's number; needs the key.")
@click.option("--ip", metavar="I", help="The subscriber's address; who held it is looked up.")
@click.option(
    "--remote", metavar="R", required=True, help="The other side: an address, or a listed host."
)
@click.option("--protocol", metavar="P", help="A family such as openvpn, a protocol, a number.")
@click.option("--port", type=click.IntRange(1, 65535), help="The remote's port.")
@click.option("--at", metavar="T", help="When, in the night zone; now if not said.")
@output_options
@lake_options
@click.pass_obj
def precheck(setup: Setup, /, output: Output, at: str | None, **said: Any) -> None:
    """Tell whether a use would be registered, under which term, and if not, what is missing.

    It is answered by the SQL that judges a night, and writes nothing. What is not said of protocol
    and port is taken to be as the subject's own term has it.

    \b
    Example:
      tracker registry precheck --account ona@isp.example --remote 203.0.113.9 --protocol openvpn
      tracker registry precheck --ip 192.0.2.146 --remote vpn.office.example --at 2026-03-14T21:30
    """
    from tracker.cli.show import print_text, show
    from tracker.precheck import Use
    from tracker.precheck import precheck as ask
    from tracker.report.answer import answer
    from tracker.settings import zone_info

    settings = setup.settings()
    when = moment(at, settings.night_zone) or now()
    use = Use(at=when, **said)
    key = setup.opened_with_key()[1] if use.names else None
    found = ask(setup.open(), use, settings, key)
    if output.format == "table":
        print_text(answer(found.to_pylist(), zone_info(settings.night_zone)), output)
    else:
        show(found, output, zone=settings.night_zone)
