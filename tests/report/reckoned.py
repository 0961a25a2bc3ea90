"""Sessions whose impact is reckoned: some like any night's, and some of which few people have a kind."""

from __future__ import annotations

import random
from datetime import timedelta

from tests.report.planted import NIGHT, rows, session, term
from tracker.report.impact import Impact, impact
from tracker.report.verdicts import FLAGGED, VERDICTS

MEASURES = ("sessions", "hours", "bytes", "subscribers", "addresses")


def laid(lake, *given, terms=()) -> Impact:
    """The impact of a lake with these sessions and terms alone."""
    lake.append("session", rows("session", *given))
    if terms:
        lake.append("registration", rows("registration", *terms))
    return impact(lake)


def cell(found, policy, category="all", lawful="all"):
    """One row of an impact; None where a policy cuts nothing."""
    keys = (policy, category, lawful)
    told = found.rows.to_pylist()
    return next((r for r in told if (r["policy"], r["category"], r["lawful"]) == keys), None)


BY_LOGIN = ["blanket_ban", "static_whitelist"]
BY_NOBODY = ["blanket_ban", "static_whitelist", "login_whitelist"]
TERMS = (term("S", binding_kind="cidr", binding_value="192.0.2.0/24"), term("A"))


def drawn(chance: random.Random, number: int):
    """A session like any other night's: hours before or after midnight, of somebody or of nobody."""
    first = NIGHT + timedelta(minutes=chance.randrange(3 * 24 * 60))
    verdict = chance.choice([*VERDICTS, *FLAGGED])
    named = chance.random() < 0.8
    category = chance.choice(("bank", "company", None)) if verdict != "exempt" else None
    return session(
        f"{number:04}",
        verdict,
        night=first.date(),
        first_at=first,
        last_at=first + timedelta(seconds=chance.randrange(40_000)),
        src_ip=f"192.0.2.{chance.randrange(40)}",
        remote_ip=f"203.0.113.{chance.randrange(8)}",
        holder=f"{chance.randrange(30):032x}" if named else None,
        attribution="exact" if named else chance.choice(("address", "unknown")),
        tier="likely" if verdict in FLAGGED else chance.choice(("confirmed", "likely", "possible")),
        reason=chance.choice(("carrier", "infrastructure", "encapsulation")),
        bytes_in=chance.choice((None, chance.randrange(10**9))),
        registration_id=category and chance.choice("SA"),
        category=category,
        registry_version="v1",
    )


KINDS = {
    "static": ({"verdict": "registered", "registration_id": "S"}, ["blanket_ban"], "lawful"),
    "account": ({"verdict": "registered", "registration_id": "A"}, BY_LOGIN, "lawful"),
    "pending": ({"verdict": "pending"}, BY_NOBODY, "lawful"),
    "expired": ({"verdict": "expired"}, [*BY_NOBODY, "flagged"], "unlawful"),
    "relay": ({"verdict": "inconclusive"}, BY_NOBODY, "undetermined"),
    "dismissed": ({"verdict": "expired", "remote_ip": "203.0.113.200"}, BY_NOBODY, "undetermined"),
    "weak": ({"verdict": "inconclusive", "tier": "possible"}, [], ""),
}
SEVERAL = range(4)  # nights, each with another table


def peopled(chance: random.Random):
    """Whose sessions a night has of each kind in each category: of few here, of many there."""
    sizes = (0, 3, 9, 10, 14, 30)
    return {
        (category, kind): set(chance.sample(range(60), size))
        for category in ("bank", "company")
        for kind in KINDS
        if (size := chance.choice(sizes if kind != "weak" else (0, 4)))
    }


def of_night(public, day, **more) -> Impact:
    first = NIGHT + timedelta(days=day)
    return impact(public[0], first, first + timedelta(hours=1), **more)
