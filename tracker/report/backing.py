"""What backs a verdict, in plain English: the logins behind a name, and the judgement made again."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from tracker.report.telling import Record, time

_CLOCKS = {
    "fits": "clock fits",
    "unproven": "no sign that its clock is wrong, too few changes to prove it right",
    "doubtful": "clock doubtful, which makes an edge at best",
    "refused": "clock refused: nobody is named by it",
}
_CLOSED = {
    "stop": "closed by its stop",
    "next start": "closed by another's start on the address",
    "another address": "closed as it went to another address",
    "reset": "closed by a reset of the gateway",
    "silence": "closed by its silence",
    "lease end": "closed by the end of its lease",
    "coverage": "open when the logs end or have a gap",
    "last sign": "closed with its last sign",
}
_OPENED = {
    "start": "opened by its start",
    "session time": "opened, as the length it tells says,",
    "first sign": "first seen",
    "coverage": "open when the logs begin or after a gap, since",
    "later sign": "seen again",
    "some time": "opened some time after",
}


def holdings(record: Record, zone: ZoneInfo) -> Iterator[str]:
    """How the holder is known: each holding with its records; and whose logins say so."""
    if record.get("holdings") is None:
        yield "  what its logins told was not kept when it was judged: judge the night again to see"
    for one in record.get("holdings") or []:
        yield f"  {_what(one)}:"
        opened = _OPENED.get(one["opened_by"], one["opened_by"])
        yield f"    {opened} {time(one['opened_at'], zone)}{_written(one, 'opening', zone)}"
        closed = _CLOSED.get(one["closed_by"], one["closed_by"])
        yield f"    {closed} {time(one['closed_at'], zone)}{_written(one, 'closing', zone)}"
    if not record["holder"] and (record.get("candidates") or 0) > 1:
        yield f"  {record['candidates']} held it near its beginning; a name would be a guess"
    yield from (_spanned(one, zone) for one in record.get("spanned") or [])


def _what(one: Record) -> str:
    on = f" on {one['gateway']}" if one["gateway"] else ""
    if one["kind"] != "cgnat":
        return f"{one['kind']} login{on}"
    return f"ports {one['port_first']} to {one['port_last']} lent to him{on}"


def _written(one: Record, side: str, zone: ZoneInfo) -> str:
    """Where the record stands, and its time where that is another than the holding's."""
    if one[f"{side}_line"] is None:
        return " (not found by the clock that is stated for the gateway now, or forgotten)"
    place = f"{one[f'{side}_path'] or 'a file not known any more'}, line {one[f'{side}_line']}"
    event, at = one[f"{side}_event"], one[f"{side}_at"]
    bound = one["opened_at" if side == "opening" else "closed_at"]
    own = event if at == bound else f"{event} of {time(at, zone)}"
    which = "" if at == bound else "first " if side == "opening" else "his last "
    return f" ({which}{own}: {place})"


def _spanned(one: Record, zone: ZoneInfo) -> str:
    name = one["gateway"] or "a gateway without a name"
    times = f"{time(one['from_at'], zone)} to {time(one['to_at'], zone)}"
    covers = "without a gap" if one["covers"] else "which does not cover the session,"
    clock = _CLOCKS.get(one["clock"] or "", "clock not checked")
    if one["clock"] in ("doubtful", "refused"):
        clock += f" (best offset {one['best_minutes']:+d} min)"
    return f"  logins of {name} {covers} from {times}; {clock}"


def again(record: Record) -> Iterator[str]:
    """Whether the record comes to the same verdict, as known when it was judged and as known now."""
    if "again" not in record:
        return
    then, now = record["again"], record["by_now"]
    if then and then["same"] and now and now["same"]:
        yield "  judged again from this record: the same, as was known then and as is known now"
        return
    is_same = bool(then and then["same"])
    yield f"  judged again from this record: {'the same' if is_same else _other(then)}"
    if not is_same:
        yield from (f"    {why}" for why in _reasons(record))
    is_now = bool(now and now["same"])
    yield f"  as register and lists are known now: {'the same' if is_now else _other(now)}"


def _other(told: Record | None) -> str:
    if told is None:
        return "NOT THE SAME, too little to be a session at all"
    term = f", {told['registration_id']}" if told["registration_id"] else ""
    weight = f"{told['tier']}, {told['score']:+.1f}"
    return f"NOT THE SAME, {told['verdict']} ({told['reason'] or 'no reason'}{term}; {weight})"


def _reasons(record: Record) -> Iterator[str]:
    if record["same_rules"] is False:
        yield "it was judged by other detections, or other numbers of them, than are in force"
    if record["same_settings"] is False:
        yield "it was judged by other settings than are in force"
    if record["same_rules"] and record["same_settings"]:
        yield "nothing that is in force explains it: judge the night again, and ask why it differs"
