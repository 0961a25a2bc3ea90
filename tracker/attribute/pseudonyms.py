"""Pseudonyms: HMAC-SHA-256 (RFC 2104) of the folded name, under a key that lies outside the lake.

Whether the key and the rules that fold are those of the lake is asked here as well.
"""

from __future__ import annotations

import hmac
import os
import secrets
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from tracker.durable import settle
from tracker.engine.duckdb import DuckDB
from tracker.engine.statement import read_statement
from tracker.errors import SettingsError
from tracker.folding import Folding
from tracker.lake import Lake
from tracker.settings import CONFIG, Settings

_PSEUDONYM = read_statement(Path(__file__).with_name("pseudonym.sql"))
_BLOCK = 64  # bytes of one SHA-256 block
_BYTES = 32  # length of a key


@dataclass(frozen=True)
class Key:
    """The secret that turns names into pseudonyms."""

    secret: bytes

    @property
    def check(self) -> str:
        """What the lake remembers of the key, so that a wrong one is refused."""
        return hmac.digest(self.secret, b"tracker: check of the key", sha256).hex()[:16]

    def pads(self) -> dict[str, bytes]:
        """The parameters $ipad and $opad of the SQL that makes pseudonyms."""
        block = self.secret.ljust(_BLOCK, b"\0")
        return {
            "ipad": bytes(byte ^ 0x36 for byte in block),
            "opad": bytes(byte ^ 0x5C for byte in block),
        }


def pseudonyms(named: pa.Table, engine: DuckDB, key: Key, folding: Folding) -> pa.Table:
    """The names of a table `kind, name` with their pseudonyms beside them, in no order.

    A pseudonym is 32 hexadecimal digits. What is folded depends on the kind: user, station, or one of
    the register's account, circuit and msisdn. This is the one way to make one.
    """
    engine.register("named", named)
    return engine.rows(_PSEUDONYM, key.pads() | folding.values())


def hidden(names: dict[str, str], engine: DuckDB, key: Key, folding: Folding) -> dict[str, str]:
    """A name of each kind as its pseudonym, by kind."""
    named = pa.table({"kind": list(names), "name": list(names.values())})
    found = pseudonyms(named, engine, key, folding).to_pydict()
    return dict(zip(found["kind"], found["pseudonym"], strict=True))


def refuse_other_key(lake: Lake, key: Key, where: Path | None = None) -> None:
    """Raises SettingsError where the key is not the one the lake was made with."""
    if key.check != lake.key_check:
        raise SettingsError(
            "not the key of this lake",
            where=where,
            expected=f"the key {lake.path} was made with",
            todo="name the right one with --key",
        )


def refuse_other_rules(lake: Lake, settings: Settings) -> None:
    """Raises SettingsError where names would be folded by other rules than those the lake has."""
    said, kept = Folding.of(settings).declared(), lake.folding.declared()
    if said != kept:
        raise SettingsError(
            f"names would be folded with {_in_line(said)}",
            where=lake.path,
            expected=f"{_in_line(kept)}, as in the lake, where one name would become two",
            todo=f"set them so in {CONFIG}, or make a new lake and bring its logs in again",
        )


def _in_line(declared: str) -> str:
    return ", ".join(declared.splitlines())


def read_key(path: Path) -> Key:
    """The key in a file of 64 hexadecimal digits."""
    try:
        secret = bytes.fromhex(path.read_text().strip())
    except FileNotFoundError:
        raise SettingsError(
            "the key is missing",
            where=path,
            expected="the key file this lake was made with",
            todo="bring it back or name it with --key; without it no name can be matched again",
        ) from None
    except (OSError, ValueError) as fault:
        raise SettingsError(f"the key cannot be read: {fault}", where=path) from None
    if len(secret) != _BYTES:
        raise SettingsError(f"a key of {len(secret)} bytes", where=path, expected=f"{_BYTES} bytes")
    return Key(secret)


def make_key(path: Path) -> Key:
    """A new key in a new file that only its owner may read; SettingsError where none can be made."""
    secret = secrets.token_bytes(_BYTES)
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)  # of a run that was killed: nobody has used it
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secret.hex() + "\n")
        settle([part])  # a key that is lost takes every name with it
        path.hardlink_to(part)  # whole from the first moment on, and never in another's place
        part.unlink()
        settle([path.parent])
    except OSError as fault:
        raise SettingsError(f"no key can be made: {fault.strerror}", where=path) from None
    return Key(secret)
