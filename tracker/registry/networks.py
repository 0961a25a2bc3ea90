"""The networks that a file says: a sheet, a plain list of prefixes, or a provider's JSON.

Whatever the file is, the engine has them afterwards as `said_networks`: line, place (how a fault
names the value), cidr, category, provider, confidence, host, first_seen and last_seen, all as text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tracker.engine.duckdb import DuckDB
from tracker.errors import InputError, UsageError
from tracker.registry.content import UTF16, read_content
from tracker.registry.queries import query
from tracker.registry.rows import NO_FAULTS
from tracker.registry.sheet import HOST, Field, one_of, read_sheet

CATEGORIES = (
    "vpn", "licensed_vpn", "tor", "relay", "hosting", "epdg", "infrastructure", "pool_static",
    "pool_dynamic", "pool_cgnat", "local",
)  # fmt: skip
CONFIDENCES = ("dedicated", "shared")
FIELDS = (
    Field("cidr"),
    one_of("category", *CATEGORIES),
    Field("provider", needed=False),
    Field(
        "confidence", needed=False, pattern="|".join(CONFIDENCES), expected="dedicated or shared",
        column_needed=False,
    ),
    Field(
        "host", needed=False, pattern=f"(?i){HOST}", expected="a host name in ASCII",
        column_needed=False,
    ),
    Field("first_seen", needed=False, column_needed=False),
    Field("last_seen", needed=False, column_needed=False),
)  # fmt: skip
# Under these keys providers publish where a client dials in; never where its traffic comes out.
KEYS = (
    "ip_prefix", "ipv6_prefix",  # AWS, ip-ranges.json
    "ipv4Prefix", "ipv6Prefix",  # Google, cloud.json and goog.json
    "addressPrefixes",  # Azure, service tags
    "ipv4_addr_in", "ipv6_addr_in",  # Mullvad, relays
    "EntryIP",  # Proton, logical servers
    "station", "ipv6_station",  # Nord, servers
    "ips",  # gluetun, servers.json
    "ipv4_cidrs", "ipv6_cidrs",  # Cloudflare
)  # fmt: skip
_COMMENT = re.compile(r"#|;|//")
_PREFIX = re.compile(r'"?[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*(/\d+)?"?([\s,;#]|$)')
_LABEL = r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?"
_NAME = rf"(?:{_LABEL}|{HOST})"
_LOOK = 1 << 16  # bytes that tell what a file is
_MOST = 64 << 20  # bytes of a plain list or a JSON document; the largest known has a third of it
_LONGEST = 1 << 16  # signs of a line in a plain list
_DEEPEST = 32  # levels of a JSON document
_VALUES = 4_000_000  # of a JSON document; the largest known has a quarter of it
_MALFORMED = re.compile(r"Malformed JSON at byte (\d+) of input: ([^.]+)")


@dataclass(frozen=True)
class Stated:
    """What is said of a list beside its file; it fills what the file leaves out.

    `fields` are further keys of a JSON document under which addresses stand.
    """

    category: str | None = None
    provider: str | None = None
    confidence: str | None = None
    fields: tuple[str, ...] = ()

    def values(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in ("category", "provider", "confidence")}


SILENT = Stated()


def say_networks(path: Path, engine: DuckDB, stated: Stated) -> tuple[str, pa.Table]:
    """Makes `said_networks` of a file; returns its digest and the faults of its cells, as of a sheet.

    Raises InputError or Faults where nothing of the file can be used, UsageError where what is
    stated is no such word, lacks a category that the file does not say, or says again what the
    file does.
    """
    _check(stated)
    start = _start(path)
    kind = _kind(start)
    if kind != "JSON" and stated.fields:
        raise UsageError("--field names keys of JSON", where=path, expected="a JSON document")
    if kind == "sheet":
        return _from_sheet(path, engine, stated)
    if stated.category is None:
        raise UsageError(
            f"a {'JSON document' if kind == 'JSON' else 'plain list'} says no category",
            where=path,
            expected="--category and one of " + ", ".join(CATEGORIES),
        )
    if (size := path.stat().st_size) > _MOST:
        expected = f"at most {_MOST:,} in a plain list or a JSON document"
        raise InputError(f"{size:,} bytes", where=path, expected=expected)
    content = read_content(path, _MOST)
    take = _from_json if kind == "JSON" else _from_lines
    take(path, content.text.decode(), engine, stated)
    return content.digest, NO_FAULTS


def _check(stated: Stated) -> None:
    for name, words in (("category", CATEGORIES), ("confidence", CONFIDENCES)):
        if (word := getattr(stated, name)) is not None and word not in words:
            raise UsageError(f"{name} {word!r}", expected="one of " + ", ".join(words))
    named = stated.provider
    if named is not None and (not named.strip() or not named.isprintable()):
        raise UsageError(f"provider {named!r}", expected="a name without invisible characters")


def _start(path: Path) -> bytes:
    """The first bytes of a file; none of what can be read only once, or not at all."""
    if not path.is_file():
        return b""  # the sheet's reader takes it, or tells why not
    try:
        with path.open("rb") as file:
            return file.read(_LOOK)
    except OSError:
        return b""


def _kind(start: bytes) -> str:
    """Whether a file is a sheet, plain or JSON, by its first line that is not blank."""
    if start.startswith(UTF16):
        start = start.decode("utf-16", "ignore").encode()
    shown = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if shown[:1] in (b"{", b"["):
        return "JSON"
    line = re.split(rb"[\r\n]", shown, maxsplit=1)[0].decode("utf-8", "replace")
    return "plain" if _COMMENT.match(line) or _PREFIX.match(line) else "sheet"


def _from_sheet(path: Path, engine: DuckDB, stated: Stated) -> tuple[str, pa.Table]:
    said = {name for name, value in stated.values().items() if value is not None}
    fields = tuple(
        replace(field, needed=False, column_needed=False) if field.name in said else field
        for field in FIELDS
    )
    sheet = read_sheet(path, engine, fields, ignored="source")
    for name in sorted(said):
        if sheet.rows.column(name).null_count < len(sheet.rows):
            raise UsageError(
                f"the file says a {name} itself", where=path, todo=f"leave --{name} out"
            )
    engine.keep("said_networks", query("sheet_networks"), stated.values())
    return sheet.digest, sheet.told


def _from_lines(path: Path, text: str, engine: DuckDB, stated: Stated) -> None:
    lines = pa.array(text.split("\n"), pa.large_string())
    longest = pc.max(pc.utf8_length(lines)).as_py()
    if longest > _LONGEST:
        line = pc.index(pc.greater(pc.utf8_length(lines), _LONGEST), value=True).as_py() + 1
        raise InputError(
            f"a line of {longest:,} characters", where=path, line=line, expected="a prefix a line"
        )
    numbers = pa.array(range(1, len(lines) + 1), pa.int64())
    engine.register("plain_lines", pa.table({"line": numbers, "text": lines}))
    engine.keep("said_networks", query("plain_networks"), stated.values())


def _from_json(path: Path, text: str, engine: DuckDB, stated: Stated) -> None:
    if (depth := _depth(text)) > _DEEPEST:
        expected = f"at most {_DEEPEST} levels"
        raise InputError(f"JSON of {depth:,} levels", where=path, expected=expected)
    if (commas := text.count(",")) > _VALUES:
        expected = f"at most {_VALUES:,} values"
        raise InputError(f"JSON of {commas:,} values", where=path, expected=expected)
    keys = [*KEYS, *stated.fields]
    try:
        engine.keep("json_nodes", query("json_nodes"), {"text": text})
    except duckdb.InvalidInputException as fault:
        raise _malformed(path, text, fault) from None
    values = stated.values() | {"keys": keys, "name": _NAME}
    engine.keep("said_networks", query("json_networks"), values)
    if not engine.connection.table("said_networks").limit(1).fetchall():
        raise _nothing(path, engine, keys)


def _nothing(path: Path, engine: DuckDB, keys: list[str]) -> InputError:
    told = engine.rows(query("json_keys"))
    columns = (told.column(name).to_pylist() for name in told.column_names)
    found = ", ".join(f"{key!r} ({count})" for key, count in zip(*columns, strict=True))
    return InputError(
        f"no address under a known key; addresses stand under {found or 'no key at all'}",
        where=path,
        expected="one of " + ", ".join(keys),
        todo="name one with --field, if it is where clients dial in" if found else "",
    )


def _malformed(path: Path, text: str, fault: Exception) -> Exception:
    """What the engine says of a document that is none; any other fault as it is."""
    if not (match := _MALFORMED.search(str(fault))):
        return fault
    line = text.encode()[: int(match[1])].count(b"\n") + 1
    return InputError(f"malformed JSON: {match[2]}", where=path, line=line)


def _depth(text: str) -> int:
    """How many brackets of a JSON document are open at once, those in its texts left out."""
    bare = pc.replace_substring_regex(
        pa.array([text], pa.large_string()), r'"(?:[^"\\]|\\.)*"|[^\[\]{}"]+', ""
    )
    signs = pa.array([bare[0].as_py().encode()], pa.large_binary())
    size = len(signs[0].as_py())
    each = pa.Array.from_buffers(pa.uint8(), size, [None, signs.buffers()[2]])
    opens = pc.is_in(each, pa.array(b"[{", pa.uint8()))
    closes = pc.is_in(each, pa.array(b"]}", pa.uint8()))
    steps = pc.subtract(opens.cast(pa.int32()), closes.cast(pa.int32()))
    return int(pc.max(pc.cumulative_sum(steps)).as_py() or 0)
