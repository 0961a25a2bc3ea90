"""Would this be registered: the help desk's question, answered by the stages that judge a night."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from tracker.attribute.pseudonyms import Key, hidden, refuse_other_key
from tracker.engine.duckdb import DuckDB, Resources
from tracker.engine.engine import show_inputs
from tracker.engine.statement import read_statement
from tracker.errors import SettingsError, UsageError
from tracker.holders import Instant, held, refuse_year
from tracker.judge.asking import QUESTION, ask, keep_lists, register_values
from tracker.judge.nights import micros, night_at
from tracker.judge.sessions import FOLDER
from tracker.judging import NEEDED
from tracker.lake import Lake
from tracker.registry.register import FAMILIES, PROTOCOLS, digits
from tracker.report.sessions import address_key, canonical, statement
from tracker.settings import Settings, zone_info

_HERE = Path(__file__).parent / "report" / "precheck"
_NAMED = ("account", "circuit", "msisdn")
_TCP, _UDP, _BYTE = 6, 17, 255


@dataclass(frozen=True)
class Use:
    """A use of a VPN that somebody asks about: who, to where, by what, when (with an offset)."""

    remote: str  # an address, or a host that a list names
    at: dt.datetime
    account: str | None = None
    circuit: str | None = None
    msisdn: str | None = None
    ip: str | None = None  # the subscriber's address; who held it then is looked up
    protocol: str | None = None  # a family, a protocol or its number; any if not said
    port: int | None = None  # the remote's; any if not said

    @property
    def names(self) -> dict[str, str]:
        """What is said of whose line it is, by the kind of binding."""
        said = {kind: getattr(self, kind) for kind in _NAMED}
        return {kind: name for kind, name in said.items() if name is not None}


def precheck(
    lake: Lake,
    use: Use,
    settings: Settings = Settings(),  # noqa: B008  # frozen
    key: Key | None = None,
) -> pa.Table:
    """What a session of this use would be judged to be, and what is missing if not registered.

    One row an address of the remote: remote_ip, verdict, reason, registration_id, category,
    attribution, holder, missing (texts, none where the use is registered) and terms: what binds the
    subject, each with its standing then and what fits. An account, a circuit or a number needs the
    lake's key (SettingsError); UsageError where nobody is named, or two lines, where an address is none
    or no record can have the time.
    """
    with DuckDB(Resources(settings.memory, settings.threads)) as engine:
        lake.pin(NEEDED).show(engine, NEEDED)
        named = _named(engine, lake, use, settings, key)
        return prechecked(engine, use, settings, named)


def prechecked(engine: DuckDB, use: Use, settings: Settings, named: dict[str, str]) -> pa.Table:
    """The same of an engine that shows the tables NEEDED; `named` are pseudonyms by binding kind."""
    _refuse_unclear(use)
    whose = _whose(engine, use, settings, named)
    at_us = micros(use.at)
    judged = night_at(at_us, zone_info(settings.night_zone))
    show_inputs(engine)
    keep_lists(engine, [judged], settings, register_values(settings))
    asked = {
        "judged": judged.date,
        "first_us": at_us,
        "last_us": at_us,
        "port": use.port,
        "tier": "likely",
        **dict(zip(("family", "protocol"), _protocol(use.protocol), strict=True)),
        **whose,
    }
    rows = [
        asked | {"session": n, "remote_key": key} for n, key in enumerate(_remotes(engine, use))
    ]
    found = answers(engine, pa.Table.from_pylist(rows, QUESTION), settings)
    return found.drop_columns("session")


def _refuse_unclear(use: Use) -> None:
    refuse_year(use.at)
    for kind, name in use.names.items():
        if not name.strip():
            raise UsageError(f"the {kind} is empty", expected="the name as the logs have it")
    if use.circuit and use.msisdn:
        raise UsageError("both a circuit and a number", expected="one of them: ask for each alone")


def answers(engine: DuckDB, questions: pa.Table, settings: Settings) -> pa.Table:
    """What each of many questions comes to, with the columns of `precheck` and its `session`.

    The engine shows the lake's inputs and `network` of the questions' nights.
    """
    engine.register("question", questions)
    ask(engine, register_values(settings))
    engine.keep("address", read_statement(FOLDER / "address.sql"))
    engine.keep("terms", statement("terms"))
    return engine.rows(read_statement(_HERE / "answer.sql"))


def _named(
    engine: DuckDB, lake: Lake, use: Use, settings: Settings, key: Key | None
) -> dict[str, str]:
    """The pseudonym of each binding that is said, by its kind."""
    if not (told := use.names):
        return {}
    if key is None:
        raise SettingsError("no key", expected="the lake's key, which makes names pseudonyms")
    refuse_other_key(lake, key)
    if use.msisdn is not None and lake.folding.one_spelling:
        told["msisdn"] = digits(use.msisdn, engine, settings)
    return hidden(told, engine, key, lake.folding)


def _whose(
    engine: DuckDB, use: Use, settings: Settings, named: dict[str, str]
) -> dict[str, object]:
    """Subject, holder and attribution; without a name, those of who held the address then."""
    ip = canonical(use.ip)
    subject = "" if ip is None else address_key(ip)
    if named:
        station = named.get("circuit", named.get("msisdn"))
        told = {"holder": named.get("account"), "station": station, "attribution": "exact"}
        return {"subject_key": subject, "doubt": None, **told}
    if ip is None:
        raise UsageError("nobody is asked for", expected="an account, a circuit, a number or an IP")
    protocol = _TCP if _protocol(use.protocol)[1] == _TCP else _UDP
    (first, *_) = held(engine, Instant(ip, use.at, None, protocol), settings).to_pylist()
    found = {name: first[name] for name in ("holder", "station", "doubt")}
    return {"subject_key": subject, "attribution": first["grade"], **found}


def _protocol(text: str | None) -> tuple[str | None, int | None]:
    """Family and protocol number of what a register would call it."""
    if text is None:
        return None, None
    said = text.strip().lower()
    number = PROTOCOLS.get(said, said)
    if said in FAMILIES or said.startswith("other:"):
        return said, None
    if number.isdecimal() and int(number) <= _BYTE:
        return None, int(number)
    known = ", ".join([*FAMILIES, *PROTOCOLS])
    raise UsageError(f"{text!r} is no protocol", expected=f"{known}, or a number up to {_BYTE}")


def _remotes(engine: DuckDB, use: Use) -> list[str]:
    """The remote's address as a key, or those that the lists in force have for its name."""
    try:
        return [address_key(str(canonical(use.remote)))]
    except UsageError:
        values = {"host": use.remote.strip().rstrip(".").lower()}
        found = engine.rows(read_statement(_HERE / "named.sql"), values)
    if not found.num_rows:
        raise UsageError(
            f"no list in force on {use.at:%Y-%m-%d} has a host {use.remote!r}",
            expected="an address, or a host that a list names: nothing is looked up live",
            todo="`tracker lists import resolutions FILE` tells what it resolves to",
        )
    keys: list[str] = found["first_key"].to_pylist()
    return keys
