"""Decisions in a few words each, and what they make of the sessions of a lake."""

from __future__ import annotations

from datetime import UTC, datetime

from tracker.report.review import Decision, review
from tracker.report.sessions import sessions
from tracker.settings import Settings

ALONE = Settings()  # one person decides
NOW = datetime(2026, 3, 20, 10, tzinfo=UTC)


def decide(
    lake, session, outcome="dismiss", scope="session", *, settings=ALONE, now=NOW, dry_run=False, **said
):  # fmt: skip
    """A decision for a reason that no test is about."""
    told = {"reason": "our own test line", "decided_by": "ona"} | said
    given = Decision(outcome, scope=scope, **told)
    return review(lake, session, given, settings, now=now, dry_run=dry_run)


def states(lake) -> dict[str, str | None]:
    """How the reviews leave each session, under the beginning of its id."""
    rows = sessions(lake).rows.to_pylist()
    return {row["session_id"][:4]: row["review"] for row in rows}


def new(lake) -> dict[str, str | None]:
    """What is new in each session that is reopened."""
    rows = sessions(lake).rows.to_pylist()
    return {row["session_id"][:4]: row["new_evidence"] for row in rows if row["new_evidence"]}


def fired(detection="wireguard_port", group="port", weight=8.0):
    """One piece of evidence."""
    return {
        "detection": detection,
        "group": group,
        "weight": weight,
        "saw": "it",
        "guards": "",
    }


def entry(category, **more):
    """One entry of a list that the remote stands on."""
    names = ("list", "version", "cidr", "provider", "host")
    return dict.fromkeys(names, "x") | {"category": category} | more
