"""A spec's file: parts of patterns that several of them name."""

from __future__ import annotations

import tomllib

import pytest

from tracker.errors import SettingsError
from tracker.shipped import schemas
from tracker.spec_file import read_outline, read_spec

SHIPPED = sorted((schemas() / "formats").glob("*.toml"))
SPEC = """
title  = "A {part} stands here as it is written"
manual = "none"

[parts]
{parts}

[lines]
syntax = "pattern"
only   = '^{begin}: '
pass   = {{ idle = '^{begin}: idle {{2}}' }}

[message.came]
when = '^{begin}: {address} came'
[message.came.fields]
address = '^{begin}: ({address}) '

[connection]
messages = ["came"]
src_ip = {{ from = "address", cases = [['^{address}$', "x"]] }}
"""
PARTS = r"""
digits  = '[0-9]{1,3}'
address = '{digits}(?:\.{digits}){3}'
begin   = '(?:gate|door)\x{3b}\p{Lu}'
"""


def written(tmp_path, parts, spec=SPEC):
    path = tmp_path / "mine.toml"
    named = {"begin": "{begin}", "address": "{address}", "part": "{part}"}
    path.write_text(spec.format(parts=parts, **named))
    return path


def test_a_part_stands_for_its_text_in_every_pattern_and_in_later_parts(tmp_path):
    path = written(tmp_path, PARTS)
    spec = read_spec(path)
    begin, address = r"(?:gate|door)\x{3b}\p{Lu}", r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
    assert (spec.lines.only, spec.lines.passed) == (
        f"^{begin}: ",
        (("idle", f"^{begin}: idle {{2}}"),),
    )
    (came,) = spec.messages
    assert came.when == f"^{begin}: {address} came"
    assert came.fields == {"address": (f"^{begin}: ({address}) ",)}
    assert spec.rows[0].columns["src_ip"][0].cases == ((f"^{address}$", "x"),)
    assert spec.title == "A {part} stands here as it is written"
    assert read_outline(path).lines.only == spec.lines.only


@pytest.mark.parametrize(
    ("parts", "fault"),
    [
        ("begin = 'gate'", "no part 'address'; expected begin"),
        ("begin = '{address}'\naddress = 'x'", "no part 'address'; expected it to stand before"),
        ("begin = 'gate'\naddress = '([0-9.]+)'", "part 'address' has a group that holds"),
        ("begin = 'gate|door'\naddress = 'x'", "part 'begin' has a group that holds .* bare |"),
        ("begin = '(?:gate'\naddress = 'x'", "is none of RE2"),
        ("begin = 7\naddress = 'x'", "pattern 7 is no text"),
    ],
)
def test_a_part_that_could_mislead_is_told(tmp_path, parts, fault):
    """A bare | would part the pattern around it, a group would be taken for the field."""
    with pytest.raises(SettingsError, match=fault):
        read_spec(written(tmp_path, parts))


def test_without_parts_braces_are_what_they_are(tmp_path):
    spec = SPEC.replace("[parts]\n{parts}\n", "")
    assert read_spec(written(tmp_path, "", spec)).lines.only == "^{begin}: "


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_read_of_a_spec_at_first_is_what_the_whole_of_it_says(path):
    whole, outline = read_spec(path), read_outline(path)
    assert (outline.lines.only, outline.lines.header) == (whole.lines.only, whole.lines.header)
    assert outline.lines.front == whole.lines.front


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_each_part_is_named_by_something(path):
    text = path.read_text()
    for name in tomllib.loads(text).get("parts", {}):
        assert f"{{{name}}}" in text
