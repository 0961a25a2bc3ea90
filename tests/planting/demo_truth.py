"""What is true of the demo night: `python -m tests.planting.demo_truth FILE` writes it anew."""

from __future__ import annotations

import csv
import sys
from datetime import timedelta
from pathlib import Path
from random import Random

from tests.planting.demo_night import exported, lookalikes, old_exported, tunnels
from tests.planting.logs import ESP, GRE, IPV6, Flow

COLUMNS = [
    "src_ip", "dst_ip", "class", "family", "protocol", "src_port", "dst_port", "started_at",
    "ended_at", "scored", "note",
]  # fmt: skip
FAMILIES = {
    51820: "wireguard", 2408: "wireguard", 1194: "openvpn", 500: "ipsec", 4500: "ipsec",
    1701: "l2tp", 1723: "pptp", 9993: "mesh",
}  # fmt: skip
BY_PROTOCOL = {ESP: "ipsec", GRE: "pptp"}
WIFI_CALLING, RELAY = "198.51.100.200", "203.0.113.245"
WEB = 443


def rows() -> list[list[object]]:
    """Every flow of the night, the lookalikes as ordinary ones."""
    planted = [*tunnels(), *exported(), *old_exported()]
    told = [_row(flow, _class(flow)) for flow in planted]
    return told + [_row(flow, "ordinary") for flow in lookalikes(Random(14))]  # noqa: S311  # invented


def write(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows()])


def _class(flow: Flow) -> str:
    if flow.dst == WIFI_CALLING:
        return "carrier"
    if flow.proto == IPV6:
        return "encapsulation"
    return "ordinary" if flow.dport == WEB else "tunnel"


def _row(flow: Flow, named: str) -> list[object]:
    tunnel = named == "tunnel"
    family = (BY_PROTOCOL.get(flow.proto) or FAMILIES[flow.dport]) if tunnel else ""
    times = [flow.at.isoformat(), (flow.at + timedelta(seconds=flow.seconds)).isoformat()]
    relay = flow.dst == RELAY
    rest = ["no", "a relay that telephones use by themselves"] if relay else ["yes", ""]
    return [
        flow.src, flow.dst, named, family, flow.proto, flow.sport, flow.dport, *times, *rest,
    ]  # fmt: skip


if __name__ == "__main__":
    write(Path(sys.argv[1]))
