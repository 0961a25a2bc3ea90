"""The words of the letter to a person concerned: plain, and about him alone."""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from zoneinfo import ZoneInfo

from tracker.report.meanings import PROTOCOLS
from tracker.report.telling import Record, count, plain, span, time
from tracker.settings import Settings

_SHOWN = 10  # sessions told in full: a letter is one page or two
_WIDTH = 78
_OTHER_SIDE = "an address that may be another subscriber's and is not told here"
# Whoever it was, what he did is not told to somebody who it may not have been.
_NOT_SURE = "an address that is not told here, as it is not certain whose session this was"
_RESULTS = {
    "exempt": "Allowed without a registration. Nothing is asked of you.",
    "registered": "Registered. Nothing is asked of you.",
    "registered_via_provider": "The provider is licensed. Nothing is asked of you.",
    "grace": "The registration has ended, and its days of grace run. Renew it before they end.",
    "pending": "A registration was asked for. Nothing is asked of you until it is decided.",
    "out_of_terms": "There is a registration, but not for this other side, protocol or port.",
    "suspended": "The authority had suspended the registration at that time.",
    "expired": "The registration had ended at that time.",
    "revoked": "The authority had revoked the registration at that time.",
    "unregistered": "No registration was found that covers this use.",
    "unattributable": "Who it was cannot be told. Nobody is named, and nothing follows from it.",
    "inconclusive": "The signs are too weak to say anything. Nothing follows from it.",
}
_REVIEWS = {
    "dismissed": "An auditor has looked at it since and set it aside: nothing follows from it.",
    "confirmed": "An auditor has looked at it since and confirmed it.",
    "corrected": "An auditor has looked at it since and found that the result should be another.",
    "reopened": "An auditor has looked at it since; it is open again.",
    "proposed": "Auditors are looking at it; nothing is decided yet.",
}
_NEW_SIGNS = "An auditor had set it aside; new signs have opened it again."
_WHOSE = {
    "exact": "the login records name one holder of your address for all of that time",
    "edge": "your address changed hands near that time, so that it is not certain it was you",
    "address": "the address itself is assigned for good, by what was declared of it",
    "shared": "several had that address at the time, and nobody is named",
    "unknown": "no login record tells who had that address, and nobody is named",
}
_TIERS = {
    "confirmed": "several independent signs say that it was a VPN",
    "likely": "the signs say that it was likely a VPN",
    "possible": "some sign says that it may have been a VPN",
}
_LOOKED = """\
Looked at were records that the network keeps of each connection: when it began and ended, the two
addresses and ports, the protocol, how many bytes and packets went each way, and what kind of traffic a
device of the network took it for; and the records of which login had which address.
"""
_NOT_LOOKED = """\
Not looked at was anything that was sent: no content, no names of sites, no questions to name servers, no
messages, no passwords. None of this is kept, and nothing was tried or asked of your devices or of the
other side. Signs such as a port can mislead: other programs use the same ones.
"""
_HOW = """\
How a result comes about: signs that point to a VPN are added up, and signs against it taken off. Only then
is it asked whose address it was, and whether the register has a registration that covers this use, as it
stood at that time. A VPN is not forbidden: it is to be registered. Where it is not certain whose it was,
nobody is named.
"""
_CONTACT = "Turn to whoever handed you this letter."
_REGISTER = "How a VPN is registered is told by the authority that keeps the register."
_OBJECTION = """\
If this was not you, or the use is registered, or you think the result is wrong for another reason, say so
to the contact above and name the reference of the session. It is looked at again by a person, and the
decision is kept with its reason.
"""


def worded(
    sessions: Sequence[Record],
    inside: Collection[str],
    titles: Mapping[str, str],
    settings: Settings,
    zone: ZoneInfo,
) -> str:
    """The letter about these sessions of one person; remote addresses that are `inside` are not told."""
    return "\n".join(_lines([plain(one) for one in sessions], inside, titles, settings, zone))


def _lines(
    sessions: Sequence[Record],
    inside: Collection[str],
    titles: Mapping[str, str],
    settings: Settings,
    zone: ZoneInfo,
) -> Iterator[str]:
    said = settings.letter
    number = len(sessions)
    yield "About connections that look like a VPN"
    yield ""
    what = "1 connection" if number == 1 else f"{number} connections"
    yield from _wrapped(f"This letter tells of {what}, what came of it, and what you can do.")
    for place, one in enumerate(sessions[:_SHOWN], 1):
        yield ""
        yield from _session(place, one, inside, titles, zone)
    if number > _SHOWN:
        yield ""
        yield from _wrapped(f"{number - _SHOWN} more are not told here; you may ask for them.")
    for title, text in (
        ("What was looked at, and what was not", f"{_LOOKED}\n{_NOT_LOOKED}"),
        ("How the result came about", _HOW),
        ("Whom to turn to", said.contact or _CONTACT),
        ("How to register", said.register or _REGISTER),
        ("How to object", said.objection or _OBJECTION),
    ):
        yield from ("", title, "")
        yield from _wrapped(text)


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    """The paragraphs of a text, no line too long; what an operator set keeps its lines."""
    parts = text.strip().split("\n\n") if text.endswith("\n") else text.splitlines()
    for place, part in enumerate(parts):
        if place and text.endswith("\n"):
            yield ""
        words = " ".join(part.split())
        yield from textwrap.wrap(
            words, _WIDTH, initial_indent=indent, subsequent_indent=indent
        ) or [""]


def _session(
    place: int, one: Record, inside: Collection[str], titles: Mapping[str, str], zone: ZoneInfo
) -> Iterator[str]:
    first, last = one["first_at"], one["last_at"]
    yield f"{place}. {time(first, zone)}, for {span(last - first)}"
    named = one["attribution"] in ("exact", "address")
    yield from _wrapped(
        f"Between {'your address' if named else 'the address'} {one['src_ip']} and "
        f"{_remote(one, inside) if named else _NOT_SURE}: {_traffic(one, told=named)}.",
        "   ",
    )
    yield from _wrapped(f"Result: {_RESULTS.get(one['verdict'], one['verdict'])}", "   ")
    if one["registration_id"]:
        yield f"   Registration: {one['registration_id']}"
    if one.get("review"):
        told = _NEW_SIGNS if one.get("new_evidence") else _REVIEWS[one["review"]]
        yield from _wrapped(told, "   ")
    signs = "; ".join(titles.get(name, name) for name in _signs(one)) or "none"
    yield from _wrapped(
        f"Why: {_TIERS[one['tier']]} ({signs}); {_WHOSE[one['attribution']]}.", "   "
    )
    yield f"   Reference: {one['session_id']}"


def _remote(one: Record, inside: Collection[str]) -> str:
    ip, port = one["remote_ip"], one["remote_port"]
    if ip is None:
        return "a gateway of a VPN"
    told = _OTHER_SIDE if ip in inside else ip
    return f"{told}, port {port}" if port else told


def _traffic(one: Record, *, told: bool) -> str:
    protocol = PROTOCOLS.get(one["protocol"], f"protocol {one['protocol']}")
    sent, got = count(one["bytes_out"]), count(one["bytes_in"])
    if not told:
        return f"{one['family']} over {protocol}"
    return f"{one['family']} over {protocol}, {sent} bytes sent and {got} bytes received"


def _signs(one: Record) -> Iterator[str]:
    """The detections that spoke for a VPN; what each saw is not told, as others may be counted there."""
    yield from (each["detection"] for each in one["evidence"] or [] if each["weight"] > 0)
