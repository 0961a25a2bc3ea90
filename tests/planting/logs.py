"""Writes flows and logins in the layouts of real tools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ZONE = ZoneInfo("Europe/Vilnius")
TCP, UDP, GRE, ESP, IPV6 = 6, 17, 47, 50, 41
ZEEK = [
    "ts", "uid", "id.orig_h", "id.orig_p", "id.resp_h", "id.resp_p", "proto", "service", "duration",
    "orig_bytes", "resp_bytes", "conn_state", "local_orig", "local_resp", "missed_bytes", "history",
    "orig_pkts", "orig_ip_bytes", "resp_pkts", "resp_ip_bytes", "tunnel_parents", "ip_proto",
]  # fmt: skip
ZEEK_TYPES = [
    "time", "string", "addr", "port", "addr", "port", "enum", "string", "interval",
    "count", "count", "string", "bool", "bool", "count", "string",
    "count", "count", "count", "count", "set[string]", "count",
]  # fmt: skip
NFDUMP = "firstSeen,duration,proto,srcAddr,srcPort,dstAddr,dstPort,packets,bytes,flows"
NFDUMP_OLD = (
    "ts,te,td,sa,da,sp,dp,pr,flg,fwd,stos,ipkt,ibyt,opkt,obyt,in,out,sas,das,smk,dmk,dtos,dir,nh,nhb,"
    "svln,dvln,ismc,odmc,idmc,osmc,mpls1,mpls2,mpls3,mpls4,mpls5,mpls6,mpls7,mpls8,mpls9,mpls10,"
    "cl,sl,al,ra,eng,exid,tr"
)
_OLD_NAMES = {TCP: "TCP", UDP: "UDP", GRE: "GRE", ESP: "ESP", IPV6: "IPv6"}


@dataclass(frozen=True)
class Flow:
    """One conversation; packets each way of `size` bytes on the wire, 0 in for no answer."""

    at: datetime
    seconds: float
    src: str
    sport: int
    dst: str
    dport: int
    proto: int = UDP
    out: int = 40
    back: int = 60
    size: int = 400


@dataclass(frozen=True)
class Login:
    """One accounting record of an access server."""

    at: datetime
    status: str  # Start, Interim-Update or Stop
    user: str
    session: str
    nas: str
    station: str
    ip: str | None = None
    prefix: str | None = None
    seconds: int = 0


def zeek(flows: Iterable[Flow]) -> str:
    """A conn.log of Zeek 7.1: lines stand in the order in which flows end."""
    head = ["#separator \\x09", "#set_separator\t,", "#empty_field\t(empty)", "#unset_field\t-"]
    head += ["#path\tconn", "#open\t2026-03-14-00-00-00", "\t".join(["#fields", *ZEEK])]
    head += ["\t".join(["#types", *ZEEK_TYPES])]
    lines = [_zeek(flow) for flow in sorted(flows, key=lambda f: f.at.timestamp() + f.seconds)]
    return "\n".join([*head, *lines, "#close\t2026-03-15-00-00-00", ""])


def nfdump(flows: Iterable[Flow]) -> str:
    """The ten columns of nfdump 1.7.5, one row a direction, in the zone of the machine."""
    rows = []
    for half in _halves(flows):
        seen = half.at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S.") + f"{half.at:%f}"[:3]
        ends = f"{half.proto},{half.src},{half.sport},{half.dst},{half.dport}"
        rows.append(f"{seen},{half.seconds:.3f},{ends},{half.out},{half.out * half.size},1")
    return "\n".join([NFDUMP, *rows, ""])


def nfdump_old(flows: Iterable[Flow]) -> str:
    """The 48 columns of nfdump 1.7.4 with the totals that stand at its end."""
    rows, halves = [], _halves(flows)
    for half in halves:
        begin = half.at.astimezone(ZONE)
        end = datetime.fromtimestamp(begin.timestamp() + half.seconds, ZONE)
        ends = f"{half.src},{half.dst},{half.sport},{half.dport},{_OLD_NAMES[half.proto]}"
        times = f"{begin:%Y-%m-%d %H:%M:%S},{end:%Y-%m-%d %H:%M:%S},{half.seconds:.3f}"
        counts = f"........,0,0,{half.out},{half.out * half.size},0,0"
        macs = ",".join(["00:00:00:00:00:00"] * 4 + ["0-0-0"] * 10)
        rest = f"0,0,0,0,0,0,0,0,0.0.0.0,0.0.0.0,0,0,{macs},0.000,0.000,0.000,198.51.100.3,17/1,0"
        rows.append(f"{times},{ends},{counts},{rest},2026-03-15 00:00:00.000")
    octets, packets = sum(h.out * h.size for h in halves), sum(h.out for h in halves)
    trailer = ["Summary", "flows,bytes,packets,avg_bps,avg_pps,avg_bpp"]
    return "\n".join([NFDUMP_OLD, *rows, *trailer, f"{len(halves)},{octets},{packets},0,0,0", ""])


def detail(logins: Sequence[Login]) -> str:
    """A FreeRADIUS detail file, in the order in which the server received the records."""
    return "".join(_detail(login) for login in sorted(logins, key=lambda one: one.at))


def _zeek(flow: Flow) -> str:
    names = {TCP: ("tcp", "ShADadFf", 40), UDP: ("udp", "Dd", 28)}
    proto, history, header = names.get(flow.proto, ("unknown_transport", "-", 20))
    uid = "C" + sha256(repr(flow).encode()).hexdigest()[:17]
    sent, got = flow.out * flow.size, flow.back * flow.size
    state = "SF" if flow.back else "S0"
    values = (
        f"{flow.at.timestamp():.6f}", uid, flow.src, flow.sport, flow.dst, flow.dport, proto, "-",
        f"{flow.seconds:.6f}", sent - flow.out * header, got - flow.back * header,
        state if flow.proto in names else "OTH", "-", "-", 0,
        history if flow.back or flow.proto not in names else history[0],
        flow.out, sent, flow.back, got, "-", flow.proto,
    )  # fmt: skip
    return "\t".join(str(value) for value in values)


def _halves(flows: Iterable[Flow]) -> list[Flow]:
    """Each conversation as an exporter sees it: the answer is a row of its own, a little later."""
    halves = []
    for flow in flows:
        halves.append(flow)
        if flow.back:
            later = datetime.fromtimestamp(flow.at.timestamp() + 0.04, flow.at.tzinfo)
            there = (flow.dst, flow.dport, flow.src, flow.sport)
            halves.append(
                Flow(later, flow.seconds - 0.04, *there, flow.proto, flow.back, 0, flow.size)
            )
    return sorted(halves, key=lambda half: half.at)


def _detail(login: Login) -> str:
    local = login.at.astimezone(ZONE)
    values = {
        "Acct-Status-Type": login.status,
        "User-Name": f'"{login.user}"',
        "Acct-Session-Id": f'"{login.session}"',
        "NAS-IP-Address": login.nas,
        "Calling-Station-Id": f'"{login.station}"',
        "Framed-IP-Address": login.ip,
        "Delegated-IPv6-Prefix": login.prefix,
        "Acct-Session-Time": login.seconds or None,
        "Event-Timestamp": f'"{local:%b %d %Y %H:%M:%S %Z}"',
        "Timestamp": int(login.at.timestamp()),
    }
    told = [f"\t{name} = {value}" for name, value in values.items() if value is not None]
    return "\n".join([f"{local:%a %b %e %H:%M:%S %Y}", *told, "", ""])
