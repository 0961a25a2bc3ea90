"""A lake in which every text that a log, a register, a list or a person can carry is an attack."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests.report.planted import HOLDER, NIGHT, RUN, SOURCE, rows, session, term
from tracker.lake import Lake, create_lake

# What each would do where it is not taken for text.
ATTACKS = {
    "script": "<script>alert(1)</script>",
    "handler": "\"'><img src=x onerror=alert(1)>&lt;",
    "template": "{{7*7}} ${7*7} %s {0} `id` $(id)",
    "colour": "\x1b[31mred\x1b[0m\x9b2J",
    "title": "\x1b]0;owned\x07\x1b]8;;http://192.0.2.1/\x07x",
    "erase": "seen\r\x08\x08\x7f\x00gone",
    "line": "one\ntwo\n2PZ6WRCA   registered",
    "separator": "one\u2028two\u2029three\x85four\x0b\x0c",
    "formula": '=HYPERLINK("http://192.0.2.1/?"&A1,"x")',
    "command": "+cmd|' /C calc'!A0",
    "minus": "-1+1|cmd",
    "at": "@SUM(1+1)",
    "tab": "\t=1+1",
    "blank": " \u00a0=1+1",
    "wide": "\uff1d1\uff0b1",
    "csv": '","=1+1',
    "sql": "'; drop table session; --",
    "path": "../../../../tmp/owned",
    "bidi": "\u202egnp.exe\u2066x\u2069\u200f",
    "hidden": "\ufeff=1+1\u200b\u2060\u180e\U000e0041",
    "none": "gw\uffff\ufffe",  # no characters, and no XML
    "markup": "[red]x[/red] [link=http://192.0.2.1/]x[/link]",
}


def hostile_lake(path: Path) -> Lake:
    """A lake of sessions, one for each attack and called after it, flagged and reviewed.

    The attack stands in all texts of the session, its source, its term, an endpoint and a review
    that are not the program's own words, addresses or digests.
    """
    lake = create_lake(path, "check")
    for name, content in (
        ("source", _source),
        ("session", _session),
        ("registration", _term),
        ("endpoint", _endpoint),
        ("review", _review),
    ):
        given = [content(n, *attack) for n, attack in enumerate(ATTACKS.items())]
        lake.append(name, rows(name, *given))
    lake.append("run", rows("run", RUN))
    return lake


def _source(n: int, _: str, text: str) -> dict[str, object]:
    source = {"source": f"{n:016x}", "path": f"/logs/{text}", "gateway": text}
    source |= {
        "format": text,
        "zone": text,
        "header": text,
        "reasons": [{"name": text, "count": 1}],
    }
    return {**SOURCE, **source, "rules": [{"name": text, "count": 1}], "tool_version": text}


def _session(n: int, name: str, text: str) -> dict[str, object]:
    evidence = {"detection": text, "group": text, "weight": 8.0, "saw": text, "guards": text}
    told = {"family": text, "holder_basis": text, "reason": text, "category": text}
    told |= {"registration_id": text, "registry_version": text, "gateway": text, "run_id": text}
    told |= {"list_versions": [text], "evidence": [evidence]}
    where = [{"source": f"{n:016x}", "first_line": 9, "last_line": 12}]
    return session(
        name, "unregistered", first_at=NIGHT + timedelta(minutes=n), sources=where, **told
    )


def _term(_n: int, _: str, text: str) -> dict[str, object]:
    told = {"registrant_id": text, "authority_ref": text, "registry_version": text}
    told |= {"category": text, "remote_kind": "provider", "remote_value": text}
    return term(text, **told)


def _endpoint(_n: int, _: str, text: str) -> dict[str, object]:
    told = {"list": text, "version": text, "provider": text, "host": text, "category": text}
    first = {"first_key": f"{0xFFFF:024x}cb007109", "last_key": f"{0xFFFF:024x}cb007109"}
    times = {"as_of": NIGHT, "recorded_at": NIGHT}
    return {"cidr": "203.0.113.9/32", "confidence": text, **told, **first, **times}


def _review(n: int, name: str, text: str) -> dict[str, object]:
    told = {"reason": text, "decided_by": text, "family": text, "run_id": text}
    told |= {"review_id": f"r{n}", "outcome": "confirm", "scope": "session", "holder": HOLDER}
    told |= {"session_id": name.ljust(26, "x"), "src_ip": "192.0.2.10", "remote_ip": "203.0.113.9"}
    told |= {"verdict": "unregistered", "tier": "likely", "direction": "outbound"}
    return {"recorded_at": NIGHT + timedelta(days=1), "night": NIGHT.date(), **told}
