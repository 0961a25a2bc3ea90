"""The record that `explain` gives, told in plain English on one screen."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from zoneinfo import ZoneInfo

from tracker.judge.sessions import FOLDER
from tracker.report.backing import again, holdings
from tracker.report.meanings import ATTRIBUTION, DIRECTION, PROTOCOLS
from tracker.report.outcomes import REVIEWS, SCOPES
from tracker.report.telling import Record, count, end, line, plain, span, time
from tracker.report.verdicts import VERDICTS

__all__ = ["Record", "story", "told_terms"]
_FILES = 8  # raw files told on the screen; the record has all


def story(record: Record, zone: ZoneInfo, titles: Mapping[str, str] = {}) -> str:  # never changed
    """What was seen, is it a VPN, whose was it, was it registered, and where that is written.

    `titles` says what each detection sees, by its name; the name itself stands for one it has not.
    """
    return "\n".join(_lines(plain(record), zone, titles))


def _lines(record: Record, zone: ZoneInfo, titles: Mapping[str, str]) -> Iterator[str]:
    yield f"Session {record['session_id']} of the night {record['night']}"
    yield VERDICTS.get(record["verdict"], str(record["verdict"]))
    yield f"{record['reason']}: {_reason(record)}"
    yield from _gaps(record, zone)
    if record.get("review"):
        yield REVIEWS[record["review"]]
    yield from ("", "What was seen", *_seen(record, zone))
    yield from ("", f"Is it a VPN: {record['tier']}", *_evidence(record, titles))
    yield from ("", f"Whose was it: {record['attribution']}", *_holder(record, zone))
    yield from ("", f"Was it registered: {record['verdict']}", *_register(record, zone))
    if record.get("reviews"):
        yield from ("", "What was decided on it", *_reviews(record, zone))
    yield from ("", "Where it is written", *_files(record))
    if record["judged_at"] is not None:
        judged = f"judged {time(record['judged_at'], zone)} by run {record['run_id']}"
        yield f"  {judged}, tracker {record['tool_version']}, settings {record['settings_digest']}"
    yield from again(record)


def _reason(record: Record) -> str:
    """The meaning of the reason's word, from the list that judging keeps."""
    meant = tomllib.loads((FOLDER / "reasons.toml").read_text())
    return str(meant.get(record["verdict"], {}).get(record["reason"], "no word of the list"))


def _gaps(record: Record, zone: ZoneInfo) -> Iterator[str]:
    """What was missing of the night, which is provisional then."""
    for one in record.get("gaps") or []:
        times = f"from {time(one['from_at'], zone)} to {time(one['to_at'], zone)}"
        what = f"{one['kind']} of {line(one['gateway'] or 'no gateway')}"
        came, usual = count(one["records"]), count(one["usual"])
        if one["missing"] == "jump":
            lost = count(one["usual"] - one["records"])
            yield f"provisional: {what} lack {lost} of {usual} numbers {times}"
        else:
            yield f"provisional: {came} {what} {times}, as a rule {usual}"


def _seen(record: Record, zone: ZoneInfo) -> Iterator[str]:
    first, last = record["first_at"], record["last_at"]
    yield f"  {time(first, zone)} to {time(last, zone)}, {span(last - first)}"
    protocol = PROTOCOLS.get(record["protocol"], f"protocol {record['protocol']}")
    ends = f"{end(record, 'src')} and {end(record, 'remote')}, {protocol}, {record['family']}"
    yield f"  between the subscriber's side {ends}"
    yield f"  {record['direction']}: {DIRECTION[record['direction']]}"
    sent = f"{count(record['bytes_out'])} bytes in {count(record['packets_out'])} packets sent"
    got = f"{count(record['bytes_in'])} bytes in {count(record['packets_in'])} packets received"
    where = f", recorded by {record['gateway']}" if record["gateway"] else ""
    number = record["connections"]
    what = "1 connection" if number == 1 else f"{count(number)} connections"
    yield f"  {what}, {sent}, {got}{where}"


def _evidence(record: Record, titles: Mapping[str, str]) -> Iterator[str]:
    strongest = _strongest(record["evidence"] or [])
    added = sum(one["weight"] for one in strongest)
    yield f"  {record['score'] - added:+5.1f}  before any evidence: few sessions are tunnels"
    for one in record["evidence"] or []:
        idle = one not in strongest and one["weight"]
        note = f" (not added: {one['group']} has stronger evidence)" if idle else ""
        title = titles.get(one["detection"], one["detection"])
        yield f"  {one['weight']:+5.1f}  {title}: {one['saw']}{note}"
        if one["guards"]:
            yield f"         guards passed: {one['guards']}"
    yield f"  {record['score']:+5.1f}  in all"
    lacking: dict[str, list[str]] = {}
    for one in record.get("not_asked") or []:
        lacking.setdefault(one["lacking"], []).append(one["detection"])
    for columns, names in lacking.items():
        yield f"  not asked, as the log tells no {columns}: {', '.join(names)}"


def _strongest(evidence: list[Record]) -> list[Record]:
    """What is summed: of each group the largest weight, and every penalty."""
    best: dict[str, Record] = {}
    for one in evidence:
        if one["weight"] >= 0 and one["weight"] > best.get(one["group"], {"weight": -1})["weight"]:
            best[one["group"]] = one
    return [*best.values(), *(one for one in evidence if one["weight"] < 0)]


def _holder(record: Record, zone: ZoneInfo) -> Iterator[str]:
    yield f"  {ATTRIBUTION[record['attribution']]}"
    if record["holder"]:
        yield f"  holder {record['holder']}, a pseudonym"
    if record["holder_basis"]:
        yield f"  known from: {record['holder_basis']}"
    yield from holdings(record, zone)


def _register(record: Record, zone: ZoneInfo) -> Iterator[str]:
    version = record["registry_version"]
    yield f"  register {version or 'empty'}, {record['register_terms']} terms"
    if version != record["register_now"]:
        yield f"  it has changed since, to {record['register_now']}: judge the night again to see"
    yield from told_terms(record["terms"], zone, "decided")
    if not record["terms"]:
        yield "  no term binds this address or this holder"
    if record["parts"]:
        yield "  what it says changed while the session lasted, of which the mildest counts:"
    for part in record["parts"] or []:
        times = f"{time(part['from_at'], zone)} to {time(part['to_at'], zone)}"
        which = f" ({part['registration_id']})" if part["registration_id"] else ""
        yield f"    {times}: {part['verdict']}{which}"
    yield f"  lists: {', '.join(record['list_versions'] or []) or 'none'}"
    yield from (_entry(entry, zone) for entry in record.get("listed") or [])


def told_terms(terms: Iterable[Record], zone: ZoneInfo, decided: str) -> Iterator[str]:
    """Each term that was looked at: what it binds and allows, and why it applies or does not."""
    for term in terms:
        sign = decided if term["decided"] else "looked at"
        until = time(term["valid_to"], zone) if term["valid_to"] else "no end"
        what = f"{term['binding_kind']} {term['binding']}, {term['remote']}"
        said = {"protocol": _protocol(term["protocol"]), "port": term["port"]}
        only = [f"{key} {told}" for key, told in said.items() if told]
        yield f"  {sign}: {term['registration_id']} ({', '.join([term['category'], what, *only])})"
        yield f"    {time(term['valid_from'], zone)} to {until}: {term['looked']}"


def _protocol(text: str | None) -> str | None:
    """A term's protocol by its name: the register keeps numbers."""
    return PROTOCOLS.get(int(text), text) if text and text.isdecimal() else text


def _entry(entry: Record, zone: ZoneInfo) -> str:
    """A list entry in which the remote lies, with its version and that one's date."""
    told = [entry["category"], *filter(None, (entry["provider"], entry["host"]))]
    dated = f" of {entry['dated'].astimezone(zone):%Y-%m-%d}" if entry["dated"] else ""
    source = f"{entry['list']} {entry['version']}{dated}"
    return f"    the other side lies in {entry['cidr']} ({', '.join(told)}): {source}"


def _reviews(record: Record, zone: ZoneInfo) -> Iterator[str]:
    """Each decision that takes the session in, the latest first, and whether it holds."""
    for one in record["reviews"]:
        until = f", until {time(one['until'], zone)}" if one["until"] else ""
        what = f"{one['outcome']} by {line(one['decided_by'])} for {SCOPES[one['scope']]}{until}"
        yield f"  {time(one['recorded_at'], zone)} {what}: {line(one['reason'])}"
        other = one["session_id"] != record["session_id"]
        on = f", decided on session {one['session_id']}" if other else ""
        yield f"    {_holds(one, record)}{on} (review {one['review_id']})"


def _holds(one: Record, record: Record) -> str:
    if not one["in_time"]:
        return "ended before this session began"
    if one["waits"]:
        return "waits for a second reviewer to decide the same"
    if one["holds"] or (one["review_id"] == record["review_id"] and not one["new_evidence"]):
        return "holds"
    if one["new_evidence"]:
        return f"does not hold, as this session has what that one had not: {one['new_evidence']}"
    if not one["counts"]:
        return "does not count: nobody else had decided the same when something else was decided"
    return "does not count any more: a later decision does"


def _files(record: Record) -> Iterator[str]:
    for one in record["files"][:_FILES]:
        lines = f"lines {one['first_line']} to {one['last_line']}"
        if one["first_line"] == one["last_line"]:
            lines = f"line {one['first_line']}"
        yield f"  {one['path']}, {lines} ({one['format']}, zone {one['zone'] or 'not needed'})"
        yield f"    sha256 {one['sha256']}"
    if left := len(record["files"]) - _FILES:
        yield from [f"  and {left} more files: -o jsonl names them"] if left > 0 else []
