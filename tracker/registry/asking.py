"""What the register says: its terms and how each stands, one term whole, who is to be written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pyarrow as pa

from tracker.lake import Lake
from tracker.registry.history import keep_history
from tracker.registry.near import refuse_unknown
from tracker.registry.queries import query
from tracker.registry.seeing import seeing
from tracker.registry.versions import keep_standing, latest_terms, listed_terms
from tracker.registry.words import EXPIRING_DAYS
from tracker.settings import Settings

_REGISTER = ["registration"]


def list_terms(
    lake: Lake,
    settings: Settings,
    at: datetime,
    *,
    known_at: datetime | None = None,
    standing: Sequence[str] = (),
    registrant: str | None = None,
    binding_kind: str | None = None,
    category: str | None = None,
) -> pa.Table:
    """The open terms of the lake, each with its standing at a moment; what is named narrows them.

    `known_at` asks the register as it was recorded then. Standings: tracker.registry.words.
    """
    wanted = {"registrant": registrant, "binding_kind": binding_kind, "category": category}
    with seeing(lake, settings, _REGISTER) as (engine, _):
        known = latest_terms(engine, known_at)
        return listed_terms(engine, known, settings, at, standing, **wanted)


def show_term(
    lake: Lake,
    settings: Settings,
    registration: str,
    at: datetime,
    *,
    known_at: datetime | None = None,
) -> pa.Table:
    """One term whole, closed or not, as it stands at a moment; always one row.

    `stands_until` is when that ends by itself, null where it does not; `moved_to` names the terms that
    took its place; `versions` are all that were recorded by `known_at`, each with recorded_at,
    registry_version, change and what. Raises UsageError for an id that was not recorded by then.
    """
    wanted = {"registration": registration, "known_at": known_at}
    with seeing(lake, settings, _REGISTER) as (engine, _):
        refuse_unknown(engine, registration, known_at)
        keep_standing(engine, latest_terms(engine, known_at), settings, at)
        engine.keep("versions", query("versions_of_one"), wanted)
        keep_history(engine, settings.night_zone)
        values = wanted | {"at": at, "zone": settings.night_zone}
        return engine.rows(query("shown_term"), values)


def expiring_terms(
    lake: Lake, settings: Settings, at: datetime, days: Sequence[int] = EXPIRING_DAYS
) -> pa.Table:
    """The registrants whose approved terms end within `days` after a moment, one row each.

    Columns: registrant_id, within_days (the least of `days` in which the first of them ends), terms,
    registration_ids, first_ends, last_ends, grace_until (the latest), renewal. A term that an approved
    one of the same registrant goes on from is not among them; `renewal` tells whether pending ones go
    on from them: none, partly pending or pending. The soonest come first.
    """
    with seeing(lake, settings, _REGISTER) as (engine, _):
        engine.register("known_terms", latest_terms(engine))
        engine.keep("due", query("due"), {"at": at, "most_days": max(days)})
        return engine.rows(query("expiring"), {"at": at, "days": list(days)})
