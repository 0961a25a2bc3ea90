"""Whatever happens to a log on its way: each of its lines is accounted for, or the file is refused."""

from __future__ import annotations

from random import Random

import pytest

from tests.formats.renew import ZONE, sample
from tests.parsing import read
from tracker.formats import formats
from tracker.tables import table

SPECIAL = [
    b"\0",
    b"\x01",
    b"\x02",
    b"\r",
    b"\n",
    b"\t",
    b",",
    b'"',
    b"\\",
    b"\xff",
    b"\xc5",
    b"9" * 25,
]
SPECIAL += [
    b"-",
    b":",
    b"/",
    b"%",
    b".",
    b"e",
    b"\xef\xbb\xbf",
    b"\x1f\x8b",
    "\ufdd0".encode(),
    b"=",
    b"#",
]


def flipped(chance: Random, content: bytes) -> bytes:
    bytes_ = bytearray(content)
    for _ in range(chance.randrange(1, 12)):
        bytes_[chance.randrange(len(bytes_))] ^= 1 << chance.randrange(8)
    return bytes(bytes_)


def planted(chance: Random, content: bytes) -> bytes:
    for _ in range(chance.randrange(1, 6)):
        at = chance.randrange(len(content))
        content = content[:at] + chance.choice(SPECIAL) + content[at + chance.randrange(3) :]
    return content


def cut(chance: Random, content: bytes) -> bytes:
    begin, end = sorted(chance.randrange(len(content)) for _ in range(2))
    return content[begin:] if chance.random() < 0.3 else content[:begin] + content[end:]


def doubled(chance: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    return b"".join(lines[: at + 1] + lines[at:])


def swapped(chance: Random, content: bytes) -> bytes:
    lines = content.splitlines(keepends=True)
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return b"".join(lines)


def numbered(chance: Random, content: bytes) -> bytes:
    """Digits become other digits, so that times and counters leave every range."""
    return bytes(
        chance.choice(b"0123456789") if 48 <= byte < 58 and chance.random() < 0.1 else byte
        for byte in content
    )


def run_together(chance: Random, content: bytes) -> bytes:
    """Two lines become one."""
    feeds = [at for at, byte in enumerate(content) if byte == ord("\n")]
    at = chance.choice(feeds)
    return content[:at] + content[at + 1 :]


def stretched(chance: Random, content: bytes) -> bytes:
    """A line becomes longer than any may be."""
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at]]) * (1 << 21) + content[at:]


MUTATIONS = [flipped, planted, cut, doubled, swapped, numbered, run_together, stretched]
SEEDS = {"delimited": 1}


def cases():
    """Each mutation for the formats that are read the quickest way, one or two for each other one."""
    return [
        (name, mutation, seed)
        for number, (name, spec) in enumerate(formats().items())
        for place, mutation in enumerate(MUTATIONS)
        for seed in range(SEEDS.get(spec.lines.syntax, (number + place) % 6 == 0))
    ]


@pytest.mark.parametrize(("name", "mutation", "seed"), cases())
def test_a_mutated_log_is_accounted_for_line_by_line_or_refused(tmp_path, name, mutation, seed):
    chance = Random(f"{name} {mutation.__name__} {seed}")  # noqa: S311  # no secret
    check(tmp_path / "a.log", name, mutation, chance)


def check(path, name, mutation, chance):
    path.write_bytes(mutation(chance, sample(name).read_bytes()))
    found = read(path, zone=ZONE, format=name.split(".")[0])
    if found.fault:
        return
    tally, rejected = found.tally, found.of("reject")
    assert tally.lines == found.lines
    assert tally.records == tally.used + tally.passed.total() + len(rejected)
    if formats()[name].lines.syntax in ("delimited", "blocks", "keyvalue", "pattern"):
        assert len({row["line"] for row in found.rows}) == tally.used + len(rejected)
    assert all(row["reason"] for row in rejected)
    for row in found.rows:
        assert row.keys() <= {"table", *table(row["table"]).names}
        assert 1 <= row["line"] <= found.lines
